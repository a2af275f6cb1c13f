/* Control limits of a funnel plot: how far a share of few cases may lie from
 * the company's rate by chance alone.
 *
 * Exact binomial limits (Spiegelhalter, Statistics in Medicine 24, 2005,
 * without his interpolation between counts). A count x of n lies outside when
 * P(X ≤ x) or P(X ≥ x) under the company's rate is below half of what the
 * level leaves: 0.001 on each side for 99.8 %, 0.025 for 95 %. The limits are
 * the smallest and the largest count that lie inside, so the drawn limits and
 * the verdict always agree. */
#ifndef STATISTICS_FUNNEL_H
#define STATISTICS_FUNNEL_H

#include <stdbool.h>
#include <stdint.h>

#include "metrics/statistics/status.h"

#define FUNNEL_WARNING 0.95
#define FUNNEL_ALARM 0.998

struct funnel_limits {
	uint64_t low_count, high_count; /* inclusive */
	double low, high;               /* the same as shares of the trials */
};

/* Is `successes` of `trials` outside the limits around `rate` (0..1)?
 * TOO_FEW: no trials. DOMAIN: successes > trials, rate outside 0..1, level
 * not strictly between 0 and 1, over BINOMIAL_TRIALS_MAX trials. */
enum statistics_status funnel_outside(uint64_t successes, uint64_t trials,
    double rate, double level, bool *outside);

/* The limits for `trials` cases. Errors as above. */
enum statistics_status funnel_limits(
    uint64_t trials, double rate, double level, struct funnel_limits *limits);

#endif
