/* Goal: binomial tails are exact and the limits are where the tables put
 * them; the limits and the verdict agree. */
#include "tests/unit/statistics/check.h"

#include "metrics/statistics/binomial.h"
#include "metrics/statistics/funnel.h"
#include "tests/unit/unit.h"

static void
tails(void **state)
{
	(void)state;
	static const struct {
		uint64_t x, n;
		double rate, lower, upper, tolerance;
	} rows[] = {
		/* sums of binomial coefficients over 2^20 */
		{ 5, 20, 0.5, 21700.0 / 1048576, 1 - 6196.0 / 1048576, 1e-14 },
		{ 0, 3, 0.5, 0.125, 1, 1e-15 },
		{ 3, 3, 0.5, 1, 0.125, 1e-15 },
		{ 0, 5, 0, 1, 1, 0 },
		{ 1, 5, 0, 1, 0, 0 },
		{ 5, 5, 1, 1, 1, 0 },
		{ 4, 5, 1, 0, 1, 0 },
	};
	struct binomial_tails one, next;
	for (size_t i = 0; i < COUNT(rows); i++) {
		check_defined(
		    binomial_tails(rows[i].x, rows[i].n, rows[i].rate, &one));
		check_near(one.lower, rows[i].lower, rows[i].tolerance);
		check_near(one.upper, rows[i].upper, rows[i].tolerance);
	}
	/* exact fractions in Python */
	check_defined(binomial_tails(270, 1000, 0.3, &one));
	check_near(one.lower, 0.02012650822366458, 1e-14);
	check_defined(binomial_tails(12, 50, 0.125, &one));
	check_near(one.upper, 0.018265381072730562, 1e-14);
	/* the tails meet without a gap, at any size */
	for (uint64_t n = 1; n <= 10000000; n *= 10) {
		uint64_t x = n / 3;
		check_defined(binomial_tails(x, n, 0.335, &one));
		check_defined(binomial_tails(x + 1, n, 0.335, &next));
		check_near(one.lower + next.upper, 1, 1e-12);
	}
	check_status(binomial_tails(2, 1, 0.5, &one), STATISTICS_DOMAIN);
	check_status(binomial_tails(0, 0, 0.5, &one), STATISTICS_TOO_FEW);
	check_status(binomial_tails(0, 1, NAN, &one), STATISTICS_NOT_FINITE);
	check_status(binomial_tails(0, 1, -0.1, &one), STATISTICS_DOMAIN);
}

static void
limits(void **state)
{
	(void)state;
	static const struct {
		uint64_t n;
		double rate, level;
		uint64_t low, high;
	} rows[] = {
		/* R: qbinom(0.025, 20, 0.5) = 6, qbinom(0.975, 20, 0.5) = 14 */
		{ 20, 0.5, FUNNEL_WARNING, 6, 14 },
		/* P(X ≤ 2) = 211/2^20 = 0.0002, P(X ≤ 3) = 0.0013 */
		{ 20, 0.5, FUNNEL_ALARM, 3, 17 },
		/* R: qbinom(c(0.025, 0.975), 100, 0.5) = 40, 60 */
		{ 100, 0.5, FUNNEL_WARNING, 40, 60 },
		/* pbinom(34, 100, 0.5) = 0.000895, pbinom(35, ...) = 0.00176 */
		{ 100, 0.5, FUNNEL_ALARM, 35, 65 },
		/* 0.9^3 = 0.729; all three: 0.001, not below it */
		{ 3, 0.11, FUNNEL_ALARM, 0, 3 },
		{ 3, 0.09, FUNNEL_ALARM, 0, 2 },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct funnel_limits one;
		check_defined(funnel_limits(
		    rows[i].n, rows[i].rate, rows[i].level, &one));
		assert_int_equal(one.low_count, rows[i].low);
		assert_int_equal(one.high_count, rows[i].high);
		check_near(one.low, (double)rows[i].low / (double)rows[i].n, 0);
	}
}

static void
limits_and_verdict(void **state)
{
	(void)state;
	double width = 2;
	for (uint64_t n = 1; n <= 2000; n = 1 + n * 3 / 2) {
		struct funnel_limits one, warning;
		check_defined(funnel_limits(n, 0.2, FUNNEL_ALARM, &one));
		check_defined(funnel_limits(n, 0.2, FUNNEL_WARNING, &warning));
		check_true(one.low <= warning.low && warning.low <= 0.2);
		check_true(0.2 <= warning.high && warning.high <= one.high);
		for (uint64_t x = 0; x <= n; x++) {
			bool outside;
			check_defined(
			    funnel_outside(x, n, 0.2, FUNNEL_ALARM, &outside));
			check_true(outside ==
				   (x < one.low_count || x > one.high_count));
		}
		if (n > 10)
			check_true(one.high - one.low <= width);
		width = one.high - one.low;
	}
}

static void
refusals(void **state)
{
	(void)state;
	struct funnel_limits one;
	bool outside = true;
	check_status(funnel_limits(0, 0.5, 0.95, &one), STATISTICS_TOO_FEW);
	check_status(funnel_limits(5, 0.5, 1, &one), STATISTICS_DOMAIN);
	check_status(funnel_limits(5, 1.5, 0.95, &one), STATISTICS_DOMAIN);
	check_status(
	    funnel_outside(6, 5, 0.5, 0.95, &outside), STATISTICS_DOMAIN);
	check_status(
	    funnel_outside(1, 5, 0.5, NAN, &outside), STATISTICS_NOT_FINITE);
	check_defined(funnel_outside(1, 5, 0, FUNNEL_ALARM, &outside));
	check_true(outside);
	check_defined(funnel_outside(0, 5, 0, FUNNEL_ALARM, &outside));
	check_true(!outside);
}

UNIT_TESTS(cmocka_unit_test(tails), cmocka_unit_test(limits),
    cmocka_unit_test(limits_and_verdict), cmocka_unit_test(refusals))
