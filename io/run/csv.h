/* Cells of CSV files: UTF-8, comma, LF, quoted as RFC 4180 says. */
#ifndef IO_RUN_CSV_H
#define IO_RUN_CSV_H

#include "engine/base/text.h"
#include "io/run/output.h"

/* A cell, quoted if it needs to be. */
void csv_cell(struct output *output, struct text text);

/* A cell for files that people open in a spreadsheet: text that would be run
 * as a formula gets a ' in front (OWASP, CWE-1236). */
void csv_guarded_cell(struct output *output, struct text text);

/* The same for a text in several parts. */
void csv_joined_cell(
    struct output *output, const struct text *parts, size_t count);

#endif
