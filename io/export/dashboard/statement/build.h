/* One person's statement: what they are paid and how it was computed, to be
 * handed to them alone. It holds nobody else's data. */
#ifndef IO_EXPORT_DASHBOARD_STATEMENT_BUILD_H
#define IO_EXPORT_DASHBOARD_STATEMENT_BUILD_H

#include <stdbool.h>

#include "engine/model/proof.h"
#include "engine/model/sensitivity.h"
#include "io/export/report/report.h"

/* Builds the report in report->arena from a finished proof for its person, in
 * its language; of `found` the rows of their card are used. STATUS_OK or
 * STATUS_MEMORY. */
enum status statement_build(struct report *report, const struct proof *proof,
    const struct sensitivities *found);

/* Is it the title of a statement, of this version or an older one, in any
 * language? */
bool statement_has_title(const char *title);

#endif
