/* Is a number different, or only small? Comparison of each estimate with the
 * prior period, with the peers and with what chance allows.
 *
 * Works on finished estimates (value, numerator, denominator, n, variance) and
 * fills prior, change, p_change, p_peers, shrunk, trend, trend_p, the outlier
 * flag, what fair.csv says (fair.h) and what reliability.csv says
 * (shrinkage.h). */
#ifndef METRICS_ESTIMATES_COMPARISON_H
#define METRICS_ESTIMATES_COMPARISON_H

#include "engine/model/metric.h"

/* Periods that begin more than TREND_SLACK days before the metric's own table
 * does are in no trend. */
enum { TREND_PERIODS = 8, TREND_LEAST = 4, TREND_SLACK = 15 };

/* Is an estimate different from another, of other records? The two-sided
 * p-value: shares Fisher's exact, means Welch's t; else, and where a side has
 * too few records, undefined. */
struct optional comparison_p(const struct metric *metric,
    const struct estimate *estimate, const struct estimate *other);

/* Fills all periods that are printed, on `jobs` threads at most, and
 * results->data_begin. STATUS_OK or STATUS_MEMORY. */
enum status compare(
    struct results *results, unsigned jobs, struct arena *arena);

#endif
