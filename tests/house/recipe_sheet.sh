#!/bin/sh
# Goal: the recipe "Add a sheet" in tests/README.md is true. Its file and rows,
# put into a copy of the tree, make a sheet with its title, its records and a
# link on the summary, in both languages; and the tests that the recipe names
# are green.
cd "$(dirname "$0")/../.." || exit 1
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
complain() {
	echo "$*"
	exit 1
}
# block WORD: the recipe's code block that holds WORD.
block() {
	awk -v word="$1" '
		/^ *```/ { if (open && text ~ word) printf "%s", text
			open = !open; text = ""; next }
		open { sub(/^   /, ""); text = text $0 "\n" }' tests/README.md
}
# behind PATTERN FILE: FILE with the lines of $copy/rows behind the first line
# that fits.
behind() {
	awk -v pattern="$1" -v rows="$copy/rows" '{ print }
		$0 ~ pattern && !done { done = 1
			while ((getline line < rows) > 0) print line }' "$2"
}
cp -Rp engine metrics io tests samples Makefile README.md "$copy"
release=${BUILD:-build/release}
mkdir -p "$(dirname "$copy/$release")"
cp -Rp "$release" "$copy/$release" # only what changes is built again
kit=io/export/dashboard
block 'fill_ending[(]' >"$copy/$kit/sheets/ending.c"
block 'SHEET[(]ending' >"$copy/rows"
[ -s "$copy/rows" ] && [ -s "$copy/$kit/sheets/ending.c" ] ||
	complain "tests/README.md: the code blocks of the sheet are not there"
behind '"revenue"' $kit/sheets.def >"$copy/$kit/sheets.def"
block 'LABEL[(]ENDS_ON' >"$copy/rows"
behind '^LABEL' $kit/labels_sheets.def >"$copy/$kit/labels_sheets.def"

cd "$copy" || exit 1
export BUILD="$release" KPI="$copy/$release/kpi"
units=$(ls tests/unit/export/*_test.c | sed "s|^|$release/|; s|\.c\$||")
make -s BUILD="$release" ${CFLAGS:+"CFLAGS=$CFLAGS"} "$release/kpi" $units ||
	complain "the recipe's sheet does not build"
for language in en vi; do
	"$KPI" run samples/agency -q --lang $language --out $language ||
		complain "does not run"
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
        ("en", "Ending soon", "%d contracts end within 90 days"),
        ("vi", "Sắp hết hạn", "%d hợp đồng kết thúc trong 90 ngày tới")):
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

tests/house/arrows.py >log || complain "$(cat log)"
tests/house/labels.sh >log || complain "$(cat log)"
for unit in $units; do
	"$unit" >log 2>&1 || complain "$(cat log)"
done
UPDATE_GOLDEN=1 python3 tests/workbook/run.py "$KPI" >log 2>&1 ||
	complain "$(cat log)"
[ "$(diff -r "$OLDPWD/tests/workbook/golden" tests/workbook/golden | grep -c '^diff')" -le 1 ] ||
	complain "more than the summary changes"
exit 0
