#!/bin/sh
# Goal: the top level is what the design says, files fit a mind, their names do
# not repeat their folders', and nothing is left open.
cd "$(dirname "$0")/../.." || exit 1
failed=0
if git rev-parse --git-dir >/dev/null 2>&1; then files=$(git ls-files); else files=$(find . -type f | sed 's|^\./||'); fi
unexpected=$(echo "$files" | cut -d/ -f1 | sort -u |
	grep -vE '^(engine|metrics|io|tests|samples|build|out|Makefile|README\.md|LICENSE|\..*)$')
if [ -n "$unexpected" ]; then
	echo "at the top level: $unexpected"
	failed=1
fi
for file in $(echo "$files" | grep -E '\.[ch]$'); do
	[ -f "$file" ] || continue
	lines=$(wc -l <"$file")
	if [ "$lines" -gt 600 ]; then
		echo "$file has $lines lines; it is telling you its parts"
		failed=1
	fi
done
# io/cli/diff/score.c, not diff_score.c; sheets/budget.c, not sheet_budget.c.
# The conductor of a folder may bear its name: diff/diff.c.
repeated=$(echo "$files" | grep -E '^(engine|metrics|io)/.*\.(c|h|def)$' |
	awk -F/ '{ for (i = 1; i < NF; i++) {
		one = $i; sub(/s$/, "", one)
		if (index($NF, $i "_") == 1 || index($NF, one "_") == 1)
			print $0 " repeats " $i } }')
if [ -n "$repeated" ]; then
	echo "$repeated"
	failed=1
fi
if grep -nwE 'TODO|FIXME|XXX' -r engine metrics io Makefile README.md; then
	echo "left open"
	failed=1
fi
exit $failed
