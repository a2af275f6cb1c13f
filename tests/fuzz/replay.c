/* fuzz TARGET FILE…: hands each file to a target, without libFuzzer; also for
 * other fuzzers (afl-fuzz … -- fuzz TARGET @@). Without words: the targets. */
#include <gsl/gsl_errno.h>
#include <stdio.h>

#include "tests/fuzz/fuzz.h"

int
main(int count, char **arguments)
{
	static uint8_t bytes[FUZZ_BYTES_MOST];
	for (size_t i = 0; count < 2 && i < fuzz_target_count; i++)
		puts(fuzz_targets[i].name);
	if (count < 2)
		return 0;
	const struct fuzz_target *target = fuzz_target_named(arguments[1]);
	if (!target || !fuzz_open()) {
		fprintf(stderr, "%s: no such target\n", arguments[1]);
		return 2;
	}
	gsl_set_error_handler_off();
	for (int i = 2; i < count; i++) {
		FILE *file = fopen(arguments[i], "rb");
		if (!file) {
			perror(arguments[i]);
			return 2;
		}
		size_t length = fread(bytes, 1, sizeof bytes, file);
		fclose(file);
		target->run(bytes, length);
	}
	return 0;
}
