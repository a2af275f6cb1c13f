#!/bin/sh
# Goal: engine/ and metrics/ open no file, read no clock and no environment,
# print nothing and never exit; only io/cli/main.c may end the process.
cd "$(dirname "$0")/../.." || exit 1
build=${BUILD:-build/release}
failed=0
impure='fopen|fopen64|open|open64|read|write|printf|puts|putchar|fputs|fputc|fprintf|vfprintf|vprintf|fwrite|stdout|stderr|stdin|getenv|secure_getenv|setenv|time|clock|clock_gettime|gettimeofday|localtime|localtime_r|exit|_exit|quick_exit|abort|system|popen|fork|setlocale|rand|srand|random|strerror|perror'
for archive in "$build/engine.a" "$build/metrics.a"; do
	if [ ! -f "$archive" ]; then
		echo "$archive is not built"
		exit 1
	fi
	found=$(nm -A --undefined-only "$archive" | grep -E " U ($impure)(@.*)?\$")
	[ -z "$found" ] && continue
	echo "impure:"
	echo "$found"
	failed=1
done
for archive in import run export cli; do
	found=$(nm -A --undefined-only "$build/$archive.a" |
		grep -E ' U (exit|quick_exit|abort)(@.*)?$')
	[ -z "$found" ] && continue
	echo "ends the process below main:"
	echo "$found"
	failed=1
done
# Memory comes from arenas: only arena.c asks the C library.
found=$(nm -A --undefined-only "$build/engine.a" "$build/metrics.a" |
	grep -E ' U (malloc|calloc|realloc|strdup)(@.*)?$' | grep -v 'arena\.o:')
if [ -n "$found" ]; then
	echo "allocates outside the arena:"
	echo "$found"
	failed=1
fi
exit $failed
