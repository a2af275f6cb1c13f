/* Goal: priors are those of maximum likelihood, estimates lie between the own
 * value and the prior's mean, and chance alone shrinks all to one value. */
#include "tests/unit/statistics/check.h"

#include "engine/base/arena.h"
#include "metrics/statistics/random.h"
#include "metrics/statistics/rising.h"
#include "metrics/statistics/shrink.h"
#include "tests/unit/unit.h"

/* Tumours in 71 groups of rats (Tarone 1982; Bayesian Data Analysis, 5.1). */
static const uint64_t TUMOURS[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 5, 2, 5, 3, 2, 7, 7,
	3, 3, 2, 9, 10, 4, 4, 4, 4, 4, 4, 4, 10, 4, 4, 4, 5, 11, 12, 5, 5, 6, 5,
	6, 6, 6, 6, 16, 15, 15, 9, 4 };
static const uint64_t RATS[] = { 20, 20, 20, 20, 20, 20, 20, 19, 19, 19, 19, 18,
	18, 17, 20, 20, 20, 20, 19, 19, 18, 18, 25, 24, 23, 20, 20, 20, 20, 20,
	20, 10, 49, 19, 46, 27, 17, 49, 47, 20, 20, 13, 48, 50, 20, 20, 20, 20,
	20, 20, 20, 48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20,
	52, 46, 47, 24, 14 };

static void
rising(void **state)
{
	(void)state;
	static const double places[][2] = { { 0.3, 1e-9 }, { 0.3, 0.01 },
		{ 1, 2 }, { 0.001, 1e5 }, { 0.9, 0.4 } };
	for (size_t i = 0; i < COUNT(places); i++) {
		double a = places[i][0], phi = places[i][1];
		struct rising_table table;
		rising_prepare(&table, a, phi);
		struct rising sum = { 0, 0, 0, 0 };
		for (int m = 0; m < 3000; m++) {
			struct rising one = rising_at(&table, m);
			check_near(one.value, sum.value, 1e-10);
			check_near(one.by_a / (sum.by_a + 1e-99), m > 0, 1e-11);
			check_near(
			    one.by_aa / (sum.by_aa - 1e-99), m > 0, 1e-11);
			check_near(
			    one.by_phi / (sum.by_phi + 1e-99), m > 1, 1e-11);
			double v = a + m * phi;
			sum.value += log(v);
			sum.by_a += 1 / v;
			sum.by_aa -= 1 / (v * v);
			sum.by_phi += m / v;
		}
	}
}

static void
rats(void **state)
{
	(void)state;
	struct shrink_beta prior;
	/* Computed apart with Python's lgamma and a pattern search: α 2.34161,
	 * β 14.11481. */
	check_defined(
	    shrink_beta_fit(TUMOURS, RATS, COUNT(RATS), unit_arena, &prior));
	check_true(prior.spread);
	check_near(prior.mean, 0.1422919, 1e-6);
	check_near(prior.concentration, 16.45642, 1e-4);
	/* The book's rounded prior, Beta(1.4, 8.6): (1.4 + 4) / (10 + 14) */
	double mean;
	prior = (struct shrink_beta){ true, 0.14, 10 };
	check_defined(shrink_beta_mean(&prior, 4, 14, &mean));
	check_near(mean, 0.225, 1e-15);
}

static void
beta_properties(void **state)
{
	(void)state;
	uint64_t x[COUNT(RATS)], n[COUNT(RATS)];
	struct shrink_beta prior, turned, mirror;
	for (size_t i = 0; i < COUNT(RATS); i++) {
		n[i] = RATS[COUNT(RATS) - 1 - i];
		x[i] = TUMOURS[COUNT(RATS) - 1 - i];
	}
	shrink_beta_fit(TUMOURS, RATS, COUNT(RATS), unit_arena, &prior);
	check_defined(shrink_beta_fit(x, n, COUNT(RATS), unit_arena, &turned));
	check_true(prior.mean == turned.mean &&
		   prior.concentration == turned.concentration);
	for (size_t i = 0; i < COUNT(RATS); i++)
		x[i] = n[i] - x[i];
	check_defined(shrink_beta_fit(x, n, COUNT(RATS), unit_arena, &mirror));
	check_near(mirror.mean, 1 - prior.mean, 1e-9);
	check_near(mirror.concentration, prior.concentration, 1e-6);
	for (size_t i = 0; i < COUNT(RATS); i++) {
		double own = (double)TUMOURS[i] / (double)RATS[i], mean;
		check_defined(
		    shrink_beta_mean(&prior, TUMOURS[i], RATS[i], &mean));
		check_true(fmin(own, prior.mean) <= mean &&
			   mean <= fmax(own, prior.mean));
	}
}

static void
beta_without_spread(void **state)
{
	(void)state;
	uint64_t alike[] = { 3, 6, 9 }, tens[] = { 10, 20, 30 };
	uint64_t none[] = { 0, 0, 0, 0 }, n[] = { 5, 0, 7, 9 };
	struct shrink_beta prior;
	double mean;
	check_defined(shrink_beta_fit(alike, tens, 3, unit_arena, &prior));
	check_true(!prior.spread);
	check_defined(shrink_beta_mean(&prior, 9, 10, &mean));
	check_near(mean, 0.3, 1e-15);
	check_defined(shrink_beta_fit(none, n, 4, unit_arena, &prior));
	check_true(!prior.spread && prior.mean == 0);
	check_defined(shrink_beta_fit(n, n, 4, unit_arena, &prior));
	check_true(!prior.spread && prior.mean == 1);
	/* single cases carry no information on spread */
	uint64_t ones[] = { 1, 1, 1, 1 }, half[] = { 0, 1, 0, 1 };
	check_defined(shrink_beta_fit(half, ones, 4, unit_arena, &prior));
	check_true(!prior.spread && prior.mean == 0.5);
}

static void
beta_extremes(void **state)
{
	(void)state;
	/* All or nothing: own values stand. */
	uint64_t split[] = { 0, 50, 0, 50 }, fifty[] = { 50, 50, 50, 50 };
	uint64_t large[] = { 100000, 300000, 200000 };
	uint64_t million[] = { 1000000, 1000000, 1000000 };
	struct shrink_beta prior;
	double mean;
	check_defined(shrink_beta_fit(split, fifty, 4, unit_arena, &prior));
	check_true(prior.spread);
	check_defined(shrink_beta_mean(&prior, 50, 50, &mean));
	check_near(mean, 1, 1e-4);
	check_defined(shrink_beta_fit(large, million, 3, unit_arena, &prior));
	check_true(prior.spread);
	check_near(prior.mean, 0.2, 0.002);
	/* The plain moments: 0.16 / (0.02 / 3) − 1 = 23 */
	check_near(prior.concentration, 23, 3);
	check_status(shrink_beta_fit(split, fifty, 2, unit_arena, &prior),
	    STATISTICS_TOO_FEW);
	check_status(shrink_beta_fit(fifty, split, 4, unit_arena, &prior),
	    STATISTICS_DOMAIN);
	check_status(shrink_beta_mean(&prior, 0, 0, &mean), STATISTICS_TOO_FEW);
	check_status(shrink_beta_mean(&prior, 2, 1, &mean), STATISTICS_DOMAIN);
}

static void
beta_many(void **state)
{
	(void)state;
	enum { MANAGERS = 2000 };
	static uint64_t x[MANAGERS], n[MANAGERS];
	struct random_stream stream = random_stream(8);
	double own = 0, shrunk = 0, rates[MANAGERS];
	for (int i = 0; i < MANAGERS; i++) {
		/* Beta(2, 2): the middle of three uniform numbers */
		double a = random_uniform(&stream), b = random_uniform(&stream);
		double c = random_uniform(&stream);
		rates[i] = fmax(fmin(a, b), fmin(fmax(a, b), c));
		n[i] = 1 + random_below(&stream, 60);
		x[i] = 0;
		for (uint64_t k = 0; k < n[i]; k++)
			x[i] += random_uniform(&stream) < rates[i];
	}
	struct shrink_beta prior;
	check_defined(shrink_beta_fit(x, n, MANAGERS, unit_arena, &prior));
	check_near(prior.mean, 0.5, 0.02);
	check_near(prior.concentration, 4, 0.6);
	for (int i = 0; i < MANAGERS; i++) {
		double mean;
		shrink_beta_mean(&prior, x[i], n[i], &mean);
		own += pow((double)x[i] / (double)n[i] - rates[i], 2);
		shrunk += pow(mean - rates[i], 2);
	}
	check_true(shrunk < 0.8 * own);
}

static void
normal_balanced(void **state)
{
	(void)state;
	/* Equal n: tau² = Σ(m − m̄)²/k − s²/n = 2 − 2/4, by hand. */
	struct shrink_group groups[] = { { 4, 1, 1 }, { 4, 2, 2 }, { 4, 3, 3 },
		{ 4, 4, 1 }, { 4, 5, 3 } };
	struct shrink_normal prior;
	double mean;
	check_defined(shrink_normal_fit(groups, 5, unit_arena, &prior));
	check_true(prior.spread);
	check_near(prior.within, 2, 1e-14);
	check_near(prior.mean, 3, 1e-12);
	check_near(prior.tau2, 1.5, 1e-9);
	check_defined(shrink_normal_mean(&prior, &groups[4], 99, &mean));
	check_near(mean, 3 + 2 * 1.5 / (1.5 + 0.5), 1e-9);
	for (size_t i = 0; i < 5; i++)
		groups[i].variance *= 10; /* s²/n = 5 > 2: chance */
	check_defined(shrink_normal_fit(groups, 5, unit_arena, &prior));
	check_true(!prior.spread);
	check_defined(shrink_normal_mean(&prior, &groups[4], 99, &mean));
	check_near(mean, 99, 0);
}

static void
normal_unbalanced(void **state)
{
	(void)state;
	/* Computed apart in Python: a grid, then a ternary search. */
	struct shrink_group groups[] = { { 4, 10, 4 }, { 9, 12, 5 },
		{ 16, 15, 3 }, { 25, 11, 6 }, { 1, 20, 0 }, { 30, 14, 4.5 },
		{ 0, NAN, NAN } };
	struct shrink_normal prior, turned;
	check_defined(shrink_normal_fit(groups, 7, unit_arena, &prior));
	check_near(prior.within, 4.7025316455696204, 1e-12);
	check_near(prior.tau2, 5.9589917, 1e-6);
	check_near(prior.mean, 13.2742621, 1e-6);
	struct shrink_group swap = groups[0];
	groups[0] = groups[5];
	groups[5] = swap;
	check_defined(shrink_normal_fit(groups, 7, unit_arena, &turned));
	check_true(prior.tau2 == turned.tau2 && prior.mean == turned.mean);
	for (size_t i = 0; i < 6; i++) {
		groups[i].mean *= 1e9;
		groups[i].variance *= 1e18;
	}
	check_defined(shrink_normal_fit(groups, 7, unit_arena, &turned));
	check_near(turned.tau2 / 1e18, prior.tau2, 1e-9);
}

static void
eight_schools(void **state)
{
	(void)state;
	/* Bayesian Data Analysis 5.5: the likelihood is highest at tau = 0.
	 * The known errors are written as n = 1e6 / σ² with variance 1e6. */
	double effect[] = { 28, 8, -3, 7, -1, 1, 18, 12 };
	double sigma[] = { 15, 10, 16, 11, 9, 11, 10, 18 };
	struct shrink_group groups[8];
	struct shrink_normal prior;
	for (int i = 0; i < 8; i++)
		groups[i] = (struct shrink_group){
			(uint64_t)lround(1e6 / (sigma[i] * sigma[i])),
			effect[i], 1e6
		};
	check_defined(shrink_normal_fit(groups, 8, unit_arena, &prior));
	check_true(!prior.spread);
	check_near(prior.mean, 7.7, 0.05); /* the book's pooled 7.7 */
}

static void
normal_edges(void **state)
{
	(void)state;
	struct shrink_group exact[] = { { 3, 1, 0 }, { 3, 2, 0 }, { 3, 6, 0 } };
	struct shrink_group alike[] = { { 3, 2, 1 }, { 5, 2, 1 }, { 9, 2, 1 } };
	struct shrink_group ones[] = { { 1, 1, 0 }, { 1, 2, 0 }, { 1, 3, 0 } };
	struct shrink_group bad[] = { { 2, 1, -1 }, { 2, 2, 0 }, { 2, 3, 0 } };
	struct shrink_normal prior;
	double mean;
	check_defined(shrink_normal_fit(exact, 3, unit_arena, &prior));
	check_defined(shrink_normal_mean(&prior, &exact[2], 99, &mean));
	check_near(mean, 6, 1e-12);
	check_defined(shrink_normal_fit(alike, 3, unit_arena, &prior));
	check_true(!prior.spread);
	check_status(shrink_normal_fit(exact, 2, unit_arena, &prior),
	    STATISTICS_TOO_FEW);
	check_status(
	    shrink_normal_fit(ones, 3, unit_arena, &prior), STATISTICS_TOO_FEW);
	check_status(
	    shrink_normal_fit(bad, 3, unit_arena, &prior), STATISTICS_DOMAIN);
	bad[0].mean = NAN;
	check_status(shrink_normal_fit(bad, 3, unit_arena, &prior),
	    STATISTICS_NOT_FINITE);
}

static void
james_stein(void **state)
{
	(void)state;
	/* Efron and Morris 1975/1977: 18 batters, 45 times at bat each. */
	double batting[] = { .400, .378, .356, .333, .311, .311, .289, .267,
		.244, .244, .222, .222, .222, .222, .222, .200, .178, .156 };
	struct shrink_james_stein result;
	check_defined(shrink_james_stein(
	    batting, 18, 0.2654 * (1 - 0.2654) / 45, &result));
	check_near(result.mean, 0.265, 5e-4);
	check_near(result.factor, 0.212, 5e-4);
	check_near(
	    result.mean + result.factor * (0.400 - result.mean), 0.294, 5e-4);
	check_status(
	    shrink_james_stein(batting, 3, 1, &result), STATISTICS_TOO_FEW);
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(rising), cmocka_unit_test(rats),
    cmocka_unit_test(beta_properties), cmocka_unit_test(beta_without_spread),
    cmocka_unit_test(beta_extremes), cmocka_unit_test(beta_many),
    cmocka_unit_test(normal_balanced), cmocka_unit_test(normal_unbalanced),
    cmocka_unit_test(eight_schools), cmocka_unit_test(normal_edges),
    cmocka_unit_test(james_stein))
