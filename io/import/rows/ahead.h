/* Rows of any table read ahead: on every core the cells of a segment are
 * cleaned and read as the careful way (rows.h) does it, so that whoever commits
 * the segment only adds them. A row that is not plainly data goes the careful
 * way.
 */
#ifndef IO_IMPORT_ROWS_AHEAD_H
#define IO_IMPORT_ROWS_AHEAD_H

#include "io/import/csv/records.h"
#include "io/import/rows/file_forms.h"

struct plain_rows;

/* What is needed to read a file's rows in this way; NULL in *rows if they
 * cannot be (rules that skip rows, duplicates to look for). `forms` gets the
 * evidence of the rows; NULL: none is needed. STATUS_OK or STATUS_MEMORY. */
enum status plain_rows_new(struct plain_rows **rows, struct row_taker *taker,
    struct file_forms *forms);

/* For segment_reader.prepare. */
enum status plain_rows_prepare(
    struct plain_rows *rows, struct segment *segment);

/* Takes a segment's rows in order; those that were not read are handed to
 * `other`, each as the row of a walk. */
enum status plain_rows_commit(struct plain_rows *rows, struct segment *segment,
    enum status (*other)(void *context, const struct plain_walk *walk),
    void *context);

/* NULL is allowed. */
void plain_rows_free(struct plain_rows *rows);

#endif
