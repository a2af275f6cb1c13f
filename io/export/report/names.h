/* Names of sheets, as spreadsheets take them: at most 31 units of 16 bits, none
 * of []:*?/\, nothing that cannot be seen (io/run/unseen.h), no two alike
 * (io/run/alike.h). */
#ifndef IO_EXPORT_REPORT_NAMES_H
#define IO_EXPORT_REPORT_NAMES_H

#include "io/export/report/report.h"

/* Names a sheet like `name`, which is valid UTF-8; a number in brackets makes
 * it unlike the others of the report. False without memory. */
bool sheet_set_name(
    struct sheet *sheet, const struct report *report, struct text name);

#endif
