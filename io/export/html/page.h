/* From the report model to one self-contained page: no script, nothing from
 * elsewhere, light and dark, for a telephone, a desk and paper. */
#ifndef IO_EXPORT_HTML_PAGE_H
#define IO_EXPORT_HTML_PAGE_H

#include "io/export/report/report.h"
#include "io/run/output.h"

/* Writes the report; the same one gives the same bytes. Scratch memory is of
 * the report's arena. STATUS_MEMORY; errors of writing are the output's. */
enum status html_write(const struct report *report, struct output *output,
    struct diagnostics *diagnostics);

#endif
