#include "metrics/statistics/moments.h"

#include <math.h>

#include "metrics/statistics/summation.h"

enum statistics_status
moments_mean(const double *values, size_t n, double *mean)
{
	if (n == 0)
		return STATISTICS_TOO_FEW;
	struct summation total = { 0, 0 };
	double low = values[0], high = values[0];
	for (size_t i = 0; i < n; i++) {
		summation_add(&total, values[i]);
		low = fmin(low, values[i]);
		high = fmax(high, values[i]);
	}
	double result = summation_value(&total) / (double)n;
	if (!isfinite(result))
		return STATISTICS_NOT_FINITE;
	/* Rounding could move the mean past the values. Kept within them, the
	 * mean of equal values is exactly that value, and their variance is
	 * 0. */
	*mean = fmin(fmax(result, low), high);
	return STATISTICS_DEFINED;
}

enum statistics_status
moments_variance(const double *values, size_t n, double *variance)
{
	double mean;
	if (n < 2)
		return STATISTICS_TOO_FEW;
	enum statistics_status status = moments_mean(values, n, &mean);
	if (status)
		return status;
	struct summation deviations = { 0, 0 }, squares = { 0, 0 };
	for (size_t i = 0; i < n; i++) {
		double deviation = values[i] - mean;
		summation_add(&deviations, deviation);
		summation_add(&squares, deviation * deviation);
	}
	double rest = summation_value(&deviations);
	double result = (summation_value(&squares) - rest * rest / (double)n) /
			(double)(n - 1);
	if (!isfinite(result))
		return STATISTICS_NOT_FINITE;
	*variance = result > 0 ? result : 0;
	return STATISTICS_DEFINED;
}

enum statistics_status
moments_sd(const double *values, size_t n, double *sd)
{
	double variance;
	enum statistics_status status = moments_variance(values, n, &variance);
	if (status == STATISTICS_DEFINED)
		*sd = sqrt(variance);
	return status;
}

enum statistics_status
moments_autocorrelation(const double *values, size_t n, double *coefficient)
{
	double mean;
	if (n < 2)
		return STATISTICS_TOO_FEW;
	enum statistics_status status = moments_mean(values, n, &mean);
	if (status)
		return status;
	struct summation products = { 0, 0 }, squares = { 0, 0 };
	for (size_t i = 0; i < n; i++) {
		double deviation = values[i] - mean;
		summation_add(&squares, deviation * deviation);
		if (i + 1 < n)
			summation_add(
			    &products, deviation * (values[i + 1] - mean));
	}
	double spread = summation_value(&squares);
	if (spread == 0)
		return STATISTICS_NO_SPREAD;
	double result = summation_value(&products) / spread;
	if (!isfinite(result))
		return STATISTICS_NOT_FINITE;
	*coefficient = result;
	return STATISTICS_DEFINED;
}
