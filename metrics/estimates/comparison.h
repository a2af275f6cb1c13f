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

/* Before all others: fills results->data_begin, in `arena`. STATUS_OK or
 * STATUS_MEMORY. */
enum status compare_begin(struct results *results, struct arena *arena);

/* Fills the cells of one metric in one printed period; those of the period
 * before and the history are complete. What estimates refer to lives in `kept`.
 * STATUS_OK, STATUS_MEMORY or STATUS_OVERFLOW. */
enum status compare(struct results *results, size_t period, size_t metric,
    struct arena *kept, struct arena *scratch);

/* The same for an estimate of a subject that has no record in the period (or of
 * NO_ID, who never has one): only its prior and its trend may be other than the
 * next one's. STATUS_OK or STATUS_MEMORY. */
enum status compare_empty(const struct results *results, size_t period,
    size_t metric, size_t subject, struct estimate *estimate,
    struct arena *scratch);

#endif
