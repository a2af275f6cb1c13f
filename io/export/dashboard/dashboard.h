/* The dashboard: which sheets, cells and charts a run's results become. For the
 * command; a sheet takes the kit: words.h, context.h, page.h and blocks.h.
 *
 * One file a sheet; each fills the report model and calls no spreadsheet
 * library. sheets.def lists them, with when each is needed. What a number means
 * (unit, direction, label) comes from the table of metrics, so a new KPI shows
 * up by itself. A sheet's title says what was found; a sheet with nothing to
 * say is left out. */
#ifndef IO_EXPORT_DASHBOARD_DASHBOARD_H
#define IO_EXPORT_DASHBOARD_DASHBOARD_H

#include "io/export/dashboard/context.h"

/* Builds the report in report->arena: of record->results, and of record->pay
 * where it is not NULL. All sheets but the one about the run, which
 * dashboard_conclude adds once the digests of inputs and outputs are there;
 * they must live until then. STATUS_OK or STATUS_MEMORY. */
enum status dashboard_build(struct dashboard *dashboard, struct report *report,
    const struct run_record *record, enum language language,
    struct diagnostics *diagnostics);
enum status dashboard_conclude(
    struct dashboard *dashboard, struct diagnostics *diagnostics);

#endif
