/* Goal: slope, its interval and the test are the published ones; no trend gives
 * no small p; what cannot be told is refused. */
#include "tests/unit/statistics/check.h"

#include "engine/base/arena.h"
#include "metrics/statistics/random.h"
#include "metrics/statistics/rank.h"
#include "metrics/statistics/trend.h"
#include "tests/unit/unit.h"

/* Hollander and Wolfe 1973, p. 187, in R's ?cor.test: tuna lightness and
 * quality. */
static const double LIGHT[] = { 44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2,
	60.1 };
static const double QUALITY[] = { 2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8 };

static void
sen(void **state)
{
	(void)state;
	/* Sen, JASA 63 (1968), section 7 */
	double x[] = { 1, 2, 3, 4, 10, 12, 18 };
	double y[] = { 9, 15, 19, 20, 45, 55, 78 }, slope;
	double xr[7], yr[7];
	struct interval one;
	check_defined(trend_theil_sen(x, y, 7, unit_arena, &slope));
	check_near(slope, 4, 1e-14);
	check_defined(
	    trend_theil_sen_interval(x, y, 7, 0.93, unit_arena, &one));
	check_near(one.low, 26.0 / 7, 1e-14);
	check_near(one.high, 35.0 / 8, 1e-14);
	for (size_t i = 0; i < 7; i++) {
		xr[i] = x[6 - i];
		yr[i] = -y[6 - i];
	}
	check_defined(trend_theil_sen(xr, yr, 7, unit_arena, &slope));
	check_near(slope, -4, 1e-14);
}

static void
slope_edges(void **state)
{
	(void)state;
	double x[] = { 1, 1, 1, 2 }, y[] = { 1, 2, 9, 4 }, slope = 7;
	double bad[] = { 1, NAN }, flat[] = { 5, 5, 5, 5 };
	struct interval one;
	check_defined(trend_theil_sen(x, y, 4, unit_arena, &slope));
	check_near(slope, 2, 0); /* of 3, 2, −5 */
	check_defined(trend_theil_sen(y, flat, 4, unit_arena, &slope));
	check_near(slope, 0, 0);
	slope = 7;
	check_status(
	    trend_theil_sen(x, y, 3, unit_arena, &slope), STATISTICS_NO_SPREAD);
	check_status(
	    trend_theil_sen(x, y, 1, unit_arena, &slope), STATISTICS_TOO_FEW);
	check_status(trend_theil_sen(x, bad, 2, unit_arena, &slope),
	    STATISTICS_NOT_FINITE);
	check_status(trend_theil_sen_interval(y, x, 4, 0.95, unit_arena, &one),
	    STATISTICS_TOO_FEW);
	check_near(slope, 7, 0);
}

static void
kendall(void **state)
{
	(void)state;
	double x[9], y[9];
	for (size_t i = 0; i < 9; i++) {
		size_t rank = 0;
		for (size_t j = 0; j < 9; j++)
			rank += LIGHT[j] < LIGHT[i];
		x[rank] = LIGHT[i];
		y[rank] = QUALITY[i];
	}
	struct trend_test test;
	check_true(x[0] < x[8]);
	check_defined(trend_mann_kendall(y, 9, unit_arena, &test));
	check_near(test.s, 26 - 10, 0); /* T = 26 of 36 pairs */
	check_near(test.tau, 0.4444, 5e-5);
	check_near(test.p, 0.1194, 5e-5);
}

static void
mann_kendall(void **state)
{
	(void)state;
	struct trend_test test, down;
	/* By hand: one of 4! orders rises all the way, one falls. */
	double rise[] = { 1, 2, 3, 4 }, fall[] = { 4, 3, 2, 1 };
	check_defined(trend_mann_kendall(rise, 4, unit_arena, &test));
	check_defined(trend_mann_kendall(fall, 4, unit_arena, &down));
	check_near(test.p, 2.0 / 24, 1e-15);
	check_near(down.p, test.p, 0);
	check_near(down.s, -6, 0);
	/* Ties: s = 5, variance (4·3·13 − 2·1·9) / 18 = 23/3, z = 4/√(23/3) */
	double tied[] = { 1, 2, 2, 3 };
	check_defined(trend_mann_kendall(tied, 4, unit_arena, &test));
	check_near(test.s, 5, 0);
	check_near(test.p, erfc(4 / sqrt(23.0 / 3) / sqrt(2)), 1e-14);
	/* n = 11 is normal: s = 55, variance 165 */
	double many[11];
	for (int i = 0; i < 11; i++)
		many[i] = i;
	check_defined(trend_mann_kendall(many, 11, unit_arena, &test));
	check_near(test.p, erfc(54 / sqrt(165) / sqrt(2)), 1e-14);
	double flat[] = { 2, 2, 2 }, bad[] = { 1, INFINITY, 2 };
	check_status(trend_mann_kendall(flat, 3, unit_arena, &test),
	    STATISTICS_NO_SPREAD);
	check_status(
	    trend_mann_kendall(flat, 1, unit_arena, &test), STATISTICS_TOO_FEW);
	check_status(trend_mann_kendall(bad, 3, unit_arena, &test),
	    STATISTICS_NOT_FINITE);
}

static void
no_trend(void **state)
{
	(void)state;
	struct random_stream stream = random_stream(5);
	int low = 0, runs = 4000;
	for (int run = 0; run < runs; run++) {
		double values[20];
		struct trend_test test;
		for (size_t i = 0; i < COUNT(values); i++)
			values[i] = random_uniform(&stream);
		check_defined(trend_mann_kendall(
		    values, COUNT(values), unit_arena, &test));
		check_true(test.p >= 0 && test.p <= 1);
		low += test.p <= 0.1;
	}
	check_near(low / (double)runs, 0.1, 0.02);
}

static void
spearman(void **state)
{
	(void)state;
	struct rank_correlation one, again;
	/* R: rho = 0.6, exact p = 0.0968 */
	check_defined(
	    rank_spearman(LIGHT, QUALITY, 9, 40000, 1, unit_arena, &one));
	check_defined(
	    rank_spearman(LIGHT, QUALITY, 9, 40000, 1, unit_arena, &again));
	check_near(one.rho, 0.6, 1e-15);
	check_near(one.p, 0.0968, 0.006);
	check_near(one.p, again.p, 0);
	double tied[] = { 3, 1, 3, 2 }, ranks[4], flat[] = { 1, 1, 1, 1 };
	check_defined(rank_average(tied, 4, unit_arena, ranks));
	check_near(ranks[0], 3.5, 0);
	check_near(ranks[1], 1, 0);
	check_near(ranks[2], 3.5, 0);
	check_near(ranks[3], 2, 0);
	check_status(rank_spearman(tied, flat, 4, 9, 1, unit_arena, &one),
	    STATISTICS_NO_SPREAD);
	check_status(rank_spearman(tied, flat, 2, 9, 1, unit_arena, &one),
	    STATISTICS_TOO_FEW);
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(sen), cmocka_unit_test(slope_edges),
    cmocka_unit_test(kendall), cmocka_unit_test(mann_kendall),
    cmocka_unit_test(no_trend), cmocka_unit_test(spearman))
