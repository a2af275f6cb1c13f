/* The run: from a sealed data set and a schedule to results. */
#ifndef METRICS_ESTIMATES_EVALUATE_H
#define METRICS_ESTIMATES_EVALUATE_H

#include "metrics/periods/schedule.h"

/* Computes every metric for the company, each team and each manager in each
 * period of the schedule, with its interval and comparisons. `jobs` is how many
 * threads to use at most. The results live in `arena`, refer to `data`,
 * `definitions` and `schedule`, and are the same for any order of rows and any
 * `jobs`. STATUS_OK, STATUS_MEMORY or STATUS_OVERFLOW, said in `diagnostics`.
 */
enum status evaluate(struct results *results, const struct dataset *data,
    const struct definitions *definitions, const struct schedule *schedule,
    unsigned jobs, struct arena *arena, struct diagnostics *diagnostics);

#endif
