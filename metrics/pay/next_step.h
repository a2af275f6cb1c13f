/* What the next payout step of a line would take: the next of its knots (or
 * steps) that pays more than the value does, and how much more that is of what
 * the metric counts. */
#ifndef METRICS_PAY_NEXT_STEP_H
#define METRICS_PAY_NEXT_STEP_H

#include "engine/model/plan.h"

/* Of a line whose payout is known. `unit`: amounts are rounded up to multiples
 * of it, so that the step is reached; records to whole ones, values to
 * hundredths (of shares, of a percent). Exact. In `arena`, which the caller
 * finds out to have failed (arena_failed). */
struct next_step next_step_of(
    const struct scorecard_line *line, decimal unit, struct arena *arena);

#endif
