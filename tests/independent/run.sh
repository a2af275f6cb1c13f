#!/bin/sh
# The definitions once more, independently: run.sh KPI
exec python3 -B "$(dirname "$0")/run.py" "${1:-${KPI:-build/kpi}}"
