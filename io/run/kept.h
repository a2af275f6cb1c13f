/* What a run keeps for `kpi diff`: the observations behind its numbers, and the
 * records as the program understood them.
 *
 * observations.csv has a row for each observation of the run's own period and
 * the one before it: whose it is, which record, where that stands, x and y.
 * Behind them, in the same shape, what earned commission and project award.
 * records-contracts.csv and its like have a row for each contract, survey,
 * manager, assignment and plan row: `record` is what it goes by (a survey goes
 * by its source), `source` is FILE:LINE. Timesheets are not kept: of them a
 * project's cost is left, in its x and y. Text that a spreadsheet would run as
 * a formula has a ' in front. */
#ifndef IO_RUN_KEPT_H
#define IO_RUN_KEPT_H

#include "engine/model/plan.h"
#include "io/run/output.h"

/* What stands behind a part of the pay: observations of the run's own period.
 * x is exact, y nothing. */
struct kept_pay {
	const char *measure; /* as a column of bonus.csv */
	enum record_kind records;
	struct observations observations;
};

/* Where clients and projects stand, by their ids: looked up once, when one is
 * first met. Zero before. */
struct kept_places {
	struct source *clients, *projects;
};

void kept_write_observations(struct output *output,
    const struct results *results, const struct kept_pay *pay, size_t count,
    struct kept_places *places);

enum kept_table {
	KEPT_CONTRACTS,
	KEPT_SURVEYS,
	KEPT_PEOPLE,
	KEPT_ASSIGNMENTS,
	KEPT_PLAN,
	KEPT_TABLES
};

/* Its file, what one of its rows is, and what writes it. */
struct kept_records {
	const char *file, *record;
	void (*write)(struct output *output, const struct results *results);
};
extern const struct kept_records kept_records[KEPT_TABLES];

#endif
