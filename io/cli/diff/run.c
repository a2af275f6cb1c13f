#include "io/cli/diff/run.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/records.h"
#include "io/cli/talk.h"
#include "io/run/inputs.h"
#include "io/run/manifest.h"
#include "metrics/estimates/metrics.h"

/* What reading a folder needs throughout. */
struct reading {
	struct diff_run *run;
	struct arena *arena;
	struct diagnostics *diagnostics;
};

/* ---- a file as rows ---- */

/* A column, and the member of a row that takes its text. */
struct member {
	const char *column;
	size_t offset;
	bool optional; /* older runs did not write it */
	bool number;   /* written with the decimal mark of the run's shape */
};

/* The member has the name of its column. */
#define MEMBER(row, name) .column = #name, .offset = offsetof(struct row, name)

enum { MEMBERS_MOST = 16 };

/* How a file is read into struct diff_run. `members` ends with one without a
 * column; `size` is that of a row. The last three are offsets in struct
 * diff_run: of the rows, of their number, and of the flag that says whether the
 * file exists. */
struct shape {
	const char *file;
	struct member members[MEMBERS_MOST];
	size_t size, rows, count, there;
};

#define INTO(row, list, number, has)                                           \
	sizeof(struct row), offsetof(struct diff_run, list),                   \
	    offsetof(struct diff_run, number), offsetof(struct diff_run, has)

static const struct shape shapes[] = {
	{ "kpi.csv",
	    { { MEMBER(value_row, period) }, { MEMBER(value_row, scope) },
		{ MEMBER(value_row, subject) }, { MEMBER(value_row, metric) },
		{ MEMBER(value_row, unit) }, { MEMBER(value_row, value) },
		{ MEMBER(value_row, numerator) },
		{ MEMBER(value_row, denominator) }, { MEMBER(value_row, n) } },
	    INTO(value_row, values, value_count, has_values) },
	{ "fair.csv",
	    { { MEMBER(fair_row, scope) }, { MEMBER(fair_row, subject) },
		{ MEMBER(fair_row, metric) }, { MEMBER(fair_row, value) },
		{ MEMBER(fair_row, expected) },
		{ MEMBER(fair_row, adjusted) } },
	    INTO(fair_row, fair, fair_count, has_fair) },
	{ "observations.csv",
	    { { MEMBER(observed_row, period) },
		{ MEMBER(observed_row, metric) },
		{ MEMBER(observed_row, manager) },
		{ MEMBER(observed_row, kind) },
		{ MEMBER(observed_row, record) },
		{ MEMBER(observed_row, source) },
		{ MEMBER(observed_row, group) }, { MEMBER(observed_row, x) },
		{ MEMBER(observed_row, y) },
		{ MEMBER(observed_row, day), .optional = true },
		{ MEMBER(observed_row, team), .optional = true },
		{ MEMBER(observed_row, reports), .optional = true } },
	    INTO(observed_row, observed, observed_count, has_observed) },
	{ "scorecard.csv",
	    { { MEMBER(score_row, subject) }, { MEMBER(score_row, level) },
		{ MEMBER(score_row, metric) },
		{ MEMBER(score_row, weight), .number = true },
		{ MEMBER(score_row, weight_used), .number = true },
		{ MEMBER(score_row, value), .number = true },
		{ MEMBER(score_row, payout), .number = true },
		{ MEMBER(score_row, points), .number = true },
		{ MEMBER(score_row, rating) }, { MEMBER(score_row, note) },
		{ MEMBER(score_row, scope), .optional = true } },
	    INTO(score_row, scores, score_count, has_scores) },
	{ "bonus.csv",
	    { { MEMBER(pay_row, subject) },
		{ MEMBER(pay_row, score), .number = true },
		{ MEMBER(pay_row, kpi_bonus), .number = true },
		{ MEMBER(pay_row, commission), .number = true },
		{ MEMBER(pay_row, project_award), .number = true },
		{ MEMBER(pay_row, total), .number = true },
		{ MEMBER(pay_row, gate) },
		{ MEMBER(pay_row, paid), .number = true, .optional = true },
		{ MEMBER(pay_row, due), .number = true, .optional = true },
		{ MEMBER(pay_row, adjustment), .number = true,
		    .optional = true } },
	    INTO(pay_row, pay, pay_count, has_pay) },
	{ "rejects.csv",
	    { { MEMBER(reject_row, file) }, { MEMBER(reject_row, line) },
		{ MEMBER(reject_row, column) }, { MEMBER(reject_row, reason) },
		{ MEMBER(reject_row, record), .optional = true } },
	    INTO(reject_row, rejects, reject_count, has_rejects) },
};

static enum status
read_file(const struct reading *reading, const struct shape *shape,
    struct run_table *table)
{
	const char *needed[MEMBERS_MOST + 1];
	size_t count = 0;
	for (const struct member *m = shape->members; m->column; m++)
		if (!m->optional)
			needed[count++] = m->column;
	needed[count] = NULL;
	return run_table_read(table, &reading->run->folder, shape->file, needed,
	    reading->arena, reading->diagnostics);
}

/* The rows of a file; none if it is not there. */
static enum status
read_rows(const struct reading *reading, const struct shape *shape)
{
	struct run_table table;
	enum status status = read_file(reading, shape, &table);
	if (status)
		return status;
	size_t count = table.row_count;
	char *rows = arena_allocate(reading->arena, count, shape->size);
	if (!rows)
		return diagnostics_no_memory(reading->diagnostics);
	for (const struct member *m = shape->members; m->column; m++) {
		size_t column = run_table_column(&table, m->column);
		for (size_t row = 0; row < count; row++) {
			const char *cell =
			    m->number ? run_table_number(
					    &table, row, column, reading->arena)
				      : run_table_cell(&table, row, column);
			if (!cell)
				return diagnostics_no_memory(
				    reading->diagnostics);
			memcpy(rows + row * shape->size + m->offset, &cell,
			    sizeof cell);
		}
	}
	char *run = (char *)reading->run;
	memcpy(run + shape->rows, &rows, sizeof rows);
	memcpy(run + shape->count, &count, sizeof count);
	memcpy(run + shape->there, &table.there, sizeof table.there);
	return STATUS_OK;
}

/* ---- what the rows are ---- */

static enum row_period
period_of_label(const struct diff_run *run, const char *label)
{
	const char *own = run_folder_value(&run->folder, "period.label");
	const char *before = run_folder_value(&run->folder, "prior.label");
	if (own && strcmp(label, own) == 0)
		return PERIOD_OWN;
	return before && strcmp(label, before) == 0 ? PERIOD_BEFORE
						    : PERIOD_OTHER;
}

static bool
scope_of_name(const char *name, enum scope *scope)
{
	for (int s = SCOPE_COMPANY; s <= SCOPE_MANAGER; s++)
		if (strcmp(name, scope_name((enum scope)s)) == 0) {
			*scope = (enum scope)s;
			return true;
		}
	return false;
}

/* The table that run.json says an input is of; TABLE_COUNT if it does not. */
static enum table
table_of_input(const struct run_inputs *inputs, const char *file)
{
	size_t index;
	const char *name = run_inputs_find(inputs, text_of(file), &index)
			       ? run_inputs_value(inputs, index, "table")
			       : NULL;
	int table = 0;
	while (name && table < TABLE_COUNT &&
	       strcmp(name, table_kinds[table].name) != 0)
		table++;
	return name ? (enum table)table : TABLE_COUNT;
}

static void
understand_value(const struct diff_run *run, struct value_row *row)
{
	const struct metric *metric = metrics_find(text_of(row->metric));
	row->of = period_of_label(run, row->period);
	row->order = metric ? (size_t)(metric - metrics_table) : metrics_count;
	if (!scope_of_name(row->scope, &row->kind))
		row->of = PERIOD_OTHER;
}

static void
understand_fair(struct fair_row *row)
{
	const struct metric *metric = metrics_find(text_of(row->metric));
	row->order = metric ? (size_t)(metric - metrics_table) : metrics_count;
	if (!scope_of_name(row->scope, &row->kind))
		row->kind = SCOPE_COMPANY; /* no run writes such a row */
}

static void
sort_rows(void *rows, size_t count, size_t size,
    int (*compare)(const void *left, const void *right))
{
	if (count)
		qsort(rows, count, size, compare);
}

/* The order of the rows, and what their words mean. */
static enum status
understand(struct diff_run *run, struct arena *arena)
{
	struct run_inputs inputs;
	if (run_inputs_list(&inputs, &run->folder, arena))
		return STATUS_MEMORY;
	for (size_t i = 0; i < run->value_count; i++)
		understand_value(run, &run->values[i]);
	for (size_t i = 0; i < run->fair_count; i++)
		understand_fair(&run->fair[i]);
	for (size_t i = 0; i < run->observed_count; i++)
		run->observed[i].of =
		    period_of_label(run, run->observed[i].period);
	for (size_t i = 0; i < run->score_count; i++)
		run->scores[i].place = i;
	for (size_t i = 0; i < run->reject_count; i++) {
		run->rejects[i].place = i;
		run->rejects[i].table =
		    table_of_input(&inputs, run->rejects[i].file);
	}
	sort_rows(run->values, run->value_count, sizeof *run->values,
	    diff_by_measure);
	sort_rows(run->fair, run->fair_count, sizeof *run->fair, diff_by_fair);
	sort_rows(run->scores, run->score_count, sizeof *run->scores,
	    diff_by_subject);
	sort_rows(run->pay, run->pay_count, sizeof *run->pay, diff_by_payee);
	sort_rows(run->rejects, run->reject_count, sizeof *run->rejects,
	    diff_by_rejected);
	return STATUS_OK;
}

/* A range without a label if the folder does not say. */
static struct period
period_of_run(const struct diff_run *run)
{
	struct period period;
	const char *label = run_folder_value(&run->folder, "period.label");
	int month = atoi(diff_in_force(run, DEFINITION_fiscal_year_start));
	return label && period_parse(text_of(label), month ? month : 1, &period)
		   ? period
		   : (struct period){ .kind = PERIOD_RANGE };
}

/* ---- the whole ---- */

enum status
diff_run_read(struct diff_run *run, const char *path, struct arena *arena,
    struct diagnostics *diagnostics)
{
	const struct reading reading = { run, arena, diagnostics };
	*run = (struct diff_run){ .value_count = 0 };
	enum status status =
	    run_folder_open(&run->folder, path, arena, diagnostics);
	if (!status)
		status = manifest_check(&run->folder, arena, diagnostics);
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes && !status; i++)
		status = read_rows(&reading, &shapes[i]);
	if (!status)
		status = diff_records_read(run, arena, diagnostics);
	if (!status)
		status = run_folder_check_same(&run->folder, diagnostics);
	if (status)
		return status;
	if (!run->has_values)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: no kpi.csv: nothing to compare", path);
	if (understand(run, arena))
		return diagnostics_no_memory(diagnostics);
	run->period = period_of_run(run);
	if (!run->has_observed || !run->has_records)
		talk_warn("%s: no observations.csv or no records-….csv: what "
			  "changed can be said, but not why",
		    path);
	return STATUS_OK;
}

void
diff_run_drop_records(struct diff_run *run)
{
	run->observed_count = 0;
	for (int table = 0; table < TABLE_COUNT; table++)
		run->records[table].count = 0;
}
