/* The CSV outputs: UTF-8, comma, LF, quoted as RFC 4180 says. */
#ifndef IO_EXPORT_CSV_H
#define IO_EXPORT_CSV_H

#include "engine/metric.h"
#include "io/export/output.h"

/* A cell, quoted if it needs to be. */
void csv_cell(struct output *output, struct text text);

/* A cell for files that people open in a spreadsheet: text that would be run
 * as a formula gets a ' in front (OWASP, CWE-1236). */
void csv_guarded_cell(struct output *output, struct text text);

/* The same for a text in several parts. */
void csv_joined_cell(
    struct output *output, const struct text *parts, size_t count);

/* kpi.csv: one row a (period, scope, subject, metric). Text is not altered:
 * this file is for programs. */
void csv_write_kpi(struct output *output, const struct results *results);

/* survival.csv: the steps of each subject's curve of client tenure, in the
 * order of kpi.csv's subjects. Takes results->analysis. */
void csv_write_survival(struct output *output, const struct results *results);

/* rejects.csv: one row a row that was not taken. */
void csv_write_rejects(struct output *output, const struct dataset *data);

#endif
