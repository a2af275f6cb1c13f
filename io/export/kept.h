/* What a run keeps for `kpi diff`: the observations behind its numbers, and the
 * records as the program understood them.
 *
 * observations.csv has a row for each observation of the run's own period and
 * the one before it: whose it is, which record, where that stands, x and y.
 * Behind them, in the same shape, what earned commission and project award.
 * records.csv has a row for each contract, survey, manager, assignment and plan
 * row: a superset of their columns, blank where one has no such column.
 * Timesheets are not kept: of them a project's cost is left, in its x and y.
 * Text that a spreadsheet would run as a formula has a ' in front. */
#ifndef IO_EXPORT_KEPT_H
#define IO_EXPORT_KEPT_H

#include "engine/plan.h"
#include "io/export/output.h"

/* What stands behind a part of the pay: observations of the run's own period.
 * x is exact, y nothing. */
struct kept_pay {
	const char *measure; /* as a column of bonus.csv */
	enum record_kind records;
	struct observations observations;
};

void kept_write_observations(struct output *output,
    const struct results *results, const struct kept_pay *pay, size_t count);

void kept_write_records(struct output *output, const struct results *results);

#endif
