/* Goal: the interval of a ratio is Student's where all weights are equal, has
 * the limits worked out from its definition, does not depend on order, and is
 * refused where it means nothing. */
#include "tests/unit/statistics/check.h"

#include "metrics/statistics/random.h"
#include "metrics/statistics/ratio.h"
#include "tests/unit/unit.h"

static void
rows(void **state)
{
	(void)state;
	static const struct {
		size_t count;
		struct interval_pair pairs[4];
		double low, high;
	} table[] = {
		/* y equal: 12 ± t(2) / √3, t(2) = 4.302652729911 */
		{ 3, { { 11, 1 }, { 12, 1 }, { 13, 1 } },
		    12 - 4.302652729911 / 1.7320508075688772,
		    12 + 4.302652729911 / 1.7320508075688772 },
		/* Worked out from the matrix of the errors' variances, the
		 * t quantile by a continued fraction:
		 * df 1.3913, 1.1014, 1.4810; the last low limit is −0.5187
		 * before 0 stops it. */
		{ 3, { { 110, 100 }, { 45, 50 }, { 260, 200 } },
		    0.5204917790833827, 1.8509367923451887 },
		{ 4, { { 120, 100 }, { 300, 400 }, { 55, 50 }, { 1900, 2000 } },
		    0.5309075057980803, 1.3318375922411354 },
		{ 3, { { 0, 10 }, { 20, 20 }, { 33, 30 } }, 0,
		    2.2853805067147874 },
	};
	for (size_t i = 0; i < COUNT(table); i++) {
		struct interval one, turned;
		struct interval_pair back[4];
		size_t n = table[i].count;
		check_defined(interval_ratio(table[i].pairs, n, 0.95, &one));
		check_near(one.low, table[i].low, 1e-9);
		check_near(one.high, table[i].high, 1e-9);
		for (size_t j = 0; j < n; j++)
			back[j] = table[i].pairs[n - 1 - j];
		check_defined(interval_ratio(back, n, 0.95, &turned));
		check_true(one.low == turned.low && one.high == turned.high);
	}
}

/* Costs less budget over budget is cost over budget less 1; money in thousands
 * is the same ratio. */
static void
moved_and_scaled(void **state)
{
	(void)state;
	struct interval_pair pairs[] = { { 110, 100 }, { 45, 50 },
		{ 260, 200 } };
	struct interval one, other;
	check_defined(interval_ratio(pairs, 3, 0.95, &one));
	for (size_t i = 0; i < 3; i++)
		pairs[i].x -= pairs[i].y;
	check_defined(interval_ratio(pairs, 3, 0.95, &other));
	check_near(other.low, one.low - 1, 1e-14);
	check_near(other.high, one.high - 1, 1e-14);
	for (size_t i = 0; i < 3; i++)
		pairs[i] = (struct interval_pair){ pairs[i].x * 1024,
			pairs[i].y * 1024 };
	check_defined(interval_ratio(pairs, 3, 0.95, &one));
	check_true(one.low == other.low && one.high == other.high);
}

static void
undefined(void **state)
{
	(void)state;
	struct interval one = { 7, 8 };
	struct interval_pair alike[] = { { 0.1, 0.3 }, { 0.2, 0.6 },
		{ 0.7, 2.1 } };
	struct interval_pair nothing[] = { { 1, 0 }, { 2, 0 }, { 3, 0 } };
	struct interval_pair cancel[] = { { 1, 1 }, { 2, -1 }, { 3, 0 } };
	struct interval_pair single[] = { { 1, 0 }, { 2, 0 }, { 3, 4 } };
	struct interval_pair bad[] = { { 1, 1 }, { 2, 1 }, { NAN, 4 } };
	struct interval_pair huge[] = { { 1e308, 1 }, { 1e308, 2 },
		{ 1e308, 4 } };
	check_status(interval_ratio(alike, 2, 0.95, &one), STATISTICS_TOO_FEW);
	check_status(
	    interval_ratio(alike, 3, 0.95, &one), STATISTICS_NO_SPREAD);
	check_status(interval_ratio(nothing, 3, 0.95, &one), STATISTICS_DOMAIN);
	check_status(interval_ratio(cancel, 3, 0.95, &one), STATISTICS_DOMAIN);
	check_status(interval_ratio(single, 3, 0.95, &one), STATISTICS_DOMAIN);
	check_status(interval_ratio(bad, 3, 0.95, &one), STATISTICS_NOT_FINITE);
	check_status(
	    interval_ratio(huge, 3, 0.95, &one), STATISTICS_NOT_FINITE);
	check_status(interval_ratio(bad, 3, 1, &one), STATISTICS_DOMAIN);
	check_near(one.low, 7, 0);
	check_near(one.high, 8, 0);
}

UNIT_TESTS(cmocka_unit_test(rows), cmocka_unit_test(moved_and_scaled),
    cmocka_unit_test(undefined))
