#include "metrics/statistics/trend.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "engine/base/arena.h"
#include "metrics/statistics/sorted.h"

enum { EXACT_MAX = 10, EXACT_PAIRS = EXACT_MAX * (EXACT_MAX - 1) / 2 };

static enum statistics_status
check(const double *x, const double *y, size_t n)
{
	if (n < 2)
		return STATISTICS_TOO_FEW;
	if (n > TREND_POINTS_MAX)
		return STATISTICS_DOMAIN;
	if (!sorted_all_finite(x, n) || !sorted_all_finite(y, n))
		return STATISTICS_NOT_FINITE;
	return STATISTICS_DEFINED;
}

/* All slopes between points with different x, ascending, from the arena. */
static enum statistics_status
all_slopes(const double *x, const double *y, size_t n, struct arena *scratch,
    double **slopes, size_t *count)
{
	double *all = arena_allocate(scratch, n * (n - 1) / 2, sizeof *all);
	size_t length = 0;
	if (!all)
		return STATISTICS_NO_MEMORY;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = i + 1; j < n; j++) {
			if (x[i] == x[j])
				continue;
			double slope = (y[j] - y[i]) / (x[j] - x[i]);
			if (!isfinite(slope))
				return STATISTICS_NOT_FINITE;
			all[length++] = slope;
		}
	}
	if (length == 0)
		return STATISTICS_NO_SPREAD;
	sorted_ascending(all, length);
	*slopes = all;
	*count = length;
	return STATISTICS_DEFINED;
}

enum statistics_status
trend_theil_sen(const double *x, const double *y, size_t n,
    struct arena *scratch, double *slope)
{
	enum statistics_status status = check(x, y, n);
	if (status)
		return status;
	double *slopes = NULL;
	size_t count = 0;
	struct arena_mark mark = arena_mark(scratch);
	status = all_slopes(x, y, n, scratch, &slopes, &count);
	if (!status)
		*slope = slopes[(count - 1) / 2] / 2 + slopes[count / 2] / 2;
	arena_release(scratch, mark);
	return status;
}

/* Σ t (t − 1)(2t + 5) over the groups of t equal values. */
static enum statistics_status
tie_term(const double *values, size_t n, struct arena *scratch, double *term)
{
	struct arena_mark mark = arena_mark(scratch);
	double *ordered = sorted_copy(values, n, scratch);
	if (!ordered)
		return STATISTICS_NO_MEMORY;
	*term = 0;
	for (size_t i = 0; i < n;) {
		size_t next = i + 1;
		while (next < n && ordered[next] == ordered[i])
			next++;
		double t = (double)(next - i);
		*term += t * (t - 1) * (2 * t + 5);
		i = next;
	}
	arena_release(scratch, mark);
	return STATISTICS_DEFINED;
}

/* Variance of Kendall's S under no relation, with ties in x and in y (Kendall
 * 1975, chapter 4, without the two cross terms where x has no ties). */
static double
variance_of_s(double n, double ties_x, double ties_y)
{
	return (n * (n - 1) * (2 * n + 5) - ties_x - ties_y) / 18;
}

enum statistics_status
trend_theil_sen_interval(const double *x, const double *y, size_t n,
    double level, struct arena *scratch, struct interval *result)
{
	enum statistics_status status = check(x, y, n);
	if (status)
		return status;
	if (!isfinite(level))
		return STATISTICS_NOT_FINITE;
	if (level <= 0 || level >= 1)
		return STATISTICS_DOMAIN;
	double *slopes = NULL, ties_x = 0, ties_y = 0;
	size_t count = 0;
	struct arena_mark mark = arena_mark(scratch);
	status = all_slopes(x, y, n, scratch, &slopes, &count);
	if (!status)
		status = tie_term(x, n, scratch, &ties_x);
	if (!status)
		status = tie_term(y, n, scratch, &ties_y);
	double variance = variance_of_s((double)n, ties_x, ties_y);
	if (!status && variance <= 0)
		status = STATISTICS_NO_SPREAD;
	if (!status) {
		double z = gsl_cdf_ugaussian_Qinv((1 - level) / 2);
		double rank = floor(((double)count - z * sqrt(variance)) / 2);
		if (rank < 1)
			status = STATISTICS_TOO_FEW;
		else
			*result = (struct interval){ slopes[(size_t)rank - 1],
				slopes[count - (size_t)rank] };
	}
	arena_release(scratch, mark);
	return status;
}

/* P(|S| ≥ |s|) over all n! orders: S is the number of pairs minus twice the
 * number of inversions. The k-th value makes 0 to k − 1 new inversions, each
 * number in equally many orders, so ways[i], the number of orders with i
 * inversions, is built up value by value. */
static double
exact_p(size_t n, double s)
{
	double ways[EXACT_PAIRS + 1] = { 1 }, orders = 1, extreme = 0;
	size_t pairs = n * (n - 1) / 2;
	for (size_t k = 2; k <= n; k++) {
		double sums[EXACT_PAIRS + 1] = { 0 };
		for (size_t i = 0; i <= pairs; i++)
			for (size_t j = 0; j < k && j <= i; j++)
				sums[i] += ways[i - j];
		memcpy(ways, sums, sizeof ways);
		orders *= (double)k;
	}
	for (size_t i = 0; i <= pairs; i++)
		if (fabs((double)pairs - 2 * (double)i) >= fabs(s))
			extreme += ways[i];
	return extreme / orders;
}

static double
sum_of_signs(const double *values, size_t n)
{
	double s = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			s += (values[j] > values[i]) - (values[j] < values[i]);
	return s;
}

enum statistics_status
trend_mann_kendall(const double *values, size_t n, struct arena *scratch,
    struct trend_test *result)
{
	double ties;
	enum statistics_status status = check(values, values, n);
	if (!status)
		status = tie_term(values, n, scratch, &ties);
	if (status)
		return status;
	double variance = variance_of_s((double)n, 0, ties);
	if (variance <= 0)
		return STATISTICS_NO_SPREAD;
	double s = sum_of_signs(values, n), p;
	if (n <= EXACT_MAX && ties == 0) {
		p = exact_p(n, s);
	} else {
		double z = fmax(0, fabs(s) - 1) / sqrt(variance);
		p = fmin(1, 2 * gsl_cdf_ugaussian_Q(z));
	}
	double pairs = (double)n * ((double)n - 1) / 2;
	*result = (struct trend_test){ s, s / pairs, p };
	return STATISTICS_DEFINED;
}
