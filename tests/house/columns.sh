#!/bin/sh
# Goal: what the schema has, the pages explain: each column of each table stands
# in metrics/README.md, and each table's files and those that a run writes
# in io/README.md.
cd "$(dirname "$0")/../.." || exit 1
failed=0
columns=$(sed '/^\/\*/,/\*\//d' engine/model/schema.def | tr '\n' ' ' |
	grep -oE 'FIELD\([A-Z]+, [a-z_]+, [^)]*' | grep -v MAPPED_ONLY |
	sed 's/FIELD(\([A-Z]*\), \([a-z_]*\),.*/\1.\2/')
[ "$(echo "$columns" | wc -l)" -gt 50 ] || { echo "schema.def is not read"; exit 1; }
for column in $columns; do
	grep -q "\`${column#*.}\`" metrics/README.md || {
		echo "$column: metrics/README.md does not explain it"
		failed=1
	}
done
files=$(sed '/^\/\*/,/\*\//d' engine/model/tables.def | tr '\n' ' ' |
	grep -oE 'TABLE\([A-Z]+, [a-z_]+, [a-z_]+, +"[^"]+"' | cut -d'"' -f2)
[ "$(echo "$files" | wc -l)" -gt 5 ] || { echo "tables.def is not read"; exit 1; }
for file in $(echo "$files" | tr '*' '?'); do
	grep -q "\`$(echo "$file" | sed 's/?/\\*/')\`" io/README.md || {
		echo "$(echo "$file" | tr '?' '*'): io/README.md does not name it"
		failed=1
	}
done
# And each file that a run writes.
files=$(sed -n 's/^RUN_FILE("\([^"]*\)".*/\1/p' io/run/names.def)
[ "$(echo "$files" | wc -l)" -gt 10 ] || { echo "names.def is not read"; exit 1; }
for file in $files; do
	grep -q "^|.*\`$file\`.*|" io/README.md || {
		echo "$file: io/README.md does not name it"
		failed=1
	}
done
exit $failed
