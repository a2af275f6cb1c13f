#!/bin/sh
# Goal: the recipe "Add a command" in tests/README.md is true. Its file and its
# row, in a copy of the tree, make a command with help and completion; and the
# tests that the recipe names are green.
cd "$(dirname "$0")/../.." && . tests/recipes/frame || exit 1
renamed='s/roster/another/g'

block tests/README.md 'command_roster(' >io/cli/another.c
block tests/README.md 'COMMAND(roster' | put before '^COMMAND[(]list,' io/cli/commands.def
build
mkdir tests/cases/another
block tests/README.md 'run: kpi roster' >tests/cases/another/case
green "$KPI" --help
grep -q '^  kpi another     who is in the data$' "$log" || complain "not in help"
green "$KPI" man kpi-another.1
green "$KPI" completion bash
grep -q 'another) options=.--accept-unknown --quiet' "$log" || complain "not completed"
green tests/house/arrows.py
green tests/house/terminal.py
green python3 tests/cases/run.py "$KPI" --only 'another|usage'
green python3 tests/query/run.py "$KPI" --only 'complet|manual'
exit 0
