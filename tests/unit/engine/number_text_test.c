/* Numbers and days as people read them. */
#include "engine/base/arena.h"
#include "engine/model/number_text.h"
#include "tests/unit/unit.h"

static void
numbers_are_grouped_and_short(void **state)
{
	(void)state;
	static const struct {
		wide above;
		int below;
		const char *text[LANGUAGE_COUNT];
	} rows[] = {
		{ 0, 1, { "0", "0" } }, { 999, 1, { "999", "999" } },
		{ -1000, 1, { "-1,000", "-1.000" } },
		{ 1000000000000, 1,
		    { "1,000,000,000,000", "1.000.000.000.000" } },
		{ 1, 2, { "0.5", "0,5" } },
		{ 40000, 3, { "13,333.3333", "13.333,3333" } },
		{ -2, 3, { "-0.6667", "-0,6667" } },
		{ -1, 30000, { "0", "0" } }, /* never -0 */
	};
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int l = 0; l < LANGUAGE_COUNT; l++)
			assert_string_equal(
			    number_text(arena,
				rational_of(
				    arena, rows[i].above, rows[i].below),
				(enum language)l),
			    rows[i].text[l]);
	assert_string_equal(
	    number_text_decimal(arena, 12345678, LANGUAGE_EN), "1,234.5678");
	assert_string_equal(
	    number_text_wide(arena, -WIDE_ONE * 1234, LANGUAGE_VI), "-1.234");
	arena_free(arena);
}

static void
measures_have_their_unit(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct rational share = rational_of(arena, 13, 14);
	assert_string_equal(
	    number_text_measure(arena, share, UNIT_SHARE, LANGUAGE_EN),
	    "92.8571 %");
	assert_string_equal(
	    number_text_measure(arena, share, UNIT_RATIO, LANGUAGE_VI),
	    "92,8571 %");
	assert_string_equal(
	    number_text_measure(arena, share, UNIT_SCORE, LANGUAGE_EN),
	    "0.9286");
	arena_free(arena);
}

static void
days_as_written(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	date day = date_of(2026, 7, 1);
	assert_string_equal(day_text(arena, day, LANGUAGE_EN), "2026-07-01");
	assert_string_equal(day_text(arena, day, LANGUAGE_VI), "01/07/2026");
	assert_string_equal(day_text(arena, DATE_NONE, LANGUAGE_VI), "");
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(numbers_are_grouped_and_short),
    cmocka_unit_test(measures_have_their_unit),
    cmocka_unit_test(days_as_written))
