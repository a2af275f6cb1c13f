/* What a run keeps for `kpi diff`: the observations behind its numbers, and the
 * records as the program understood them.
 *
 * observations.csv has a row for each observation of the run's own period and
 * the one before it: whose it is, which record, where that stands, x and y, the
 * day by which it counts, and the team and the leads (`a|b`) of that day.
 * Behind them, in the same shape, what earned commission and project award, and
 * what was adjusted by hand.
 * records-contracts.csv and its like have a row for each row of their table
 * (records-people.csv for each spell, and for
 * managers without one): `record` is what it goes by, `source`
 * is FILE:LINE, and the columns are the schema's. Timesheets are not kept: of
 * them a project's cost is left, in its x and y. Text that a spreadsheet would
 * run as a formula has a ' in front. */
#ifndef IO_RUN_KEPT_H
#define IO_RUN_KEPT_H

#include "engine/model/plan.h"
#include "engine/model/schema.h"
#include "io/run/values.h"

#define KEPT_PAYROLL_CODE "payroll_code"

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

void kept_write_observations(struct values *values,
    const struct results *results, const struct kept_pay *pay, size_t count,
    struct kept_places *places);

/* The file of a table's records, in a run's folder. */
const char *kept_file(enum table table);

/* Is it written? That of a table that is not there is not, unless readers
 * expect it. */
bool kept_is_written(const struct dataset *dataset, enum table table);

/* Do the rows of a table go by anything but their source? */
bool kept_has_record(enum table table);

/* `codes`: the column of people.csv by which payroll knows people, kept as
 * payroll_code behind the others of records-people.csv; NULL: it has none.
 * `without_pay` leaves out what people are paid. */
void kept_write_records(struct values *values, const struct results *results,
    enum table table, const struct attribute *codes, bool without_pay);

#endif
