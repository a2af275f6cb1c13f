/* What a terminal is given of texts that others wrote. */
#include <stdlib.h>
#include <string.h>

#include "io/cli/terminal.h"
#include "tests/unit/unit.h"

/* Texts, what is shown of them, and the columns that takes. */
static const struct {
	const char *text, *shown;
	int width;
} rows[] = {
	{ "", "", 0 },
	{ "Trần Quốc Bảo", "Trần Quốc Bảo", 13 },
	/* With combining marks, which take no column. */
	{ "Tra\xcc\x82\xcc\x80n", "Tra\xcc\x82\xcc\x80n", 4 },
	{ "日本", "日本", 4 },
	/* C0, DEL, C1 (U+009B begins a sequence without ESC). */
	{ "a\033[31mb", "a�[31mb", 7 },
	{ "a\a\b\f\v\177b", "a�����b", 7 },
	{ "a\xc2\x80\xc2\x9b\xc2\x9f"
	  "b",
	    "a���b", 5 },
	/* One line. */
	{ "a\nb\tc\r\nd", "a b c  d", 8 },
	/* Marks of direction, and characters that cannot be seen. */
	{ "a\u202ab\u202eb\u2066c\u2069d\u200ee\u200f", "a�b�b�c�d�e�", 12 },
	{ "a\u200bb\ufeff\u00ad\u2028\u2029", "a�b����", 7 },
	/* A joiner of graphemes, fillers, tags; not the form of an emoji. */
	{ "a\u034fb\u115fc\u3164\U000e0041d", "a�b�c��d", 8 },
	{ "\u2764\ufe0f", "\u2764\ufe0f", 1 },
	/* No-break space and full-width letters are seen. */
	{ "a\u00a0b", "a\u00a0b", 3 },
	/* Not UTF-8: windows-1252, cut off, overlong, a surrogate. */
	{ "caf\xe9", "caf�", 4 },
	{ "a\xe1\xba", "a��", 3 },
	{ "\x9b", "�", 1 },
	{ "\xc0\x9b", "��", 2 },
	{ "\xed\xa0\x80", "���", 3 },
};

enum { ROWS = sizeof rows / sizeof *rows };

/* What `put` writes. */
static char *
written(void (*put)(FILE *to, const char *text), const char *text)
{
	char *bytes = NULL;
	size_t length = 0;
	FILE *to = open_memstream(&bytes, &length);
	assert_non_null(to);
	put(to, text);
	assert_int_equal(fclose(to), 0);
	return bytes;
}

static void
put(FILE *to, const char *text)
{
	terminal_put(to, text_of(text));
}

static void
texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		char *bytes = written(put, rows[i].text);
		assert_string_equal(bytes, rows[i].shown);
		free(bytes);
		assert_int_equal(
		    terminal_width(text_of(rows[i].text)), rows[i].width);
		assert_int_equal(
		    terminal_width(text_of(rows[i].shown)), rows[i].width);
		assert_int_equal(terminal_shows(text_of(rows[i].text)),
		    strcmp(rows[i].text, rows[i].shown) == 0);
	}
}

static void
put_in_eight(FILE *to, const char *text)
{
	terminal_put_padded(to, text_of(text), 8);
	fputc('|', to);
}

static void
padded(void **state)
{
	static const char *const cases[][2] = { { "Bảo", "Bảo     |" },
		{ "\033[0m", "�[0m    |" }, { "日本", "日本    |" },
		{ "longer than eight", "longer than eight|" } };
	(void)state;
	for (size_t i = 0; i < 4; i++) {
		char *bytes = written(put_in_eight, cases[i][0]);
		assert_string_equal(bytes, cases[i][1]);
		free(bytes);
	}
}

static void
cut(void **state)
{
	(void)state;
	assert_int_equal(terminal_cut(text_of("Bảo Anh"), 3).length, 5);
	assert_int_equal(terminal_cut(text_of("日本"), 3).length, 3);
	assert_int_equal(terminal_cut(text_of("\033\033\033"), 2).length, 2);
	assert_int_equal(terminal_cut(text_of("ab"), 2).length, 2);
	assert_int_equal(terminal_cut(text_of("ab"), 0).length, 0);
}

static void
print(FILE *to, const char *text)
{
	terminal_print(to, "%s: %d\n  %s\n", text, 7, "more");
}

static void
lines(void **state)
{
	(void)state;
	char *bytes = written(print, "\033]0;x\a");
	assert_string_equal(bytes, "�]0;x�: 7\n  more\n");
	free(bytes);
	/* Longer than any room that is ready for it. */
	enum { MANY = 5000 };
	char text[MANY + 1];
	memset(text, '\033', MANY);
	text[MANY] = '\0';
	bytes = written(print, text);
	assert_int_equal(strlen(bytes), 3 * MANY + strlen(": 7\n  more\n"));
	for (size_t i = 0; i < MANY; i++)
		assert_memory_equal(bytes + 3 * i, "�", 3);
	free(bytes);
	assert_false(terminal_failed());
}

UNIT_TESTS(cmocka_unit_test(texts), cmocka_unit_test(padded),
    cmocka_unit_test(cut), cmocka_unit_test(lines))
