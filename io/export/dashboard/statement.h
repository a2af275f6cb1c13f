/* One person's statement: what they are paid and how it was computed, to be
 * handed to them alone. It holds nobody else's data. */
#ifndef IO_EXPORT_DASHBOARD_STATEMENT_H
#define IO_EXPORT_DASHBOARD_STATEMENT_H

#include "engine/model/proof.h"
#include "io/export/report/report.h"

/* Builds the report in report->arena from a finished proof, in its language.
 * STATUS_OK or STATUS_MEMORY. */
enum status statement_build(struct report *report, const struct proof *proof);

#endif
