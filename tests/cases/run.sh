#!/bin/sh
# The whole program on broken and odd inputs: run.sh [FOLDER…]
exec python3 -B "$(dirname "$0")/run.py" "${KPI:-build/kpi}" "$@"
