/* How sure a value is: the interval of one subject's sample. */
#ifndef METRICS_ESTIMATES_SPREAD_H
#define METRICS_ESTIMATES_SPREAD_H

#include "metrics/estimates/fold.h"

/* Sets the variance of a MEAN's estimate (other kinds: nothing to do), so that
 * means can be compared. STATUS_OK. */
void spread_variance(const struct metric *metric, const struct sample *sample,
    struct estimate *estimate);

/* Fills ci_low, ci_high and method of an estimate that has a value, by the
 * metric's kind: SHARE Wilson; MEAN the score interval of its scale; COUNT
 * Garwood; RATIO Student's t with the ratio's own error, or, on a scale of 0 to
 * 1, Wilson's of amounts; GROUP_MEAN t by Welch and Satterthwaite; SUM none.
 * 95 %; left empty where the method is not defined. Does not depend on the
 * order of rows. STATUS_OK or STATUS_MEMORY. */
enum status spread_interval(const struct metric *metric,
    const struct sample *sample, struct arena *scratch,
    struct estimate *estimate);

#endif
