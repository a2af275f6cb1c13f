/* Goal: the tails of sums of unlike trials and of beta-binomial counts are
 * exact, also where they are tiny or the trials are many. */
#include "tests/unit/statistics/check.h"

#include "engine/base/arena.h"
#include "metrics/statistics/beta_binomial.h"
#include "metrics/statistics/interval.h"
#include "metrics/statistics/poisson_binomial.h"
#include "metrics/statistics/shrink.h"
#include "tests/unit/unit.h"

enum { MOST = 40 };

/* Relative, so that small tails are judged by their digits. */
static void
check_digits(double value, double expected)
{
	check_near(value, expected, 1e-11 * expected);
}

static void
unlike_trials(void **state)
{
	(void)state;
	/* Exact fractions in Python. */
	static const struct {
		uint64_t x;
		size_t count;
		struct poisson_binomial_stratum strata[3];
		double lower, upper;
	} rows[] = {
		{ 5, 2, { { 10, 0.3 }, { 2, 0.6 } }, 0.794155220992,
		    0.41442798528 },
		{ 3, 3, { { 10, 0.5 }, { 7, 0.125 }, { 5, 0.875 } },
		    0.00013934844727714335, 0.999988560909145 },
		{ 21, 3, { { 10, 0.5 }, { 7, 0.125 }, { 5, 0.875 } },
		    0.9999999997611582, 1.4501111422760005e-08 },
		{ 95, 2, { { 40, 0.125 }, { 60, 0.75 } }, 1,
		    3.950047280891389e-34 },
		{ 12, 2, { { 40, 0.125 }, { 60, 0.75 } },
		    4.5714995346259266e-21, 1 },
		{ 5, 3, { { 3, 1 }, { 4, 0 }, { 5, 0.25 } }, 0.896484375,
		    0.3671875 },
		{ 0, 2, { { 2, 0.25 }, { 3, 0.5 } }, 0.0703125, 1 },
		{ 5, 2, { { 2, 0.25 }, { 3, 0.5 } }, 1, 0.0078125 },
		{ 2, 2, { { 3, 1 }, { 4, 0 } }, 0, 1 },
		{ 4, 2, { { 3, 1 }, { 4, 0 } }, 1, 0 },
		{ 3, 2, { { 3, 1 }, { 4, 0 } }, 1, 1 },
	};
	struct binomial_tails tails;
	for (size_t i = 0; i < COUNT(rows); i++) {
		check_defined(poisson_binomial_tails(rows[i].x, rows[i].strata,
		    rows[i].count, unit_arena, &tails));
		check_digits(tails.lower, rows[i].lower);
		check_digits(tails.upper, rows[i].upper);
	}
	struct poisson_binomial_stratum each[MOST];
	for (int k = 0; k < MOST; k++)
		each[k] =
		    (struct poisson_binomial_stratum){ 1, (k + 1) / 64.0 };
	check_defined(
	    poisson_binomial_tails(13, each, MOST, unit_arena, &tails));
	check_digits(tails.lower, 0.6048779338677195);
	check_digits(tails.upper, 0.5400558260716937);
}

/* Strata of one rate are the binomial, far out and at 100,000 trials. */
static void
many_trials(void **state)
{
	(void)state;
	static const struct poisson_binomial_stratum strata[] = {
		{ 60000, 0.3 }, { 25000, 0.3 }, { 14999, 0.3 }, { 1, 0.3 }
	};
	static const uint64_t places[] = { 1, 28000, 29500, 29990, 30000, 30010,
		30700, 33000, 99999 };
	struct binomial_tails tails, plain, next;
	for (size_t i = 0; i < COUNT(places); i++) {
		check_defined(poisson_binomial_tails(
		    places[i], strata, COUNT(strata), unit_arena, &tails));
		check_defined(binomial_tails(places[i], 100000, 0.3, &plain));
		check_near(
		    tails.lower, plain.lower, 1e-9 * plain.lower + 1e-300);
		check_near(
		    tails.upper, plain.upper, 1e-9 * plain.upper + 1e-300);
	}
	static const struct poisson_binomial_stratum unlike[] = {
		{ 70000, 0.02 }, { 20000, 0.5 }, { 10000, 0.97 }
	};
	for (uint64_t x = 20800; x < 21400; x += 100) {
		check_defined(poisson_binomial_tails(
		    x, unlike, COUNT(unlike), unit_arena, &tails));
		check_defined(poisson_binomial_tails(
		    x + 1, unlike, COUNT(unlike), unit_arena, &next));
		check_near(tails.lower + next.upper, 1, 1e-11);
	}
}

static void
unlike_trials_refused(void **state)
{
	(void)state;
	struct poisson_binomial_stratum one = { 3, 0.5 };
	struct binomial_tails tails;
	check_status(poisson_binomial_tails(4, &one, 1, unit_arena, &tails),
	    STATISTICS_DOMAIN);
	one.trials = 0;
	check_status(poisson_binomial_tails(0, &one, 1, unit_arena, &tails),
	    STATISTICS_TOO_FEW);
	one = (struct poisson_binomial_stratum){ 3, 1.5 };
	check_status(poisson_binomial_tails(0, &one, 1, unit_arena, &tails),
	    STATISTICS_DOMAIN);
	one.rate = NAN;
	check_status(poisson_binomial_tails(0, &one, 1, unit_arena, &tails),
	    STATISTICS_NOT_FINITE);
	one =
	    (struct poisson_binomial_stratum){ POISSON_BINOMIAL_TRIALS_MAX + 1,
		    0.5 };
	check_status(poisson_binomial_tails(0, &one, 1, unit_arena, &tails),
	    STATISTICS_DOMAIN);
}

static void
beta(void **state)
{
	(void)state;
	/* Exact fractions in Python. */
	static const struct {
		uint64_t x, n;
		double a, b, lower, upper;
	} rows[] = {
		{ 3, 4, 1, 1, 0.8, 0.4 },
		{ 9, 10, 0.5, 0.5, 0.8238029479980469, 0.2689323425292969 },
		{ 1, 10, 2, 3, 0.17582417582417584, 0.9340659340659341 },
		{ 12, 50, 3, 97, 0.9999875710659941, 3.848575743395032e-05 },
		{ 150, 200, 5, 20, 0.9999999751192662, 3.3992143765908135e-08 },
		{ 0, 200, 5, 20, 9.459980443889703e-06, 1 },
		{ 40, 60, 0.25, 8, 0.9999757555352466, 3.448312034367035e-05 },
	};
	struct binomial_tails tails, plain, next;
	for (size_t i = 0; i < COUNT(rows); i++) {
		double sum = rows[i].a + rows[i].b;
		check_defined(beta_binomial_tails(
		    rows[i].x, rows[i].n, rows[i].a / sum, sum, &tails));
		check_digits(tails.lower, rows[i].lower);
		check_digits(tails.upper, rows[i].upper);
	}
	/* With hardly any spread it is the binomial. */
	check_defined(beta_binomial_tails(31, 215, 0.07, 1e15, &tails));
	check_defined(binomial_tails(31, 215, 0.07, &plain));
	check_near(tails.upper, plain.upper, 1e-9 * plain.upper);
	/* The tails meet, at any size and with any shape. */
	for (uint64_t n = 10; n <= 1000000; n *= 10)
		for (double sum = 0.1; sum < 1e6; sum *= 31) {
			uint64_t x = n / 7;
			check_defined(
			    beta_binomial_tails(x, n, 0.4, sum, &tails));
			check_defined(
			    beta_binomial_tails(x + 1, n, 0.4, sum, &next));
			check_near(tails.lower + next.upper, 1, 1e-10);
		}
	check_status(
	    beta_binomial_tails(2, 1, 0.5, 1, &tails), STATISTICS_DOMAIN);
	check_status(
	    beta_binomial_tails(0, 1, 0, 1, &tails), STATISTICS_DOMAIN);
	check_status(
	    beta_binomial_tails(0, 1, 0.5, 0, &tails), STATISTICS_DOMAIN);
	check_status(
	    beta_binomial_tails(0, 0, 0.5, 1, &tails), STATISTICS_TOO_FEW);
	check_status(
	    beta_binomial_tails(0, 1, NAN, 1, &tails), STATISTICS_NOT_FINITE);
}

/* Surgical mortality in twelve hospitals (BUGS): hospital H, 31 of 215, is
 * beyond chance and within the usual spread. The values are R's. */
static void
hospitals(void **state)
{
	(void)state;
	static const uint64_t operations[] = { 47, 148, 119, 810, 211, 196, 148,
		215, 207, 97, 256, 360 };
	static const uint64_t deaths[] = { 0, 18, 8, 46, 8, 13, 9, 31, 14, 8,
		29, 24 };
	struct shrink_beta prior;
	check_defined(shrink_beta_fit(
	    deaths, operations, COUNT(deaths), unit_arena, &prior));
	check_true(prior.spread);
	check_near(prior.mean * prior.concentration, 8.25349, 1e-4);
	check_near((1 - prior.mean) * prior.concentration, 99.6369, 1e-3);
	double a, h;
	check_defined(shrink_beta_mean(&prior, 0, 47, &a));
	check_defined(shrink_beta_mean(&prior, 31, 215, &h));
	check_near(a, 0.053286, 1e-6);
	check_near(h, 0.121569, 1e-6);
	struct binomial_tails chance, spread;
	check_defined(binomial_tails(31, 215, 208.0 / 2814, &chance));
	check_near(chance.upper, 2.85e-4, 1e-6);
	check_defined(beta_binomial_tails(
	    31, 215, prior.mean, prior.concentration, &spread));
	check_near(spread.upper, 0.0315, 1e-4);
}

/* Ten records at 0.30 and two at 0.60, five successes (R), and 895 of
 * 835.88356. */
static void
observed_over_expected(void **state)
{
	(void)state;
	struct interval limits;
	check_defined(interval_garwood(5, INTERVAL_LEVEL, &limits));
	check_near(limits.low / 4.2, 0.386545, 1e-6);
	check_near(limits.high / 4.2, 2.778174, 1e-6);
	check_defined(interval_garwood(895, INTERVAL_LEVEL, &limits));
	check_near(limits.low / 835.88356, 1.0017154, 1e-7);
	check_near(limits.high / 835.88356, 1.1432327, 1e-7);
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(unlike_trials),
    cmocka_unit_test(many_trials), cmocka_unit_test(unlike_trials_refused),
    cmocka_unit_test(beta), cmocka_unit_test(hospitals),
    cmocka_unit_test(observed_over_expected))
