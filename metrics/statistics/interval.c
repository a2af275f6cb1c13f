#include "metrics/statistics/interval.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>

#include "engine/base/decimal.h"
#include "metrics/statistics/binomial.h"
#include "metrics/statistics/poisson.h"
#include "metrics/statistics/summation.h"

static const uint64_t COUNT_MAX = UINT64_C(1) << 53;

static enum statistics_status
check_level(double level)
{
	if (!isfinite(level))
		return STATISTICS_NOT_FINITE;
	return level > 0 && level < 1 && 1 - level > 1e-12 ? STATISTICS_DEFINED
							   : STATISTICS_DOMAIN;
}

static enum statistics_status
check_share(uint64_t successes, uint64_t trials, double level)
{
	if (successes > trials || trials > COUNT_MAX)
		return STATISTICS_DOMAIN;
	return trials == 0 ? STATISTICS_TOO_FEW : check_level(level);
}

/* Wilson's interval of a share of n, which need not be whole. */
static struct interval
wilson(double share, double n, double level)
{
	double z = gsl_cdf_ugaussian_Qinv((1 - level) / 2);
	double centre = share + z * z / (2 * n);
	double reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n));
	double scale = 1 + z * z / n;
	/* Of a share of 0 the low limit is exactly 0, of 1 the high one exactly
	 * 1; computed, they would be off by rounding. */
	return (struct interval){
		share <= 0 ? 0 : fmax(0, (centre - reach) / scale),
		share >= 1 ? 1 : fmin(1, (centre + reach) / scale)
	};
}

enum statistics_status
interval_wilson(
    uint64_t successes, uint64_t trials, double level, struct interval *result)
{
	enum statistics_status status = check_share(successes, trials, level);
	if (status)
		return status;
	double n = (double)trials;
	*result = wilson((double)successes / n, n, level);
	return STATISTICS_DEFINED;
}

enum statistics_status
interval_wilson_amounts(const struct interval_pair *pairs, size_t count,
    double level, struct interval *result)
{
	struct exact_sum kept = { 0 }, all = { 0 }, squares = { 0 };
	enum statistics_status status = check_level(level);
	if (status)
		return status;
	for (size_t i = 0; i < count; i++) {
		double x = pairs[i].x, y = pairs[i].y;
		if (!isfinite(x) || !isfinite(y) || !isfinite(y * y))
			return STATISTICS_NOT_FINITE;
		if (x < 0 || x > y)
			return STATISTICS_DOMAIN;
		exact_sum_add(&kept, x);
		exact_sum_add(&all, y);
		exact_sum_add(&squares, y * y);
	}
	double whole = exact_sum_value(&all),
	       square = exact_sum_value(&squares);
	if (!isfinite(whole) || !isfinite(square) || !isfinite(whole * whole))
		return STATISTICS_NOT_FINITE;
	if (!(square > 0))
		return STATISTICS_TOO_FEW;
	*result = wilson(
	    exact_sum_value(&kept) / whole, whole * whole / square, level);
	return STATISTICS_DEFINED;
}

/* The rate at which one tail at `successes` has the given probability. */
static double
tail_rate(uint64_t successes, uint64_t trials, double probability, bool upper)
{
	double low = 0, high = 1;
	for (;;) {
		struct binomial_tails tails = { 0, 0 };
		double middle = low + (high - low) / 2;
		if (middle <= low || middle >= high)
			return middle;
		binomial_tails(successes, trials, middle, &tails);
		if (upper ? tails.upper < probability
			  : tails.lower > probability)
			low = middle;
		else
			high = middle;
	}
}

enum statistics_status
interval_clopper_pearson(
    uint64_t successes, uint64_t trials, double level, struct interval *result)
{
	enum statistics_status status = check_share(successes, trials, level);
	if (status)
		return status;
	if (trials > BINOMIAL_TRIALS_MAX)
		return STATISTICS_DOMAIN;
	double side = (1 - level) / 2;
	result->low =
	    successes == 0 ? 0 : tail_rate(successes, trials, side, true);
	result->high =
	    successes == trials ? 1 : tail_rate(successes, trials, side, false);
	return STATISTICS_DEFINED;
}

enum statistics_status
interval_newcombe(uint64_t successes1, uint64_t trials1, uint64_t successes2,
    uint64_t trials2, double level, struct interval *result)
{
	struct interval first, second;
	enum statistics_status status =
	    interval_wilson(successes1, trials1, level, &first);
	if (status)
		return status;
	status = interval_wilson(successes2, trials2, level, &second);
	if (status)
		return status;
	double share1 = (double)successes1 / (double)trials1;
	double share2 = (double)successes2 / (double)trials2;
	double difference = share1 - share2;
	result->low =
	    difference - hypot(share1 - first.low, second.high - share2);
	result->high =
	    difference + hypot(first.high - share1, share2 - second.low);
	return STATISTICS_DEFINED;
}

static enum statistics_status
check_scale(double mean, const struct interval *scale)
{
	if (!isfinite(mean))
		return STATISTICS_NOT_FINITE;
	if (!scale)
		return STATISTICS_DEFINED;
	if (isnan(scale->low) || isnan(scale->high))
		return STATISTICS_NOT_FINITE;
	double slack = 1e-9 * (scale->high - scale->low);
	return scale->low - slack <= mean && mean <= scale->high + slack
		   ? STATISTICS_DEFINED
		   : STATISTICS_DOMAIN;
}

static double
clip(double value, const struct interval *scale)
{
	return scale ? fmin(fmax(value, scale->low), scale->high) : value;
}

/* mean ± t(df) · error, clipped to the scale. */
static enum statistics_status
student(double mean, double error, double df, double level,
    const struct interval *scale, struct interval *result)
{
	enum statistics_status status = check_level(level);
	if (!status)
		status = check_scale(mean, scale);
	if (status)
		return status;
	double reach =
	    error > 0 ? error * gsl_cdf_tdist_Qinv((1 - level) / 2, df) : 0;
	double low = mean - reach, high = mean + reach;
	if (!isfinite(low) || !isfinite(high))
		return STATISTICS_NOT_FINITE;
	result->low = clip(low, scale);
	result->high = clip(high, scale);
	return STATISTICS_DEFINED;
}

static enum statistics_status
check_mean(uint64_t n, double sd)
{
	if (n < 2)
		return STATISTICS_TOO_FEW;
	if (!isfinite(sd))
		return STATISTICS_NOT_FINITE;
	return sd < 0 || n > COUNT_MAX ? STATISTICS_DOMAIN : STATISTICS_DEFINED;
}

enum statistics_status
interval_mean(uint64_t n, double mean, double sd, double level,
    const struct interval *scale, struct interval *result)
{
	static const double k = 0.7;
	enum statistics_status status = check_mean(n, sd);
	if (!status)
		status = check_level(level);
	if (!status)
		status = check_scale(mean, scale);
	if (!status && !(scale->low < scale->high))
		status = STATISTICS_DOMAIN;
	if (status)
		return status;
	/* With the scale as 0..1 the condition is the quadratic
	 * (1 + kc) μ² − (2 mean + kc) μ + mean² − c (n − 1) sd² ≤ 0. */
	double length = scale->high - scale->low, df = (double)n - 1 + k;
	double t = gsl_cdf_tdist_Qinv((1 - level) / 2, df);
	double c = t * t / ((double)n * df);
	double m = fmin(fmax((mean - scale->low) / length, 0), 1);
	double spread = ((double)n - 1) * (sd / length) * (sd / length);
	double centre = m + k * c / 2;
	/* The discriminant, without the cancellation of centre² against m². */
	double reach = sqrt(
	    k * c * m * (1 - m) + k * c * k * c / 4 + c * spread * (1 + k * c));
	result->low =
	    clip(scale->low + length * (centre - reach) / (1 + k * c), scale);
	result->high =
	    clip(scale->low + length * (centre + reach) / (1 + k * c), scale);
	return STATISTICS_DEFINED;
}

enum statistics_status
interval_group_means(const struct interval_group *groups, size_t count,
    double level, const struct interval *scale, struct interval *result)
{
	if (count == 0)
		return STATISTICS_TOO_FEW;
	struct summation means = { 0, 0 }, errors = { 0, 0 };
	for (size_t i = 0; i < count; i++) {
		if (groups[i].n < 2)
			return STATISTICS_TOO_FEW;
		if (!isfinite(groups[i].mean) || !isfinite(groups[i].variance))
			return STATISTICS_NOT_FINITE;
		if (groups[i].variance < 0 || groups[i].n > COUNT_MAX)
			return STATISTICS_DOMAIN;
		summation_add(&means, groups[i].mean);
		summation_add(
		    &errors, groups[i].variance / (double)groups[i].n);
	}
	double total = summation_value(&errors), parts = (double)count;
	double df = 1;
	if (total > 0) {
		struct summation shares = { 0, 0 };
		for (size_t i = 0; i < count; i++) {
			double n = (double)groups[i].n;
			double share = groups[i].variance / n / total;
			summation_add(&shares, share * share / (n - 1));
		}
		df = 1 / summation_value(&shares);
	}
	if (!isfinite(total) || !isfinite(df))
		return STATISTICS_NOT_FINITE;
	return student(summation_value(&means) / parts, sqrt(total) / parts, df,
	    level, scale, result);
}

/* The mean at which one tail at `events` has the given probability: Newton
 * steps within a bracket, from the approximation of Wilson and Hilferty. */
static double
tail_mean(uint64_t events, double probability, bool upper)
{
	double x = (double)events, shape = upper ? x : x + 1;
	double z = gsl_cdf_ugaussian_Qinv(probability) * (upper ? -1 : 1);
	double root = 1 - 1 / (9 * shape) + z / (3 * sqrt(shape));
	double low = 0, high = shape + 10 * (z * z + fabs(z) * sqrt(shape) + 1);
	double mean = root > 0.1 ? shape * root * root * root : shape / 100;
	for (int i = 0; i < 200; i++) {
		struct poisson_tails tails = { 0, 0, 0 };
		poisson_tails(events, mean, &tails);
		double error =
		    (upper ? tails.upper : tails.lower) - probability;
		double slope = upper ? tails.point * x / mean : -tails.point;
		if (upper ? error < 0 : error > 0)
			low = mean;
		else
			high = mean;
		double next = mean - error / slope;
		if (!(next > low && next < high))
			next = low + (high - low) / 2;
		if (fabs(next - mean) <= 1e-15 * mean)
			break;
		mean = next;
	}
	return mean;
}

enum statistics_status
interval_garwood(uint64_t events, double level, struct interval *result)
{
	enum statistics_status status = check_level(level);
	if (status)
		return status;
	if (events > POISSON_EVENTS_MAX / 2)
		return STATISTICS_DOMAIN;
	double side = (1 - level) / 2;
	result->low = events == 0 ? 0 : tail_mean(events, side, true);
	result->high = tail_mean(events, side, false);
	return STATISTICS_DEFINED;
}
