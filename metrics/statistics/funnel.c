#include "metrics/statistics/funnel.h"

#include <math.h>

#include "metrics/statistics/binomial.h"

static enum statistics_status
check_level(double level)
{
	if (!isfinite(level))
		return STATISTICS_NOT_FINITE;
	return level > 0 && level < 1 ? STATISTICS_DEFINED : STATISTICS_DOMAIN;
}

/* The probability beyond the limit on one side. In binary, 1 − 0.998 is not
 * exactly 0.002; the error is about 1e-14 of the result, and no tail of a count
 * comes so close to the limit that this would matter. */
static double
side(double level)
{
	return (1 - level) / 2;
}

enum statistics_status
funnel_outside(uint64_t successes, uint64_t trials, double rate, double level,
    bool *outside)
{
	struct binomial_tails tails;
	enum statistics_status status = check_level(level);
	if (status)
		return status;
	status = binomial_tails(successes, trials, rate, &tails);
	if (status)
		return status;
	*outside = tails.lower < side(level) || tails.upper < side(level);
	return STATISTICS_DEFINED;
}

/* The smallest count whose lower tail reaches the side's probability. */
static uint64_t
lowest_inside(uint64_t trials, double rate, double level)
{
	uint64_t low = 0, high = trials;
	while (low < high) {
		struct binomial_tails tails = { 0, 0 };
		uint64_t middle = low + (high - low) / 2;
		binomial_tails(middle, trials, rate, &tails);
		if (tails.lower < side(level))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The largest count whose upper tail reaches the side's probability. */
static uint64_t
highest_inside(uint64_t trials, double rate, double level)
{
	uint64_t low = 0, high = trials;
	while (low < high) {
		struct binomial_tails tails = { 0, 0 };
		uint64_t middle = high - (high - low) / 2;
		binomial_tails(middle, trials, rate, &tails);
		if (tails.upper < side(level))
			high = middle - 1;
		else
			low = middle;
	}
	return low;
}

enum statistics_status
funnel_limits(
    uint64_t trials, double rate, double level, struct funnel_limits *limits)
{
	bool outside;
	enum statistics_status status =
	    funnel_outside(0, trials, rate, level, &outside);
	if (status)
		return status;
	limits->low_count = lowest_inside(trials, rate, level);
	limits->high_count = highest_inside(trials, rate, level);
	limits->low = (double)limits->low_count / (double)trials;
	limits->high = (double)limits->high_count / (double)trials;
	return STATISTICS_DEFINED;
}
