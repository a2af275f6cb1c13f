/* The targets for libFuzzer. FUZZ_TARGET in the environment says which. */
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const struct fuzz_target *target;

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	(void)count;
	(void)arguments;
	const char *name = getenv("FUZZ_TARGET");
	target = fuzz_target_named(name ? name : "");
	if (!target) {
		fputs("FUZZ_TARGET: expected one of", stderr);
		for (size_t i = 0; i < fuzz_target_count; i++)
			fprintf(stderr, " %s", fuzz_targets[i].name);
		fputs("\n", stderr);
		exit(2);
	}
	gsl_set_error_handler_off();
	if (!fuzz_open())
		exit(2);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	if (length <= FUZZ_BYTES_MOST)
		target->run(bytes, length);
	return 0;
}
