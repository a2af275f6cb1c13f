#include "io/export/dashboard.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/arena.h"

const char *
dashboard_label(const struct dashboard *dashboard, enum label label)
{
	static const char *const labels[][LANGUAGE_COUNT] = {
#define LABEL(id, english, vietnamese) { english, vietnamese },
#include "io/export/labels.def"
#undef LABEL
	};
	return labels[label][dashboard->language];
}

const char *
dashboard_format(const struct dashboard *dashboard, enum label label, ...)
{
	char text[800];
	va_list arguments;
	va_start(arguments, label);
	/* The formats are our own, of labels.def. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	vsnprintf(
	    text, sizeof text, dashboard_label(dashboard, label), arguments);
#pragma GCC diagnostic pop
	va_end(arguments);
	const char *copy =
	    arena_copy(dashboard->report->arena, text, strlen(text));
	return copy ? copy : "";
}

enum measure_format
dashboard_value_format(const struct metric *metric)
{
	static const enum measure_format formats[] = {
		[UNIT_MONEY] = FORMAT_MONEY,
		[UNIT_COUNT] = FORMAT_COUNT,
		[UNIT_SHARE] = FORMAT_PERCENT,
		[UNIT_RATIO] = FORMAT_PERCENT,
		[UNIT_SCORE] = FORMAT_SCORE,
	};
	return formats[metric->unit];
}

enum measure_format
dashboard_change_format(const struct metric *metric)
{
	static const enum measure_format formats[] = {
		[UNIT_MONEY] = FORMAT_MONEY_CHANGE,
		[UNIT_COUNT] = FORMAT_COUNT_CHANGE,
		[UNIT_SHARE] = FORMAT_POINTS_CHANGE,
		[UNIT_RATIO] = FORMAT_POINTS_CHANGE,
		[UNIT_SCORE] = FORMAT_SCORE_CHANGE,
	};
	return formats[metric->unit];
}

enum role
dashboard_change_role(const struct metric *metric, struct quantity change)
{
	double amount = change.defined ? quantity_double(change) : 0;
	if (amount == 0)
		return ROLE_BODY;
	bool up = metric->direction == DIRECTION_UP;
	return (amount > 0) == up ? ROLE_GOOD : ROLE_BAD;
}

const struct estimate *
dashboard_estimate(
    const struct dashboard *dashboard, size_t subject, size_t metric)
{
	const struct results *results = dashboard->results;
	return results_at(results, results->run_period, subject, metric);
}

size_t
dashboard_headlines(const struct dashboard *dashboard, size_t headlines[16])
{
	size_t count = 0;
	for (size_t m = 0; m < dashboard->results->metric_count && count < 16;
	     m++)
		if (dashboard->results->metrics[m].headline)
			headlines[count++] = m;
	return count;
}

/* A day as people of the language write it. */
static const char *
day_text(const struct dashboard *dashboard, date day)
{
	struct civil civil = date_civil(day);
	const char *text =
	    dashboard->language == LANGUAGE_VI
		? arena_format(dashboard->report->arena, "%02d/%02d/%04d",
		      civil.day, civil.month, civil.year)
		: arena_format(dashboard->report->arena, "%04d-%02d-%02d",
		      civil.year, civil.month, civil.day);
	return text ? text : "";
}

void
dashboard_head(
    const struct dashboard *dashboard, struct sheet *sheet, const char *title)
{
	const struct results *results = dashboard->results;
	const struct view *view = &results->views[results->run_period];
	sheet_string(sheet, 0, 0, ROLE_TITLE, title);
	sheet_string(sheet, 1, 0, ROLE_SUBTITLE,
	    arena_format(dashboard->report->arena,
		"%s %s  ·  %s – %s  ·  %s %s",
		dashboard_label(dashboard, LABEL_PERIOD), view->period.label,
		day_text(dashboard, view->period.from),
		day_text(dashboard, view->period.until - 1),
		dashboard_label(dashboard, LABEL_AS_OF),
		day_text(dashboard, view->as_of)));
}

static bool
is_above_numbers(enum label label)
{
	switch (label) {
	case LABEL_VALUE:
	case LABEL_PRIOR:
	case LABEL_CHANGE:
	case LABEL_COMPANY:
	case LABEL_COUNT:
	case LABEL_INTERVAL_LOW:
	case LABEL_INTERVAL_HIGH:
	case LABEL_DUE_ON:
	case LABEL_DELIVERED_ON:
	case LABEL_ANSWERED_ON:
	case LABEL_BUDGET:
	case LABEL_ACTUAL:
	case LABEL_OVER_BY:
	case LABEL_SCORE:
	case LABEL_LINES:
	case LABEL_HEADER:
	case LABEL_ACCEPTED:
	case LABEL_REJECTED:
	case LABEL_BLANK:
	case LABEL_SKIPPED:
	case LABEL_CONTINUATION:
	case LABEL_LINE:
	case LABEL_HOW_MANY:
		return true;
	default:
		return false;
	}
}

void
dashboard_headings(const struct dashboard *dashboard, struct sheet *sheet,
    uint32_t row, int column, const enum label *labels, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sheet_string(sheet, row, column + (int)i,
		    is_above_numbers(labels[i]) ? ROLE_HEADING_NUMBER
						: ROLE_HEADING,
		    dashboard_label(dashboard, labels[i]));
}

const char *
dashboard_source(const struct dashboard *dashboard, struct source source)
{
	if (source.line == 0)
		return "";
	const char *path = dashboard->results->data->inputs[source.input].path;
	const char *slash = strrchr(path, '/');
	const char *text = arena_format(dashboard->report->arena, "%s:%u",
	    slash ? slash + 1 : path, source.line);
	return text ? text : "";
}

const char *
dashboard_remark(
    const struct dashboard *dashboard, const struct estimate *estimate)
{
	if (estimate->flags & FLAG_NO_DATA)
		return dashboard_label(dashboard, LABEL_NO_DATA);
	if (estimate->flags & FLAG_OUTLIER)
		return dashboard_label(dashboard, LABEL_OUTLIER);
	if (estimate->flags & FLAG_SMALL_SAMPLE)
		return dashboard_label(dashboard, LABEL_SMALL_SAMPLE);
	return "";
}

void
dashboard_optional(struct sheet *sheet, uint32_t row, int column,
    enum measure_format format, struct optional optional)
{
	sheet_number(sheet, row, column, ROLE_MUTED, format,
	    (struct quantity){
		optional.defined, false, { .real = optional.value } });
}

static void
describe(struct dashboard *dashboard)
{
	struct report *report = dashboard->report;
	const struct results *results = dashboard->results;
	const struct view *view = &results->views[results->run_period];
	report->title = dashboard_label(dashboard, LABEL_TITLE);
	report->period = view->period.label;
	report->currency = results->definitions->currency;
	report->language = dashboard->language;
	report->created = view->period.until - 1;
}

enum status
dashboard_build(struct report *report, const struct results *results,
    enum language language, struct diagnostics *diagnostics)
{
	report_init(report, report->arena);
	struct dashboard dashboard = {
		.report = report, .results = results, .language = language
	};
	size_t managers = 0;
	dashboard.person_sheets = arena_allocate(report->arena,
	    results->subject_count, sizeof *dashboard.person_sheets);
	if (!dashboard.person_sheets)
		return diagnostics_no_memory(diagnostics);
	for (size_t s = 0; s < results->subject_count; s++)
		managers += results->subjects[s].scope == SCOPE_MANAGER;
	describe(&dashboard);
	dashboard_summary(&dashboard);
	/* The managers' table leads to their sheets, which come after it. */
	struct sheet *table = report_sheet(
	    report, text_of(dashboard_label(&dashboard, LABEL_MANAGERS)));
	for (size_t s = 0;
	     s < results->subject_count && managers <= PERSON_SHEETS_MOST; s++)
		if (results->subjects[s].scope == SCOPE_MANAGER)
			dashboard_person(&dashboard, s);
	dashboard_managers(&dashboard, table);
	dashboard_definitions(&dashboard);
	dashboard_quality(&dashboard);
	return report->out_of_memory ? diagnostics_no_memory(diagnostics)
				     : STATUS_OK;
}
