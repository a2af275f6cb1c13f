/* Goal: the report model says what it was told, in a form that a spreadsheet
 * can hold. */
#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/report/report.h"
#include "tests/unit/unit.h"

static struct report report;

static int
begin(void **state)
{
	(void)state;
	report_init(&report, arena_new());
	return report.arena ? 0 : -1;
}

static int
end(void **state)
{
	(void)state;
	arena_free(report.arena);
	return 0;
}

static void
test_names_of_sheets(void **state)
{
	static const struct {
		const char *wanted, *name;
	} rows[] = {
		{ "Summary", "Summary" },
		{ "summary", "summary (2)" }, /* names ignore case */
		{ "A/B: [c]*?", "A-B- -c---" },
		{ "'quoted'", "-quoted-" },
		{ "", "-" },
		{ "History", "History (2)" }, /* kept by the program */
		{ "Nguyễn Thị Minh Khai Phương Thảo Anh",
		    "Nguyễn Thị Minh Khai Phương Thả" },
		{ "Nguyễn Thị Minh Khai Phương Thảo Em",
		    "Nguyễn Thị Minh Khai Phương (2)" },
		/* Case, of all letters, and of several languages. */
		{ "ĐỖ ÂN", "ĐỖ ÂN" },
		{ "đỗ ân", "đỗ ân (2)" },
		{ "Stra\u00dfe", "Stra\u00dfe" },
		{ "STRA\u1e9eE", "STRA\u1e9eE (2)" },
		{ "i", "i" },
		{ "I", "I (2)" },
		{ "\u0130", "\u0130 (3)" },
		{ "\u0131", "\u0131 (4)" },
		/* The same letters, composed and not; and one that hides. */
		{ "e\u0302\u0301", "e\u0302\u0301" },
		{ "\u1ebf", "\u1ebf (2)" },
		{ "\u1ebf\u200b", "\u1ebf (3)" },
		/* Marks of direction, C1, and nothing but them. */
		{ "Bao\u202egnop\u2066", "Baognop" },
		{ "\u200fT\xc2\x9b\xc2\x85x", "Tx" },
		{ "\u202e\u2069", "- (2)" },
		/* An emoji takes two of the 31 units. */
		{ "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀" },
		{ "a😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "a😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀" },
		/* Cut before the letter whose mark does not fit. */
		{ "123456789012345678901234567890e\u0301",
		    "123456789012345678901234567890" },
		/* An apostrophe that the cut puts last. */
		{ "'23456789012345678901234567890'2",
		    "-23456789012345678901234567890-" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(
		    report_sheet(&report, text_of(rows[i].wanted))->name,
		    rows[i].name);
}

static void
test_numbers(void **state)
{
	struct sheet *sheet = report_sheet(&report, text_of("s"));
	(void)state;
	sheet_real(sheet, 0, 0, ROLE_BODY, FORMAT_SCORE, NAN);
	assert_null(sheet_find(sheet, 0, 0));
	sheet_real(sheet, 0, 1, ROLE_BODY, FORMAT_SCORE, -0.0);
	assert_false(signbit(sheet_find(sheet, 0, 1)->number));
	/* A change of a share is said in points. */
	sheet_number(
	    sheet, 0, 2, ROLE_BODY, FORMAT_POINTS_CHANGE, quantity_real(-0.25));
	assert_true(sheet_find(sheet, 0, 2)->number == -25);
	/* A spreadsheet counts days from 1899-12-30, and wrongly before March
	 * 1900. */
	sheet_date(sheet, 0, 3, date_of(2026, 9, 30));
	assert_true(sheet_find(sheet, 0, 3)->number == 46295);
	sheet_date(sheet, 0, 4, date_of(1900, 2, 28));
	assert_null(sheet_find(sheet, 0, 4));
	sheet_date(sheet, 0, 5, date_of(1900, 3, 1));
	assert_true(sheet_find(sheet, 0, 5)->number == 61);
}

static void
test_texts(void **state)
{
	struct sheet *sheet = report_sheet(&report, text_of("s"));
	(void)state;
	sheet_string(sheet, 0, 0, ROLE_BODY, "a\tb\x01");
	assert_true(text_is(sheet_find(sheet, 0, 0)->text, "a b "));
	sheet_string(sheet, 0, 1, ROLE_BODY, "\xff\xc3");
	assert_true(text_is(sheet_find(sheet, 0, 1)->text, "??"));
	/* U+FFFE and U+FFFF are no characters; U+FFFD is one. */
	sheet_string(
	    sheet, 0, 3, ROLE_BODY, "\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd");
	assert_true(text_is(sheet_find(sheet, 0, 3)->text,
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"));
	assert_string_equal(
	    report_sheet(&report, text_of("\xef\xbf\xbf"))->name,
	    "\xef\xbf\xbd");
	/* Text that looks like a formula stays a text. */
	sheet_string(sheet, 0, 2, ROLE_BODY, "=1+1");
	assert_null(sheet_find(sheet, 0, 2)->formula);
}

static void
test_references(void **state)
{
	static const struct {
		uint32_t row;
		int column;
		bool fixed;
		const char *text;
	} rows[] = {
		{ 0, 0, false, "A1" },
		{ 9, 25, true, "$Z$10" },
		{ 0, 26, false, "AA1" },
		{ 1048575, 51, true, "$AZ$1048576" },
		{ 0, 52, false, "BA1" },
	};
	char text[REFERENCE_SIZE];
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(cell_reference(text, rows[i].row,
					rows[i].column, rows[i].fixed),
		    rows[i].text);
}

/* A text is cut off at 32,767 units of 16 bits, but not within a character. */
static void
test_long_texts(void **state)
{
	enum { MOST = 32767 };
	static const struct {
		size_t letters; /* of one byte, before the last character */
		const char *last;
		size_t length;
	} rows[] = { { MOST - 1, "ế", MOST + 2 }, { MOST, "ế", MOST },
		{ MOST - 2, "😀", MOST + 2 }, { MOST - 1, "😀", MOST - 1 },
		{ MOST + 9, "a", MOST } };
	static char text[MOST + 64];
	struct sheet *sheet = report_sheet(&report, text_of("s"));
	(void)state;
	for (uint32_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		memset(text, 'a', rows[i].letters);
		strcpy(text + rows[i].letters, rows[i].last);
		sheet_string(sheet, i, 1, ROLE_BODY, text);
		assert_int_equal(
		    sheet_find(sheet, i, 1)->text.length, rows[i].length);
	}
	/* It knows how many, and where the first is. */
	assert_int_equal(report.cut_texts, 3);
	assert_ptr_equal(report.cut_sheet, sheet);
	assert_int_equal(report.cut_row, 1);
	assert_int_equal(report.cut_column, 1);
	/* A space is none of the characters that may not be there. */
	sheet_string(sheet, 9, 0, ROLE_BODY, " \x1f ~");
	assert_true(text_is(sheet_find(sheet, 9, 0)->text, "   ~"));
}

/* How wide a column of one cell becomes between 8 and 40: what is printed, and
 * 2 around it; bold by 8 % more; long headings have two lines. */
static void
test_widths(void **state)
{
	static const struct {
		enum role role;
		enum measure_format format;
		const char *text; /* or a number */
		double number, width;
	} rows[] = {
		{ ROLE_BODY, 0, "Nguyễn Minh Anh", 0, 15 + 2 },
		{ ROLE_LABEL, 0, "Nguyễn Minh Anh", 0, 15 * 1.08 + 2 },
		{ ROLE_KEY, 0, "Nguyễn Minh Anh", 0, 15 * 1.08 + 2 },
		{ ROLE_TOTAL, 0, "Nguyễn Minh Anh", 0, 15 * 1.08 + 2 },
		{ ROLE_BODY, 0, "ab", 0, 8 },
		{ ROLE_BODY, 0, "0123456789012345678901234567890123456789", 0,
		    40 },
		{ ROLE_HEADING, 0, "Retention", 0, 9 + 2 + 2 },
		{ ROLE_HEADING, 0, "Client, since", 0, 12 + 2 },
		{ ROLE_HEADING_NUMBER, 0, "012345678901234567890123456789", 0,
		    30 / 2 + 4 + 2 },
		{ ROLE_HEADING_AFTER, 0, "012345678901234567890123456789", 0,
		    30 / 2 + 4 + 2 },
		/* Digits, a comma for each three, room for the unit. */
		{ ROLE_BODY, FORMAT_MONEY, NULL, 1234567890, 13 + 4 + 2 },
		{ ROLE_BODY, FORMAT_MONEY, NULL, -999, 3 + 4 + 2 },
		{ ROLE_BODY, FORMAT_MONEY, NULL, 1000, 5 + 4 + 2 },
		{ ROLE_BODY, FORMAT_MONEY_CHANGE, NULL, 12345, 6 + 6 + 2 },
		{ ROLE_BODY, FORMAT_MONEY_VARIANCE, NULL, 12345, 6 + 6 + 2 },
		{ ROLE_BODY, FORMAT_COUNT, NULL, 1234567, 9 + 2 },
		{ ROLE_BODY, FORMAT_DATE, NULL, 46295, 10 + 2 },
		{ ROLE_BODY, FORMAT_SHORT_MONEY, NULL, 1e12, 9 + 2 },
		{ ROLE_BODY, FORMAT_POINTS_CHANGE, NULL, 10, 2 + 10 + 2 },
		{ ROLE_BODY, FORMAT_POINTS_CHANGE, NULL, 9.9, 1 + 10 + 2 },
		{ ROLE_BODY, FORMAT_SCORE, NULL, 0, 1 + 6 + 2 },
		{ ROLE_BODY, FORMAT_SCORE, NULL, -100, 3 + 6 + 2 },
		/* What may reach over its neighbours makes no room. */
		{ ROLE_TITLE, 0, "Nguyễn Minh Anh", 0, 0 },
		{ ROLE_SUBTITLE, 0, "Nguyễn Minh Anh", 0, 0 },
		{ ROLE_SECTION, 0, "Nguyễn Minh Anh", 0, 0 },
		{ ROLE_NOTE, 0, "Nguyễn Minh Anh", 0, 0 },
		{ ROLE_REMARK, 0, "Nguyễn Minh Anh", 0, 0 },
		{ ROLE_SENTENCE, 0, "Nguyễn Minh Anh", 0, 0 },
		{ ROLE_STRONG, 0, "Nguyễn Minh Anh", 0, 0 },
		{ ROLE_WARNING, 0, "Nguyễn Minh Anh", 0, 0 },
		{ ROLE_WRAPPED, 0, "Nguyễn Minh Anh", 0, 0 },
		{ ROLE_WRAPPED_REMARK, 0, "Nguyễn Minh Anh", 0, 0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sheet *sheet = report_sheet(&report, text_of("s"));
		if (rows[i].text)
			sheet_string(sheet, 0, 0, rows[i].role, rows[i].text);
		else
			sheet_real(sheet, 0, 0, rows[i].role, rows[i].format,
			    rows[i].number);
		sheet_fit(sheet, 8, 40);
		if (fabs(sheet->widths[0] - rows[i].width) > 1e-9)
			fail_msg("row %zu: %g", i, sheet->widths[0]);
	}
}

/* The widest cell counts, and a width that was given. */
static void
test_widest(void **state)
{
	struct sheet *sheet = report_sheet(&report, text_of("s"));
	(void)state;
	sheet_string(sheet, 0, 0, ROLE_BODY, "Nguyễn Minh Anh");
	sheet_string(sheet, 1, 0, ROLE_BODY, "Nguyễn Thị Minh Anh");
	sheet_string(sheet, 2, 0, ROLE_BODY, "Nguyễn Minh");
	sheet->widths[1] = 21;
	sheet_string(sheet, 0, 1, ROLE_BODY, "Nguyễn Minh Anh");
	sheet_fit(sheet, 8, 40);
	assert_true(sheet->widths[0] == 19 + 2);
	assert_true(sheet->widths[1] == 21);
	assert_true(sheet->widths[2] == 0);
}

/* Titles, sections and headings need height; a wrapped text 13 points a line
 * and 4 around, a line holding 92 % of its column; a remark 12 points a line
 * and nothing for one, a line holding a ninth more. */
static void
test_heights(void **state)
{
	static const struct {
		enum role role;
		const char *text;
		double height;
	} rows[] = {
		{ ROLE_BODY, "ab", 0 },
		{ ROLE_TITLE, "ab", 30 },
		{ ROLE_SECTION, "ab", 24 },
		{ ROLE_HEADING, "ab", 6 + 2 * 13 },
		{ ROLE_HEADING_NUMBER, "ab", 6 + 2 * 13 },
		{ ROLE_HEADING_AFTER, "a b c d e f g h i j k l m", 6 + 3 * 13 },
		{ ROLE_WRAPPED, "ab", 4 + 13 },
		{ ROLE_WRAPPED, "0123456789", 4 + 2 * 13 },
		{ ROLE_WRAPPED, "01234567890123456789", 4 + 3 * 13 },
		{ ROLE_WRAPPED_REMARK, "0123456789", 0 },
		{ ROLE_WRAPPED_REMARK, "01234567890123456789", 4 + 2 * 12 },
	};
	struct sheet *sheet = report_sheet(&report, text_of("s"));
	(void)state;
	sheet->widths[0] = 10; /* 9.2 characters a line */
	for (uint32_t i = 0; i < sizeof rows / sizeof *rows; i++)
		sheet_string(sheet, i, 0, rows[i].role, rows[i].text);
	sheet_fit(sheet, 8, 40);
	for (uint32_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double height =
		    i < sheet->height_count ? (double)sheet->heights[i] : 0;
		if (fabs(height - rows[i].height) > 1e-6)
			fail_msg("row %u: %g", i, height);
	}
	/* Not without end, and never lower than it was. */
	char text[1000];
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	sheet_string(sheet, 900, 0, ROLE_WRAPPED, text);
	sheet_height(sheet, 901, 50);
	sheet_height(sheet, 901, 40);
	sheet_fit(sheet, 8, 40);
	assert_true(sheet->heights[900] == 4 + 25 * 13);
	assert_true(sheet->heights[901] == 50);
	assert_true(sheet->heights[1] == 30);
}

/* A4 within margins of 0.4 inch has 516 points by 784 (rounded down): a column
 * of 10 characters has 75 pixels, 56.25 points. */
static void
test_scale(void **state)
{
	static const struct {
		int columns;
		bool portrait;
		double scale;
	} rows[] = {
		{ 9, true, 1 },            /* 506.25 points */
		{ 10, true, 516 / 562.5 }, /* letters of 9.2 points */
		{ 11, false, 1 },          /* upright they had 8.3 */
		{ 14, false, 784 / 787.5 },
		{ 20, false, 784 / 1125.0 },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct sheet *sheet = report_sheet(&report, text_of("s"));
		for (int c = 0; c < rows[i].columns; c++) {
			sheet->widths[c] = 10;
			sheet_string(sheet, 0, c, ROLE_BODY, "a");
		}
		sheet_lay_out(sheet);
		if (sheet->portrait != rows[i].portrait ||
		    fabs(sheet_scale(sheet) - rows[i].scale) > 1e-9)
			fail_msg("row %zu: %g", i, sheet_scale(sheet));
	}
}

/* A page upright has 784 × 0.98 = 768 points: rows 0 to 48 of 15 take 735, the
 * heading in row 49 takes 30, and row 50 would be cut off it. A chart of 400
 * pixels (300 points, 20 rows) from row 60 on would be cut by the end of the
 * first page, were there no heading. */
static void
test_page_breaks(void **state)
{
	(void)state;
	struct sheet *sheet = report_sheet(&report, text_of("s"));
	for (uint32_t r = 0; r < 60; r++)
		sheet_string(
		    sheet, r, 0, r == 49 ? ROLE_HEADING : ROLE_BODY, "a");
	sheet_lay_out(sheet);
	assert_int_equal(sheet->break_count, 1);
	assert_int_equal(sheet->breaks[0], 49);
	struct sheet *drawn = report_sheet(&report, text_of("t"));
	sheet_string(drawn, 0, 0, ROLE_BODY, "a");
	struct chart chart = { .row = 40, .width = 200, .height = 400 };
	sheet_chart(drawn, &chart);
	sheet_lay_out(drawn);
	assert_int_equal(drawn->break_count, 1);
	assert_int_equal(drawn->breaks[0], 40);
	/* What is higher than a page is cut where the page ends. */
	struct sheet *high = report_sheet(&report, text_of("u"));
	chart.height = 2000;
	chart.row = 0;
	sheet_string(high, 0, 0, ROLE_BODY, "a");
	sheet_chart(high, &chart);
	sheet_lay_out(high);
	assert_int_equal(high->break_count, 0);
}

/* Columns become narrower until 90 % of the paper holds them: those of numbers
 * to what they print, those of texts in equal parts, and rows as high as their
 * texts then need. */
static void
test_narrower(void **state)
{
	char text[61];
	(void)state;
	memset(text, 'a', 60);
	for (int i = 5; i < 60; i += 6)
		text[i] = ' ';
	text[60] = '\0';
	struct sheet *sheet = report_sheet(&report, text_of("s"));
	for (int c = 0; c < 8; c++)
		sheet_string(sheet, 0, c, ROLE_BODY, text);
	sheet_fit(sheet, 8, 36);
	assert_true(sheet_pixels(sheet) <= PAPER_PIXELS);
	assert_true(sheet_pixels(sheet) > PAPER_PIXELS - 8 * 4);
	assert_true(sheet->heights[0] > 4 + 2 * 13);
	/* Nothing is narrower than a number in it. */
	struct sheet *numbers = report_sheet(&report, text_of("t"));
	for (int c = 0; c < 12; c++)
		sheet_real(numbers, 0, c, ROLE_BODY, FORMAT_COUNT, 1e12);
	sheet_fit(numbers, 8, 36);
	assert_true(numbers->widths[0] >= 17 * 0.92);
	/* Nor than a link of a name's length, which takes one line. */
	struct sheet *links = report_sheet(&report, text_of("u"));
	sheet_link(links, 0, 0, text_of("Trịnh Hồng Vân"), links->name);
	for (int c = 1; c < 12; c++)
		sheet_string(links, 0, c, ROLE_BODY, text);
	sheet_fit(links, 8, 36);
	assert_true(links->widths[0] >= 14 * 0.92);
	assert_true(links->heights[0] > 4 + 2 * 13);
}

/* A sheet's last cell in a place counts, and a blank one is none. */
static void
test_find(void **state)
{
	struct sheet *sheet = report_sheet(&report, text_of("s"));
	(void)state;
	sheet_real(sheet, 2, 3, ROLE_BODY, FORMAT_PLAIN, 1);
	sheet_real(sheet, 2, 3, ROLE_BODY, FORMAT_PLAIN, 2);
	assert_true(sheet_find(sheet, 2, 3)->number == 2);
	assert_null(sheet_find(sheet, 3, 2));
	sheet_string(sheet, 2, 3, ROLE_BODY, "");
	assert_null(sheet_find(sheet, 2, 3));
}

/* Sheets, charts and series stay in their order; one can be put last. */
static void
test_order(void **state)
{
	struct sheet *a = report_sheet(&report, text_of("a"));
	struct sheet *b = report_sheet(&report, text_of("b"));
	struct sheet *c = report_sheet(&report, text_of("c"));
	(void)state;
	report_put_last(&report, b);
	assert_ptr_equal(report.sheets, a);
	assert_ptr_equal(a->next, c);
	assert_ptr_equal(c->next, b);
	assert_null(b->next);
	report_put_last(&report, b);
	report_put_last(&report, a);
	assert_ptr_equal(report.sheets, c);
	assert_ptr_equal(b->next, a);
	struct sheet *d = report_sheet(&report, text_of("d"));
	assert_ptr_equal(a->next, d);
	static struct series one = { .name = "1" }, two = { .name = "2" };
	struct chart *chart =
	    sheet_chart(a, &(struct chart){ .title = "first" });
	struct chart *other =
	    sheet_chart(a, &(struct chart){ .title = "second" });
	chart_series(a, chart, &one);
	chart_series(a, chart, &two);
	chart_series(a, NULL, &two);
	assert_ptr_equal(a->charts, chart);
	assert_ptr_equal(chart->next, other);
	assert_string_equal(chart->series->name, "1");
	assert_string_equal(chart->series->next->name, "2");
	assert_null(chart->series->next->next);
	assert_null(other->series);
}

UNIT_TESTS(cmocka_unit_test_setup_teardown(test_names_of_sheets, begin, end),
    cmocka_unit_test_setup_teardown(test_numbers, begin, end),
    cmocka_unit_test_setup_teardown(test_texts, begin, end),
    cmocka_unit_test_setup_teardown(test_references, begin, end),
    cmocka_unit_test_setup_teardown(test_long_texts, begin, end),
    cmocka_unit_test_setup_teardown(test_widths, begin, end),
    cmocka_unit_test_setup_teardown(test_widest, begin, end),
    cmocka_unit_test_setup_teardown(test_heights, begin, end),
    cmocka_unit_test_setup_teardown(test_scale, begin, end),
    cmocka_unit_test_setup_teardown(test_page_breaks, begin, end),
    cmocka_unit_test_setup_teardown(test_narrower, begin, end),
    cmocka_unit_test_setup_teardown(test_find, begin, end),
    cmocka_unit_test_setup_teardown(test_order, begin, end))
