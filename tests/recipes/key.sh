#!/bin/sh
# Goal: the recipe "Add a kpi.yaml key" in tests/README.md is true. Its row and
# its line of use, put into a copy of the tree, make a definition that is read
# and refused by its range, changes what it should, and stands in kpi list
# settings, run.json, the workbook and kpi diff; and the tests that the recipe
# names are green.
cd "$(dirname "$0")/../.." && . tests/recipes/frame || exit 1
page=tests/README.md
renamed='s/late_days/other_days/g; s/Days late that/Other days that/
	s/Số ngày trễ/Số ngày khác/'

block $page 'DEFINITION(late_days' |
	put behind 'kinds of contracts close_rate' engine/model/definitions.def
translate $page 'msgid "Days late'
block $page 'view->definitions->late_days' |
	put before 'bool kept = ' metrics/kpis/on_time.c
sed -i '/bool kept = .*delivered <= due;$/d' metrics/kpis/on_time.c
block $page 'late_day: 5' | put behind '^KEYS = ' tests/schema/run.py
units=$(ls tests/unit/engine/definitions_test.c tests/unit/import/*_test.c \
	tests/unit/export/*_test.c | sed "s|^|$BUILD/|; s|\.c\$||")
build $units

# What it is, in both languages; of a data set also what is in force.
cp -Rp samples/agency data
echo 'on_time: {other_days: 5}' >>data/kpi.yaml
line=$(wc -l <data/kpi.yaml)
settings() { # settings PLACE LANGUAGE LINE…: the page says these below the key
	"$KPI" list settings $1 --lang $2 >listed || complain "list settings $1"
	sed -n '/^on_time.other_days$/,/^[^ ]/p' listed >entry
	shift 2
	for text; do
		grep -qF "    $text" entry || complain "not listed: $text: $(cat entry)"
	done
}
settings '' en 'a whole number from 0 to 90; default: 0' \
	'How many days after its due date a delivery still counts as on time.'
settings '' vi 'số nguyên từ 0 đến 90; mặc định: 0'
settings samples/agency en 'in force: 0 (not in kpi.yaml)'
settings data en "in force: 5 (kpi.yaml:$line)"
settings data vi "đang dùng: 5 (kpi.yaml:$line)"

# What it is not is refused, and a slip is understood.
mkdir wrong
cp samples/agency/contracts.csv wrong
echo 'on_time: {other_days: 91}' >wrong/kpi.yaml
red 'wrong/kpi.yaml:1: on_time.other_days: expected a whole number from 0 to 90, found 91' \
	"$KPI" run wrong --out out
echo 'on_time: {other_day: 5}' >wrong/kpi.yaml
red 'unknown key other_day; did you mean other_days?' "$KPI" run wrong --out out

# Where it counts and where it is shown.
green "$KPI" run samples/agency -q --out before
green "$KPI" run data -q --out after
green "$KPI" run data -q --lang vi --out sau
green python3 - <<'EOF'
import csv, datetime, json, re, zipfile

AS_OF, FIRST = "2026-09-30", "2026-07-01"


def on_time(days):
    """Those due in the quarter, and those delivered by then, from the export."""
    kept = due = 0
    for row in csv.DictReader(open("samples/agency/contracts.csv", encoding="utf-8")):
        if row["stage"] != "won" or row["closed_on"] > AS_OF or \
                not FIRST <= row["due_on"] <= AS_OF:
            continue
        delivered = row["delivered_on"] if row["delivered_on"] <= AS_OF else ""
        if not delivered and row["terminated_on"] and \
                row["terminated_on"] < row["due_on"]:
            continue
        last = datetime.date.fromisoformat(row["due_on"]) + datetime.timedelta(days)
        due += 1
        kept += bool(delivered) and delivered <= str(last)
    return str(kept), str(due)


def cells(folder, sheet):
    """The rows of a sheet as texts."""
    book = zipfile.ZipFile(folder + "/dashboard.xlsx")
    texts = [re.sub("<[^>]*>", "", item) for item in
             re.findall("<si>(.*?)</si>", book.read("xl/sharedStrings.xml").decode())]
    names = re.findall('<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())
    page = book.read("xl/worksheets/sheet%d.xml" % (names.index(sheet) + 1)).decode()
    return [[texts[int(v)] for v in re.findall(r'<c [^>]*t="s"[^>]*><v>(\d+)</v>', row)]
            for row in re.findall("<row .*?</row>", page)]


assert on_time(5)[0] > on_time(0)[0]
for folder, days in (("before", 0), ("after", 5)):
    rows = [row for row in csv.DictReader(open(folder + "/kpi.csv", encoding="utf-8"))
            if (row["period"], row["scope"], row["metric"]) ==
            ("2026Q3", "company", "on_time")]
    assert (rows[0]["numerator"], rows[0]["denominator"]) == on_time(days), rows
    run = json.load(open(folder + "/run.json", encoding="utf-8"))
    assert run["configuration"]["other_days"] == str(days), run["configuration"]
    label = "Other days that still count as on time"
    assert [label, str(days)] in cells(folder, "Definitions")
    assert ["other_days", str(days)] in cells(folder, "About this run")
assert ["Số ngày khác vẫn tính là đúng hạn", "5"] in cells("sau", "Định nghĩa")
EOF
"$KPI" diff before after >said || complain "diff fails"
grep -qF 'configuration on_time.other_days: 0 → 5' said || complain "$(head said)"
"$KPI" diff before after --format csv >said || complain "diff fails"
grep -q '^2026Q3,.*,on_time,.*configuration on_time.other_days 0 → 5' said ||
	complain "diff does not give it as the reason: $(grep on_time said | head)"

for unit in $units; do
	green "$unit"
done
green python3 tests/cases/run.py "$KPI"
green python3 tests/schema/run.py "$KPI"
green python3 tests/diff/run.py "$KPI" --only 'identical|configuration'
green python3 tests/workbook/run.py "$KPI" --only 'agency|golden'
exit 0
