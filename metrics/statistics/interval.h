/* Confidence intervals: how far the truth may lie from what was counted.
 *
 * Shares: Wilson's score interval, also of a weighted share, Clopper and
 * Pearson's exact one, and Newcombe's for a difference. Means: a score interval
 * for means on a scale, and Student's t for a mean of group means.
 * Counts: Garwood's exact Poisson interval. Ratios: ratio.h. `make coverage`
 * shows how often they hold the truth.
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

/* Amounts of one observation: of a ratio Σx / Σy. */
struct interval_pair {
	double x, y;
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

/* A share Σx / Σy of amounts, 0 ≤ x ≤ y, such as the revenue that was kept:
 * Wilson's interval with the effective number of amounts, (Σy)² / Σy² (Kish
 * 1965; Korn and Graubard 1998), which holds for amounts that are kept or lost
 * whole, and errs on the wide side where a part of each is lost. Equal amounts
 * give Wilson's interval. TOO_FEW: no pairs, or Σy = 0. DOMAIN: an x outside
 * 0..y. NOT_FINITE: a value or a sum. */
enum statistics_status interval_wilson_amounts(
    const struct interval_pair *pairs, size_t count, double level,
    struct interval *result);

/* Exact interval by inverting both binomial tails (Clopper and Pearson 1934).
 * Errors as above; DOMAIN also above BINOMIAL_TRIALS_MAX trials. */
enum statistics_status interval_clopper_pearson(
    uint64_t successes, uint64_t trials, double level, struct interval *result);

/* First share minus second share, from the two Wilson intervals (Newcombe
 * 1998, Statistics in Medicine 17:873, method 10). Errors as for Wilson. */
enum statistics_status interval_newcombe(uint64_t successes1, uint64_t trials1,
    uint64_t successes2, uint64_t trials2, double level,
    struct interval *result);

/* The mean of n values on a scale: all μ with
 * (mean − μ)² ≤ t² s²(μ) / n,  t with n − 1 + k degrees of freedom,
 * s²(μ) = ((n − 1) sd² + k (μ − low)(high − μ)) / (n − 1 + k),  k = 0.7.
 * Wilson's idea carried to scores: the variance is judged at the supposed mean,
 * where a scale allows (μ − low)(high − μ) at most; that most counts as much as
 * k values. So values that are all alike, or heaped at an end of the scale, do
 * not pretend to certainty, and with many values it is Student's interval.
 * k is the one that holds best in `make coverage`. TOO_FEW: n < 2. DOMAIN: sd
 * negative, mean outside the scale, a scale whose low end is not below its high
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
