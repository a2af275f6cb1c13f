#!/bin/sh
# Goal: the recipe "Add a column" in tests/README.md is true. Its member, its row
# and its rule, put into a copy of the tree, make a column that is read, judged,
# kept, asked in SQL and compared; a member of another type does not compile; and
# the tests that the recipe names are green.
cd "$(dirname "$0")/../.." && . tests/recipes/frame || exit 1
page=tests/README.md
CFLAGS="${CFLAGS:--g} -O0" # nearly all is built again
renamed='s/discount/rebate/g'

block $page 'decimal discount' | put behind 'decimal value, budget' engine/model/dataset.h
block $page 'FIELD(CONTRACTS, discount' |
	put behind '^FIELD.CONTRACTS, refers_to' engine/model/schema.def
block $page 'contract->discount >' |
	put before '^	return FIELD_COUNT' io/import/tables/contracts.c
mkdir tests/cases/rebate
block $page 'closed_on,value,discount' >tests/cases/rebate/contracts.csv
block $page '# A discount is' >tests/cases/rebate/case
units=$(ls tests/unit/engine/*_test.c tests/unit/import/*_test.c |
	sed "s|^|$BUILD/|; s|\.c\$||")
build $units

# What the recipe says follows, on top of its own case: kpi.yaml maps it, a slip
# stops the run, and diff names it.
mkdir mapped
sed '1s/rebate/Off the price/' tests/cases/rebate/contracts.csv |
	sed '4,$d' >mapped/contracts.csv
echo 'contracts: {columns: {rebate: Off the price}}' >mapped/kpi.yaml
green "$KPI" run mapped -q --period 2026Q3 --as-of 2026-09-30 --out before
sed -i 's/50\.5/70/' mapped/contracts.csv
green "$KPI" run mapped -q --period 2026Q3 --as-of 2026-09-30 --out after
"$KPI" diff before after >said || complain "diff fails"
grep -qF 'records contract: 2 → 2 (0 new, 0 removed, 1 changed)' said ||
	complain "diff does not see it: $(cat said)"
echo 'contracts: {columns: {rebates: Off the price}}' >mapped/kpi.yaml
red 'did you mean rebate?' "$KPI" check mapped

red 'rebate: metrics/README.md' tests/house/columns.sh
echo '`rebate`' >>metrics/README.md
green tests/house/columns.sh
for unit in $units; do
	green "$unit"
done
green python3 tests/cases/run.py "$KPI" --only rebate

sed -i 's/decimal rebate;/date rebate;/' engine/model/dataset.h
red 'CONTRACTS rebate' make -s BUILD="$BUILD" "$BUILD/engine/model/schema.o"
exit 0
