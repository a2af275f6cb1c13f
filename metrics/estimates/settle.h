/* What is kept of estimates once they are compared. */
#ifndef METRICS_ESTIMATES_SETTLE_H
#define METRICS_ESTIMATES_SETTLE_H

#include "engine/model/metric.h"

/* Makes from the cells of one metric in one period with estimates, which hold
 * those with records only, what takes their place: also those who have no
 * record in the period, but one before that their prior or trend tells of; all
 * others share an empty one, and equal estimates are kept once. The cells of
 * the period before and the history are complete. Refers to nothing in the old
 * cells but limbs of numbers; lives in `kept`. STATUS_OK or STATUS_MEMORY. */
enum status settle(struct estimate_cells *settled,
    const struct results *results, size_t period, size_t metric,
    struct arena *kept, struct arena *scratch);

#endif
