/* Which encoding a file is in, and the file as UTF-8. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/import/bytes/encoding.h"
#include "tests/unit/folder.h"
#include "tests/unit/unit.h"

static char folder[FOLDER_SIZE];
static char path[FOLDER_PATH_SIZE];

static void
open_bytes(struct file *file, const char *bytes, size_t length,
    struct diagnostics *diagnostics)
{
	FILE *stream = fopen(path, "wb");
	assert_non_null(stream);
	assert_int_equal(fwrite(bytes, 1, length, stream), length);
	fclose(stream);
	assert_int_equal(file_open(file, path, diagnostics), STATUS_OK);
}

#define BYTES(text) (text), sizeof(text) - 1

static const struct {
	const char *bytes;
	size_t length;
	const char *declared, *name;
	bool guessed;
	const char *text; /* as UTF-8; NULL: as it is */
} rows[] = {
	{ BYTES("a,b\n"), NULL, "utf-8", false, NULL },
	{ BYTES(""), NULL, "utf-8", false, NULL },
	{ BYTES("Nguyễn,1\n"), NULL, "utf-8", false, NULL },
	{ BYTES("\xef\xbb\xbf"
		"a,b\n"),
	    NULL, "utf-8", false, NULL },
	/* A mark beats what is declared. */
	{ BYTES("\xff\xfe"
		"a\0\xe9\0\n\0"),
	    "windows-1252", "utf-16le", false, "aé\n" },
	{ BYTES("\xfe\xff"
		"\0a\0\xe9\0\n"),
	    NULL, "utf-16be", false, "aé\n" },
	{ BYTES("\xff\xfe"
		"a\0\x3d\xd8\x00\xde\n\0"),
	    NULL, "utf-16le", false, "a\xf0\x9f\x98\x80\n" },
	/* Half a pair and half a unit are invalid where they stand. */
	{ BYTES("\xff\xfe"
		"a\0\x3d\xd8\n\0b"),
	    NULL, "utf-16le", false, "a\xff\n\xff" },
	{ BYTES("a\0,\0b\0\n\0"), NULL, "utf-16le", true, "a,b\n" },
	{ BYTES("\0a\0,\0b\0\n"), NULL, "utf-16be", true, "a,b\n" },
	{ BYTES("Caf\xe9,M\xfcller\n"), NULL, "windows-1252", true,
	    "Café,Müller\n" },
	{ BYTES("Caf\xe9,\x80 5\n"), NULL, "windows-1252", true, "Café,€ 5\n" },
	{ BYTES("Caf\xe9,\x81\n"), "windows-1252", "windows-1252", false,
	    "Café,\xff\n" },
	/* Nguyễn Văn Hợp: ê and ơ with their tone marks behind, which become
	 * one letter with them; a tone mark behind a consonant stays. */
	{ BYTES("Nguy\xea\xde"
		"n V\xe3n H\xf5\xf2"
		"p\n"),
	    NULL, "windows-1258", true, "Nguyễn Văn Hợp\n" },
	{ BYTES("b\xec a\xcc"), "windows-1258", "windows-1258", false,
	    "b\xcc\x81 à" },
	/* An invalid byte behind a vowel, which waits for a tone. */
	{ BYTES("Na\x8a\n\xd2\x9e"), "windows-1258", "windows-1258", false,
	    "Na\xff\n\xcc\x89\xff" },
	{ BYTES("\xd0\xe0 N\xfe\n"), "windows-1258", "windows-1258", false,
	    "Đà N₫\n" },
	/* Single bytes that no text has are errors in UTF-8. */
	{ BYTES("An,1\nB\xff,2\n"), NULL, "utf-8", false, NULL },
	{ BYTES("An,1\nbad\xc3(,2\n"), NULL, "utf-8", false, NULL },
	{ BYTES("Nguyễn,Trần\nAn\xe9,2\n"), NULL, "utf-8", false, NULL },
};

static void
finds_and_decodes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *arena = arena_new();
		struct diagnostics diagnostics = { .arena = arena };
		struct file file;
		const char *name;
		bool guessed;
		char text[256];
		size_t length;
		open_bytes(&file, rows[i].bytes, rows[i].length, &diagnostics);
		assert_int_equal(encoding_find(&file, rows[i].declared, &name,
				     &guessed, &diagnostics),
		    STATUS_OK);
		assert_string_equal(name, rows[i].name);
		assert_int_equal(guessed, rows[i].guessed);
		assert_int_equal(
		    encoding_decode(&file, name, &diagnostics), STATUS_OK);
		assert_int_equal(file_read(&file, text, sizeof text, 0, &length,
				     &diagnostics),
		    STATUS_OK);
		const char *wanted =
		    rows[i].text ? rows[i].text : rows[i].bytes;
		assert_int_equal(
		    length, rows[i].text ? strlen(wanted) : rows[i].length);
		assert_memory_equal(text, wanted, length);
		assert_int_equal(
		    file_unchanged(&file, rows[i].length, &diagnostics),
		    STATUS_OK);
		file_close(&file);
		arena_free(arena);
	}
}

/* Letters of two and three bytes across every block's end, and a code page
 * only at the end of a large file. */
static void
reads_to_the_end(void **state)
{
	(void)state;
	enum { SIZE = 700 * 1024 };
	char *bytes = malloc(SIZE + 16);
	struct arena *arena = arena_new();
	struct diagnostics diagnostics = { .arena = arena };
	for (int shift = 0; shift < 4; shift++) {
		struct file file;
		const char *name;
		bool guessed;
		size_t length = 0;
		while (length < (size_t)shift)
			bytes[length++] = 'a';
		while (length < SIZE) {
			memcpy(bytes + length, "ễé\n", 6);
			length += 6;
		}
		open_bytes(&file, bytes, length, &diagnostics);
		assert_int_equal(
		    encoding_find(&file, NULL, &name, &guessed, &diagnostics),
		    STATUS_OK);
		assert_string_equal(name, "utf-8");
		file_close(&file);
		memset(bytes, 'a', SIZE);
		memcpy(bytes + SIZE, "Caf\xe9\n", 5);
		open_bytes(&file, bytes, SIZE + 5, &diagnostics);
		assert_int_equal(
		    encoding_find(&file, NULL, &name, &guessed, &diagnostics),
		    STATUS_OK);
		assert_string_equal(name, "windows-1252");
		file_close(&file);
	}
	arena_free(arena);
	free(bytes);
}

static int
make_folder(void **state)
{
	(void)state;
	if (!folder_make(folder))
		return -1;
	snprintf(path, sizeof path, "%s/file", folder);
	return 0;
}

static int
remove_folder(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

/* Characters of several bytes, and a vowel with its tone, across the ends of
 * blocks. */
static void
decodes_across_blocks(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		const char *first; /* `unit` bytes, which shift the rest */
		size_t unit;
		const char *bytes; /* of a character, again and again */
		size_t length;
		const char *text;
	} kinds[] = { { "windows-1258", "a", 1, BYTES("a\xcc"), "à" },
		{ "utf-16le", "a\0", 2, BYTES("\x3d\xd8\x00\xde"),
		    "\xf0\x9f\x98\x80" } };
	enum { COUNT = 300 * 1024 };
	struct arena *arena = arena_new();
	struct diagnostics diagnostics = { .arena = arena };
	char *bytes = malloc(COUNT * 4 + 2), *read = malloc(COUNT * 4 + 1);
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		size_t length = kinds[k].unit, width = strlen(kinds[k].text);
		struct file file;
		memcpy(bytes, kinds[k].first, length);
		for (int i = 0; i < COUNT; i++, length += kinds[k].length)
			memcpy(bytes + length, kinds[k].bytes, kinds[k].length);
		open_bytes(&file, bytes, length, &diagnostics);
		assert_int_equal(
		    encoding_decode(&file, kinds[k].name, &diagnostics),
		    STATUS_OK);
		assert_int_equal(file_read(&file, read, COUNT * 4 + 1, 0,
				     &length, &diagnostics),
		    STATUS_OK);
		assert_int_equal(length, 1 + COUNT * width);
		assert_int_equal(read[0], 'a');
		for (size_t at = 1; at < length; at += width)
			assert_memory_equal(read + at, kinds[k].text, width);
		file_close(&file);
	}
	free(bytes);
	free(read);
	arena_free(arena);
}

UNIT_TESTS_WITHIN(make_folder, remove_folder,
    cmocka_unit_test(finds_and_decodes), cmocka_unit_test(reads_to_the_end),
    cmocka_unit_test(decodes_across_blocks))
