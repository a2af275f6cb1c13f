/* The dashboard: which sheets, cells and charts a run's results become.
 *
 * One file a sheet; each fills the report model and calls no spreadsheet
 * library. What a number means (unit, direction, label) comes from the table
 * of metrics, so a new KPI shows up by itself. */
#ifndef IO_EXPORT_DASHBOARD_H
#define IO_EXPORT_DASHBOARD_H

#include "io/export/report.h"

/* Builds the whole report in report->arena. STATUS_OK or STATUS_MEMORY. */
enum status dashboard_build(struct report *report,
    const struct results *results, enum language language,
    struct diagnostics *diagnostics);

/* ---- for the sheets ---- */

enum label {
#define LABEL(id, english, vietnamese) LABEL_##id,
#include "io/export/labels.def"
#undef LABEL
};

enum { PERSON_SHEETS_MOST = 60 };

struct dashboard {
	struct report *report;
	const struct results *results;
	enum language language;
	const char **person_sheets; /* by subject; NULL: none */
};

const char *dashboard_label(
    const struct dashboard *dashboard, enum label label);

/* printf with a label as format; in the report's arena. */
const char *dashboard_format(
    const struct dashboard *dashboard, enum label label, ...);

/* The number formats of a metric's values and of its changes. */
enum measure_format dashboard_value_format(const struct metric *metric);
enum measure_format dashboard_change_format(const struct metric *metric);

/* Is a change for the better (ROLE_GOOD), for the worse, or neither? */
enum role dashboard_change_role(
    const struct metric *metric, struct quantity change);

/* The estimate of a subject in the run's own period. */
const struct estimate *dashboard_estimate(
    const struct dashboard *dashboard, size_t subject, size_t metric);

/* The metrics that are the eight indicators, in order; the count. */
size_t dashboard_headlines(
    const struct dashboard *dashboard, size_t headlines[16]);

/* Title and period at the top of a sheet. */
void dashboard_head(
    const struct dashboard *dashboard, struct sheet *sheet, const char *title);

/* A row of headings. */
void dashboard_headings(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, int column, const enum label *labels, size_t count);

/* What the flags of an estimate say, in words; empty for none. */
const char *dashboard_remark(
    const struct dashboard *dashboard, const struct estimate *estimate);

/* A bound of an interval. */
void dashboard_optional(struct sheet *sheet, uint32_t row, int column,
    enum measure_format format, struct optional optional);

/* `FILE:LINE`; in the report's arena. */
const char *dashboard_source(
    const struct dashboard *dashboard, struct source source);

void dashboard_summary(struct dashboard *dashboard);
void dashboard_managers(struct dashboard *dashboard, struct sheet *sheet);
void dashboard_person(struct dashboard *dashboard, size_t subject);
void dashboard_definitions(struct dashboard *dashboard);
void dashboard_quality(struct dashboard *dashboard);

/* On the sheet of data quality, from `row` on: what rows that were not taken
 * are worth, by reason. The next free row. */
uint32_t dashboard_left_out(
    const struct dashboard *dashboard, struct sheet *sheet, uint32_t row);

#endif
