/* Timesheet rows straight from the bytes of a segment into columns: what the
 * careful way (rows.h) makes of them, for canonical rows, on every core. A row
 * that is anything but canonical goes the careful way. */
#ifndef IO_IMPORT_ROWS_TIMESHEETS_H
#define IO_IMPORT_ROWS_TIMESHEETS_H

#include "io/import/csv/records.h"
#include "io/import/rows/file_forms.h"

struct plain_timesheets;

/* What is needed to read a file's rows in this way; NULL in *plain if they
 * cannot be (mapped or joined columns, forms of their own, rates …). `forms`
 * gets the evidence of the rows. STATUS_OK or STATUS_MEMORY. */
enum status plain_timesheets_new(struct plain_timesheets **plain,
    struct row_taker *taker, struct file_forms *forms);

/* For segment_reader.prepare. */
enum status plain_timesheets_prepare(
    struct plain_timesheets *plain, struct segment *segment);

/* Takes a segment's rows in order; those that are not canonical are handed to
 * `other`, each as the row of a walk. */
enum status plain_timesheets_commit(struct plain_timesheets *plain,
    struct segment *segment,
    enum status (*other)(void *context, const struct plain_walk *walk),
    void *context);

/* NULL is allowed. */
void plain_timesheets_free(struct plain_timesheets *plain);

/* Frees what was known of the projects that contracts name. */
void timesheets_forget_projects(struct loading *loading);

#endif
