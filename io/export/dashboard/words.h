/* Words of the dashboard, in its language: labels, sentences made of them, and
 * numbers and days as they stand within a sentence. Texts that are made live in
 * the report's arena; without memory they are "". */
#ifndef IO_EXPORT_DASHBOARD_WORDS_H
#define IO_EXPORT_DASHBOARD_WORDS_H

#include "io/export/report/report.h"

struct dashboard;

enum label {
#define LABEL(id, message) LABEL_##id,
#include "io/export/dashboard/labels.def"
#undef LABEL
	LABEL_COUNT_
};

const char *dashboard_label(
    const struct dashboard *dashboard, enum label label);

/* What the periods of the views over time are: quarters, months … */
const char *dashboard_periods(const struct dashboard *dashboard);

/* printf with a label as format. */
const char *dashboard_format(
    const struct dashboard *dashboard, enum label label, ...);

/* A number within a sentence, in the language's own form: 82 %, 12,4 tỷ ₫. */
const char *dashboard_number(const struct dashboard *dashboard,
    enum measure_format format, double number);

/* A day as people of the language write it. */
const char *dashboard_day(const struct dashboard *dashboard, date day);

/* The number formats of a metric's values and of its changes. */
enum measure_format dashboard_value_format(const struct metric *metric);
enum measure_format dashboard_change_format(const struct metric *metric);

/* The same, but money from a million on in millions and billions. */
enum measure_format dashboard_short_format(
    const struct metric *metric, double number);

/* Is a change for the better (ROLE_GOOD), for the worse (ROLE_BAD), or
 * neither (ROLE_BODY)? */
enum role dashboard_change_role(
    const struct metric *metric, struct quantity change);

#endif
