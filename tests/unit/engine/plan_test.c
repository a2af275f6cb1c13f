/* How pay is printed: proration with four places, amounts with the unit's. */
#include <string.h>

#include "engine/model/plan.h"
#include "tests/unit/unit.h"

static void
proration(void **state)
{
	static const struct {
		int served, days;
		const char *text;
	} rows[] = {
		{ 92, 92, "1.0000" }, { 1, 3, "0.3333" }, { 2, 3, "0.6667" },
		/* 1/32 = 0.03125: half away from zero */
		{ 1, 32, "0.0313" }, { 45, 92, "0.4891" }, /* 0.48913… */
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct scorecard card = { .days_served = rows[i].served,
			.days_of_period = rows[i].days };
		char text[WIDE_TEXT_SIZE];
		wide_print_places(text, decimal_widen(pay_proration(&card)),
		    PRORATION_PLACES);
		assert_string_equal(text, rows[i].text);
	}
}

static void
amounts(void **state)
{
	static const struct {
		wide amount;  /* 10^-8 */
		decimal unit; /* 10^-4 */
		const char *text;
	} rows[] = {
		{ 1234567 * WIDE_ONE, 10000, "1234567" },
		{ 0, 10000, "0" },
		{ 0, 100, "0.00" },
		{ 12345 * (WIDE_ONE / 10), 100, "1234.50" },
		{ 1234 * WIDE_ONE, 100, "1234.00" },
		{ -125 * (WIDE_ONE / 100), 100, "-1.25" },
		{ 5000 * WIDE_ONE, 10000000, "5000" },
		{ 15 * (WIDE_ONE / 10), 5000, "1.5" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[WIDE_TEXT_SIZE];
		size_t length = wide_print_places(
		    text, rows[i].amount, pay_places(rows[i].unit));
		assert_string_equal(text, rows[i].text);
		assert_int_equal(length, strlen(rows[i].text));
	}
}

UNIT_TESTS(cmocka_unit_test(proration), cmocka_unit_test(amounts))
