/* Numbers and hours as exports write them. */
#include <stdio.h>
#include <string.h>

#include "io/import/forms/form.h"
#include "tests/unit/unit.h"

#define NONE "-"

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
	{ "1500-", NONE, "-1500", "-1500", "" },
	{ "1.500,5-", NONE, NONE, "-1500.5", "" },
	{ "-1500-", NONE, NONE, NONE, "" },
	{ "1500--", NONE, NONE, NONE, "" },
	{ "1.500.000 đồng", NONE, NONE, "1500000", "VND" },
	{ "1.500.000 Đồng", NONE, NONE, "1500000", "VND" },
	{ "1.500.000Đ", NONE, NONE, "1500000", "VND" },
	{ "1 500 000 VNĐ", NONE, "1500000", "1500000", "VND" },
	{ "1\u00a0500\u00a0000 vnđ", NONE, "1500000", "1500000", "VND" },
	{ "1\u202f500\u202f000 vnd", NONE, "1500000", "1500000", "VND" },
	{ "usd 1,200.50", NONE, "1200.5", NONE, "USD" },
	{ "1,200.50 Usd", NONE, "1200.5", NONE, "USD" },
	{ "eur 1.200,50-", NONE, NONE, "-1200.5", "EUR" },
	{ "1200 quid", NONE, NONE, NONE, "" },
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
		wide_print(text, decimal_widen_fine(number.value, number.rest));
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
	check_number(&comma, "1,5 Tỷ đồng", "1500000000", "VND");
	check_number(&comma, "2K", "2000", "");
	check_number(&comma, "1.250,5 triệu ₫", "1250500000", "VND");
	check_number(&point, "250k", "250000", "");
	check_number(&point, "$2.5M", "2500000", "$");
	check_number(&point, "1.23456k", "1234.56", "");
	check_number(&point, "k", NONE, "");
	check_number(&point, "999999 tỷ", "too large", "");
}

/* Percent, where a share is meant. */
static void
reads_shares(void **state)
{
	(void)state;
	const struct form money = { .numbers = NUMBERS_POINT };
	const struct form plain = { .numbers = NUMBERS_PLAIN, .shares = true };
	const struct form comma = { .numbers = NUMBERS_COMMA, .shares = true };
	const struct form named = {
		.numbers = NUMBERS_COMMA, .shares = true, .percent = true
	};
	check_number(&money, "45%", NONE, "");
	check_number(&plain, "0.45", "0.45", "");
	check_number(&plain, "45%", "0.45", "");
	check_number(&plain, "45.5 %", "0.455", "");
	check_number(&plain, "1,5%", NONE, "");
	check_number(&plain, "%", NONE, "");
	check_number(&comma, "7,25%", "0.0725", "");
	check_number(&comma, "5%", "0.05", "");
	check_number(&comma, "0,5%", "0.005", "");
	check_number(&comma, "100%", "1", "");
	check_number(&comma, "-5%", "-0.05", "");
	check_number(&comma, "0%", "0", "");
	check_number(&comma, "0,005%", "too fine", "");
	check_number(&named, "45", "0.45", "");
	check_number(&named, "45 %", "0.45", "");
}

/* Half a ten-thousandth goes away from zero. */
static void
rounds_where_it_may(void **state)
{
	(void)state;
	const struct form plain = { .numbers = NUMBERS_PLAIN, .rounds = true };
	const struct form comma = { .numbers = NUMBERS_COMMA, .rounds = true };
	check_number(&plain, "0.33333333333333", "0.3333", "");
	check_number(&plain, "1.6666666666667", "1.6667", "");
	check_number(&plain, "0.00005", "0.0001", "");
	check_number(&plain, "-0.00005", "-0.0001", "");
	check_number(&plain, "0.000049999", "0", "");
	check_number(&plain, "-0.000049999", "0", "");
	check_number(&plain, "0.99995", "1", "");
	check_number(&plain, "900000000000000.00004", "900000000000000", "");
	check_number(&plain, "900000000000000.00005", "too large", "");
	check_number(&comma, "1.000,12345", "1000.1235", "");
	struct form_number number;
	form_number(&plain, text_of("0.33333"), &number);
	assert_true(number.rounded);
	form_number(&plain, text_of("0.33330"), &number);
	assert_false(number.rounded);
}

/* Timesheets: up to eight places are kept, in every style. */
static void
keeps_eight_places(void **state)
{
	(void)state;
	const struct form plain = { .numbers = NUMBERS_PLAIN, .fine = true };
	const struct form comma = { .numbers = NUMBERS_COMMA, .fine = true };
	const struct form both = {
		.numbers = NUMBERS_POINT, .fine = true, .rounds = true
	};
	check_number(&plain, "0.33333333", "0.33333333", "");
	check_number(&plain, "-1.00000001000", "-1.00000001", "");
	check_number(&plain, "0.333333333", "too fine", "");
	check_number(&comma, "1.234,00000005", "1234.00000005", "");
	check_number(&comma, "(0,12345)", "-0.12345", "");
	check_number(&comma, "0,123456789", "too fine", "");
	/* What is longer is rounded to four. */
	check_number(&both, "0.12345678", "0.12345678", "");
	check_number(&both, "0.123456789", "0.1235", "");
	check_number(&both, "-0.123450001", "-0.1235", "");
	struct form_number number;
	form_number(&both, text_of("0.12345678"), &number);
	assert_false(number.rounded);
	form_number(&both, text_of("0.123456789"), &number);
	assert_true(number.rounded);
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
		{ "-00:40:00", -6667 },
		{ "02:30 h", 25000 },
		{ "02:30 giờ", 25000 },
		{ "02:30 m", -1 },
		{ "1 h 30 m", 15000 },
		{ "1h30", 15000 },
		{ "1h 30min", 15000 },
		{ "1H30M", 15000 },
		{ "1 hour, 30 minutes", 15000 },
		{ "2 hours and 15 mins", 22500 },
		{ "1h 20m 30s", 13417 },
		{ "90 min", 15000 },
		{ "90 min.", 15000 },
		{ "45m", 7500 },
		{ "-45m", -7500 },
		{ "40 phút", 6667 },
		{ "1 giờ 30 phút", 15000 },
		{ "1 Giờ 30 Phút", 15000 },
		{ "8 giờ", 80000 },
		{ "30 giây", 83 },
		{ "1.5 h", 15000 },
		{ "1.5h", 15000 },
		{ "-1.5 h", -15000 },
		{ "2.5 min", 417 },
		{ "0.02997 min", 5 }, /* 0.0004995 h */
		{ "0.0299999 min", 5 },
		{ "0.03 min", 5 },
		{ "0.02699999 min", 4 }, /* below 0.00045 h */
		{ "1.5", 15000 },
		{ "2", 20000 },
		{ "30m 1h", -1 },
		{ "1h 1h", -1 },
		{ "1h 30", 15000 },
		{ "1h 5", -1 },
		{ "1h60", -1 },
		{ "1d 2h", -1 },
		{ "1,5 h", -1 },
		{ "h", -1 },
		{ "1:60", -1 },
		{ "1:5", -1 },
		{ "1:30:60", -1 },
		{ "1:30:00x", -1 },
		{ ":30", -1 },
		{ "12345678:00", -1 },
		{ "", -1 },
	};
	const struct form point = { .numbers = NUMBERS_POINT, .fine = true };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct form_number number;
		decimal hours = -1;
		if (form_hours(&point, text_of(rows[i].cell), &number) ==
		    DECIMAL_OK)
			hours = number.value;
		if (hours != rows[i].hours || (hours != -1 && number.rest))
			fail_msg("%s is %jd", rows[i].cell, (intmax_t)hours);
	}
}

/* 5400 in each unit; what says its unit keeps it. */
static void
reads_hours_in_units(void **state)
{
	(void)state;
	static const struct {
		enum hour_unit unit;
		const char *cell;
		decimal hours;
	} rows[] = {
		{ UNIT_HOURS, "5400", 54000000 },
		{ UNIT_MINUTES, "5400", 900000 },
		{ UNIT_SECONDS, "5400", 15000 },
		{ UNIT_SECONDS, "5.400,0", 15000 },
		{ UNIT_SECONDS, "-5400", -15000 },
		{ UNIT_SECONDS, "1", 3 },
		{ UNIT_SECONDS, "-1", -3 },
		{ UNIT_MILLISECONDS, "5400000", 15000 },
		{ UNIT_MILLISECONDS, "180", 1 },
		{ UNIT_MILLISECONDS, "179", 0 },
		{ UNIT_MILLISECONDS, "-180", -1 },
		{ UNIT_SECONDS, "1:30", 15000 },
		{ UNIT_SECONDS, "90 min", 15000 },
		{ UNIT_SECONDS, "1,5 h", 15000 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct form form = { .numbers = NUMBERS_COMMA,
			.unit = rows[i].unit,
			.fine = true };
		struct form_number number;
		assert_int_equal(
		    form_hours(&form, text_of(rows[i].cell), &number),
		    DECIMAL_OK);
		if (number.value != rows[i].hours)
			fail_msg("%s in unit %d is %jd", rows[i].cell,
			    rows[i].unit, (intmax_t)number.value);
	}
}

/* From one time to another: across midnight, and across zones. */
static void
measures_spans(void **state)
{
	(void)state;
	static const struct {
		const char *from, *until;
		int seconds;
	} rows[] = {
		{ "2026-07-01 09:00", "2026-07-01 10:30", 5400 },
		{ "2026-07-01T09:23:00Z", "2026-07-01T10:23:01Z", 3601 },
		{ "2026-07-01 23:00", "2026-07-02 01:00", 7200 },
		{ "2026-07-01 09:00", "2026-07-01 09:00", 0 },
		{ "2026-07-01 09:00", "2026-07-01 08:59", -60 },
		{ "2026-07-01T09:00+07:00", "2026-07-01T04:00Z", 7200 },
		{ "2026-07-01T09:00+07:00", "2026-07-01 11:00", 7200 },
	};
	const struct form form = { .dates = DATES_YMD };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct form_day from, until;
		assert_true(form_date(&form, text_of(rows[i].from), &from));
		assert_true(form_date(&form, text_of(rows[i].until), &until));
		assert_int_equal(form_seconds(&from, &until), rows[i].seconds);
	}
}

UNIT_TESTS(cmocka_unit_test(measures_spans), cmocka_unit_test(reads_shares),
    cmocka_unit_test(reads_numbers), cmocka_unit_test(reads_suffixes),
    cmocka_unit_test(rounds_where_it_may), cmocka_unit_test(keeps_eight_places),
    cmocka_unit_test(reads_durations), cmocka_unit_test(reads_hours_in_units))
