/* The rows of an answer as an aligned table, and the forms that an answer has.
 */
#ifndef IO_CLI_QUERY_ANSWER_H
#define IO_CLI_QUERY_ANSWER_H

#include <stdio.h>

#include "io/run/values.h"

enum answer_format { ANSWER_TABLE, ANSWER_CSV, ANSWER_JSON, ANSWER_XLSX };

/* Reads the name of a format; an error is said. NULL is `table`. */
bool answer_format_read(const char *name, enum answer_format *format);

/* The form that rows of that format take. */
enum values_form answer_form(enum answer_format format);

/* Kept rows as a table, numbers to the right; or `expanded`: a line a cell.
 * STATUS_OK or STATUS_MEMORY. */
enum status answer_print(FILE *to, const struct values *values, bool expanded);

/* A table of texts, aligned, its head underlined. `right`: by column, for
 * numbers. On a terminal texts are cut so that a line fits, numbers never; what
 * cannot be made to fit is printed with a line a cell. STATUS_OK or
 * STATUS_MEMORY. */
enum status grid_print(FILE *to, const struct text *cells, size_t rows,
    size_t columns, const bool *right);

#endif
