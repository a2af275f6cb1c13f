/* What a sum brings by a ladder: each part at the rate of its step (slice), or
 * all at that of the step reached (whole), which jumps at a step.
 *
 * Below the first step it is nothing; a negative sum takes the first step's
 * rate. */
#ifndef METRICS_PAY_LADDER_H
#define METRICS_PAY_LADDER_H

#include "engine/base/rational.h"
#include "engine/model/pay_terms.h"

/* The step that a sum (10^-4) reaches; equal to one is to reach it. NULL below
 * the first one; of a negative sum the first. */
const struct ladder_step *ladder_reached(const struct ladder *ladder, wide sum);

/* What the sum brings, exact; in `arena`. The ladder has steps. */
struct rational ladder_brings(const struct ladder *ladder,
    enum commission_mode mode, wide sum, struct arena *arena);

/* One step's part of what brings a sum from one size to another by slices. */
struct slice {
	decimal rate;
	wide amount; /* 10^-4; of a sum that falls, negative */
};

/* The parts between two sums, from the lower step on: `slices` has room for two
 * more than there are steps. Their number. */
size_t ladder_slices(
    const struct ladder *ladder, wide from, wide to, struct slice *slices);

#endif
