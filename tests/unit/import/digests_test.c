/* Whatever is fed, in whatever pieces, the digest is that of the file. */
#include "io/import/bytes/digests.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "tests/unit/folder.h"
#include "tests/unit/unit.h"

enum { BYTES = 300 * 1000 };

static char bytes[BYTES], folder[FOLDER_SIZE], path[FOLDER_PATH_SIZE],
    expected[65];

static int
make_file(void **context)
{
	(void)context;
	for (size_t i = 0; i < BYTES; i++)
		bytes[i] = (char)(i * i >> 7);
	struct sha256_ctx context_of_all;
	uint8_t digest[SHA256_DIGEST_SIZE];
	sha256_init(&context_of_all);
	sha256_update(&context_of_all, BYTES, (const uint8_t *)bytes);
	sha256_digest(&context_of_all, sizeof digest, digest);
	hex_print(expected, digest, sizeof digest);
	if (!folder_make(folder))
		return -1;
	snprintf(path, sizeof path, "%s/file", folder);
	FILE *stream = fopen(path, "wb");
	return !stream || fwrite(bytes, 1, BYTES, stream) != BYTES ||
	       fclose(stream) != 0;
}

static int
remove_file(void **context)
{
	(void)context;
	unlink(path);
	return rmdir(folder);
}

static const struct {
	const char *what;
	struct piece {
		size_t offset, length;
	} pieces[4];
} cases[] = {
	{ "nothing", { { 0 } } },
	{ "all at once", { { 0, BYTES } } },
	{ "piece by piece",
	    { { 0, 64 }, { 64, 63 }, { 127, 200000 }, { 200127, 99873 } } },
	{ "a gap before", { { 170001, 99 } } },
	{ "a gap between", { { 0, 10 }, { 150000, 5 }, { 299999, 1 } } },
	{ "what overlaps", { { 0, 1000 }, { 999, 1000 }, { 1500, 2000 } } },
	{ "what was there before", { { 0, 5000 }, { 100, 500 }, { 0, 5000 } } },
};

static void
test_digest_is_that_of_the_file(void **context)
{
	(void)context;
	for (size_t i = 0; i < 2 * (sizeof cases / sizeof *cases); i++) {
		struct arena *arena = arena_new();
		struct diagnostics diagnostics = { .arena = arena };
		struct input inputs[2] = { { .path = path }, { .path = path } };
		struct dataset data = { .inputs = inputs };
		struct digests *digests = digests_new(i % 2);
		struct file file;
		for (uint32_t input = 0; input < 2; input++) {
			struct digest_task *task, *again;
			assert_int_equal(
			    file_open(&file, path, &diagnostics), STATUS_OK);
			assert_int_equal(digests_add(digests, &file, input,
					     &task, &diagnostics),
			    STATUS_OK);
			assert_int_equal(digests_add(digests, &file, input,
					     &again, &diagnostics),
			    STATUS_OK);
			assert_ptr_equal(task, again);
			file_close(&file);
			digests_hold(digests);
			for (size_t p = 0; p < 4; p++) {
				struct piece piece = cases[i / 2].pieces[p];
				digests_feed(digests, task, piece.offset,
				    bytes + piece.offset, piece.length);
			}
			digests_release(digests);
		}
		assert_int_equal(
		    digests_finish(digests, &data, &diagnostics), STATUS_OK);
		for (size_t input = 0; input < 2; input++) {
			if (strcmp(inputs[input].sha256, expected) != 0)
				print_error("%s\n", cases[i / 2].what);
			assert_string_equal(inputs[input].sha256, expected);
			assert_int_equal(inputs[input].bytes, BYTES);
		}
		digests_free(digests);
		arena_free(arena);
	}
}

UNIT_TESTS_WITHIN(
    make_file, remove_file, cmocka_unit_test(test_digest_is_that_of_the_file))
