#!/bin/sh
# Goal: the README's "add a KPI" is true. Its file and its row, put into a copy
# of the tree, make a metric that the program lists and computes; and the tests
# of the house refuse it for as long as it has no cases or no label.
cd "$(dirname "$0")/../.." || exit 1
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
complain() {
	echo "$*"
	exit 1
}
# block WORD: the README's indented code block that holds WORD.
block() {
	awk -v word="$1" '
		/^ *```/ { if (open && text ~ word) printf "%s", text
			open = !open; text = ""; next }
		open { sub(/^   /, ""); text = text $0 "\n" }' README.md
}
cp -Rp engine metrics io tests samples Makefile README.md "$copy"
release=${BUILD:-build/release}
build=$copy/$release
mkdir -p "$(dirname "$build")"
cp -Rp "$release" "$build" # only what changes is built again
block observe_long_term >"$copy/metrics/kpis/long_term.c"
block 'METRIC.long_term' >"$copy/row"
[ -s "$copy/row" ] && [ -s "$copy/metrics/kpis/long_term.c" ] ||
	complain "README.md: the two code blocks of long_term are not there"
awk -v row="$copy/row" '/^#undef CONTRACTS/ {
	while ((getline line < row) > 0) print line; print "" } { print }' \
	metrics/estimates/metrics.def >"$copy/metrics/estimates/metrics.def"
make -C "$copy" -s BUILD="$release" ${CFLAGS:+"CFLAGS=$CFLAGS"} "$release/kpi" ||
	complain "the README's KPI does not build"
"$build/kpi" run samples/agency -q --out "$copy/out" || complain "does not run"
grep -q '^2026Q3,manager,[^,]*,long_term,[01]' "$copy/out/kpi.csv" ||
	complain "no values of long_term in kpi.csv"

cd "$copy" || exit 1
KPI=$build/kpi tests/house/metrics.sh >refused &&
	complain "a metric without cases passes"
grep -q 'long_term: no cases' refused || complain "it is not said why"
touch tests/metrics/long_term.case
echo '`long_term`' >>metrics/README.md
KPI=$build/kpi tests/house/metrics.sh || complain "it is still refused"
sed -i 's/"Hợp đồng dài hạn"/""/' metrics/estimates/metrics.def
KPI=$build/kpi tests/house/metrics.sh >refused &&
	complain "a metric without a label passes"
exit 0
