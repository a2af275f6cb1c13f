/* The records that a run kept, and which of the two runs are the same one. */
#ifndef IO_CLI_DIFF_RECORDS_H
#define IO_CLI_DIFF_RECORDS_H

#include "io/cli/diff/run.h"

/* Reads records-….csv of every table, and the plan among them. STATUS_OK,
 * STATUS_INPUT or STATUS_MEMORY. */
enum status diff_records_read(
    struct diff_run *run, struct arena *arena, struct diagnostics *diagnostics);

/* The record of that name; NULL if there is none. */
const struct record *diff_find_record(
    const struct diff_run *run, enum table table, const char *name);

/* A cell of it, by the field of its table; "" for a record that is NULL, and
 * for a column that the run did not write. */
const char *diff_cell(
    const struct diff_run *run, const struct record *record, size_t field);

/* ---- the same record in the two runs ---- */

/* `changed` has a bit for each of the table's compared columns. */
struct record_pair {
	const struct record *record[SIDES]; /* NULL where it is not */
	uint64_t changed;
};

enum { COMPARED_MOST = 64 };

/* A column that both runs have beside name and place, and its field;
 * FIELD_COUNT if this program does not know it. */
struct compared_column {
	const char *name;
	size_t field, column[SIDES];
};

struct record_pairs {
	struct record_pair *rows; /* by table */
	size_t count;
	struct compared_column compared[TABLE_COUNT][COMPARED_MOST];
	size_t compared_count[TABLE_COUNT];
};

/* `runs` are the two, here and below: OLD and NEW.
 *
 * Finds which records of the two runs are the same ones: contracts, people and
 * plan rows by their names; surveys and assignments, which have none, first by
 * equal content, then by content that differs in one or two fields. STATUS_OK
 * or STATUS_MEMORY. */
enum status diff_pair_records(
    struct record_pairs *pairs, struct diff_run *runs, struct arena *arena);

/* Has it come or gone, or does it say something else? */
bool diff_pair_differs(const struct record_pair *pair);

/* Is it in both runs, and does it say something else in that field? */
bool diff_field_changed(const struct record_pairs *pairs,
    const struct record_pair *pair, size_t field);

/* Of which table it is; and the record: the new one if there is one. */
enum table diff_table_of(const struct record_pair *pair);
const struct record *diff_record_of(const struct record_pair *pair);

/* What became of it, in words: `new record`, `record removed`, with the reason
 * for which a row of its id was rejected, or `stage open → won; …`; "" if
 * nothing did. NULL without memory. */
const char *diff_say_change(const struct record_pairs *pairs,
    const struct record_pair *pair, const struct diff_run *runs,
    struct arena *arena);

#endif
