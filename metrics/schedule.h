/* Which periods a run is about, and what "today" is in each. */
#ifndef METRICS_SCHEDULE_H
#define METRICS_SCHEDULE_H

#include "engine/metric.h"

struct schedule {
	struct period *periods; /* in time, without gaps */
	date *as_of;
	size_t count;
	size_t run;   /* the run's own period */
	size_t first; /* the first to be printed; earlier ones serve `prior`
	                 and trends */
};

/* Makes the schedule. `wanted` is what the user typed for a period (a period
 * or a list `2025Q1..2026Q3`), empty for the last quarter that the data cover;
 * `as_of` is DATE_NONE for the period's last day; `history` periods before the
 * run's own are printed, at least 1; `hidden` more are computed before those.
 * Errors (STATUS_USAGE) say what was expected. In `arena`. */
enum status schedule_make(struct schedule *schedule, struct text wanted,
    date as_of, size_t history, size_t hidden, int fiscal_year_start,
    const struct dataset *data, struct arena *arena,
    struct diagnostics *diagnostics);

#endif
