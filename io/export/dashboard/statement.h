/* One person's statement: what they are paid and how it was computed, to be
 * handed to them alone. It holds nobody else's data. */
#ifndef IO_EXPORT_DASHBOARD_STATEMENT_H
#define IO_EXPORT_DASHBOARD_STATEMENT_H

#include <stdbool.h>

#include "engine/model/proof.h"
#include "io/export/report/report.h"

/* Builds the report in report->arena from a finished proof, in its language.
 * STATUS_OK or STATUS_MEMORY. */
enum status statement_build(struct report *report, const struct proof *proof);

/* Is it the title of a statement, of this version or an older one, in any
 * language? */
bool statement_has_title(const char *title);

#endif
