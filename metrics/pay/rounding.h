/* Amounts are rounded once, to a whole multiple of a unit. */
#ifndef METRICS_PAY_ROUNDING_H
#define METRICS_PAY_ROUNDING_H

#include "engine/base/rational.h"
#include "engine/base/status.h"
#include "engine/model/pay_terms.h"

/* How: half away from zero; or towards zero, which is for what a cap has
 * cut. */
enum pay_rounding { ROUNDING_HALF_AWAY, ROUNDING_TOWARDS_ZERO };

/* *rounded = the amount so. STATUS_OK, STATUS_OVERFLOW where it does not fit,
 * STATUS_MEMORY. */
enum status pay_round(struct arena *scratch, struct rational amount,
    decimal unit, enum pay_rounding how, wide *rounded);

/* An amount, and what it would be without a cap. */
struct capped {
	wide amount, uncut;
};

/* The amount, at most the cap, rounded: towards zero if it was cut. Likewise.
 */
enum status pay_round_capped(struct arena *scratch, struct rational amount,
    struct cap cap, decimal unit, struct capped *capped);

#endif
