/* Which periods a run is about, and what "today" is in each. */
#ifndef METRICS_PERIODS_SCHEDULE_H
#define METRICS_PERIODS_SCHEDULE_H

#include "engine/model/metric.h"

enum { EARLIER_LEAST = 8, EARLIER_MOST = 60 };

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
 * run's own are printed, at least 1. Older ones are computed too, back to the
 * earliest date of the data (at least EARLIER_LEAST, at most EARLIER_MOST), so
 * that a trend does not depend on what is printed.
 * Errors (STATUS_USAGE) say what was expected. In `arena`. */
enum status schedule_make(struct schedule *schedule, struct text wanted,
    date as_of, size_t history, int fiscal_year_start,
    const struct dataset *data, struct arena *arena,
    struct diagnostics *diagnostics);

/* How the run's own period lies to the data's end, the latest closed_on (won or
 * lost), worked_on or answered_on: within DATA_END_SLACK days of its last day
 * it is covered. A given as_of says up to when the data are known, and then
 * every period is; so is it where the data hold no such day at all. */
enum { DATA_END_SLACK = 15 };
enum coverage { COVERED, COVERED_IN_PART, NOT_COVERED };
enum coverage schedule_coverage(
    const struct schedule *schedule, const struct dataset *data, date as_of);

/* Opens accounts of all costs that such a schedule may ask for, once the
 * contracts are read; none if there is no telling. STATUS_OK or STATUS_MEMORY.
 */
enum status schedule_register_cost_queries(struct bookings *bookings,
    struct text wanted, date as_of, size_t history, int fiscal_year_start,
    const struct dataset *data);

#endif
