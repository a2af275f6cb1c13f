/* Goal: a list of records says what it holds: its headings, at most so many
 * rows, how many more there are, and totals over all of them; a word where
 * there are none. */
#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/list.h"
#include "tests/unit/unit.h"

static const struct list_column columns[] = { { LABEL_CLIENT_NAME, LIST_NAME },
	{ LABEL_ID, LIST_TEXT }, { LABEL_YEARLY, LIST_WHOLE_MONEY },
	{ LABEL_SOURCE, LIST_REMARK }, { LABEL_COUNT, LIST_COUNT } };

static struct report report;
static struct dashboard dashboard;
static struct page page;

static int
begin(void **state)
{
	(void)state;
	report_init(&report, arena_new());
	if (!report.arena)
		return -1;
	dashboard = (struct dashboard){ .report = &report };
	page = (struct page){ .dashboard = &dashboard,
		.sheet = report_sheet(&report, text_of("Sheet")),
		.row = 4 };
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(report.arena);
	return 0;
}

/* Rows 0 to count − 1: "K", a money of 0.4 each, and the row's number. */
static void
write(const struct list_form *form, int count)
{
	struct list list = list_begin(&page, form);
	for (int i = 0; i < count; i++) {
		list_row(&list);
		list_string(&list, 0, "K");
		list_text(&list, 1, text_of("id"));
		list_number(&list, 2, 0.4);
		list_number_as(&list, 4, ROLE_BAD, i);
	}
	list_end(&list);
	list_shade(&list, 4, SHADING_BARS);
	assert_int_equal(list.count, count);
}

static const struct cell *
at(uint32_t row, int column)
{
	return sheet_find(page.sheet, row, column);
}

static void
test_headings(void **state)
{
	static const struct list_form form = { .columns = columns,
		.column_count = 5 };
	(void)state;
	write(&form, 1);
	assert_string_equal(at(4, 0)->text.data, "Client");
	assert_int_equal(at(4, 0)->role, ROLE_HEADING);
	assert_int_equal(at(4, 2)->role, ROLE_HEADING_NUMBER);
	assert_int_equal(at(4, 3)->role, ROLE_HEADING_AFTER);
	assert_int_equal(at(4, 4)->role, ROLE_HEADING_NUMBER);
	assert_int_equal(at(5, 0)->role, ROLE_LABEL);
	assert_int_equal(at(5, 2)->format, FORMAT_MONEY);
	assert_int_equal(at(5, 4)->role, ROLE_BAD);
	assert_null(at(5, 3)); /* nothing was put there */
	assert_int_equal(page.row, 6);
}

/* Three of five are shown; the totals are those of five. 5 × 0.4 is 2, though
 * each alone is shown as 0; 0 + 1 + 2 + 3 + 4 is 10. */
static void
test_totals(void **state)
{
	static const struct list_form form = { .columns = columns,
		.column_count = 5,
		.totals = 1u << 2 | 1u << 4,
		.most = 3 };
	(void)state;
	write(&form, 5);
	assert_true(at(7, 4)->number == 2 && at(7, 2)->number == 0);
	assert_string_equal(at(8, 0)->text.data, "… and 2 more");
	assert_string_equal(at(9, 0)->text.data, "Total");
	assert_true(at(9, 2)->number == 2 && at(9, 4)->number == 10);
	assert_int_equal(at(9, 4)->role, ROLE_TOTAL);
	assert_int_equal(at(9, 4)->format, FORMAT_COUNT);
	assert_int_equal(page.row, 10);
	const struct range *shaded = &page.sheet->shades->range;
	assert_true(shaded->first_row == 5 && shaded->last_row == 7);
	assert_true(shaded->first_column == 4 && shaded->last_column == 4);
}

/* As many as there is room for: nothing is left to be said. */
static void
test_full(void **state)
{
	static const struct list_form form = {
		.columns = columns, .column_count = 5, .most = 3
	};
	(void)state;
	write(&form, 3);
	assert_true(at(7, 4)->number == 2);
	assert_null(at(8, 0));
	assert_int_equal(page.row, 8);
}

static void
test_none(void **state)
{
	static const struct list_form form = { .columns = columns,
		.column_count = 5,
		.totals = 1u << 4,
		.none = LABEL_NO_REJECTS };
	(void)state;
	write(&form, 0);
	assert_string_equal(at(4, 0)->text.data, "No row was rejected.");
	assert_int_equal(page.row, 5);
	assert_null(page.sheet->shades);
}

/* A number that is none leaves its cell blank, and the total as it is. */
static void
test_absent(void **state)
{
	static const struct list_form form = {
		.columns = columns, .column_count = 5, .totals = 1u << 2
	};
	(void)state;
	struct list list = list_begin(&page, &form);
	for (int i = 0; i < 2; i++) {
		list_row(&list);
		list_number(&list, 2, i ? 7 : NAN);
	}
	list_end(&list);
	assert_null(at(5, 2));
	assert_true(at(6, 2)->number == 7 && at(7, 2)->number == 7);
}

UNIT_TESTS(cmocka_unit_test_setup_teardown(test_headings, begin, end),
    cmocka_unit_test_setup_teardown(test_totals, begin, end),
    cmocka_unit_test_setup_teardown(test_full, begin, end),
    cmocka_unit_test_setup_teardown(test_none, begin, end),
    cmocka_unit_test_setup_teardown(test_absent, begin, end))
