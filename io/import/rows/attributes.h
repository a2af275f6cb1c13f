/* Attributes: the columns of a table that the schema does not list, kept as
 * words to filter and group by. Several files of a table may have different
 * ones; a row whose file lacks a column has a blank there.
 *
 * Of timesheets they are kept only when asked for (import_options.wants), and
 * so are entry_id, employee, department and note. */
#ifndef IO_IMPORT_ROWS_ATTRIBUTES_H
#define IO_IMPORT_ROWS_ATTRIBUTES_H

#include "io/import/rows/rows.h"

/* Which columns of a file feed which attributes of its table. */
struct attribute_plan {
	struct attribute_feed {
		size_t attribute; /* in data->attributes[table] */
		size_t column;    /* or NO_COLUMN: of the field */
		size_t field;
	} * feeds;
	size_t count;
};

/* Finds or adds the attributes that the file's columns feed, and marks these
 * as wanted. STATUS_OK or STATUS_MEMORY. */
enum status attributes_plan(struct loading *loading, enum table table,
    struct header *header, struct attribute_plan *plan);

/* The texts of a record that feed attributes, in the order of the plan and in
 * the taker's scratch; NULL without memory. */
const struct text *attributes_read(
    const struct row_taker *taker, const struct csv_record *record);

/* Keeps them for the row that was just added to its table. STATUS_OK or
 * STATUS_MEMORY. */
enum status attributes_take(
    const struct row_taker *taker, const struct text *texts);

/* The same for one table, before more of its rows are read. */
enum status attributes_finish_table(struct loading *loading, enum table table);

/* Once all is read: blanks for rows that came after a column's last file.
 * STATUS_OK or STATUS_MEMORY. */
enum status attributes_finish(struct loading *loading);

#endif
