/* From the report model to a workbook, through libxlsxwriter.
 *
 * The library ignores failed writes of its temporary files, leaves out what it
 * has no memory for, and can crash. So a child process writes; there errno is
 * watched from beginning to end, so that no allocation and no write fails
 * unseen; and the file is read back and compared with the model. */
#ifndef IO_EXPORT_WORKBOOK_XLSX_H
#define IO_EXPORT_WORKBOOK_XLSX_H

#include "io/export/report/report.h"

/* Writes the report to `path`. The same report gives the same bytes.
 * STATUS_OUTPUT, with the reason; the file at `path` is then worth nothing. */
enum status xlsx_write(const struct report *report, const char *path,
    struct diagnostics *diagnostics);

/* The same into a file that appears complete or not at all, mode 0600; scratch
 * texts are made in `arena`. */
enum status xlsx_write_file(const struct report *report, const char *path,
    struct arena *arena, struct diagnostics *diagnostics);

/* Reads a workbook back and compares it with the report: checksums, XML, every
 * cell with its formula, value and look, and what each chart refers to.
 * STATUS_OUTPUT says what differs. */
enum status xlsx_verify(const struct report *report, const char *path,
    struct diagnostics *diagnostics);

#endif
