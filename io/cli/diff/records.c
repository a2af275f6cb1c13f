#include "io/cli/diff/records.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/plan.h"
#include "io/cli/diff/lookup.h"
#include "io/run/kept.h"

static int
by_name(const void *left, const void *right)
{
	const struct record *a = left, *b = right;
	int order = strcmp(a->name, b->name);
	return order ? order : (a->row > b->row) - (a->row < b->row);
}

/* The name of a row: the cell `record`, or where the row stands if that is
 * empty. */
static enum status
fill_table(struct record_table *records, enum table table, struct arena *arena)
{
	const struct run_table *file = &records->file;
	size_t name = run_table_column(file, "record");
	size_t source = run_table_column(file, "source");
	records->count = file->row_count;
	records->rows =
	    arena_allocate(arena, records->count, sizeof *records->rows);
	if (!records->rows)
		return STATUS_MEMORY;
	for (size_t row = 0; row < records->count; row++) {
		struct record *record = &records->rows[row];
		*record =
		    (struct record){ table, run_table_cell(file, row, name),
			    run_table_cell(file, row, source), row, NULL,
			    SIZE_MAX };
		if (!*record->name)
			record->name = record->source;
	}
	if (records->count)
		qsort(records->rows, records->count, sizeof *records->rows,
		    by_name);
	return STATUS_OK;
}

/* ---- the plan ---- */

/* DECIMAL_NONE for a blank cell. */
static decimal
decimal_of(const char *text)
{
	decimal value;
	return decimal_parse(text_of(text), &value) == DECIMAL_OK
		   ? value
		   : DECIMAL_NONE;
}

/* The index of a text among the words of a field; 0 if it is none of them. */
static int
word_of(enum field_type type, const char *text)
{
	const char *const *words = schema_words(type);
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], text) == 0)
			return i;
	return 0;
}

static struct plan_row
plan_row_of(const struct diff_run *run, const struct record *record)
{
#define CELL(column) diff_cell(run, record, FIELD_PLAN_##column)
	return (struct plan_row){
		.level = text_of(CELL(level)),
		.metric = text_of(CELL(metric)),
		.weight = decimal_of(CELL(weight)),
		.threshold = decimal_of(CELL(threshold)),
		.target = decimal_of(CELL(target)),
		.stretch = decimal_of(CELL(stretch)),
		.payout_threshold = decimal_of(CELL(payout_threshold)),
		.payout_stretch = decimal_of(CELL(payout_stretch)),
		.gate = word_of(FIELD_YES, CELL(gate)) != 0,
		.estimator =
		    (enum estimator)word_of(FIELD_ESTIMATOR, CELL(estimator)),
		.min_n = decimal_of(CELL(min_n)),
		.scope =
		    (enum plan_scope)word_of(FIELD_PLAN_SCOPE, CELL(scope)),
		.steps = text_of(CELL(steps)),
		.prorate = (enum prorate)word_of(FIELD_PRORATE, CELL(prorate)),
		.period = text_of(CELL(period)),
	};
#undef CELL
}

static enum status
fill_plan(struct diff_run *run, struct arena *arena)
{
	const struct record_table *records = &run->records[TABLE_PLAN];
	run->plan = arena_allocate(arena, records->count, sizeof *run->plan);
	for (size_t i = 0; run->plan && i < records->count; i++)
		run->plan[i] = plan_row_of(run, &records->rows[i]);
	return run->plan ? STATUS_OK : STATUS_MEMORY;
}

/* ---- all ---- */

enum status
diff_records_read(
    struct diff_run *run, struct arena *arena, struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	run->has_records = true;
	for (int t = 0; t < TABLE_COUNT && !status; t++) {
		enum table table = (enum table)t;
		struct record_table *records = &run->records[t];
		const char *own[] = { "source",
			kept_has_record(table) ? "record" : NULL, NULL };
		if (!table_kinds[t].row_size)
			continue;
		status = run_table_read(&records->file, &run->folder,
		    kept_file(table), own, arena, diagnostics);
		if (!status && fill_table(records, table, arena))
			status = diagnostics_no_memory(diagnostics);
		if (table_kinds[t].flags & TABLE_ALWAYS_KEPT)
			run->has_records &= records->file.there;
	}
	for (size_t field = 0; field < FIELD_COUNT; field++) {
		enum table table = schema_fields[field].table;
		run->columns[field] = run_table_column(
		    &run->records[table].file, schema_fields[field].name);
	}
	if (!status && fill_plan(run, arena))
		status = diagnostics_no_memory(diagnostics);
	return status;
}

const struct record *
diff_find_record(const struct diff_run *run, enum table table, const char *name)
{
	const struct record_table *records = &run->records[table];
	const struct record wanted = { .name = name };
	size_t first = diff_first_of(
	    records->rows, records->count, sizeof wanted, &wanted, by_name);
	bool found = first < records->count &&
		     strcmp(records->rows[first].name, name) == 0;
	return found ? &records->rows[first] : NULL;
}

const char *
diff_cell(const struct diff_run *run, const struct record *record, size_t field)
{
	return record ? run_table_cell(&run->records[record->table].file,
			    record->row, run->columns[field])
		      : "";
}
