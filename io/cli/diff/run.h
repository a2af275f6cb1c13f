/* One of the two runs, read back: each file of its folder as rows that say what
 * they are.
 *
 * Texts are never NULL; numbers stand as they were printed, and are read where
 * one computes with them. What a run did not write has no rows. */
#ifndef IO_CLI_DIFF_RUN_H
#define IO_CLI_DIFF_RUN_H

#include "engine/base/rational.h"
#include "engine/model/metric.h"
#include "engine/model/plan.h"
#include "engine/model/schema.h"
#include "io/run/folder.h"
#include "io/run/table.h"

enum side { OLD, NEW, SIDES };

/* To which of a run's periods a row belongs. */
enum row_period { PERIOD_OWN, PERIOD_BEFORE, PERIOD_OTHER };

/* kpi.csv: a metric of a subject in a period. By period (of), kind of subject,
 * subject, and metrics in their order; those of other periods last. */
struct value_row {
	enum row_period of;
	enum scope kind;
	size_t order; /* of the metric; those that are not known last */
	const char *period, *scope, *subject, *metric, *unit;
	const char *value, *numerator, *denominator, *n;
};

/* fair.csv: a share of a subject against the company's on the same mix of
 * records, in the run's own period. By scope, subject, and metrics in their
 * order. */
struct fair_row {
	enum scope kind;
	size_t order; /* of the metric */
	const char *scope, *subject, *metric, *value, *expected, *adjusted;
};

/* observations.csv: a record behind a metric, or behind a part of the pay. */
struct observed_row {
	enum row_period of;
	const char *period, *metric, *manager, *kind, *record, *source, *group;
	const char *x, *y;
	/* The day by which it counts, and the manager's team and leads on that
	 * day; "" in folders of older runs. */
	const char *day, *team, *reports;
};

/* scorecard.csv: a metric of a person's plan, or with the metric `*` the whole
 * of it. By subject, then as they stood in the file. */
struct score_row {
	size_t place; /* in the file */
	const char *subject, *level, *metric, *weight, *weight_used, *value;
	const char *payout, *points, *rating, *note;
	const char *scope; /* "" in folders of older runs: self */
};

/* bonus.csv: what a person is paid. */
struct pay_row {
	const char *subject, *score, *kpi_bonus, *commission, *project_award;
	const char *total, *gate;
	const char *paid, *due; /* "" where the run nets nothing (--paid) */
	const char *adjustment; /* "" in folders of older runs */
};

/* rejects.csv: a row of the inputs that was not taken. `record` is its id, or
 * empty. */
struct reject_row {
	size_t place; /* in the file */
	enum table table;
	const char *file, *line, *column, *reason, *record;
};

/* records-….csv: a row of a table as the run understood it. */
struct record {
	enum table table;
	const char *name;   /* its id; of one that has none, where it stands */
	const char *source; /* where it stands */
	size_t row;         /* in the file */
	/* Its cells in the columns that both runs have, ended by NULL; and its
	 * pair. Set when the runs are compared. */
	const char **said;
	size_t pair;
};

struct record_table {
	struct run_table file;
	struct record *rows; /* by name, then as they stood in the file */
	size_t count;
};

struct diff_run {
	struct run_folder folder;
	struct value_row *values;
	struct fair_row *fair;
	struct observed_row *observed;
	struct score_row *scores;
	struct pay_row *pay; /* by subject */
	struct reject_row *rejects;
	size_t value_count, fair_count, observed_count, score_count, pay_count,
	    reject_count;
	/* Is there such a file? */
	bool has_values, has_fair, has_observed, has_scores, has_pay,
	    has_rejects;
	bool has_records; /* all of them */
	struct record_table records[TABLE_COUNT];
	size_t columns[FIELD_COUNT]; /* of the fields in their files */
	/* The plan, as rows of it are judged by. Row i is records[TABLE_PLAN]
	 * .rows[i]. */
	struct plan_row *plan;
	struct period period; /* the run's own */
};

/* Reads the folder; all is made in `arena`, and `path` must outlive it.
 * STATUS_OK, STATUS_INPUT or STATUS_MEMORY. */
enum status diff_run_read(struct diff_run *run, const char *path,
    struct arena *arena, struct diagnostics *diagnostics);

/* Leaves out observations and records: the other run has none. */
void diff_run_drop_records(struct diff_run *run);

#endif
