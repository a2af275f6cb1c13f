/* Confidence intervals: how far the truth may lie from what was counted.
 *
 * Shares: Wilson's score interval, Clopper and Pearson's exact one, and
 * Newcombe's for a difference. Means: Student's t, and its extension to a mean
 * of group means. Counts: Garwood's exact Poisson interval.
 *
 * `level` is the confidence, strictly between 0 and 1 (the program uses
 * INTERVAL_LEVEL). Shares are 0..1. A `scale`, where one is taken, clips the
 * interval to the values that can occur (NULL: no clipping); the mean must lie
 * on it, but for rounding (1e-9 of its length). Counts above 2^53 are DOMAIN.
 * Nothing is allocated. */
#ifndef STATISTICS_INTERVAL_H
#define STATISTICS_INTERVAL_H

#include <stddef.h>
#include <stdint.h>

#include "metrics/statistics/status.h"

#define INTERVAL_LEVEL 0.95

struct interval {
	double low, high;
};

struct interval_group {
	uint64_t n;
	double mean, variance; /* variance: sample, divisor n − 1 */
};

/* Score interval without continuity correction (Wilson 1927; Newcombe 1998,
 * Statistics in Medicine 17:857, method 3). TOO_FEW: no trials. DOMAIN:
 * successes > trials. */
enum statistics_status interval_wilson(
    uint64_t successes, uint64_t trials, double level, struct interval *result);

/* Exact interval by inverting both binomial tails (Clopper and Pearson 1934).
 * Errors as above; DOMAIN also above BINOMIAL_TRIALS_MAX trials. */
enum statistics_status interval_clopper_pearson(
    uint64_t successes, uint64_t trials, double level, struct interval *result);

/* First share minus second share, from the two Wilson intervals (Newcombe
 * 1998, Statistics in Medicine 17:873, method 10). Errors as for Wilson. */
enum statistics_status interval_newcombe(uint64_t successes1, uint64_t trials1,
    uint64_t successes2, uint64_t trials2, double level,
    struct interval *result);

/* mean ± t(n − 1) · sd / √n. TOO_FEW: n < 2. sd = 0: length 0. DOMAIN: sd
 * negative, mean outside the scale, a scale whose low end is above its high
 * end. */
enum statistics_status interval_mean(uint64_t n, double mean, double sd,
    double level, const struct interval *scale, struct interval *result);

/* The unweighted mean of D group means: variance Σ s²/n / D², degrees of
 * freedom by Welch (1938) and Satterthwaite (1946). TOO_FEW: no group, or one
 * with n < 2. No spread in any group: length 0. */
enum statistics_status interval_group_means(const struct interval_group *groups,
    size_t count, double level, const struct interval *scale,
    struct interval *result);

/* Exact Poisson interval of an event count (Garwood 1936): half the χ²
 * quantiles with 2x and 2x + 2 degrees of freedom, found by inverting the
 * Poisson tails. 0 events: 0 to 3.69. DOMAIN: level, or more than 2^39 events.
 */
enum statistics_status interval_garwood(
    uint64_t events, double level, struct interval *result);

#endif
