/* Steps of a plan: `0.5=20|0.7=50|1=100` pays 20 percent from a value of 0.5
 * on, 50 from 0.7 on. */
#ifndef ENGINE_MODEL_STEPS_H
#define ENGINE_MODEL_STEPS_H

#include "engine/base/decimal.h"
#include "engine/base/text.h"

enum { STEPS_MOST = 100 };

struct step {
	decimal value, payout; /* payout: percent, not negative */
};

/* Takes the next step from the front of *rest. False at the end, and where what
 * stands there is none: then *rest is not empty. */
bool steps_next(struct text *rest, struct step *step);

/* How many steps a text has; 0 if it is empty, or not all of it are steps, or
 * they are more than STEPS_MOST. */
size_t steps_count(struct text text);

#endif
