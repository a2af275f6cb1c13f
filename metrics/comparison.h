/* Is a number different, or only small? Comparison of each estimate with the
 * prior period, with the peers and with what chance allows.
 *
 * Works on finished estimates (value, numerator, denominator, n, variance) and
 * fills prior, change, p_change, p_peers, shrunk, trend, trend_p and the
 * outlier flag. */
#ifndef METRICS_COMPARISON_H
#define METRICS_COMPARISON_H

#include "engine/metric.h"

enum { TREND_PERIODS = 8, TREND_LEAST = 4 };

/* Fills all periods that are printed, on `jobs` threads at most. STATUS_OK or
 * STATUS_MEMORY. */
enum status compare(
    struct results *results, unsigned jobs, struct arena *arena);

#endif
