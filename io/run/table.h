/* A CSV that `kpi run` wrote, read back as text.
 *
 * One that begins with a BOM has the shape that run.json names, any other has
 * commas and points. A cell is a text that never is NULL; the ' that guards a
 * text from a spreadsheet is taken off. The file may be damaged or foreign: a
 * row of another width, broken quotes or invalid UTF-8 are errors with their
 * line. */
#ifndef IO_RUN_TABLE_H
#define IO_RUN_TABLE_H

#include "engine/base/status.h"
#include "engine/base/text.h"
#include "io/run/folder.h"

struct run_table {
	const char *path;
	struct csv_shape shape;
	const char **columns;
	size_t column_count;
	const char **cells; /* row by row; blank cells are "" */
	size_t row_count;
	bool there; /* the folder has such a file */
};

/* Reads the file of that name in the folder; its header must have the columns
 * named in `needed` (NULL at the end). A file that is not there gives an empty
 * table. In `arena`; STATUS_INPUT says what is wrong. */
enum status run_table_read(struct run_table *table,
    const struct run_folder *folder, const char *name,
    const char *const *needed, struct arena *arena,
    struct diagnostics *diagnostics);

/* The index of a column, or SIZE_MAX. */
size_t run_table_column(const struct run_table *table, const char *name);

/* A cell; "" for a column that is not there. */
static inline const char *
run_table_cell(const struct run_table *table, size_t row, size_t column)
{
	return column < table->column_count
		   ? table->cells[row * table->column_count + column]
		   : "";
}

/* The same of a column of numbers, with a point before decimals; in `arena`,
 * NULL without memory. What is no number in the file's shape stays none. */
const char *run_table_number(const struct run_table *table, size_t row,
    size_t column, struct arena *arena);

#endif
