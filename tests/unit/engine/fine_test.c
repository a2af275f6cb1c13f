/* Decimals of eighteen places: reading, printing, rounding, and the bounds. */
#include "engine/base/decimal18.h"
#include "tests/unit/unit.h"

static void
texts(void **state)
{
	static const struct {
		const char *text, *printed; /* NULL: refused */
	} rows[] = {
		{ "0", "0" },
		{ "-0", "0" },
		{ "12", "12" },
		{ "-12.50", "-12.5" },
		{ "0.8333333333333334", "0.8333333333333334" },
		{ "100000000000000000000", "100000000000000000000" },
		{ "0.000000000000000001", "0.000000000000000001" },
		/* the nineteenth place is rounded, half away from zero */
		{ "0.0000000000000000005", "0.000000000000000001" },
		{ "-0.0000000000000000005", "-0.000000000000000001" },
		{ "0.00000000000000000049", "0" },
		{ "0.9999999999999999999", "1" },
		/* 2^127 / 10^18 = 170141183460469231731.687… */
		{ "170141183460469231731.687303715884105727",
		    "170141183460469231731.687303715884105727" },
		{ "170141183460469231731.687303715884105728", NULL },
		{ "170141183460469231732", NULL },
		{ "", NULL },
		{ "-", NULL },
		{ ".5", NULL },
		{ "5.", NULL },
		{ "1e3", NULL },
		{ " 1", NULL },
		{ "1 ", NULL },
		{ "+1", NULL },
		{ "nan", NULL },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		fine value;
		char text[FINE_TEXT_SIZE];
		bool read = fine_parse(rows[i].text, &value);
		assert_int_equal(read, rows[i].printed != NULL);
		if (read)
			assert_string_equal(
			    fine_print(text, value), rows[i].printed);
	}
}

static void
rounding(void **state)
{
	static const struct {
		const char *text;
		int places;
		const char *rounded;
	} rows[] = {
		{ "2.5", 0, "3" },
		{ "-2.5", 0, "-3" },
		{ "2.4999", 0, "2" },
		{ "0.125", 2, "0.13" },
		{ "-0.125", 2, "-0.13" },
		{ "0.124999", 2, "0.12" },
		{ "1.25", 18, "1.25" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		fine value;
		char text[FINE_TEXT_SIZE];
		assert_true(fine_parse(rows[i].text, &value));
		value = fine_round(value, rows[i].places);
		assert_string_equal(fine_print(text, value), rows[i].rounded);
	}
}

static void
doubles(void **state)
{
	static const struct {
		double value;
		int places;
		const char *text;
	} rows[] = {
		{ 0.1, 12, "0.1" }, { 1.0 / 3, 12, "0.333333333333" },
		{ -2.0 / 3, 4, "-0.6667" }, { 1e15, 12, "1000000000000000" },
		{ 1e300, 12, "0" }, /* does not fit */
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[FINE_TEXT_SIZE];
		assert_string_equal(
		    fine_print(text, fine_of(rows[i].value, rows[i].places)),
		    rows[i].text);
	}
}

static void
bounds(void **state)
{
	fine value;
	(void)state;
	assert_true(fine_parse("100000000000000000000", &value));
	assert_false(fine_add(&value, value));
	value = -value;
	assert_false(fine_subtract(&value, -value));
}

UNIT_TESTS(cmocka_unit_test(texts), cmocka_unit_test(rounding),
    cmocka_unit_test(doubles), cmocka_unit_test(bounds))
