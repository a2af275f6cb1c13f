/* Goal: p-values are those of R, in 0..1, symmetric, uniform where nothing is
 * going on, and refused where they mean nothing. */
#include "tests/unit/statistics/check.h"

#include "engine/base/arena.h"
#include "metrics/statistics/random.h"
#include "metrics/statistics/test.h"
#include "tests/unit/unit.h"

static void
fisher(void **state)
{
	(void)state;
	static const struct {
		uint64_t a, b, c, d;
		double p, tolerance;
	} rows[] = {
		{ 3, 1, 1, 3, 0.4857, 5e-5 },      /* R, tea */
		{ 2, 10, 15, 3, 0.0005367, 5e-8 }, /* R, Convictions */
		/* by hand: 34/70; 2/6; both diagonals of 1/252 */
		{ 1, 3, 3, 1, 34.0 / 70, 1e-14 },
		{ 5, 0, 0, 5, 2.0 / 252, 1e-15 },
		{ 0, 5, 0, 7, 1, 0 },
		{ 4, 0, 9, 0, 1, 0 },
		{ 10, 10, 10, 10, 1, 1e-12 },
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		double p;
		check_defined(test_fisher(
		    rows[i].a, rows[i].b, rows[i].c, rows[i].d, &p));
		check_near(p, rows[i].p, rows[i].tolerance);
	}
	double p = 7;
	check_status(test_fisher(0, 0, 1, 1, &p), STATISTICS_TOO_FEW);
	check_status(test_fisher(1, 1, 0, 0, &p), STATISTICS_TOO_FEW);
	check_status(test_fisher(UINT64_MAX, 1, 1, 1, &p), STATISTICS_DOMAIN);
	check_near(p, 7, 0);
}

/* All tables by their definition, with factorials. */
static double
fisher_naive(int a, int b, int c, int d)
{
	double total = 0, extreme = 0, observed = 0, weights[64] = { 0 };
	int first = a + c - (c + d) > 0 ? a - d : 0;
	int last = a + b < a + c ? a + b : a + c;
	for (int k = first; k <= last; k++) {
		weights[k] = exp(-lgamma(k + 1) - lgamma(a + b - k + 1) -
				 lgamma(a + c - k + 1) - lgamma(d - a + k + 1));
		total += weights[k];
	}
	observed = weights[a] * (1 + 1e-7);
	for (int k = first; k <= last; k++)
		extreme += weights[k] <= observed ? weights[k] : 0;
	return extreme / total;
}

static void
fisher_properties(void **state)
{
	(void)state;
	struct random_stream stream = random_stream(3);
	for (int i = 0; i < 2000; i++) {
		int cell[4];
		for (int k = 0; k < 4; k++)
			cell[k] = (int)random_below(&stream, 15);
		uint64_t a = (uint64_t)cell[0], b = (uint64_t)cell[1];
		uint64_t c = (uint64_t)cell[2], d = (uint64_t)cell[3];
		double p, other;
		if (a + b == 0 || c + d == 0)
			continue;
		check_defined(test_fisher(a, b, c, d, &p));
		check_true(p > 0 && p <= 1);
		check_near(
		    p, fisher_naive(cell[0], cell[1], cell[2], cell[3]), 1e-11);
		check_defined(test_fisher(b, a, d, c, &other));
		check_near(p, other, 1e-12);
		check_defined(test_fisher(c, d, a, b, &other));
		check_near(p, other, 1e-12);
	}
}

static void
fisher_large(void **state)
{
	(void)state;
	/* Large tables approach the χ² test with continuity correction. */
	double p, chi;
	uint64_t a = 300500, b = 199500, c = 299500, d = 200500;
	check_defined(test_fisher(a, b, c, d, &p));
	chi = 1e6 * pow(fabs(300500.0 * 200500 - 199500.0 * 299500) - 5e5, 2) /
	      (5e5 * 5e5 * 6e5 * 4e5);
	check_near(p, erfc(sqrt(chi / 2)), 2e-5);
	check_defined(test_fisher(1000000, 0, 0, 1000000, &p));
	check_true(p >= 0 && p < 1e-290);
	check_defined(test_fisher(500000, 500000, 500000, 500000, &p));
	check_near(p, 1, 1e-9);
}

static void
welch(void **state)
{
	(void)state;
	struct test_result one, other;
	struct test_sample first = { 10, 0.75, 3.2005555555555556 };
	struct test_sample second = { 10, 2.33, 4.009 };
	check_defined(test_welch(first, second, &one)); /* R, sleep */
	check_near(one.statistic, -1.8608, 5e-5);
	check_near(one.df, 17.776, 5e-4);
	check_near(one.p, 0.07939, 5e-6);
	check_defined(test_welch(second, first, &other));
	check_near(one.p, other.p, 1e-15);
	second.variance = 0;
	check_defined(test_welch(first, second, &one));
	check_near(one.df, 9, 1e-12);
	first.variance = 0;
	check_status(test_welch(first, second, &one), STATISTICS_NO_SPREAD);
	first.variance = -1;
	check_status(test_welch(first, second, &one), STATISTICS_DOMAIN);
	first.n = 1;
	check_status(test_welch(first, second, &one), STATISTICS_TOO_FEW);
	first = (struct test_sample){ 5, NAN, 1 };
	check_status(test_welch(first, second, &one), STATISTICS_NOT_FINITE);
}

/* GSL's default handler aborts, so this fails if it is ever called. */
static void
welch_extremes(void **state)
{
	(void)state;
	static const double sizes[] = { 2, 3, 10, 31, 1000, 1e6, 1e9 };
	for (size_t i = 0; i < COUNT(sizes); i++) {
		for (size_t j = 0; j < COUNT(sizes); j++) {
			for (double d = 1e-12; d < 1e12; d *= 7) {
				struct test_result one;
				struct test_sample a = { (uint64_t)sizes[i], d,
					3 };
				struct test_sample b = { (uint64_t)sizes[j], 0,
					0.01 };
				check_defined(test_welch(a, b, &one));
				check_true(one.p >= 0 && one.p <= 1);
			}
		}
	}
}

static void
proportions(void **state)
{
	(void)state;
	uint64_t smokers[] = { 83, 90, 129, 70 };
	uint64_t patients[] = { 86, 93, 136, 82 };
	uint64_t none[4] = { 0 };
	struct test_result one;
	check_defined(test_proportions(smokers, patients, 4, &one));
	check_near(one.statistic, 12.600, 5e-4);
	check_near(one.df, 3, 0);
	check_near(one.p, 0.005585, 5e-7);
	check_status(
	    test_proportions(smokers, patients, 1, &one), STATISTICS_TOO_FEW);
	check_status(
	    test_proportions(none, patients, 4, &one), STATISTICS_NO_SPREAD);
	check_status(test_proportions(patients, patients, 4, &one),
	    STATISTICS_NO_SPREAD);
	check_status(test_proportions(none, none, 4, &one), STATISTICS_TOO_FEW);
	check_status(
	    test_proportions(patients, smokers, 4, &one), STATISTICS_DOMAIN);
}

/* The 15 p-values of Benjamini and Hochberg 1995, section 4.1. */
static const double PAPER[] = { 0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278,
	0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1 };

static void
benjamini_hochberg(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	double p[COUNT(PAPER)], turned[COUNT(PAPER)];
	int rejected = 0, bonferroni = 0;
	for (size_t i = 0; i < COUNT(PAPER); i++) {
		p[i] = turned[COUNT(PAPER) - 1 - i] = PAPER[i];
		bonferroni += PAPER[i] * (double)COUNT(PAPER) <= 0.05;
	}
	check_defined(test_benjamini_hochberg(p, COUNT(p), arena));
	check_defined(test_benjamini_hochberg(turned, COUNT(p), arena));
	for (size_t i = 0; i < COUNT(p); i++) {
		rejected += p[i] <= 0.05;
		check_true(p[i] >= PAPER[i] && p[i] <= 1);
		check_true(p[i] == turned[COUNT(p) - 1 - i]);
		check_true(i == 0 || p[i] >= p[i - 1]);
	}
	assert_int_equal(rejected, 4);
	assert_int_equal(bonferroni, 3);
	check_near(p[0], 0.0015, 1e-15);   /* 15 · 0.0001 / 1 */
	check_near(p[3], 0.035625, 1e-15); /* 15 · 0.0095 / 4 */
	double alone = 0.3, wrong[] = { 0.1, 1.1 }, nan[] = { NAN };
	check_defined(test_benjamini_hochberg(&alone, 1, arena));
	check_near(alone, 0.3, 0);
	check_defined(test_benjamini_hochberg(NULL, 0, arena));
	check_status(
	    test_benjamini_hochberg(wrong, 2, arena), STATISTICS_DOMAIN);
	check_near(wrong[0], 0.1, 0);
	check_status(
	    test_benjamini_hochberg(nan, 1, arena), STATISTICS_NOT_FINITE);
	arena_free(arena);
}

static double
normal(struct random_stream *stream)
{
	double u = 1 - random_uniform(stream), v = random_uniform(stream);
	return sqrt(-2 * log(u)) * cos(6.283185307179586 * v);
}

static struct test_sample
draw(struct random_stream *stream, uint64_t n, double sd)
{
	double values[16], sum = 0, squares = 0;
	for (uint64_t i = 0; i < n; i++)
		sum += values[i] = sd * normal(stream);
	for (uint64_t i = 0; i < n; i++)
		squares += pow(values[i] - sum / (double)n, 2);
	return (struct test_sample){ n, sum / (double)n,
		squares / (double)(n - 1) };
}

static void
uniform_without_effect(void **state)
{
	(void)state;
	enum { RUNS = 5000 };
	struct random_stream stream = random_stream(11);
	int welch_bins[10] = { 0 }, fisher_low = 0;
	for (int i = 0; i < RUNS; i++) {
		struct test_result one;
		struct test_sample a = draw(&stream, 12, 1);
		check_defined(test_welch(a, draw(&stream, 15, 2), &one));
		welch_bins[one.p < 1 ? (int)(one.p * 10) : 9]++;
		uint64_t x = 0, y = 0;
		for (int k = 0; k < 30; k++) {
			x += random_uniform(&stream) < 0.3;
			y += random_uniform(&stream) < 0.3;
		}
		double p;
		check_defined(test_fisher(x, 30 - x, y, 30 - y, &p));
		fisher_low += p <= 0.05;
	}
	double chi = 0, expected = RUNS / 10.0;
	for (int i = 0; i < 10; i++)
		chi += pow(welch_bins[i] - expected, 2) / expected;
	check_true(chi < 27.9);                /* χ²(9), 99.9 % */
	check_true(fisher_low <= 0.05 * RUNS); /* exact tests are cautious */
}

UNIT_TESTS(cmocka_unit_test(fisher), cmocka_unit_test(fisher_properties),
    cmocka_unit_test(fisher_large), cmocka_unit_test(welch),
    cmocka_unit_test(welch_extremes), cmocka_unit_test(proportions),
    cmocka_unit_test(benjamini_hochberg),
    cmocka_unit_test(uniform_without_effect))
