#!/bin/sh
# One task of a job array: sums its share of the timesheet files with kpi part.
#
#   sbatch --array=0-99 part.sh EXPORTS SUMMED 100
#
# EXPORTS is the data set, SUMMED the folder of what becomes of it; all nodes see
# both. Of EXPORTS/timesheets*.csv task I of 100 takes the files I, I + 100, …; the
# number of tasks is an argument, so that tasks 7 and 9 alone, sent once more with
# --array=7,9, take what they took before.
#SBATCH --job-name=kpi-part
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=1G
set -eu
exports=$1 summed=$2 tasks=$3 task=$SLURM_ARRAY_TASK_ID
kpi=${KPI:-kpi}
set --
i=0
for file in "$exports"/timesheets*.csv; do
	[ $((i % tasks)) -ne "$task" ] || set -- "$@" "$file"
	i=$((i + 1))
done
[ $# -gt 0 ] || exit 0 # more tasks than files

# Each part has a folder of its own: two nodes that write into one would not see
# each other's locks on every file system. Both files of it appear at once, or
# none does; a task that is sent once more may find a part there, whole, or what
# a lost node left behind.
# With names, so that the run's rejects.csv says what the exports' would.
code=0
"$kpi" part "$exports" --timesheets "$@" --jobs "${SLURM_CPUS_PER_TASK:-1}" \
	--with-names --out "$summed/parts/$task/timesheets-$task" --quiet ||
	code=$?
[ "$code" -ne 1 ] || code=0 # rows were left out: the part says so to kpi run
exit "$code"
