/* A table of values as a sheet. */
#ifndef IO_EXPORT_REPORT_VALUES_H
#define IO_EXPORT_REPORT_VALUES_H

#include "io/export/report/report.h"
#include "io/run/values.h"

/* Puts the kept rows below a line with the names of their columns. There are as
 * many at most as a sheet has room for: SHEET_ROWS_MOST and SHEET_COLUMNS. A
 * number that was printed before stays a text, with all of its digits; and one
 * beyond 2^53, of which a spreadsheet would lose digits, becomes one. */
enum { SHEET_ROWS_MOST = 1048575 };
void sheet_values(struct sheet *sheet, const struct values *values);

#endif
