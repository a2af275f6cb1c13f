#include "metrics/statistics/icc.h"

#include <math.h>
#include <stdbool.h>

#include "metrics/statistics/summation.h"

/* Mean squares: between targets, between judges, residual, within targets. */
struct mean_squares {
	double targets, judges, residual, within;
};

static double
mean_of(const double *first, size_t count, size_t stride)
{
	struct summation sum = { 0, 0 };
	for (size_t i = 0; i < count; i++)
		summation_add(&sum, first[i * stride]);
	return summation_value(&sum) / (double)count;
}

static double
square(double x)
{
	return x * x;
}

static struct mean_squares
analyse(const double *ratings, size_t n, size_t k)
{
	double grand = mean_of(ratings, n * k, 1);
	double rows = (double)n, columns = (double)k;
	struct summation targets = { 0, 0 }, judges = { 0, 0 };
	struct summation residual = { 0, 0 }, within = { 0, 0 };
	for (size_t j = 0; j < k; j++)
		summation_add(
		    &judges, square(mean_of(ratings + j, n, k) - grand));
	for (size_t i = 0; i < n; i++) {
		double mean = mean_of(ratings + i * k, k, 1);
		summation_add(&targets, square(mean - grand));
		for (size_t j = 0; j < k; j++)
			summation_add(
			    &within, square(ratings[i * k + j] - mean));
	}
	for (size_t j = 0; j < k; j++) {
		double judge = mean_of(ratings + j, n, k);
		for (size_t i = 0; i < n; i++) {
			double mean = mean_of(ratings + i * k, k, 1);
			summation_add(&residual,
			    square(ratings[i * k + j] - mean - judge + grand));
		}
	}
	return (struct mean_squares){ columns * summation_value(&targets) /
					  (rows - 1),
		rows * summation_value(&judges) / (columns - 1),
		summation_value(&residual) / ((rows - 1) * (columns - 1)),
		summation_value(&within) / (rows * (columns - 1)) };
}

struct fraction {
	double above, below;
};

static struct fraction
coefficient_of(enum icc_form form, struct mean_squares m, double n, double k)
{
	double others = k - 1, bias = k * (m.judges - m.residual) / n;
	switch (form) {
	case ICC_1_1:
		return (struct fraction){ m.targets - m.within,
			m.targets + others * m.within };
	case ICC_2_1:
		return (struct fraction){ m.targets - m.residual,
			m.targets + others * m.residual + bias };
	case ICC_3_1:
		return (struct fraction){ m.targets - m.residual,
			m.targets + others * m.residual };
	case ICC_1_K:
		return (struct fraction){ m.targets - m.within, m.targets };
	case ICC_2_K:
		return (struct fraction){ m.targets - m.residual,
			m.targets + bias / k };
	case ICC_3_K:
		return (struct fraction){ m.targets - m.residual, m.targets };
	}
	return (struct fraction){ 0, 0 };
}

/* Are all target means the same, apart from rounding? */
static bool
targets_alike(const double *ratings, size_t n, size_t k)
{
	double low = mean_of(ratings, k, 1), high = low;
	for (size_t i = 1; i < n; i++) {
		double mean = mean_of(ratings + i * k, k, 1);
		low = fmin(low, mean);
		high = fmax(high, mean);
	}
	return high - low <= 1e-14 * fmax(fabs(low), fabs(high));
}

enum statistics_status
icc_estimate(enum icc_form form, const double *ratings, size_t n, size_t k,
    double *coefficient)
{
	if (n < 2 || k < 2)
		return STATISTICS_TOO_FEW;
	struct mean_squares squares = analyse(ratings, n, k);
	struct fraction result =
	    coefficient_of(form, squares, (double)n, (double)k);
	if (!isfinite(squares.targets) || !isfinite(squares.judges) ||
	    !isfinite(squares.residual) || !isfinite(squares.within))
		return STATISTICS_NOT_FINITE;
	if (targets_alike(ratings, n, k))
		return STATISTICS_NO_SPREAD;
	if (!(result.below > 0))
		return STATISTICS_DOMAIN;
	*coefficient = result.above / result.below;
	return STATISTICS_DEFINED;
}
