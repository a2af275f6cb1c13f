#!/bin/sh
# Goal: the recipe "Add a KPI" in tests/README.md is true. What it says, done in a copy of the
# tree, gives a metric that the program lists and computes; the tests refuse it
# for as long as it has no case, no place in the auditor's page or no label; and
# no other test minds.
cd "$(dirname "$0")/../.." && . tests/recipes/frame || exit 1
renamed='s/long_term/another_term/g'

block tests/README.md observe_long_term >metrics/kpis/another_term.c
block tests/README.md 'METRIC(long_term' |
	put before '^#undef CONTRACTS' metrics/estimates/metrics.def
translate tests/README.md 'msgid "Long-term contracts'
build "$BUILD/tests/analysis/dump"
green "$KPI" run samples/agency -q --out out
grep -q '^2026Q3,manager,[^,]*,another_term,[01]' out/kpi.csv ||
	complain "no values of another_term in kpi.csv"

red 'another_term: no cases' tests/house/metrics.sh
red 'cases of another_term' python3 tests/metrics/run.py "$KPI" --only another_term
block tests/README.md '== signed in the period' >tests/metrics/another_term.case
red 'another_term: not in' tests/house/metrics.sh
block tests/README.md '`long_term` |' | put behind '8 . `coordination`' metrics/README.md
green tests/house/metrics.sh
green tests/house/arrows.py
green python3 tests/metrics/run.py "$KPI"
green python3 tests/cases/run.py "$KPI"
green python3 tests/analysis/run.py "$KPI" 4 --only 'random|sample 2026Q3'
green python3 tests/independent/run.py "$KPI" 20 --only 'known|tiny|random'
grep -q '^skipped: another_term' "$log" || complain "it is not named as left out"

sed -i 's/N_("Long-term contracts")/""/' metrics/estimates/metrics.def
build
red 'a metric without a label' tests/house/metrics.sh
exit 0
