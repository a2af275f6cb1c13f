/* What cell_clean makes of a cell, by its short ways and its long one. */
#include "io/import/forms/cell.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "engine/base/arena.h"
#include "tests/unit/unit.h"

static const struct {
	const char *cell, *clean, *free_text; /* NULL: the same */
} cases[] = {
	{ "", "", NULL },
	{ "a", "a", NULL },
	{ "C0001234", "C0001234", NULL },
	{ " a ", "a", NULL },
	{ "\t a\r\n", "a", NULL },
	{ " \t ", "", NULL },
	{ "a  b", "a b", "a  b" },
	{ "one two three", "one two three", NULL },
	{ "seven77  eight", "seven77 eight", "seven77  eight" },
	{ "eight888  nine", "eight888 nine", "eight888  nine" },
	{ "eight88   nine", "eight88 nine", "eight88   nine" },
	{ "a\tb", "a b", "a\tb" },
	{ "a\nb", "a b", "a\nb" },
	{ "a\x01z", "a\x01z", NULL },
	{ "Nguyễn Văn Đặng", "Nguyễn Văn Đặng", NULL },
	{ "Nguyễn  Văn", "Nguyễn Văn", "Nguyễn  Văn" },
	{ "A\xcc\x81n", "\xc3\x81n", NULL },
	{ "a\u00a0b", "a b", "a\u00a0b" },
	{ "\u00a0a\u3000", "a", NULL },
	{ "à \u00a0à", "à à", "à \u00a0à" },
	{ "\u1100\u1161", "\uac00", NULL },
	{ "日本", "日本", NULL },
};

static void
assert_text(struct text text, const char *expected)
{
	assert_non_null(text.data);
	assert_int_equal(text.length, strlen(expected));
	assert_memory_equal(text.data, expected, text.length);
}

static void
test_cells_are_cleaned(void **context)
{
	(void)context;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text cell = text_of(cases[i].cell);
		assert_text(cell_clean(cell, false, arena), cases[i].clean);
		assert_text(cell_clean(cell, true, arena),
		    cases[i].free_text ? cases[i].free_text : cases[i].clean);
	}
	arena_free(arena);
}

/* Characters that nobody sees are dropped, joiners not from free text. */
static bool
is_invisible(ucs4_t point, int free_text)
{
	if (free_text && (point == 0x200c || point == 0x200d))
		return false;
	return point == 0xad || (point >= 0x200b && point <= 0x200f) ||
	       point == 0x2060 || point == 0xfeff;
}

/* At each place in a word of eight bytes and at the text's end. */
static void
test_characters_are_normalised(void **context)
{
	(void)context;
	struct arena *arena = arena_new();
	struct arena_mark mark = arena_mark(arena);
	for (ucs4_t point = 0xa0; point < 0x11000; point++) {
		uint8_t bytes[40] = "abcdefgh", expected[160];
		size_t at = point % 9, size;
		if (point >= 0xd800 && point < 0xe000)
			continue;
		if (uc_is_property_white_space(point))
			continue;
		size_t length = at + (size_t)u8_uctomb(bytes + at, point, 20);
		if (point % 2)
			bytes[length++] = 'z';
		size = sizeof expected;
		assert_ptr_equal(
		    u8_normalize(UNINORM_NFC, bytes, length, expected, &size),
		    expected);
		for (int free_text = 0; free_text < 2; free_text++) {
			struct text text = cell_clean(
			    (struct text){ (const char *)bytes, length },
			    free_text, arena);
			if (is_invisible(point, free_text)) {
				assert_int_equal(text.length, at + point % 2);
				assert_memory_equal(text.data, bytes, at);
				continue;
			}
			assert_int_equal(text.length, size);
			assert_memory_equal(text.data, expected, size);
		}
		arena_release(arena, mark);
	}
	arena_free(arena);
}

static void
test_what_is_no_id(void **context)
{
	(void)context;
	static const char *const none[] = { "*", "NULL", "N/A", "n/a", "#N/A",
		"#n/a", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!",
		"#NUM!", "#Getting_Data" };
	static const char *const ids[] = { "", "Null", "null", "NA", "N/A Ltd",
		"#1", "#N/A-1", "**", "nan", "N", "#GETTING_DATA1" };
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_non_null(cell_no_id(text_of(none[i])));
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		assert_null(cell_no_id(text_of(ids[i])));
}

UNIT_TESTS(cmocka_unit_test(test_cells_are_cleaned),
    cmocka_unit_test(test_what_is_no_id),
    cmocka_unit_test(test_characters_are_normalised))
