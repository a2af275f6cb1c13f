#!/bin/sh
# Goal: what no other file uses is static, or gone. Looks at the symbols of the
# objects that were built: the program's, the library's, the unit tests'.
cd "$(dirname "$0")/../.." || exit 1
build=${BUILD:-build/release}
objects=$(find engine metrics io tests -name '*.c' | sed "s|^|$build/|; s|c\$|o|" |
	while read -r object; do [ -f "$object" ] && echo "$object"; done)
# shellcheck disable=SC2086 # no blanks in these names
nm -A -P $objects | awk '
	{ sub(/:$/, "", $1) }
	$3 == "U" { used[$2] = 1 }
	# What replaces functions of other libraries is found by its name.
	$3 ~ /^[TDRB]$/ && $1 !~ /\/tests\/|\/io\/library\/|\/main\.o$|\/parts\.o$/ { of[$2] = $1 }
	END {
		for (name in of) {
			count++
			if (!(name in used)) {
				print of[name] ": " name ": no other file uses it"
				wrong++
			}
		}
		if (count < 500) { print "only " count + 0 " names: is all built?"; wrong++ }
		exit wrong > 0
	}'
