#!/bin/sh
# Goal: the recipe "Add a table" in tests/README.md is true. Its struct, its
# rows and its rule, put into a copy of the tree, make an optional table that is
# found, judged, reconciled, kept, asked in SQL and compared; it costs about
# fifty lines; and the tests that the recipe names are green.
cd "$(dirname "$0")/../.." && . tests/recipes/frame || exit 1
page=tests/README.md
CFLAGS="${CFLAGS:--g} -O0" # nearly all is built again
renamed='s/referral/mention/g; s/REFERRAL/MENTION/g; s/referred/mentioned/g'

mkdir before && cp -R engine io before
block $page 'struct referral {' | put before '^struct assignment' engine/model/dataset.h
block $page 'TABLE(REFERRALS' | put before '^TABLE.PLAN' engine/model/tables.def
block $page 'FIELD(REFERRALS' | put before '^FIELD.PLAN' engine/model/schema.def
block $page 'judge_referral(const' >io/import/tables/mentions.c
block $page 'table_rule judge_referral' |
	put before '^table_rule' io/import/tables/parts.h
block $page '[TABLE_REFERRALS]' |
	put behind 'TABLE_CONTRACTS. = judge' io/import/tables/take.c
block $page 'NAME(REFERRALS' | put before '^NAME.CLIENTS' io/import/guess/names.def
lines=$(diff -rN before/engine engine | grep -c '^>')
lines=$((lines + $(diff -rN before/io io | grep -c '^>')))
[ "$lines" -le 50 ] || complain "it takes $lines lines"
mkdir tests/cases/mentions
block $page 'C2,K2,an,won' >tests/cases/mentions/contracts.csv
block $page 'at the fair' >tests/cases/mentions/mentions.csv
block $page '# Who recommended us' >tests/cases/mentions/case
block $page 'record,source,client_id,referred_by' >tests/cases/mentions/kept
units=$(ls tests/unit/engine/*_test.c tests/unit/import/*_test.c |
	sed "s|^|$BUILD/|; s|\.c\$||")
build $units

# kpi.yaml names its files and maps its columns; without any it is not there,
# and leaves nothing behind.
cp -R tests/cases/mentions mapped
mv mapped/mentions.csv mapped/who.csv
sed -i '1s/mentioned_by/Recommended by/' mapped/who.csv
echo 'mentions: {files: who.csv, columns: {mentioned_by: Recommended by}}' >mapped/kpi.yaml
"$KPI" check mapped >said 2>&1
grep -qE '^ +7 +1 +2 +3 +0 +0 +1 +mapped/who.csv \(mentions\)' said ||
	complain "its lines: $(cat said)"
rm mapped/who.csv mapped/kpi.yaml
green "$KPI" run mapped -q --period 2026Q3 --as-of 2026-09-30 --out without
[ ! -e without/records-mentions.csv ] || complain "records of no table"

red 'mentioned_by: metrics/README.md' tests/house/columns.sh
echo '`mentioned_by`, `mentioned_on`' >>metrics/README.md
red 'mentions\*.csv: io/README.md' tests/house/columns.sh
echo '`mentions*.csv`' >>io/README.md
green tests/house/columns.sh
green tests/house/arrows.py
for unit in $units; do
	green "$unit"
done
green python3 tests/cases/run.py "$KPI" --only mentions
exit 0
