#include "metrics/statistics/ratio.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

#include "engine/base/decimal.h"

/* The sums over pairs that an interval of a ratio is made of. */
struct ratio {
	double y, value, squares; /* Σy, Σx / Σy, Σe² */
	double least;             /* x */
	bool alike;
};

static const double TIE = 1e-12;

static enum statistics_status
sum_ratio(const struct interval_pair *pairs, size_t count, struct ratio *ratio)
{
	struct exact_sum x = { 0 }, y = { 0 }, squares = { 0 };
	*ratio = (struct ratio){ .least = INFINITY, .alike = true };
	for (size_t i = 0; i < count; i++) {
		if (!isfinite(pairs[i].x) || !isfinite(pairs[i].y))
			return STATISTICS_NOT_FINITE;
		exact_sum_add(&x, pairs[i].x);
		exact_sum_add(&y, pairs[i].y);
		ratio->least = fmin(ratio->least, pairs[i].x);
	}
	ratio->y = exact_sum_value(&y);
	if (ratio->y == 0)
		return STATISTICS_DOMAIN;
	ratio->value = exact_sum_value(&x) / ratio->y;
	if (!isfinite(ratio->y) || !isfinite(ratio->value))
		return STATISTICS_NOT_FINITE;
	for (size_t i = 0; i < count; i++) {
		double expected = ratio->value * pairs[i].y;
		double error = pairs[i].x - expected;
		if (fabs(ratio->y - pairs[i].y) <= TIE * fabs(pairs[i].y))
			return STATISTICS_DOMAIN;
		if (!isfinite(error * error))
			return STATISTICS_NOT_FINITE;
		exact_sum_add(&squares, error * error);
		ratio->alike &=
		    fabs(error) <= TIE * fmax(fabs(pairs[i].x), fabs(expected));
	}
	ratio->squares = exact_sum_value(&squares);
	return STATISTICS_DEFINED;
}

/* Satterthwaite's degrees of freedom of Σe², see the header. */
static double
ratio_freedom(const struct interval_pair *pairs, size_t count, double whole)
{
	enum { HIGHEST = 5 };
	struct exact_sum sums[HIGHEST + 1] = { 0 };
	double q[HIGHEST + 1];
	for (size_t i = 0; i < count; i++) {
		double h = pairs[i].y / whole, power = h;
		for (int m = 2; m <= HIGHEST; m++)
			exact_sum_add(&sums[m], power *= h);
	}
	for (int m = 2; m <= HIGHEST; m++)
		q[m] = exact_sum_value(&sums[m]);
	double mean = q[2] + q[2] * q[2] - 2 * q[3];
	double variance = q[2] * q[2] * q[2] * q[2] + 2 * q[4] * q[2] -
			  4 * q[2] * q[2] * q[3] + 2 * q[3] * q[3] +
			  q[4] * (1 + 2 * q[2]) - 4 * q[5];
	double df = mean * mean / variance;
	/* The rank of the errors is count − 1; beyond the limits is rounding. */
	double most = (double)count - 1;
	return df >= 1 ? fmin(df, most) : 1;
}

enum statistics_status
interval_ratio(const struct interval_pair *pairs, size_t count, double level,
    struct interval *result)
{
	struct ratio ratio;
	if (!(level > 0 && level < 1))
		return STATISTICS_DOMAIN;
	if (count < 3)
		return STATISTICS_TOO_FEW;
	enum statistics_status status = sum_ratio(pairs, count, &ratio);
	if (status)
		return status;
	if (ratio.alike)
		return STATISTICS_NO_SPREAD;
	double n = (double)count;
	double error = sqrt(n / (n - 1) * ratio.squares) / fabs(ratio.y);
	double df = ratio_freedom(pairs, count, ratio.y);
	double reach = error * gsl_cdf_tdist_Qinv((1 - level) / 2, df);
	if (!isfinite(reach))
		return STATISTICS_NOT_FINITE;
	bool positive = ratio.least >= 0 && ratio.y > 0;
	double low = ratio.value - reach;
	*result = (struct interval){ positive ? fmax(low, 0) : low,
		ratio.value + reach };
	return STATISTICS_DEFINED;
}
