/* From the report model to a workbook, through libxlsxwriter.
 *
 * The library ignores failed writes of its temporary files and can crash when
 * memory is out. So a child process writes; a second one writes the same
 * again, and the two files must agree byte for byte (a write that was lost in
 * one was not lost at the same place in the other, unless nothing more could
 * be written: then the file is cut off, which the next step finds); and the
 * file is read back and compared with the model. */
#ifndef IO_EXPORT_XLSX_H
#define IO_EXPORT_XLSX_H

#include "io/export/report.h"

/* Writes the report to `path` (and for a while to `path`-copy), with temporary
 * files in memory (/dev/shm) or, failing that, in `folder`. The same report
 * gives the same bytes. STATUS_OUTPUT, with the reason; the file at `path` is
 * then worth nothing. */
enum status xlsx_write(const struct report *report, const char *path,
    const char *folder, struct diagnostics *diagnostics);

/* Reads a workbook back and compares it with the report: checksums, XML, every
 * cell with its formula, value and look, and what each chart refers to.
 * STATUS_OUTPUT says what differs. */
enum status xlsx_verify(const struct report *report, const char *path,
    struct diagnostics *diagnostics);

#endif
