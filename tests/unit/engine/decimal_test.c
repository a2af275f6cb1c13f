/* Exact numbers: what is read, what is refused, what is printed. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/decimal.h"
#include "tests/unit/unit.h"

static void
parses(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum decimal_status status;
		decimal value;
	} rows[] = {
		{ "0", DECIMAL_OK, 0 },
		{ "-0", DECIMAL_OK, 0 },
		{ "1", DECIMAL_OK, 10000 },
		{ "-12.5", DECIMAL_OK, -125000 },
		{ "0.0001", DECIMAL_OK, 1 },
		{ "007.10", DECIMAL_OK, 71000 },
		{ "1.50000000", DECIMAL_OK, 15000 },
		{ "900000000000000", DECIMAL_OK, 9000000000000000000 },
		{ "-900000000000000.0000", DECIMAL_OK, -9000000000000000000 },
		{ "900000000000000.0001", DECIMAL_TOO_LARGE, 0 },
		{ "900000000000001", DECIMAL_TOO_LARGE, 0 },
		{ "99999999999999999999999999", DECIMAL_TOO_LARGE, 0 },
		/* Beyond 64 bits: 2^64 + 4, and the same with decimals. */
		{ "18446744073709551620", DECIMAL_TOO_LARGE, 0 },
		{ "-18446744073709551620", DECIMAL_TOO_LARGE, 0 },
		{ "1844674407370955162", DECIMAL_TOO_LARGE, 0 },
		{ "1844674407370955.1620", DECIMAL_TOO_LARGE, 0 },
		{ "1844674407370955162.0000", DECIMAL_TOO_LARGE, 0 },
		{ "922337203685477.5808", DECIMAL_TOO_LARGE, 0 },
		{ "0.00001", DECIMAL_TOO_FINE, 0 },
		{ "", DECIMAL_NOT_A_NUMBER, 0 },
		{ "-", DECIMAL_NOT_A_NUMBER, 0 },
		{ ".5", DECIMAL_NOT_A_NUMBER, 0 },
		{ "5.", DECIMAL_NOT_A_NUMBER, 0 },
		{ "+5", DECIMAL_NOT_A_NUMBER, 0 },
		{ "1,5", DECIMAL_NOT_A_NUMBER, 0 },
		{ "1e3", DECIMAL_NOT_A_NUMBER, 0 },
		{ "0x10", DECIMAL_NOT_A_NUMBER, 0 },
		{ "nan", DECIMAL_NOT_A_NUMBER, 0 },
		{ "1 000", DECIMAL_NOT_A_NUMBER, 0 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		decimal value = 0;
		enum decimal_status status =
		    decimal_parse(text_of(rows[i].text), &value);
		if (status != rows[i].status || value != rows[i].value)
			fail_msg("%s: status %d, value %jd", rows[i].text,
			    (int)status, (intmax_t)value);
	}
	char digits[401];
	memset(digits, '7', 400);
	digits[400] = '\0';
	decimal value;
	assert_int_equal(
	    decimal_parse(text_of(digits), &value), DECIMAL_TOO_LARGE);
}

/* Timesheets: four places, and four more in a rest of the same sign. */
static void
parses_eight_places(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum decimal_status status;
		decimal value;
		int16_t rest;
	} rows[] = {
		{ "7.5", DECIMAL_OK, 75000, 0 },
		{ "0.12345678", DECIMAL_OK, 1234, 5678 },
		{ "-0.12345678", DECIMAL_OK, -1234, -5678 },
		{ "1.33333", DECIMAL_OK, 13333, 3000 },
		{ "0.00000001", DECIMAL_OK, 0, 1 },
		{ "-0.00000001", DECIMAL_OK, 0, -1 },
		{ "-12.0000999900", DECIMAL_OK, -120000, -9999 },
		{ "2.12345678000000000000", DECIMAL_OK, 21234, 5678 },
		{ "0.123456789", DECIMAL_TOO_FINE, 7, 7 },
		{ "0.000000001", DECIMAL_TOO_FINE, 7, 7 },
		{ "0.1234567800001", DECIMAL_TOO_FINE, 7, 7 },
		{ "899999999999999.99999999", DECIMAL_OK, 8999999999999999999,
		    9999 },
		{ "-900000000000000.00000000", DECIMAL_OK, -9000000000000000000,
		    0 },
		{ "900000000000000.00000001", DECIMAL_TOO_LARGE, 7, 7 },
		{ "-900000000000000.00000001", DECIMAL_TOO_LARGE, 7, 7 },
		{ "0.1234567x", DECIMAL_NOT_A_NUMBER, 7, 7 },
		{ "5.", DECIMAL_NOT_A_NUMBER, 7, 7 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		decimal value = 7;
		int16_t rest = 7;
		enum decimal_status status =
		    decimal_parse_fine(text_of(rows[i].text), &value, &rest);
		if (status != rows[i].status || value != rows[i].value ||
		    rest != rows[i].rest)
			fail_msg("%s: status %d, value %jd, rest %d",
			    rows[i].text, (int)status, (intmax_t)value, rest);
	}
}

static void
multiplies_exactly(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b, *product; /* NULL: it does not fit */
	} rows[] = {
		{ "0.00000001", "0.00000001", "0.0000000000000001" },
		{ "-0.00000001", "3", "-0.00000003" },
		/* (1 + 2/10^8) × (1 − 3/10^8) */
		{ "1.00000002", "0.99999997", "0.9999999899999994" },
		{ "7.5", "400000", "3000000" },
		{ "900000000000000", "10000000", "9000000000000000000000" },
		{ "-900000000000000", "18000000", "-16200000000000000000000" },
		{ "900000000000000", "20000000", NULL },
		{ "-899999999999999.99999999", "899999999999999.99999999",
		    NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		decimal a, b;
		int16_t a_rest, b_rest;
		char text[WIDE_TEXT_SIZE];
		wide product;
		decimal_parse_fine(text_of(rows[i].a), &a, &a_rest);
		decimal_parse_fine(text_of(rows[i].b), &b, &b_rest);
		assert_int_equal(
		    decimal_multiply_fine(a, a_rest, b, b_rest, &product),
		    rows[i].product != NULL);
		if (!rows[i].product)
			continue;
		wide_print(text, product);
		assert_string_equal(text, rows[i].product);
	}
	assert_true(decimal_share(9000000000000000000, 10000) ==
		    900000000000000 * WIDE_ONE);
	/* 0.0001 × 0.0001 */
	assert_true(decimal_share(1, 1) == WIDE_ONE / 100000000);
}

static void
converts(void **state)
{
	(void)state;
	/* Half away from zero at the fourth place: 0.0001 × 0.5 = 0.00005. */
	static const struct {
		decimal value, rate, result;
	} rows[] = {
		{ 1, 5000, 1 }, { -1, 5000, -1 }, { 1, 4999, 0 },
		{ 10000, 254000000, 254000000 },
		{ 3333, 254005000, 84659867 }, /* 0.3333 × 25400.5 */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		decimal result = 0;
		assert_true(
		    decimal_convert(rows[i].value, rows[i].rate, &result));
		assert_int_equal(result, rows[i].result);
	}
	decimal result;
	assert_false(
	    decimal_convert(9000000000000000000, 2 * DECIMAL_ONE, &result));
	/* 0.12345 × 1 and a little less; the places of both are rounded once:
	 * 0.00009999 × 0.5 = 0.000049995. */
	static const struct {
		decimal value;
		int16_t rest;
		decimal rate, result;
	} fine[] = {
		{ 1234, 5000, 10000, 1235 },
		{ 1234, 4999, 10000, 1234 },
		{ -1234, -5000, 10000, -1235 },
		{ 0, 9999, 5000, 0 },
		{ 0, 9999, 5001, 1 },
		{ 10000, 1, 254000000, 254000003 },
		{ 8999999999999999999, 4999, 10000, 8999999999999999999 },
	};
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
		assert_true(decimal_convert_fine(
		    fine[i].value, fine[i].rest, fine[i].rate, &result));
		assert_int_equal(result, fine[i].result);
	}
	const decimal most = 9000000000000000000;
	assert_false(decimal_convert_fine(most, 9999, 10000, &result));
	assert_false(decimal_convert_fine(-most, 0, 10001, &result));
	assert_false(decimal_convert_fine(most, 0, most, &result));
}

static void
prints(void **state)
{
	(void)state;
	static const struct {
		wide value;
		const char *text;
	} rows[] = {
		{ 0, "0" },
		{ 1, "0.0000000000000001" },
		{ -15000000000000000, "-1.5" },
		{ 10000000000000000, "1" },
		{ 1020304000000000, "0.1020304" },
		{ (wide)UINT64_MAX, "1844.6744073709551615" },
		{ (wide)UINT64_MAX + 1, "1844.6744073709551616" },
		{ 900000000000000 * WIDE_ONE, "900000000000000" },
		{ -900000000000000 * WIDE_ONE - 1,
		    "-900000000000000.0000000000000001" },
	};
	char text[WIDE_TEXT_SIZE];
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		wide_print(text, rows[i].value);
		assert_string_equal(text, rows[i].text);
	}
	wide largest = (((wide)1 << 126) - 1) * 2 + 1;
	wide_print(text, largest);
	assert_string_equal(text, "17014118346046923173168.7303715884105727");
	assert_false(wide_add(&largest, 1));
}

static void
prints_doubles(void **state)
{
	(void)state;
	static const struct {
		double value;
		const char *text;
	} rows[] = {
		{ 0.0, "0" },
		{ -0.0, "0" },
		{ 0.1, "0.1" },
		{ 5.0 / 6, "0.8333333333333334" },
		{ -2.5, "-2.5" },
		{ 100, "100" },
		{ 1e21, "1e21" },
		{ 123456789012345680.0, "123456789012345680" },
		{ 5e-324, "5e-324" },
		{ DBL_MAX, "1.7976931348623157e308" },
	};
	char text[DOUBLE_TEXT_SIZE];
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double_print(text, rows[i].value);
		assert_string_equal(text, rows[i].text);
	}
	/* Every double reads back as itself. */
	uint64_t bits = 88172645463325252u;
	for (int i = 0; i < 20000; i++) {
		bits ^= bits << 13;
		bits ^= bits >> 7;
		bits ^= bits << 17;
		double value;
		memcpy(&value, &bits, sizeof value);
		if (value != value || value > DBL_MAX || value < -DBL_MAX)
			continue;
		assert_true(double_print(text, value) < DOUBLE_TEXT_SIZE);
		assert_true(strtod(text, NULL) == value);
	}
}

/* The shortest, as printf and strtod find it. */
static void
assert_shortest(double value)
{
	char text[DOUBLE_TEXT_SIZE], wanted[40], found[40];
	for (int more = 14; more < 17; more++) {
		snprintf(wanted, sizeof wanted, "%.*e", more, value);
		if (strtod(wanted, NULL) == value)
			break;
	}
	double_print(text, value);
	assert_true(strtod(text, NULL) == value);
	/* The same digits, and no fewer. */
	size_t digits = 0, length = strcspn(wanted, "e");
	while (length > 0 && strchr("0.", wanted[length - 1]))
		length--;
	snprintf(found, sizeof found, "%.*s", (int)length, wanted);
	char stripped[40], plain[40];
	for (const char *at = found; *at; at++)
		if (*at >= '0' && *at <= '9' && (digits || *at != '0'))
			stripped[digits++] = *at;
	stripped[digits] = '\0';
	digits = 0;
	for (const char *at = text; *at && *at != 'e'; at++)
		if (*at >= '0' && *at <= '9' && (digits || *at != '0'))
			plain[digits++] = *at;
	while (digits > 1 && plain[digits - 1] == '0')
		digits--;
	plain[digits] = '\0';
	assert_string_equal(plain, stripped);
}

static void
prints_the_shortest(void **state)
{
	(void)state;
	uint64_t bits = 88172645463325252u;
	for (int i = 0; i < 30000; i++) {
		bits ^= bits << 13;
		bits ^= bits >> 7;
		bits ^= bits << 17;
		/* Of any size that people meet, and around each power of two
		 * and of ten. */
		int exponent = (int)(bits >> 58) - 40;
		double mantissa = 1 + (double)(bits >> 12) / 4503599627370496.0;
		assert_shortest(ldexp(mantissa, exponent));
		assert_shortest(
		    (double)(bits >> 30) / pow(10, (double)(bits % 12)));
		assert_shortest((double)(bits % 100000 + 1) / (i % 997 + 1));
	}
	for (int exponent = -60; exponent < 80; exponent++)
		for (int step = -3; step <= 3; step++) {
			double two = ldexp(1, exponent);
			double ten = pow(10, exponent / 4);
			for (int i = 0; i < abs(step); i++) {
				two = nextafter(two, step > 0 ? INFINITY : 0);
				ten = nextafter(ten, step > 0 ? INFINITY : 0);
			}
			assert_shortest(two);
			assert_shortest(ten);
		}
}

static void
becomes_double(void **state)
{
	(void)state;
	/* Whole amounts are exact beyond the 2^53 of 10^-16 units; ratios of
	 * amounts are rounded once, as the compiler rounds the literal. */
	assert_true(
	    wide_double(2059719592302055 * WIDE_ONE) == 2059719592302055.0);
	assert_true(wide_double(-1234500000000000) == -0.12345);
	assert_true(wide_double(decimal_widen(210565464211)) == 21056546.4211);
	assert_true(wide_double(0) == 0);
	assert_true(decimal_double(-12345) == -1.2345);
	assert_true(isnan(decimal_double(DECIMAL_NONE)));
	assert_true(
	    wide_ratio(1325350049631 * WIDE_ONE, 3572851472363 * WIDE_ONE) ==
	    1325350049631.0 / 3572851472363.0);
	assert_true(wide_ratio((wide)210565464211 * DECIMAL_ONE,
			(wide)871474916053 * DECIMAL_ONE) ==
		    210565464211.0 / 871474916053.0);
	assert_true(wide_ratio(-1, 3) == -1.0 / 3.0);
	/* Between two doubles: to the even one, but for the last bit. */
	wide two_53 = (wide)1 << 53;
	assert_true(wide_ratio(two_53 + 1, 1) == 9007199254740992.0);
	assert_true(wide_ratio(two_53 + 3, 1) == 9007199254740996.0);
	assert_true(wide_ratio(((two_53 + 1) << 60) + 1, (wide)1 << 60) ==
		    9007199254740994.0);
	assert_true(wide_ratio(-((wide)1 << 100), ((wide)1 << 126) - 1) ==
		    -ldexp(1, -26));
	assert_true(wide_ratio(0, (wide)1 << 100) == 0);
	/* As the C library reads the same number. */
	uint64_t bits = 1;
	for (int i = 0; i < 100000; i++) {
		char text[WIDE_TEXT_SIZE];
		bits = bits * 6364136223846793005u + 1442695040888963407u;
		wide value =
		    (wide)(int64_t)bits * (int64_t)(bits >> 24 >> i % 40);
		wide_print(text, value);
		assert_true(wide_double(value) == strtod(text, NULL));
	}
}

static void
sums_in_any_order(void **state)
{
	(void)state;
	double values[] = { 1e100, 1, -1e100, 0.1, 0.2, 0.3, -5e-324, 1e-300,
		66.66666666666667, DBL_MAX / 2 };
	enum { COUNT = sizeof values / sizeof *values };
	struct exact_sum forwards = { 0 }, backwards = { 0 };
	for (int i = 0; i < COUNT; i++) {
		exact_sum_add(&forwards, values[i]);
		exact_sum_add(&backwards, values[COUNT - 1 - i]);
	}
	assert_true(exact_sum_value(&forwards) == exact_sum_value(&backwards));
	exact_sum_add(&forwards, -DBL_MAX / 2);
	exact_sum_add(&forwards, -66.66666666666667);
	/* 1 + 0.1 + 0.2 + 0.3, the rest below or cancelled */
	assert_float_equal(exact_sum_value(&forwards), 1.6, 1e-15);
	struct exact_sum negative = { 0 };
	exact_sum_add(&negative, -0.3);
	assert_true(exact_sum_value(&negative) == -0.3);
	/* Any double alone is its sum: the least, the largest, and between. */
	static const double alone[] = { 0, 5e-324, -5e-324, 2e-310, DBL_MIN,
		-DBL_MIN / 2, 1, -1.5, 1 / 3.0, 1e22, DBL_MAX, -DBL_MAX };
	for (size_t i = 0; i < sizeof alone / sizeof *alone; i++) {
		struct exact_sum one = { 0 };
		exact_sum_add(&one, alone[i]);
		assert_true(exact_sum_value(&one) == alone[i]);
	}
}

UNIT_TESTS(cmocka_unit_test(parses), cmocka_unit_test(parses_eight_places),
    cmocka_unit_test(multiplies_exactly), cmocka_unit_test(converts),
    cmocka_unit_test(prints), cmocka_unit_test(prints_doubles),
    cmocka_unit_test(prints_the_shortest), cmocka_unit_test(becomes_double),
    cmocka_unit_test(sums_in_any_order))
