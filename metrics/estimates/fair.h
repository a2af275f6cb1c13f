/* Is a share better or worse than the company's would be on the same records?
 * What fair.csv says, in a printed period. */
#ifndef METRICS_ESTIMATES_FAIR_H
#define METRICS_ESTIMATES_FAIR_H

#include "metrics/estimates/shrinkage.h"

/* Tails below this are beyond. */
#define BEYOND_TAIL 0.001

/* Hangs a struct fair, made in `kept`, into the estimates of all teams, reports
 * and managers of the share that `shrinkage` was fitted to. Does not depend on
 * the order of rows. STATUS_OK, STATUS_MEMORY or STATUS_OVERFLOW. */
enum status fair_judge(const struct shrinkage *shrinkage, struct arena *kept,
    struct arena *scratch);

#endif
