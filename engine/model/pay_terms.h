/* The terms of pay in kpi.yaml that are more than one value: the rates of
 * commission, and caps.
 *
 *     pay:
 *       commission:
 *         mode: slice
 *         new: {0: 0, 100000000: 0.01, 500000000: 0.02}
 *         renewal: 0.005
 *         levels: {senior: {new: 0.02}}
 *       cap: {commission: 50000000, levels: {lead: {total: 90000000}}} */
#ifndef ENGINE_MODEL_PAY_TERMS_H
#define ENGINE_MODEL_PAY_TERMS_H

#include "engine/model/dataset.h"

/* From which sum of a person's amounts on which rate. Steps rise, the first is
 * not negative; one step from 0 is a flat rate. No steps: no ladder is given.
 */
struct ladder_step {
	decimal from, rate;
};

struct ladder {
	const struct ladder_step *steps;
	size_t count;
};

/* One rate for whatever sum? */
bool ladder_is_flat(const struct ladder *ladder);

/* Each part of a sum at the rate of its step, or all of it at that of the step
 * reached. */
enum commission_mode { COMMISSION_SLICE, COMMISSION_WHOLE };
extern const char *const commission_modes[]; /* their words, ended by NULL */

/* The ladders of a level; of the kinds that it does not have its own for, those
 * of everybody hold. */
struct level_rates {
	struct text level;
	struct ladder kinds[SOLD_KINDS];
	struct level_rates *next;
};

struct commission_rates {
	enum commission_mode mode;
	struct ladder kinds[SOLD_KINDS]; /* of everybody */
	struct level_rates *levels;      /* in the order of the file */
};

/* The rates of a level (a word of the data, NO_ID for none) that has its own
 * for the kind; NULL: those of everybody hold. */
const struct level_rates *commission_level(const struct commission_rates *rates,
    const struct dataset *data, uint32_t level, enum kind kind);

/* Is there a rate that is not 0? */
bool commission_is_paid(const struct commission_rates *rates);

/* The most that a person gets of a part in a run. */
enum cap_of { CAP_KPI_BONUS, CAP_COMMISSION, CAP_AWARD, CAP_TOTAL, CAP_COUNT };
extern const char *const cap_names[CAP_COUNT + 1]; /* ended by NULL */

struct cap {
	bool given;
	decimal most;
};

struct level_caps {
	struct text level;
	struct cap of[CAP_COUNT];
	struct level_caps *next;
};

struct pay_caps {
	struct cap of[CAP_COUNT]; /* of everybody */
	struct level_caps *levels;
};

/* The cap of a part for whoever has that level (a word, NO_ID for none). */
struct cap cap_for(const struct pay_caps *caps, const struct dataset *data,
    uint32_t level, enum cap_of of);

/* Both as text, `new 0=0|1000=0.01 renewal 0.02 mode whole levels.senior.new
 * 0.03`, with `between` between the items. NULL without memory. */
const char *commission_text(const struct commission_rates *rates,
    const char *between, struct arena *arena);
const char *caps_text(
    const struct pay_caps *caps, const char *between, struct arena *arena);

#endif
