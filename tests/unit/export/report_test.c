/* Goal: the report model says what it was told, in a form that a spreadsheet
 * can hold. */
#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/workbook/report.h"
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
		    "Nguyễn Thị Minh Khai Phươ (2)" },
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

/* Columns are as wide as their widest cell of a table; wrapped texts make
 * their row higher. */
static void
test_fit(void **state)
{
	struct sheet *sheet = report_sheet(&report, text_of("s"));
	(void)state;
	sheet_string(sheet, 0, 0, ROLE_TITLE,
	    "A title may reach over all the cells beside it");
	sheet_string(sheet, 2, 0, ROLE_BODY, "Nguyễn Minh Anh");
	sheet_real(sheet, 2, 1, ROLE_BODY, FORMAT_MONEY, 1234567890);
	sheet->widths[2] = 20;
	sheet_string(sheet, 2, 2, ROLE_WRAPPED,
	    "a text that does not fit into twenty characters of a column");
	sheet_fit(sheet, 8, 40);
	assert_true(sheet->widths[0] >= 15 && sheet->widths[0] < 20);
	assert_true(sheet->widths[1] >= 13 + 2); /* 1,234,567,890 and ₫ */
	assert_true(sheet->heights[2] >= 4 * 13);
	assert_true(sheet->heights[0] >= 24);
}

UNIT_TESTS(cmocka_unit_test_setup_teardown(test_names_of_sheets, begin, end),
    cmocka_unit_test_setup_teardown(test_numbers, begin, end),
    cmocka_unit_test_setup_teardown(test_texts, begin, end),
    cmocka_unit_test_setup_teardown(test_references, begin, end),
    cmocka_unit_test_setup_teardown(test_fit, begin, end))
