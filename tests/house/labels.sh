#!/bin/sh
# Goal: every label of the dashboard is used by somebody.
cd "$(dirname "$0")/../.." || exit 1
failed=0
labels=$(sed -n 's/^LABEL(\([A-Z0-9_]*\),.*/\1/p' io/export/dashboard/*.def)
[ "$(echo "$labels" | wc -l)" -gt 100 ] || { echo "labels.def is not read"; exit 1; }
used=$(grep -rhoE 'LABEL_[A-Z0-9_]+' io --include='*.c' | sort -u)
for label in $labels; do
	echo "$used" | grep -qx "LABEL_$label" || {
		echo "LABEL($label): nobody uses it"
		failed=1
	}
done
exit $failed
