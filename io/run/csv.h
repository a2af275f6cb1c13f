/* Cells of CSV files, quoted as RFC 4180 says. All CSV goes this way
 * (io/run/values.h). */
#ifndef IO_RUN_CSV_H
#define IO_RUN_CSV_H

#include "io/run/output.h"

/* A cell, quoted if it needs to be. `guarded`, for files that people open in a
 * spreadsheet: text that would be run as a formula gets a ' in front (OWASP,
 * CWE-1236). The other is for a text in several parts. */
void csv_text(struct output *output, struct text text, bool guarded);
void csv_parts(struct output *output, const struct text *parts, size_t count,
    bool guarded);

#endif
