/* Marks on a terminal, column by column. */
#include "io/cli/query/plot.h"
#include "tests/unit/unit.h"

static void
bars(void **state)
{
	(void)state;
	char text[PLOT_TEXT_SIZE];
	struct plot_axis axis = { 0, 8, 8, false };
	assert_string_equal(plot_bar(text, &axis, 8), "████████");
	assert_string_equal(plot_bar(text, &axis, 2.5), "██▌");
	assert_string_equal(plot_bar(text, &axis, 0), "");
	assert_string_equal(plot_bar(text, &axis, 99), "████████");
	axis.ascii = true;
	assert_string_equal(plot_bar(text, &axis, 3), "###");
	/* Below zero: to the left of it. */
	struct plot_axis both = { -4, 4, 8, false };
	assert_string_equal(plot_bar(text, &both, -2), "  ██");
	assert_string_equal(plot_bar(text, &both, 2), "    ██");
	/* All alike: nothing to measure by. */
	struct plot_axis flat = { 0, 0, 8, false };
	assert_string_equal(plot_bar(text, &flat, 0), "");
}

static void
intervals(void **state)
{
	(void)state;
	char text[PLOT_TEXT_SIZE];
	struct plot_axis axis = { 0, 10, 11, false };
	assert_string_equal(
	    plot_interval(text, &axis, 2, 4, 8, 6), "  ──●─┼──");
	assert_string_equal(plot_interval(text, &axis, 2, 3, 4, 6), "  ─●─ │");
	axis.ascii = true;
	assert_string_equal(
	    plot_interval(text, &axis, 2, 4, 8, 6), "  --o-+--");
	assert_string_equal(plot_interval(text, &axis, 2, 2, 2, 0), "| o");
}

static void
lines(void **state)
{
	(void)state;
	char text[PLOT_TEXT_SIZE];
	struct plot_axis axis = { 0, 7, 20, false };
	const struct optional values[] = { { true, 0 }, { true, 3 },
		{ false, 0 }, { true, 7 } };
	assert_string_equal(plot_line(text, &axis, values, 4), "▁▄ █");
	axis.ascii = true;
	assert_string_equal(plot_line(text, &axis, values, 4), "_. ^");
}

UNIT_TESTS(cmocka_unit_test(bars), cmocka_unit_test(intervals),
    cmocka_unit_test(lines))
