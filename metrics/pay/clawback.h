/* Clawback: which contracts take back what they earned (pay.clawback). */
#ifndef METRICS_PAY_CLAWBACK_H
#define METRICS_PAY_CLAWBACK_H

#include "engine/model/metric.h"

/* Does the contract take back in the period: signed, ended early in it and by
 * as_of, fewer than `days` days after its start, and no renewal that succeeds
 * it begins within the days of grace? */
bool clawback_applies(const struct view *view, const struct contract *contract,
    const struct period *period);

/* Of which part of what it earned: *unserved days of *days, or 1 of 1. */
void clawback_part(const struct view *view, const struct contract *contract,
    int *unserved, int *days);

#endif
