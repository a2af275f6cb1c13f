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
		struct digests *digests = digests_new(i % 2 * 2);
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
				digests_feed(task, piece.offset,
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

/* A file with holes, and a byte at the end of each part. */
static void
make_large(off_t size)
{
	FILE *stream = fopen(path, "wb");
	assert_non_null(stream);
	for (off_t at = 0; at < size; at += DIGEST_PART_BYTES / 2) {
		assert_int_equal(fseeko(stream, at, SEEK_SET), 0);
		assert_true(fputc('a' + (int)(at % 23), stream) != EOF);
	}
	assert_int_equal(fseeko(stream, size - 1, SEEK_SET), 0);
	assert_true(fputc('z', stream) != EOF);
	assert_int_equal(fclose(stream), 0);
}

/* What a user's own check prints. */
static void
read_answer(const char *command, char sha256[65])
{
	char line[sizeof folder + 200];
	snprintf(line, sizeof line, command, path);
	FILE *stream = popen(line, "r");
	assert_non_null(stream);
	assert_int_equal(fread(sha256, 1, 64, stream), 64);
	sha256[64] = '\0';
	pclose(stream);
}

static void
test_large_files_in_parts(void **context)
{
	(void)context;
	enum { MIB = 1 << 20 };
	static const struct {
		off_t size;
		bool in_parts;
	} sizes[] = { { 64 * MIB, false }, { 64 * MIB + 1, true },
		{ 128 * MIB, true }, { 130 * MIB + 7, true } };
	/* None, one that feeds, and several threads. */
	static const unsigned jobs[] = { 1, 2, 16 };
	static char end[MIB];
	for (size_t i = 0; i < 4 * 3; i++) {
		off_t size = sizes[i / 3].size, at = size - MIB;
		char answer[65];
		struct arena *arena = arena_new();
		struct diagnostics diagnostics = { .arena = arena };
		struct input input = { .path = path };
		struct dataset data = { .inputs = &input };
		struct digests *digests = digests_new(jobs[i % 3]);
		struct digest_task *task;
		struct file file;
		make_large(size);
		assert_int_equal(
		    file_open(&file, path, &diagnostics), STATUS_OK);
		assert_int_equal(
		    digests_add(digests, &file, 0, &task, &diagnostics),
		    STATUS_OK);
		assert_int_equal(digests_feedable(digests), jobs[i % 3] <= 4);
		if (digests_feedable(digests)) {
			digests_hold(digests);
			assert_int_equal(
			    file_read_quietly(&file, end, MIB, (uint64_t)at),
			    MIB);
			digests_feed(task, (uint64_t)at, end, MIB);
			digests_release(digests);
		}
		file_close(&file);
		assert_int_equal(
		    digests_finish(digests, &data, &diagnostics), STATUS_OK);
		read_answer(sizes[i / 3].in_parts
				? "split -b 64M --filter=sha256sum '%s' | "
				  "sha256sum"
				: "sha256sum '%s'",
		    answer);
		assert_string_equal(input.sha256, answer);
		assert_int_equal(input.bytes, size);
		assert_int_equal(
		    input.digested_in_parts, sizes[i / 3].in_parts);
		digests_free(digests);
		arena_free(arena);
	}
}

UNIT_TESTS_WITHIN(make_file, remove_file,
    cmocka_unit_test(test_digest_is_that_of_the_file),
    cmocka_unit_test(test_large_files_in_parts))
