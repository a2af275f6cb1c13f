/* Is a target one that its metric can have? 90 for a share of 0 to 1 is never
 * reached, and 4 for a score of 0 to 100 always: a slip of the unit that pays
 * nothing, or everything. */
#ifndef METRICS_PAY_PLAN_RANGE_H
#define METRICS_PAY_PLAN_RANGE_H

#include "engine/base/language.h"
#include "engine/model/plan.h"

/* Checks threshold, target and stretch of a row against the metric's range.
 * Writes into `text` what is wrong, with the range and what was probably meant;
 * false if nothing is. */
bool plan_range_wrong(enum language language, char *text, size_t size,
    const struct plan_row *row, const struct metric *metric,
    const struct definitions *definitions);

#endif
