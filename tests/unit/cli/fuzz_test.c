/* Every fuzz target (tests/fuzz) takes its seeds, and each of them with a few
 * bytes changed, left out or doubled. What libFuzzer looks for at length (make
 * fuzz) is here a sample that is the same each time. */
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/unit.h"

enum { SEED_BYTES = 1 << 16, CHANGED = 12 };

static uint64_t
next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Changes a piece of at most 30 bytes; there is room for them once more. */
static size_t
change(uint8_t *bytes, size_t length, uint64_t *random)
{
	static const char telling[] = "\"',;:=\n\r\t {}[]()<>/*-+.019eE%\xff\0";
	if (!length)
		return 0;
	size_t at = next_random(random) % length;
	size_t size = next_random(random) % 30 + 1;
	size = size < length - at ? size : length - at;
	switch (next_random(random) % 4) {
	case 0: /* left out */
		memmove(bytes + at, bytes + at + size, length - at - size);
		return length - size;
	case 1: /* doubled */
		memmove(bytes + at + size, bytes + at, length - at);
		return length + size;
	case 2:
		bytes[at] = (uint8_t)next_random(random);
		return length;
	default:
		bytes[at] =
		    (uint8_t)telling[next_random(random) % sizeof telling];
		return length;
	}
}

static void
try_seed(const struct fuzz_target *target, const uint8_t *seed, size_t length)
{
	static uint8_t bytes[2 * SEED_BYTES];
	uint64_t random = 88172645463325252u + length;
	target->run(seed, length);
	for (int i = 0; i < CHANGED; i++) {
		size_t changed = length;
		memcpy(bytes, seed, length);
		for (uint64_t k = next_random(&random) % 6 + 1; k > 0; k--)
			changed = change(bytes, changed, &random);
		target->run(bytes, changed);
	}
}

static size_t
try_target(const struct fuzz_target *target)
{
	static uint8_t seed[SEED_BYTES];
	char path[600];
	size_t seeds = 0;
	snprintf(path, sizeof path, FUZZ_SEEDS "/%s", target->name);
	DIR *folder = opendir(path);
	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder));) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, FUZZ_SEEDS "/%s/%.200s",
		    target->name, entry->d_name);
		FILE *file = fopen(path, "rb");
		assert_non_null(file);
		size_t length = fread(seed, 1, sizeof seed, file);
		fclose(file);
		try_seed(target, seed, length);
		seeds++;
	}
	closedir(folder);
	return seeds;
}

static void
test_seeds_and_their_changes(void **context)
{
	(void)context;
	assert_true(fuzz_open());
	for (size_t i = 0; i < fuzz_target_count; i++)
		assert_in_range(try_target(&fuzz_targets[i]), 1, 1000);
}

/* The target of sheets is only as good as the workbook that it makes. */
static void
test_workbook_is_a_zip(void **context)
{
	(void)context;
	static const char parts[] = "=== a\nfirst\n=== b/c\n\n";
	size_t size = 0;
	uint8_t *file =
	    fuzz_workbook((const uint8_t *)parts, sizeof parts - 1, &size);
	assert_non_null(file);
	/* Two local headers of 30, two entries of 46, an end of 22, the names
	 * twice, "first\n" and "\n". */
	assert_int_equal(size, 2 * 30 + 2 * 46 + 22 + 2 * 4 + 7);
	assert_memory_equal(file, "PK\3\4", 4);
	assert_memory_equal(file + 30, "afirst\nPK\3\4", 11);
	free(file);
}

UNIT_TESTS(cmocka_unit_test(test_workbook_is_a_zip),
    cmocka_unit_test(test_seeds_and_their_changes))
