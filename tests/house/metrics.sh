#!/bin/sh
# Goal: every metric has labels and a formula in both languages, cases with
# expected values, and its place in the auditor's page.
cd "$(dirname "$0")/../.." || exit 1
failed=0
complain() {
	echo "$*"
	failed=1
}
KPI=${KPI:-build/kpi}
ids=$("$KPI" list metrics | sed -n -E 's,^[* ] ([a-z_0-9]+) +(money|count|share|ratio|score) .*,\1,p')
[ "$(echo "$ids" | wc -l)" -ge 20 ] || complain "kpi list metrics lists too few"
for id in $ids; do
	[ -f "tests/metrics/$id.case" ] || complain "$id: no cases in tests/metrics/$id.case"
	grep -q "\`$id\`" metrics/README.md || complain "$id: not in metrics/README.md"
done
# A row of metrics.def without a label or a formula.
if grep -nE '^ *"" *,|, *"" *[,)]' metrics/estimates/metrics.def; then
	complain "an empty label or formula in metrics.def"
fi
for language in en vi; do
	"$KPI" list metrics --lang $language | grep -qE '(up|down) *$' &&
		complain "a metric without a label in $language"
done
exit $failed
