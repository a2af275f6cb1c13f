/* Civil dates and periods, their bounds and the period before. */
#include <string.h>

#include "engine/base/date.h"
#include "tests/unit/unit.h"

static void
knows_every_day(void **state)
{
	(void)state;
	assert_int_equal(date_of(1970, 1, 1), 0);
	assert_int_equal(date_of(2000, 3, 1), 11017);
	for (date day = date_of(1, 1, 1); day <= date_of(9999, 12, 31); day++) {
		struct civil civil = date_civil(day);
		if (date_of(civil.year, civil.month, civil.day) != day)
			fail_msg("day %d", day);
	}
}

static void
reads_dates(void **state)
{
	(void)state;
	static const struct {
		const char *text, *printed; /* NULL: refused */
	} rows[] = {
		{ "2026-07-01", "2026-07-01" },
		{ "2024-02-29", "2024-02-29" },
		{ "2026-02-29", NULL },
		{ "1900-02-29", NULL },
		{ "2000-02-29", "2000-02-29" },
		{ "2026-02-30", NULL },
		{ "2026-13-01", NULL },
		{ "2026-00-10", NULL },
		{ "0000-01-01", NULL },
		{ "0001-01-01", "0001-01-01" },
		{ "9999-12-31", "9999-12-31" },
		{ "2026-7-1", NULL },
		{ "31/04/26", NULL },
		{ "2026-07-01T00:00", NULL },
		{ "2026/07/01", NULL },
		{ "", NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		date day;
		char text[DATE_TEXT_SIZE];
		bool read = date_parse(text_of(rows[i].text), &day);
		if (read != (rows[i].printed != NULL))
			fail_msg("%s", rows[i].text);
		if (read)
			assert_string_equal(
			    date_print(text, day), rows[i].printed);
	}
}

static void
reads_periods(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int fiscal;
		const char *label, *from, *until, *prior; /* NULL: refused */
	} rows[] = {
		{ "2026Q3", 1, "2026Q3", "2026-07-01", "2026-10-01", "2026Q2" },
		{ "2026Q1", 1, "2026Q1", "2026-01-01", "2026-04-01", "2025Q4" },
		{ "2026H2", 1, "2026H2", "2026-07-01", "2027-01-01", "2026H1" },
		{ "2026", 1, "2026", "2026-01-01", "2027-01-01", "2025" },
		{ "2026-01", 1, "2026-01", "2026-01-01", "2026-02-01",
		    "2025-12" },
		{ "2026Q1", 4, "2026Q1", "2026-04-01", "2026-07-01", "2025Q4" },
		{ "2026Q4", 4, "2026Q4", "2027-01-01", "2027-04-01", "2026Q3" },
		{ "2026H1", 4, "2026H1", "2026-04-01", "2026-10-01", "2025H2" },
		{ "2026", 4, "2026", "2026-04-01", "2027-04-01", "2025" },
		{ "2026-08", 4, "2026-08", "2026-08-01", "2026-09-01",
		    "2026-07" },
		{ "2026-07-01..2026-09-30", 1, "2026-07-01..2026-09-30",
		    "2026-07-01", "2026-10-01", "2026-03-31..2026-06-30" },
		{ "2026-07-05..2026-07-05", 1, "2026-07-05..2026-07-05",
		    "2026-07-05", "2026-07-06", "2026-07-04..2026-07-04" },
		{ "2026-07-05..2026-07-04", 1, NULL, NULL, NULL, NULL },
		{ "2026Q5", 1, NULL, NULL, NULL, NULL },
		{ "2026Q0", 1, NULL, NULL, NULL, NULL },
		{ "2026H3", 1, NULL, NULL, NULL, NULL },
		{ "2026-13", 1, NULL, NULL, NULL, NULL },
		{ "Q32026", 1, NULL, NULL, NULL, NULL },
		{ "20266Q", 1, NULL, NULL, NULL, NULL },
		{ "", 1, NULL, NULL, NULL, NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct period period, prior;
		char text[DATE_TEXT_SIZE];
		bool read = period_parse(
		    text_of(rows[i].text), rows[i].fiscal, &period);
		if (read != (rows[i].label != NULL))
			fail_msg("%s", rows[i].text);
		if (!read)
			continue;
		assert_string_equal(period.label, rows[i].label);
		assert_string_equal(
		    date_print(text, period.from), rows[i].from);
		assert_string_equal(
		    date_print(text, period.until), rows[i].until);
		assert_true(period_prior(&period, rows[i].fiscal, &prior));
		assert_string_equal(prior.label, rows[i].prior);
		assert_int_equal(prior.until, period.from);
	}
	struct period first, none;
	assert_true(period_parse(text_of("0001"), 1, &first));
	assert_false(period_prior(&first, 1, &none));
}

static void
finds_the_quarter(void **state)
{
	(void)state;
	static const struct {
		int year, month, day, fiscal;
		const char *label;
	} rows[] = {
		{ 2026, 9, 30, 1, "2026Q3" },
		{ 2026, 1, 1, 1, "2026Q1" },
		{ 2026, 3, 31, 4, "2025Q4" },
		{ 2026, 4, 1, 4, "2026Q1" },
		{ 2026, 1, 31, 2, "2025Q4" },
		{ 2026, 2, 1, 2, "2026Q1" },
		{ 2026, 11, 30, 12, "2025Q4" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		date day = date_of(rows[i].year, rows[i].month, rows[i].day);
		struct period quarter =
		    period_of(day, PERIOD_QUARTER, rows[i].fiscal);
		assert_string_equal(quarter.label, rows[i].label);
		assert_true(period_holds(&quarter, day));
	}
}

static void
counts_months(void **state)
{
	(void)state;
	static const struct {
		const char *from, *until;
		int whole, days, length;
	} rows[] = {
		{ "2026-01-01", "2027-01-01", 12, 0, 31 },
		{ "2026-02-01", "2026-03-01", 1, 0, 31 },
		{ "2026-01-15", "2026-07-01", 5, 16, 30 },
		{ "2026-01-31", "2026-02-28", 1, 0, 31 },
		{ "2026-01-31", "2026-03-01", 1, 1, 31 },
		{ "2026-01-31", "2026-03-30", 1, 30, 31 },
		{ "2026-01-31", "2026-03-31", 2, 0, 30 },
		{ "2028-01-31", "2028-02-29", 1, 0, 31 },
		{ "2028-01-31", "2028-02-28", 0, 28, 29 },
		{ "2028-02-29", "2029-02-28", 12, 0, 29 },
		{ "2025-12-31", "2026-01-01", 0, 1, 31 },
		{ "2026-06-30", "2026-06-30", 0, 0, 1 },
		{ "2026-07-02", "2026-06-30", 0, 0, 1 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		date from, until;
		assert_true(date_parse(text_of(rows[i].from), &from));
		assert_true(date_parse(text_of(rows[i].until), &until));
		struct months months = months_between(from, until);
		if (months.whole != rows[i].whole ||
		    months.days != rows[i].days ||
		    months.length != rows[i].length)
			fail_msg("%s to %s: %d + %d/%d", rows[i].from,
			    rows[i].until, months.whole, months.days,
			    months.length);
	}
}

UNIT_TESTS(cmocka_unit_test(knows_every_day), cmocka_unit_test(reads_dates),
    cmocka_unit_test(reads_periods), cmocka_unit_test(finds_the_quarter),
    cmocka_unit_test(counts_months))
