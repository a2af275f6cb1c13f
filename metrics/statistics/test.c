#include "metrics/statistics/test.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/statistics/summation.h"

static const double NEGLIGIBLE = 1e-300;
static const double TOLERANCE = 1e-7;
static const uint64_t TOTAL_MAX = UINT64_C(1) << 40;

/* The tables with given margins; the number in the first cell decides the other
 * three. */
struct margins {
	double row1, row2, column1;
	double first, last, mode;
};

static struct margins
find_margins(double a, double b, double c, double d)
{
	struct margins m = { a + b, c + d, a + c, 0, 0, 0 };
	m.first = fmax(0, m.column1 - m.row2);
	m.last = fmin(m.row1, m.column1);
	double mode =
	    floor((m.row1 + 1) * (m.column1 + 1) / (m.row1 + m.row2 + 2));
	m.mode = fmin(fmax(mode, m.first), m.last);
	return m;
}

/* P(first cell = k + 1) / P(first cell = k). */
static double
ratio_up(const struct margins *m, double k)
{
	return (m->row1 - k) * (m->column1 - k) /
	       ((k + 1) * (m->row2 - m->column1 + k + 1));
}

/* The likelihood of a table relative to the most likely one's. */
static double
weight(const struct margins *m, double cell)
{
	double weight = 1;
	for (double k = m->mode; k < cell && weight >= NEGLIGIBLE; k++)
		weight *= ratio_up(m, k);
	for (double k = m->mode; k > cell && weight >= NEGLIGIBLE; k--)
		weight /= ratio_up(m, k - 1);
	return weight;
}

struct fisher_sums {
	double total, extreme, bound;
};

static void
add_table(struct fisher_sums *sums, double weight)
{
	sums->total += weight;
	if (weight <= sums->bound)
		sums->extreme += weight;
}

enum statistics_status
test_fisher(uint64_t a, uint64_t b, uint64_t c, uint64_t d, double *p)
{
	if (a > TOTAL_MAX || b > TOTAL_MAX || c > TOTAL_MAX || d > TOTAL_MAX ||
	    a + b + c + d > TOTAL_MAX)
		return STATISTICS_DOMAIN;
	if (a + b == 0 || c + d == 0)
		return STATISTICS_TOO_FEW;
	struct margins m =
	    find_margins((double)a, (double)b, (double)c, (double)d);
	struct fisher_sums sums = { 0, 0, 0 };
	sums.bound = weight(&m, (double)a) * (1 + TOLERANCE);
	double w = 1;
	for (double k = m.mode; k <= m.last && w >= NEGLIGIBLE; k++) {
		add_table(&sums, w);
		w *= ratio_up(&m, k);
	}
	w = 1;
	for (double k = m.mode; k > m.first; k--) {
		w /= ratio_up(&m, k - 1);
		if (w < NEGLIGIBLE)
			break;
		add_table(&sums, w);
	}
	*p = fmin(1, sums.extreme / sums.total);
	return STATISTICS_DEFINED;
}

enum statistics_status
test_welch(struct test_sample first, struct test_sample second,
    struct test_result *result)
{
	if (first.n < 2 || second.n < 2)
		return STATISTICS_TOO_FEW;
	if (!isfinite(first.mean) || !isfinite(second.mean) ||
	    !isfinite(first.variance) || !isfinite(second.variance))
		return STATISTICS_NOT_FINITE;
	if (first.variance < 0 || second.variance < 0)
		return STATISTICS_DOMAIN;
	double n1 = (double)first.n, n2 = (double)second.n;
	double error = first.variance / n1 + second.variance / n2;
	if (error == 0)
		return STATISTICS_NO_SPREAD;
	double share1 = first.variance / n1 / error;
	double share2 = second.variance / n2 / error;
	double df =
	    1 / (share1 * share1 / (n1 - 1) + share2 * share2 / (n2 - 1));
	double t = (first.mean - second.mean) / sqrt(error);
	if (!isfinite(t) || !isfinite(df))
		return STATISTICS_NOT_FINITE;
	double p = 2 * gsl_cdf_tdist_Q(fabs(t), df);
	if (!isfinite(p))
		return STATISTICS_NOT_FINITE;
	*result = (struct test_result){ t, df, fmin(1, p) };
	return STATISTICS_DEFINED;
}

enum statistics_status
test_proportions(const uint64_t *successes, const uint64_t *trials, size_t k,
    struct test_result *result)
{
	struct summation x = { 0, 0 }, n = { 0, 0 }, chi = { 0, 0 };
	if (k < 2)
		return STATISTICS_TOO_FEW;
	for (size_t i = 0; i < k; i++) {
		if (successes[i] > trials[i])
			return STATISTICS_DOMAIN;
		if (trials[i] == 0)
			return STATISTICS_TOO_FEW;
		summation_add(&x, (double)successes[i]);
		summation_add(&n, (double)trials[i]);
	}
	double rate = summation_value(&x) / summation_value(&n);
	if (rate <= 0 || rate >= 1)
		return STATISTICS_NO_SPREAD;
	for (size_t i = 0; i < k; i++) {
		double expected = (double)trials[i] * rate;
		double distance = (double)successes[i] - expected;
		summation_add(
		    &chi, distance * distance / (expected * (1 - rate)));
	}
	double statistic = summation_value(&chi), df = (double)(k - 1);
	*result = (struct test_result){ statistic, df,
		gsl_cdf_chisq_Q(statistic, df) };
	return STATISTICS_DEFINED;
}

struct ranked {
	double p;
	size_t place;
};

static int
compare(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	if (x->p != y->p)
		return x->p < y->p ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

enum statistics_status
test_benjamini_hochberg(double *p, size_t n, struct arena *scratch)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(p[i]))
			return STATISTICS_NOT_FINITE;
		if (p[i] < 0 || p[i] > 1)
			return STATISTICS_DOMAIN;
	}
	struct arena_mark mark = arena_mark(scratch);
	struct ranked *ranked = arena_allocate(scratch, n, sizeof *ranked);
	if (!ranked)
		return STATISTICS_NO_MEMORY;
	for (size_t i = 0; i < n; i++)
		ranked[i] = (struct ranked){ p[i], i };
	if (n > 1)
		qsort(ranked, n, sizeof *ranked, compare);
	double least = 1;
	for (size_t rank = n; rank > 0; rank--) {
		const struct ranked *one = &ranked[rank - 1];
		least = fmin(least, one->p * ((double)n / (double)rank));
		p[one->place] = least;
	}
	arena_release(scratch, mark);
	return STATISTICS_DEFINED;
}
