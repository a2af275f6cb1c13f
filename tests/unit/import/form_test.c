/* Dates and numbers as exports write them, and what a column's cells say about
 * how they are written. */
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/forms/evidence.h"
#include "io/import/forms/form.h"
#include "tests/unit/unit.h"

#define NONE "-"

/* A cell and the day that each order makes of it. */
static const struct {
	const char *cell, *iso, *ymd, *dmy, *mdy;
} dates[] = {
	{ "2026-07-01", "2026-07-01", "2026-07-01", "2026-07-01",
	    "2026-07-01" },
	{ "2026-7-1", NONE, "2026-07-01", "2026-07-01", "2026-07-01" },
	{ "2026/07/01", NONE, "2026-07-01", "2026-07-01", "2026-07-01" },
	{ "2026.07.01", NONE, "2026-07-01", "2026-07-01", "2026-07-01" },
	{ "2026-07-01 10:00:00", NONE, "2026-07-01", "2026-07-01",
	    "2026-07-01" },
	{ "2026-07-01T23:59:59.000Z", NONE, "2026-07-01", "2026-07-01",
	    "2026-07-01" },
	{ "2026-07-01T23:59:59+07:00", NONE, "2026-07-01", "2026-07-01",
	    "2026-07-01" },
	{ "03/04/2026", NONE, NONE, "2026-04-03", "2026-03-04" },
	{ "3/4/2026", NONE, NONE, "2026-04-03", "2026-03-04" },
	{ "03-04-2026", NONE, NONE, "2026-04-03", "2026-03-04" },
	{ "03.04.2026", NONE, NONE, "2026-04-03", "2026-03-04" },
	{ "4/27/2026 11:02:10", NONE, NONE, NONE, "2026-04-27" },
	{ "4/27/2026 1:02 PM", NONE, NONE, NONE, "2026-04-27" },
	{ "27/04/2026, 11:02", NONE, NONE, "2026-04-27", NONE },
	{ "29/02/2024", NONE, NONE, "2024-02-29", NONE },
	{ "29/02/2026", NONE, NONE, NONE, NONE },
	{ "31/04/2026", NONE, NONE, NONE, NONE },
	{ "31/04/26", NONE, NONE, NONE, NONE },
	{ "1/2/26", NONE, NONE, "2026-02-01", "2026-01-02" },
	{ "31/12/68", NONE, NONE, "2068-12-31", NONE },
	{ "31/12/69", NONE, NONE, "1969-12-31", NONE },
	{ "1/2/126", NONE, NONE, NONE, NONE },
	{ "2026-02-30", NONE, NONE, NONE, NONE },
	{ "2026-07-01x", NONE, NONE, NONE, NONE },
	{ "2026-07-01 soon", NONE, NONE, NONE, NONE },
	{ "2026-07-01 25:00", NONE, NONE, NONE, NONE },
	{ "2026-07/01", NONE, NONE, NONE, NONE },
	{ "2026-07-001", NONE, NONE, NONE, NONE },
	{ "012/04/2026", NONE, NONE, NONE, NONE },
	{ "45631", NONE, NONE, NONE, NONE },
	{ "0000-00-00", NONE, NONE, NONE, NONE },
	{ "2026-07-", NONE, NONE, NONE, NONE },
	{ "", NONE, NONE, NONE, NONE },
	{ "//", NONE, NONE, NONE, NONE },
};

static void
check_date(const struct form *form, const char *cell, const char *wanted)
{
	char text[DATE_TEXT_SIZE];
	date day;
	const char *actual =
	    form_date(form, text_of(cell), &day) ? date_print(text, day) : NONE;
	if (strcmp(actual, wanted) != 0)
		fail_msg("\"%s\" in order %d: %s, not %s", cell, form->dates,
		    actual, wanted);
}

static void
reads_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		const char *wanted[] = { [DATES_ISO] = dates[i].iso,
			[DATES_YMD] = dates[i].ymd,
			[DATES_DMY] = dates[i].dmy,
			[DATES_MDY] = dates[i].mdy };
		for (int order = DATES_ISO; order <= DATES_MDY; order++) {
			struct form form = { .dates = (enum date_order)order };
			check_date(&form, dates[i].cell, wanted[order]);
		}
	}
}

/* Day numbers of spreadsheets: 25569 is 1970-01-01; times of Unix. */
static void
reads_day_numbers(void **state)
{
	(void)state;
	const struct form excel = { .dates = DATES_DMY, .excel_dates = true };
	const struct form unix_time = { .dates = DATES_YMD,
		.unix_dates = true };
	check_date(&excel, "45631", "2024-12-05");
	check_date(&excel, "45631.0", "2024-12-05");
	check_date(&excel, "45631.99999", "2024-12-05");
	check_date(&excel, "25569", "1970-01-01");
	check_date(&excel, "05/12/2024", "2024-12-05");
	check_date(&excel, "4563", NONE);
	check_date(&excel, "456310", NONE);
	check_date(&excel, "-45631", NONE);
	check_date(&unix_time, "1785542399", "2026-07-31");
	check_date(&unix_time, "1785542400", "2026-08-01");
	check_date(&unix_time, "1785542400123", "2026-08-01");
	check_date(&unix_time, "1785542400.5", "2026-08-01");
	check_date(&unix_time, "2026-08-01 00:00", "2026-08-01");
	check_date(&unix_time, "178554240", NONE);
	check_date(&unix_time, "17855424001", NONE);
}

/* A cell and what each style makes of it: the number and the currency. */
static const struct {
	const char *cell, *plain, *point, *comma, *currency;
} numbers[] = {
	{ "1234.5", "1234.5", "1234.5", NONE, "" },
	{ "-1234.5", "-1234.5", "-1234.5", NONE, "" },
	{ "1234", "1234", "1234", "1234", "" },
	{ "1234,5", NONE, NONE, "1234.5", "" },
	{ "1.234.567,89", NONE, NONE, "1234567.89", "" },
	{ "1,234,567.89", NONE, "1234567.89", NONE, "" },
	{ "1 234 567,89", NONE, NONE, "1234567.89", "" },
	{ "1\u00a0234\u00a0567,89", NONE, NONE, "1234567.89", "" },
	{ "1\u202f234\u202f567.89", NONE, "1234567.89", NONE, "" },
	{ "1'234'567.89", NONE, "1234567.89", NONE, "" },
	{ "1.234", "1.234", "1.234", "1234", "" },
	{ "1,234", NONE, "1234", "1.234", "" },
	{ "0.123", "0.123", "0.123", NONE, "" },
	{ "0,123", NONE, NONE, "0.123", "" },
	{ "12.34.567", NONE, NONE, NONE, "" },
	{ "1,23,456", NONE, NONE, NONE, "" },
	{ "1.234,567.8", NONE, NONE, NONE, "" },
	{ "1 234.567,8", NONE, NONE, NONE, "" },
	{ "1,2345.6", NONE, NONE, NONE, "" },
	{ "(1.234,5)", NONE, NONE, "-1234.5", "" },
	{ "(1,234.5)", NONE, "-1234.5", NONE, "" },
	{ "(1234", NONE, NONE, NONE, "" },
	{ "1234)", NONE, NONE, NONE, "" },
	{ "-(12)", NONE, NONE, NONE, "" },
	{ "--12", NONE, NONE, NONE, "" },
	{ "₫1.234.567", NONE, NONE, "1234567", "VND" },
	{ "1.234.567 ₫", NONE, NONE, "1234567", "VND" },
	{ "1.234.567đ", NONE, NONE, "1234567", "VND" },
	{ "1.234.567 VNĐ", NONE, NONE, "1234567", "VND" },
	{ "VND 1,234,567", NONE, "1234567", NONE, "VND" },
	{ "$1,234.50", NONE, "1234.5", NONE, "$" },
	{ "-$1,234.50", NONE, "-1234.5", NONE, "$" },
	{ "$-1,234.50", NONE, "-1234.5", NONE, "$" },
	{ "($1,234.50)", NONE, "-1234.5", NONE, "$" },
	{ "1.234,50 €", NONE, NONE, "1234.5", "EUR" },
	{ "£1000", NONE, "1000", "1000", "GBP" },
	{ "€", NONE, NONE, NONE, "" },
	{ "1,5 tỷ", NONE, NONE, NONE, "" },
	{ "250k", NONE, NONE, NONE, "" },
	{ "1.00005", "too fine", "too fine", NONE, "" },
	{ "1.234.567,00000", NONE, NONE, "1234567", "" },
	{ "900.000.000.000.001", NONE, NONE, "too large", "" },
	{ "1e3", NONE, NONE, NONE, "" },
	{ "nan", NONE, NONE, NONE, "" },
	{ "1.", NONE, NONE, NONE, "" },
	{ ".5", NONE, NONE, NONE, "" },
	{ "1,", NONE, NONE, NONE, "" },
	{ ",5", NONE, NONE, NONE, "" },
	{ "", NONE, NONE, NONE, "" },
};

static void
check_number(const struct form *form, const char *cell, const char *wanted,
    const char *currency)
{
	char text[WIDE_TEXT_SIZE];
	struct form_number number;
	enum decimal_status status = form_number(form, text_of(cell), &number);
	const char *actual = status == DECIMAL_TOO_FINE    ? "too fine"
			     : status == DECIMAL_TOO_LARGE ? "too large"
							   : NONE;
	if (status == DECIMAL_OK) {
		wide_print(text, decimal_widen(number.value));
		actual = text;
	}
	if (strcmp(actual, wanted) != 0)
		fail_msg("\"%s\" in style %d: %s, not %s", cell, form->numbers,
		    actual, wanted);
	if (status == DECIMAL_OK && form->numbers != NUMBERS_PLAIN)
		assert_string_equal(
		    number.currency ? number.currency : "", currency);
}

static void
reads_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		const char *wanted[] = { [NUMBERS_PLAIN] = numbers[i].plain,
			[NUMBERS_POINT] = numbers[i].point,
			[NUMBERS_COMMA] = numbers[i].comma };
		for (int style = NUMBERS_PLAIN; style <= NUMBERS_COMMA;
		     style++) {
			struct form form = { .numbers =
						 (enum number_style)style };
			check_number(&form, numbers[i].cell, wanted[style],
			    numbers[i].currency);
		}
	}
}

static void
reads_suffixes(void **state)
{
	(void)state;
	const struct form comma = { .numbers = NUMBERS_COMMA,
		.suffixes = true };
	const struct form point = { .numbers = NUMBERS_POINT,
		.suffixes = true };
	check_number(&comma, "1,2 tỷ", "1200000000", "");
	check_number(&comma, "250 triệu", "250000000", "");
	check_number(&comma, "1,5 tr", "1500000", "");
	check_number(&comma, "1.250,5 triệu ₫", "1250500000", "VND");
	check_number(&point, "250k", "250000", "");
	check_number(&point, "$2.5M", "2500000", "$");
	check_number(&point, "1.23456k", "1234.56", "");
	check_number(&point, "k", NONE, "");
	check_number(&point, "999999 tỷ", "too large", "");
}

static void
reads_durations(void **state)
{
	(void)state;
	static const struct {
		const char *cell;
		decimal hours; /* in ten-thousandths; -1: none */
	} rows[] = {
		{ "01:30:00", 15000 },
		{ "1:30", 15000 },
		{ "27:20:36", 273433 },
		{ "00:20:00", 3333 },
		{ "00:40:00", 6667 },
		{ "00:00:01", 3 },
		{ "100:00:00", 1000000 },
		{ "-1:30", -15000 },
		{ "1:60", -1 },
		{ "1:5", -1 },
		{ "1:30:60", -1 },
		{ "1:30:00x", -1 },
		{ "1.5", -1 },
		{ ":30", -1 },
		{ "12345678:00", -1 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		decimal hours = -1;
		bool read = form_duration(text_of(rows[i].cell), &hours);
		if (!read)
			hours = -1;
		if (hours != rows[i].hours)
			fail_msg("%s is %jd", rows[i].cell, (intmax_t)hours);
	}
}

/* Cells of a column, separated by `|`; what is decided of it, with and without
 * the plain grammar to fall back on. */
static const struct {
	enum field_type type;
	const char *cells;
	bool foreign;
	enum verdict verdict; /* without the plain grammar */
	int form;             /* then */
} columns[] = {
	{ FIELD_DATE, "2026-07-01|2026-07-02", false, VERDICT_DECIDED,
	    DATES_YMD },
	{ FIELD_DATE, "2026-07-01|13/07/2026", false, VERDICT_TWO_STYLES, 0 },
	{ FIELD_DATE, "01/07/2026|02/07/2026", true, VERDICT_UNSURE, 0 },
	{ FIELD_DATE, "01/01/2026|02/02/2026", true, VERDICT_DECIDED,
	    DATES_DMY },
	{ FIELD_DATE, "01/07/2026|13/07/2026", true, VERDICT_DECIDED,
	    DATES_DMY },
	{ FIELD_DATE, "01/07/2026|07/13/2026", true, VERDICT_DECIDED,
	    DATES_MDY },
	{ FIELD_DATE, "13/07/2026|07/13/2026", true, VERDICT_CONTRADICTION, 0 },
	{ FIELD_DATE, "2026/7/1|2026/7/2", true, VERDICT_DECIDED, DATES_YMD },
	{ FIELD_DATE, "13/07/2026", false, VERDICT_DECIDED, DATES_DMY },
	{ FIELD_DATE, "soon|later", false, VERDICT_DECIDED, DATES_YMD },
	{ FIELD_DECIMAL, "1|2|3", false, VERDICT_DECIDED, NUMBERS_POINT },
	{ FIELD_DECIMAL, "1.5|2", false, VERDICT_DECIDED, NUMBERS_POINT },
	{ FIELD_DECIMAL, "1,5|2,5", true, VERDICT_DECIDED, NUMBERS_COMMA },
	{ FIELD_DECIMAL, "1,5|2|3", false, VERDICT_DECIDED, NUMBERS_COMMA },
	{ FIELD_DECIMAL, "1,5|2|3,5|4,5", true, VERDICT_DECIDED,
	    NUMBERS_COMMA },
	{ FIELD_DECIMAL, "1.234|5.678", false, VERDICT_UNSURE, 0 },
	{ FIELD_DECIMAL, "1,234|5,678", true, VERDICT_UNSURE, 0 },
	{ FIELD_DECIMAL, "1.234|5.678.901", true, VERDICT_DECIDED,
	    NUMBERS_COMMA },
	{ FIELD_DECIMAL, "1.234|0.5", false, VERDICT_DECIDED, NUMBERS_POINT },
	{ FIELD_DECIMAL, "1,5|1.5", false, VERDICT_CONTRADICTION, 0 },
	{ FIELD_DECIMAL, "1.234.567|2.345.678|85.000", true, VERDICT_DECIDED,
	    NUMBERS_COMMA },
	{ FIELD_DECIMAL, "85.000|65.000|1.245.000", true, VERDICT_DECIDED,
	    NUMBERS_COMMA },
	{ FIELD_DECIMAL, "12.5|1.250|1,5", false, VERDICT_CONTRADICTION, 0 },
	{ FIELD_DECIMAL, "abc|1e3", false, VERDICT_DECIDED, NUMBERS_POINT },
};

static void
weighs_columns(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		struct field field = { .type = columns[i].type };
		struct evidence evidence = { 0 };
		struct form form = { 0 }, plain = { 0 };
		const char *at = columns[i].cells;
		for (uint64_t line = 2; *at; line++) {
			size_t length = strcspn(at, "|");
			assert_true(evidence_add(&evidence, &field, &form,
			    (struct text){ at, length }, line, arena));
			at += length + (at[length] == '|');
		}
		if (evidence_is_foreign(&evidence) != columns[i].foreign)
			fail_msg("%s: foreign?", columns[i].cells);
		assert_int_equal(
		    evidence_decide(&evidence, &field, true, &plain),
		    VERDICT_DECIDED);
		assert_int_equal(plain.dates, DATES_ISO);
		if (evidence_decide(&evidence, &field, false, &form) !=
		    columns[i].verdict)
			fail_msg("%s: another verdict", columns[i].cells);
		int actual = field.type == FIELD_DATE ? (int)form.dates
						      : (int)form.numbers;
		if (columns[i].verdict == VERDICT_DECIDED &&
		    actual != columns[i].form)
			fail_msg("%s: form %d", columns[i].cells, actual);
	}
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(reads_dates), cmocka_unit_test(reads_day_numbers),
    cmocka_unit_test(reads_numbers), cmocka_unit_test(reads_suffixes),
    cmocka_unit_test(reads_durations), cmocka_unit_test(weighs_columns))
