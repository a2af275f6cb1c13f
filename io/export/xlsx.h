/* From the report model to a workbook, through libxlsxwriter.
 *
 * The library loses data in silence when its temporary folder fills, so the
 * finished file is read back and every cell compared with the model. */
#ifndef IO_EXPORT_XLSX_H
#define IO_EXPORT_XLSX_H

#include "io/export/report.h"

/* Writes the report to `path`, with temporary files in `folder`. The same
 * report gives the same bytes. STATUS_OUTPUT, with the reason; the file at
 * `path` is then worth nothing. */
enum status xlsx_write(const struct report *report, const char *path,
    const char *folder, struct diagnostics *diagnostics);

/* Reads a workbook back (checksums, XML, every cell) and compares it with the
 * report. STATUS_OUTPUT says what differs. */
enum status xlsx_verify(const struct report *report, const char *path,
    struct diagnostics *diagnostics);

#endif
