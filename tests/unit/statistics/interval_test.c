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
	struct interval one, scale = { 0, 100 }, wide = { -1e6, 1e6 };
	/* From the definition with a t quantile of its own, as in
	 * tests/independent: t(4.7) = 2.62072607... */
	static const struct {
		uint64_t n;
		double mean, variance, low, high;
	} rows[] = {
		{ 5, 100, 0, 83.0161538867933, 100 },
		{ 3, 275 / 3.0, 1250 / 6.0, 37.58635712335455, 100 },
		{ 5, 50, 1562.5, 5.943093794883047, 94.05690620511696 },
		{ 2, 50, 0, 4.075635352613025, 95.92436464738697 },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct interval mirror;
		double sd = sqrt(rows[i].variance);
		check_defined(interval_mean(
		    rows[i].n, rows[i].mean, sd, 0.95, &scale, &one));
		check_near(one.low, rows[i].low, 1e-9);
		check_near(one.high, rows[i].high, 1e-9);
		check_defined(interval_mean(
		    rows[i].n, 100 - rows[i].mean, sd, 0.95, &scale, &mirror));
		check_near(mirror.low, 100 - one.high, 1e-9);
		check_near(mirror.high, 100 - one.low, 1e-9);
	}
	/* Many values on a long scale: Student's interval, NIST/SEMATECH
	 * handbook 1.3.5.2, ZARR13.DAT, here within 3 % of its length. */
	scale = (struct interval){ 9.2, 9.33 };
	check_defined(
	    interval_mean(195, 9.261460, 0.2278881e-01, 0.95, &scale, &one));
	check_near(one.low, 9.258242, 1e-4);
	check_near(one.high, 9.264679, 1e-4);
	check_status(
	    interval_mean(1, 3, 0, 0.95, &wide, &one), STATISTICS_TOO_FEW);
	check_status(
	    interval_mean(3, NAN, 1, 0.95, &wide, &one), STATISTICS_NOT_FINITE);
	check_status(
	    interval_mean(3, 9.4, 1, 0.95, &scale, &one), STATISTICS_DOMAIN);
	check_status(
	    interval_mean(3, 1, -1, 0.95, &wide, &one), STATISTICS_DOMAIN);
	check_status(interval_mean(3, 1, 1, 1, &wide, &one), STATISTICS_DOMAIN);
	check_status(
	    interval_mean(3, 1, 1, NAN, &wide, &one), STATISTICS_NOT_FINITE);
	scale.high = scale.low;
	check_status(
	    interval_mean(3, 9.2, 0, 0.95, &scale, &one), STATISTICS_DOMAIN);
}

/* What is kept of amounts. */
static void
amounts(void **state)
{
	(void)state;
	struct interval one, counted;
	struct interval_pair equal[] = { { 5, 5 }, { 0, 5 }, { 5, 5 } };
	struct interval_pair some[] = { { 2, 2 }, { 1, 1 }, { 0, 1 } };
	struct interval_pair grown[] = { { 2, 1 }, { 1, 1 } };
	struct interval_pair nothing[] = { { 0, 0 }, { 0, 0 } };
	struct interval_pair bad[] = { { 1, 1 }, { 0, INFINITY } };
	check_defined(interval_wilson_amounts(equal, 3, 0.95, &one));
	check_defined(interval_wilson(2, 3, 0.95, &counted));
	check_near(one.low, counted.low, 1e-15);
	check_near(one.high, counted.high, 1e-15);
	/* 3/4 of 16/6 amounts, by Wilson's formula */
	check_defined(interval_wilson_amounts(some, 3, 0.95, &one));
	check_near(one.low, 0.238501877165944, 1e-14);
	check_near(one.high, 0.966370222476688, 1e-14);
	equal[1].x = 5;
	check_defined(interval_wilson_amounts(equal, 3, 0.95, &one));
	check_near(one.low, 0.4385029682449545, 1e-14);
	check_near(one.high, 1, 0);
	check_status(
	    interval_wilson_amounts(grown, 2, 0.95, &one), STATISTICS_DOMAIN);
	check_status(interval_wilson_amounts(nothing, 2, 0.95, &one),
	    STATISTICS_TOO_FEW);
	check_status(
	    interval_wilson_amounts(equal, 0, 0.95, &one), STATISTICS_TOO_FEW);
	check_status(
	    interval_wilson_amounts(bad, 2, 0.95, &one), STATISTICS_NOT_FINITE);
	check_status(
	    interval_wilson_amounts(equal, 3, 1, &one), STATISTICS_DOMAIN);
}

static void
group_means(void **state)
{
	(void)state;
	/* R's sleep data; t.test's Welch interval −3.3654832..0.2054832 is of
	 * the difference, so half as long around the mean of the means. */
	struct interval_group groups[] = { { 10, 0.75, 3.2005555555555556 },
		{ 10, 2.33, 4.009 }, { 1, 2, 0 } };
	struct interval one, clip = { 0, 2 };
	check_defined(interval_group_means(groups, 2, 0.95, NULL, &one));
	check_near(one.low, 1.54 - 1.7854832 / 2, 1e-7);
	check_near(one.high, 1.54 + 1.7854832 / 2, 1e-7);
	check_defined(interval_group_means(groups, 2, 0.95, &clip, &one));
	check_near(one.high, 2, 0);
	check_defined(interval_group_means(groups, 1, 0.95, NULL, &one));
	/* Student's interval, t(9) = 2.262157162798 */
	check_near(one.low,
	    0.75 - 2.262157162798 * sqrt(groups[0].variance / 10), 1e-9);
	/* NIST/SEMATECH handbook 1.3.5.2, ZARR13.DAT */
	struct interval_group nist = { 195, 9.261460,
		0.2278881e-01 * 0.2278881e-01 };
	check_defined(interval_group_means(&nist, 1, 0.95, NULL, &one));
	check_near(one.low, 9.258242, 1e-6);
	check_near(one.high, 9.264679, 1e-6);
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

/* Of happy clients: 1 to 5 stars as 2, 3, 10, 35, 50 %. */
static void
mean_coverage(void **state)
{
	(void)state;
	static const double heaped[] = { 0.02, 0.05, 0.15, 0.50, 1 };
	struct random_stream stream = random_stream(20240501);
	struct interval scale = { 0, 100 };
	int covered = 0, runs = 4000;
	for (int run = 0; run < runs; run++) {
		double values[10], mean, sd;
		struct interval one;
		for (int i = 0; i < 10; i++) {
			double u = random_uniform(&stream);
			int star = 0;
			while (u >= heaped[star])
				star++;
			values[i] = 25.0 * star;
		}
		check_defined(moments_mean(values, 10, &mean));
		check_defined(moments_sd(values, 10, &sd));
		check_defined(interval_mean(10, mean, sd, 0.95, &scale, &one));
		covered += one.low <= 82 && 82 <= one.high;
	}
	check_near(covered / (double)runs, 0.95, 0.02);
}

UNIT_TESTS(cmocka_unit_test(published_shares),
    cmocka_unit_test(share_properties), cmocka_unit_test(share_coverage),
    cmocka_unit_test(large_counts), cmocka_unit_test(newcombe),
    cmocka_unit_test(means), cmocka_unit_test(amounts),
    cmocka_unit_test(group_means), cmocka_unit_test(garwood),
    cmocka_unit_test(undefined_shares), cmocka_unit_test(mean_coverage))
