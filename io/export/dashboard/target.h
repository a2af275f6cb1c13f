/* Targets of the company: what a plan asks of all together. */
#ifndef IO_EXPORT_DASHBOARD_TARGET_H
#define IO_EXPORT_DASHBOARD_TARGET_H

#include "io/export/dashboard/context.h"

/* That of the plan's rows whose scope is the company, if they agree. Else, of a
 * sum or count, the sum of what is asked of everybody, if whoever has some of
 * it has one target. Else undefined: an average of targets is none, and what
 * somebody has who has no target is missing in a sum. */
struct optional dashboard_target(
    const struct dashboard *dashboard, size_t metric);

/* Is the company's value at its target, or better? */
bool dashboard_meets(
    const struct dashboard *dashboard, size_t metric, double target);

#endif
