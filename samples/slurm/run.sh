#!/bin/sh
# The run over all parts, once the array is done:
#
#   sbatch --dependency=afterok:ARRAY run.sh EXPORTS SUMMED [options of kpi run]
#
# SUMMED/data becomes the data set: EXPORTS but for its timesheets, and the parts.
# The run goes to SUMMED/run. A part that is missing, altered or there twice stops it.
#SBATCH --job-name=kpi-run
#SBATCH --ntasks=1
#SBATCH --mem=4G
set -eu
exports=$1 summed=$2
shift 2
mkdir -p "$summed/data"
for file in "$exports"/*; do
	case ${file##*/} in
	timesheets*) ;;
	*) [ ! -f "$file" ] || cp "$file" "$summed/data" ;;
	esac
done
cp "$summed"/parts/*/timesheets-* "$summed/data"
exec "${KPI:-kpi}" run "$summed/data" --out "$summed/run" "$@"
