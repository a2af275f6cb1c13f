/* Goal: intervals have the published limits, contain the estimate, shrink with
 * n, cover as promised, and are refused where they mean nothing. */
#include "tests/unit/statistics/check.h"

#include "metrics/statistics/binomial.h"
#include "metrics/statistics/interval.h"
#include "metrics/statistics/moments.h"
#include "metrics/statistics/random.h"
#include "tests/unit/unit.h"

typedef enum statistics_status share_interval(
    uint64_t, uint64_t, double, struct interval *);

struct share_row {
	share_interval *method;
	uint64_t successes, trials;
	double level, low, high, tolerance;
};

static const struct share_row SHARES[] = {
	/* Newcombe, Statistics in Medicine 17:857 (1998), table I */
	{ interval_wilson, 81, 263, 0.95, 0.2553, 0.3662, 5e-5 },
	{ interval_wilson, 15, 148, 0.95, 0.0624, 0.1605, 5e-5 },
	{ interval_wilson, 0, 20, 0.95, 0, 0.1611, 5e-5 },
	{ interval_wilson, 1, 29, 0.95, 0.0061, 0.1718, 5e-5 },
	{ interval_clopper_pearson, 81, 263, 0.95, 0.2527, 0.3676, 5e-5 },
	{ interval_clopper_pearson, 15, 148, 0.95, 0.0578, 0.1617, 5e-5 },
	{ interval_clopper_pearson, 0, 20, 0.95, 0, 0.1684, 5e-5 },
	{ interval_clopper_pearson, 1, 29, 0.95, 0.0009, 0.1776, 5e-5 },
	/* published to three digits */
	{ interval_clopper_pearson, 4, 5, 0.95, 0.284, 0.995, 5e-4 },
	{ interval_clopper_pearson, 90, 100, 0.95, 0.824, 0.951, 5e-4 },
	/* R, ?binom.test (Conover 1971, Mendel's peas) */
	{ interval_clopper_pearson, 682, 925, 0.95, 0.7076683, 0.7654066,
	    5e-8 },
	/* closed form: 1 − (α/2)^(1/n) */
	{ interval_clopper_pearson, 0, 10, 0.95, 0, 0.30849710781876083,
	    1e-14 },
	{ interval_clopper_pearson, 10, 10, 0.90, 0.7411344491069477, 1,
	    1e-14 },
};

static void
published_shares(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(SHARES); i++) {
		struct interval result;
		const struct share_row *row = &SHARES[i];
		check_defined(row->method(
		    row->successes, row->trials, row->level, &result));
		check_near(result.low, row->low, row->tolerance);
		check_near(result.high, row->high, row->tolerance);
	}
}

static void
share_properties(void **state)
{
	(void)state;
	share_interval *methods[] = { interval_wilson,
		interval_clopper_pearson };
	for (size_t m = 0; m < COUNT(methods); m++) {
		for (uint64_t n = 1; n <= 40; n++) {
			for (uint64_t x = 0; x <= n; x++) {
				struct interval one, mirror, larger, wider;
				methods[m](x, n, 0.95, &one);
				methods[m](n - x, n, 0.95, &mirror);
				methods[m](4 * x, 4 * n, 0.95, &larger);
				methods[m](x, n, 0.99, &wider);
				double share = (double)x / (double)n;
				check_true(0 <= one.low && one.low <= share);
				check_true(share <= one.high && one.high <= 1);
				check_near(one.low, 1 - mirror.high, 1e-12);
				check_true(larger.high - larger.low <
					   one.high - one.low);
				check_true(wider.low <= one.low &&
					   one.high <= wider.high);
			}
		}
	}
}

/* Exact coverage of the truth, over all outcomes. */
static double
coverage(share_interval *method, uint64_t n, double rate)
{
	double covered = 0;
	for (uint64_t x = 0; x <= n; x++) {
		struct interval one;
		struct binomial_tails tails;
		method(x, n, 0.95, &one);
		binomial_tails(x, n, rate, &tails);
		if (one.low <= rate && rate <= one.high)
			covered += tails.lower + tails.upper - 1;
	}
	return covered;
}

static void
share_coverage(void **state)
{
	(void)state;
	double sum = 0;
	for (int i = 1; i < 100; i++) {
		double rate = i / 100.0;
		check_true(
		    coverage(interval_clopper_pearson, 25, rate) >= 0.95);
		sum += coverage(interval_wilson, 25, rate);
	}
	check_near(sum / 99, 0.952, 0.006);
}

static void
large_counts(void **state)
{
	(void)state;
	struct interval exact, score;
	check_defined(interval_clopper_pearson(300000, 1000000, 0.95, &exact));
	check_defined(interval_wilson(300000, 1000000, 0.95, &score));
	check_near(exact.low, score.low, 1e-6);
	check_near(exact.high, score.high, 1e-6);
}

static void
newcombe(void **state)
{
	(void)state;
	struct interval one, reverse;
	check_defined(interval_newcombe(56, 70, 48, 80, 0.95, &one));
	check_near(one.low, 0.0524, 5e-5);
	check_near(one.high, 0.3339, 5e-5);
	check_defined(interval_newcombe(9, 10, 3, 10, 0.95, &one));
	check_near(one.low, 0.1705, 5e-5);
	check_near(one.high, 0.8090, 5e-5);
	check_defined(interval_newcombe(3, 10, 9, 10, 0.95, &reverse));
	check_near(reverse.low, -one.high, 1e-15);
	check_near(reverse.high, -one.low, 1e-15);
	check_status(
	    interval_newcombe(0, 0, 1, 2, 0.95, &one), STATISTICS_TOO_FEW);
}

static void
means(void **state)
{
	(void)state;
	struct interval one, scale = { 0, 100 };
	/* NIST/SEMATECH handbook 1.3.5.2, ZARR13.DAT */
	check_defined(
	    interval_mean(195, 9.261460, 0.2278881e-01, 0.95, NULL, &one));
	check_near(one.low, 9.258242, 1e-6);
	check_near(one.high, 9.264679, 1e-6);
	/* t(1) = 12.7062: mean 95, sd 10, n 2 */
	check_defined(interval_mean(2, 95, 10, 0.95, &scale, &one));
	check_near(one.low, 95 - 12.706204736 * 10 / sqrt(2), 1e-7);
	check_near(one.high, 100, 0);
	check_defined(interval_mean(7, 3, 0, 0.95, &scale, &one));
	check_near(one.low, 3, 0);
	check_near(one.high, 3, 0);
	check_status(
	    interval_mean(1, 3, 0, 0.95, NULL, &one), STATISTICS_TOO_FEW);
	check_status(
	    interval_mean(3, NAN, 1, 0.95, NULL, &one), STATISTICS_NOT_FINITE);
	check_status(
	    interval_mean(3, 101, 1, 0.95, &scale, &one), STATISTICS_DOMAIN);
	check_status(
	    interval_mean(3, 1, -1, 0.95, NULL, &one), STATISTICS_DOMAIN);
	check_status(interval_mean(3, 1, 1, 1, NULL, &one), STATISTICS_DOMAIN);
	check_status(
	    interval_mean(3, 1, 1, NAN, NULL, &one), STATISTICS_NOT_FINITE);
}

static void
group_means(void **state)
{
	(void)state;
	/* R's sleep data; t.test's Welch interval −3.3654832..0.2054832 is of
	 * the difference, so half as long around the mean of the means. */
	struct interval_group groups[] = { { 10, 0.75, 3.2005555555555556 },
		{ 10, 2.33, 4.009 }, { 1, 2, 0 } };
	struct interval one, plain, clip = { 0, 2 };
	check_defined(interval_group_means(groups, 2, 0.95, NULL, &one));
	check_near(one.low, 1.54 - 1.7854832 / 2, 1e-7);
	check_near(one.high, 1.54 + 1.7854832 / 2, 1e-7);
	check_defined(interval_group_means(groups, 2, 0.95, &clip, &one));
	check_near(one.high, 2, 0);
	check_defined(interval_group_means(groups, 1, 0.95, NULL, &one));
	check_defined(interval_mean(
	    10, 0.75, sqrt(groups[0].variance), 0.95, NULL, &plain));
	check_near(one.low, plain.low, 1e-12);
	check_status(interval_group_means(groups, 3, 0.95, NULL, &one),
	    STATISTICS_TOO_FEW);
	check_status(interval_group_means(groups, 0, 0.95, NULL, &one),
	    STATISTICS_TOO_FEW);
	groups[0].variance = groups[1].variance = 0;
	check_defined(interval_group_means(groups, 2, 0.95, NULL, &one));
	check_near(one.low, 1.54, 1e-15);
	check_near(one.high, one.low, 0);
}

static void
garwood(void **state)
{
	(void)state;
	static const struct {
		uint64_t events;
		double low, high, tolerance;
	} rows[] = {
		/* Garwood 1936 as in Ulm, Am. J. Epidemiol. 131 (1990) */
		{ 0, 0, 3.6889, 5e-5 },
		{ 1, 0.0253, 5.5716, 5e-5 },
		{ 10, 4.7954, 18.3904, 5e-5 },
		{ 100, 81.36, 121.63, 5e-3 },
		/* R, ?poisson.test: 137 in 24.19893 */
		{ 137, 4.753125 * 24.19893, 6.692709 * 24.19893, 5e-5 },
	};
	struct interval one, last = { -1, -1 };
	for (size_t i = 0; i < COUNT(rows); i++) {
		check_defined(interval_garwood(rows[i].events, 0.95, &one));
		check_near(one.low, rows[i].low, rows[i].tolerance);
		check_near(one.high, rows[i].high, rows[i].tolerance);
	}
	for (uint64_t x = 0; x < 100000000; x = x + x / 3 + 1) {
		check_defined(interval_garwood(x, 0.95, &one));
		check_true(one.low <= (double)x && (double)x < one.high);
		check_true(one.low > last.low && one.high > last.high);
		last = one;
	}
	check_status(interval_garwood(1, 0, &one), STATISTICS_DOMAIN);
}

static void
undefined_shares(void **state)
{
	(void)state;
	struct interval one = { 7, 8 };
	check_status(interval_wilson(0, 0, 0.95, &one), STATISTICS_TOO_FEW);
	check_status(interval_wilson(2, 1, 0.95, &one), STATISTICS_DOMAIN);
	check_status(interval_wilson(1, 2, 1.5, &one), STATISTICS_DOMAIN);
	check_status(interval_clopper_pearson(1, UINT64_MAX, 0.95, &one),
	    STATISTICS_DOMAIN);
	check_near(one.low, 7, 0);
	check_near(one.high, 8, 0);
}

static double
normal(struct random_stream *stream)
{
	double u = 1 - random_uniform(stream), v = random_uniform(stream);
	return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

static void
mean_coverage(void **state)
{
	(void)state;
	struct random_stream stream = random_stream(20240501);
	int covered = 0, runs = 4000;
	for (int run = 0; run < runs; run++) {
		double values[5], mean, sd;
		struct interval one;
		for (int i = 0; i < 5; i++)
			values[i] = normal(&stream);
		check_defined(moments_mean(values, 5, &mean));
		check_defined(moments_sd(values, 5, &sd));
		check_defined(interval_mean(5, mean, sd, 0.95, NULL, &one));
		covered += one.low <= 0 && 0 <= one.high;
	}
	check_near(covered / (double)runs, 0.95, 0.012);
}

UNIT_TESTS(cmocka_unit_test(published_shares),
    cmocka_unit_test(share_properties), cmocka_unit_test(share_coverage),
    cmocka_unit_test(large_counts), cmocka_unit_test(newcombe),
    cmocka_unit_test(means), cmocka_unit_test(group_means),
    cmocka_unit_test(garwood), cmocka_unit_test(undefined_shares),
    cmocka_unit_test(mean_coverage))
