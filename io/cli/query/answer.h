/* Rows of values on their way to a person or a program: an aligned table, CSV,
 * JSON or a workbook. */
#ifndef IO_CLI_QUERY_ANSWER_H
#define IO_CLI_QUERY_ANSWER_H

#include <stdio.h>

#include "io/cli/query/relation.h"

enum answer_format { ANSWER_TABLE, ANSWER_CSV, ANSWER_JSON, ANSWER_XLSX };

/* Reads the name of a format; an error is said. NULL is `table`. */
bool answer_format_read(const char *name, enum answer_format *format);

struct answer {
	enum answer_format format;
	FILE *to; /* not for a workbook */
	struct arena *arena;
	const char **names;
	size_t columns;
	size_t count;        /* rows so far */
	struct datum *cells; /* kept for table and workbook, row by row */
	size_t cell_count, capacity;
	bool out_of_memory;
	/* How a number is shown in a workbook, an enum measure_format; NULL: as
	 * it is. */
	int (*number_format)(
	    const struct answer *answer, size_t row, size_t column);
};

/* Begins an answer whose columns have these names. CSV and JSON go out as the
 * rows come; a table waits for its widths. */
void answer_begin(struct answer *answer, enum answer_format format, FILE *to,
    const char **names, size_t columns, struct arena *arena);

/* One row. Texts are copied where they have to be kept. */
void answer_row(struct answer *answer, const struct datum *row);

/* STATUS_OK or STATUS_MEMORY. */
enum status answer_end(struct answer *answer);

/* The rows of an answer for a workbook, as a sheet with a table. */
struct sheet;
void answer_sheet(const struct answer *answer, struct sheet *sheet);

/* A table of texts, aligned, its head underlined. `right`: by column.
 * STATUS_OK or STATUS_MEMORY. */
enum status grid_print(FILE *to, const struct text *cells, size_t rows,
    size_t columns, const bool *right);

#endif
