/* Rows that stand in a table more than once: exports that overlap.
 *
 * A row is a duplicate if its entry_id was seen before (of surveys the
 * survey_id, in rows with a score), whatever else differs; or, without one, if
 * an earlier file has the same cells, blank ones aside (as many times).
 * Duplicates are reported; only `duplicates: drop` in kpi.yaml leaves them
 * out. */
#ifndef IO_IMPORT_ROWS_DUPLICATES_H
#define IO_IMPORT_ROWS_DUPLICATES_H

#include "io/import/rows/rows.h"

/* A new, empty set of rows for one table. */
struct duplicates *duplicates_new(
    struct arena *arena, enum table table, bool drop);

/* Looks at a row that is to be taken and remembers it; *drop: leave it out.
 * STATUS_OK or STATUS_MEMORY, with its message. */
enum status duplicates_look(
    struct row_taker *taker, const struct csv_record *record, bool *drop);

/* The row looked at last was rejected: the next one with its entry_id is no
 * duplicate of it. */
void duplicates_rejected(struct duplicates *duplicates);

/* Adds an assumption with how many were found, and where the first ones are.
 * STATUS_OK or STATUS_MEMORY, said. */
enum status duplicates_report(const struct duplicates *duplicates,
    struct dataset *data, enum table table, struct diagnostics *diagnostics);

#endif
