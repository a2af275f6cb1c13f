#!/bin/sh
# Goal: includes follow the arrows of the house, and each outside library is
# included in its one room only.
cd "$(dirname "$0")/../.." || exit 1
failed=0
# deny FOLDERS PATTERN WHY: no source there may include what matches.
deny() {
	found=$(grep -nE "^ *#include +[<\"]($2)" -r $1 --include='*.[ch]')
	[ -z "$found" ] && return
	echo "$3:"
	echo "$found"
	failed=1
}
deny engine '(metrics|io|tests)/' 'engine includes from above'
deny metrics '(io|tests)/' 'metrics includes from above'
deny io/import '(metrics|io/export|io/cli|tests)/' 'io/import reaches sideways'
deny io/export '(metrics|io/import|io/cli|tests)/' 'io/export reaches sideways'
deny io/cli 'tests/' 'io/cli includes tests'
deny io/library '(io/export|io/cli|tests)/' 'io/library writes and talks to nobody'
deny 'engine metrics io/import io/export io/cli' 'io/library/' 'the library is for others'
deny 'engine io/export io/import' 'gsl/' 'GSL outside metrics/statistics'
deny "$(ls -d metrics/*.[ch] metrics/kpis)" 'gsl/' 'GSL outside metrics/statistics'
deny 'engine metrics io/export io/cli' 'csv\.h>|yaml\.h>' 'a reading library outside io/import'
for file in $(grep -lE '#include <xlsxwriter' -r engine metrics io --include='*.[ch]'); do
	case $file in io/export/xlsx*) continue ;; esac
	echo "xlsxwriter.h in $file"
	failed=1
done
deny "engine metrics io/import io/export $(ls io/cli/*.[ch] | grep -v '/sql\.c')" \
	'sqlite3|readline' 'SQLite or readline outside io/cli/query'
# engine stands on the C library alone
deny engine '(nettle|jansson|uni[a-z]+|zlib|expat|minizip|sqlite3)' 'engine needs a library'
exit $failed
