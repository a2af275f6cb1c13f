/* Rows that stand in several files of a table: exports that overlap.
 *
 * A row is a duplicate if its entry_id was seen before, or, without one, if an
 * earlier file has the same whole row (as many times). Duplicates are reported;
 * only `duplicates: drop` in kpi.yaml leaves them out. */
#ifndef IO_IMPORT_ROWS_DUPLICATES_H
#define IO_IMPORT_ROWS_DUPLICATES_H

#include "io/import/rows/rows.h"

/* A new, empty set of rows for one table. */
struct duplicates *duplicates_new(struct arena *arena, bool drop);

/* Looks at a row that is to be taken and remembers it; *drop: leave it out.
 * STATUS_OK or STATUS_MEMORY, with its message. */
enum status duplicates_look(
    struct row_taker *taker, const struct csv_record *record, bool *drop);

/* Says how many were found, and where the first ones are. */
void duplicates_report(const struct duplicates *duplicates,
    const struct dataset *data, enum table table,
    struct diagnostics *diagnostics);

#endif
