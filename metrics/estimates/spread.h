/* How sure a value is: the interval of one subject's sample. */
#ifndef METRICS_ESTIMATES_SPREAD_H
#define METRICS_ESTIMATES_SPREAD_H

#include "metrics/estimates/fold.h"

/* Sets the variance of a MEAN's estimate (other kinds: nothing to do), so that
 * means can be compared. STATUS_OK. */
void spread_variance(const struct metric *metric, const struct sample *sample,
    struct estimate *estimate);

/* The stream of the resampling of one estimate: of its own for each metric,
 * period and subject. `scope` is an enum scope, or SCOPE_GROUP for a group that
 * is none of them. */
enum { SCOPE_GROUP = SCOPE_MANAGER + 1 };
uint64_t spread_seed(const struct metric *metric, const struct period *period,
    unsigned scope, struct text subject, uint64_t seed);

/* Fills ci_low, ci_high and method of an estimate that has a value, by the
 * metric's kind: SHARE Wilson, MEAN t, COUNT Garwood, RATIO bootstrap (BCa,
 * from `seed`), GROUP_MEAN t by Welch and Satterthwaite; SUM none. 95 %; left
 * empty where the method is not defined. Does not depend on the order of rows.
 * STATUS_OK or STATUS_MEMORY. */
enum status spread_interval(const struct metric *metric,
    const struct sample *sample, uint64_t seed, struct arena *scratch,
    struct estimate *estimate);

#endif
