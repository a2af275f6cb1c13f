#!/bin/sh
# Goal: the recipe "Add a format" in tests/README.md is true. Its one file makes
# the program read such an export; without a file to show it the tests fail, and
# with it they are green.
cd "$(dirname "$0")/../.." && . tests/recipes/frame || exit 1
renamed='s/acme/another/g; s/Acme/Another/g; s/Work day/Day of work/g'

block tests/README.md 'recognize: [Work day' >io/import/formats/another.yaml
build
green "$KPI" list formats
grep -q 'Another Time, detailed' "$log" || complain "it is not listed"
red 'a file of another' python3 tests/formats/run.py "$KPI"
mkdir tests/formats/another
block tests/README.md 'Work day;Job' >tests/formats/another/timesheets.csv
block tests/README.md 'P-100,2026-07-01' >tests/formats/another/expected.csv
block tests/README.md 'format acme (by' >tests/formats/another/check
green python3 tests/formats/run.py "$KPI"
exit 0
