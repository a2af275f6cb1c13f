/* What a correction of one record does to its observation in a metric. The
 * corrections are described in metrics/pay/sensitivity.h. */
#ifndef METRICS_PAY_CORRECTION_H
#define METRICS_PAY_CORRECTION_H

#include "engine/model/sensitivity.h"
#include "metrics/pay/tally.h"

/* Does the correction make sense for a record with this observation? */
bool correction_suits(const struct metric *metric,
    const struct observation *observation, enum correction correction);

/* What leaves and comes; nothing where it does not concern the metric. */
struct tally_change correction_change(const struct metric *metric,
    const struct observation *observation, enum correction correction);

/* One more record, the best or the worst; nothing where that has no meaning (a
 * sum of money, a ratio). */
struct tally_change correction_one_more(const struct metric *metric, bool best);

bool correction_is_of_sum(const struct metric *metric);

/* The kinds of contract (bit set) that a sum or count over signed contracts
 * takes in; 0 if it is none. */
unsigned correction_kinds(const struct metric *metric);

#endif
