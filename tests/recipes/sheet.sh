#!/bin/sh
# Goal: the recipe "Add a sheet" in tests/README.md is true. Its file and rows,
# put into a copy of the tree, make a sheet with its title, its records and a
# link on the summary, in both languages; and the tests that the recipe names
# are green: without a check of the sheet, which they miss, and with the
# recipe's.
cd "$(dirname "$0")/../.." && . tests/recipes/frame || exit 1
renamed='s/ending/another/g; s/ENDING/ANOTHER/g; s/ENDS_ON/ANOTHER_DAY/g
	s/Ending soon/Another list/g; s/Sắp hết hạn/Danh sách khác/g'

kit=io/export/dashboard
block tests/README.md 'fill_ending(' >$kit/sheets/another.c
block tests/README.md 'SHEET(ending' | put behind '"revenue"' $kit/sheets.def
block tests/README.md 'LABEL(ENDS_ON' | put behind '^LABEL' $kit/labels_sheets.def
translate tests/README.md 'msgid "Ending soon'
units=$(ls tests/unit/export/*_test.c | sed "s|^|$BUILD/|; s|\.c\$||")
build $units
for language in en vi; do
	green "$KPI" run samples/agency -q --lang $language --out $language
done
python3 - <<'EOF' || complain "the workbook is not as the recipe says"
import csv, datetime, re, sys, zipfile

# The contracts won by the end of the quarter that end in the 90 days from it.
as_of = datetime.date(2026, 9, 30)
ending = [row for row in csv.DictReader(open("samples/agency/contracts.csv",
                                             encoding="utf-8"))
          if row["stage"] == "won" and row["closed_on"] <= str(as_of) and
          row["end_on"] and str(as_of) <= row["end_on"] <=
          str(as_of + datetime.timedelta(90))]
assert len(ending) > 10, len(ending)
for language, name, title in (
        ("en", "Another list", "%d contracts end within 90 days"),
        ("vi", "Danh sách khác", "%d hợp đồng kết thúc trong 90 ngày tới")):
    book = zipfile.ZipFile(language + "/dashboard.xlsx")
    names = re.findall('<sheet name="([^"]*)"',
                       book.read("xl/workbook.xml").decode())
    at = names.index(name)
    assert at == names.index({"en": "Growth", "vi": "Tăng trưởng"}[language]) + 1
    texts = book.read("xl/sharedStrings.xml").decode()
    assert ">" + title % len(ending) + "<" in texts, texts[:200]
    summary = book.read("xl/worksheets/sheet1.xml").decode()
    assert "location=\"'%s'!A1\"" % name in summary
    sheet = book.read("xl/worksheets/sheet%d.xml" % (at + 1)).decode()
    numbers = [float(v) for v in
               re.findall(r'<c r="D\d+"[^>]*><v>([^<]*)</v>', sheet)
               if "." in v or len(v) > 5]
    total = sum(float(row["value"]) for row in ending)
    assert numbers[-1] == total, (numbers[-1], total)
EOF

green tests/house/arrows.py
green tests/house/labels.sh
for unit in $units; do
	green "$unit"
done
cp -R tests/workbook/golden golden
green env UPDATE_GOLDEN=1 python3 tests/workbook/run.py "$KPI" --only 'agency|tiny|golden'
grep -q '^skipped: the sheet Another list' "$log" ||
	complain "it is not named as left out"
checks=tests/workbook
block tests/README.md 'def check_ending' >$checks/another.py
block tests/README.md 'ending.check_ending' |
	put behind '^SHEETS = ' $checks/shown.py
echo 'import another' | put before '^import ground$' $checks/shown.py
block tests/README.md 'Ends on|' |
	put behind '^Growth' $checks/words.py
block tests/README.md '"ending": ' | put behind '^SENTENCES = ' $checks/sentences.py
green python3 tests/workbook/run.py "$KPI" --only 'agency.*shown'
grep -q 'the sheet Another list' "$log" && complain "it is still left out"
[ "$(diff -r golden tests/workbook/golden | grep -c '^diff')" -le 1 ] ||
	complain "more than the summary changes"
exit 0
