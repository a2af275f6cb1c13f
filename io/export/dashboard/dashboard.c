#include "io/export/dashboard/dashboard.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/place.h"

const char *
dashboard_label(const struct dashboard *dashboard, enum label label)
{
	static const char *const labels[][LANGUAGE_COUNT] = {
#define LABEL(id, english, vietnamese) { english, vietnamese },
#include "io/export/dashboard/labels.def"
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

/* ---- numbers and days in words ---- */

/* A sum of money as one says it: in millions or billions. */
static void
print_money(
    const struct dashboard *dashboard, char *text, size_t size, double number)
{
	static const struct {
		double least, unit;
		const char *word[LANGUAGE_COUNT];
	} forms[] = {
		{ 999.5e6, 1e9, { " bn", " tỷ" } },
		{ 999.5e3, 1e6, { " m", " triệu" } },
		{ 0, 1, { "", "" } },
	};
	const char *currency = dashboard->results->definitions->currency;
	size_t i = 0;
	while (fabs(number) < forms[i].least)
		i++;
	double shown = number / forms[i].unit;
	bool small = i == 0 || (i == 1 && fabs(shown) < 9.95);
	snprintf(text, size, "%.*f%s %s", small ? 1 : 0, shown,
	    forms[i].word[dashboard->language],
	    strcmp(currency, "VND") == 0 ? "₫" : currency);
}

/* A whole number, its thousands apart. */
static void
print_count(char *text, size_t size, double number)
{
	char digits[40];
	snprintf(digits, sizeof digits, "%.0f", number);
	size_t length = strlen(digits), used = 0;
	for (size_t i = 0; i < length && used + 2 < size; i++) {
		size_t left = length - i;
		if (i && left % 3 == 0 && digits[i - 1] != '-')
			text[used++] = ',';
		text[used++] = digits[i];
	}
	text[used] = '\0';
}

const char *
dashboard_number(const struct dashboard *dashboard, enum measure_format format,
    double number)
{
	char text[64];
	switch (format) {
	case FORMAT_MONEY:
		print_money(dashboard, text, sizeof text, number);
		break;
	case FORMAT_PERCENT:
		snprintf(text, sizeof text, "%.0f %%", number * 100);
		break;
	case FORMAT_PERCENT_VARIANCE:
		snprintf(text, sizeof text, "%.1f %%", number * 100);
		break;
	case FORMAT_SCORE:
		snprintf(text, sizeof text, "%.1f", number);
		break;
	default:
		print_count(text, sizeof text, number);
	}
	const char *shown = strncmp(text, "-0 ", 3) == 0 ? text + 1 : text;
	char *copy = arena_copy(dashboard->report->arena, shown, strlen(shown));
	/* Vietnamese has point and comma the other way round. */
	if (copy && dashboard->language == LANGUAGE_VI)
		for (char *at = copy; *at; at++)
			*at = *at == '.' ? ',' : *at == ',' ? '.' : *at;
	return copy ? copy : "";
}

const char *
dashboard_day(const struct dashboard *dashboard, date day)
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

/* ---- looking things up ---- */

size_t
dashboard_metric(const struct dashboard *dashboard, const char *id)
{
	const struct results *results = dashboard->results;
	for (size_t m = 0; m < results->metric_count; m++)
		if (strcmp(results->metrics[m].id, id) == 0)
			return m;
	return SIZE_MAX;
}

const struct estimate *
dashboard_estimate(
    const struct dashboard *dashboard, size_t subject, size_t metric)
{
	const struct results *results = dashboard->results;
	return results_at(results, results->run_period, subject, metric);
}

const struct estimate *
dashboard_company(const struct dashboard *dashboard, const char *id)
{
	size_t metric = dashboard_metric(dashboard, id);
	const struct estimate *estimate =
	    metric == SIZE_MAX ? NULL
			       : dashboard_estimate(dashboard, 0, metric);
	return estimate && estimate->value.defined ? estimate : NULL;
}

const struct observations *
dashboard_observations(const struct dashboard *dashboard, const char *id)
{
	const struct results *results = dashboard->results;
	size_t metric = dashboard_metric(dashboard, id);
	return metric == SIZE_MAX
		   ? NULL
		   : results_observations(results, results->run_period, metric);
}

double
dashboard_value_in(const struct dashboard *dashboard, size_t period,
    size_t subject, size_t metric)
{
	const struct optional *value =
	    results_history(dashboard->results, period, subject, metric);
	return value->defined ? value->value : NAN;
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

struct text
dashboard_subject_name(const struct dashboard *dashboard, size_t subject)
{
	return subject == 0 ? text_of(dashboard_label(dashboard, LABEL_COMPANY))
			    : dashboard->results->subjects[subject].name;
}

struct text
dashboard_manager_name(const struct dashboard *dashboard, uint32_t manager)
{
	return manager == NO_ID
		   ? text_of(dashboard_label(dashboard, LABEL_NOBODY))
		   : dataset_manager_name(dashboard->results->data, manager);
}

struct text
dashboard_client_name(const struct dashboard *dashboard, uint32_t client)
{
	const struct dataset *data = dashboard->results->data;
	if (client == NO_ID)
		return text_of("");
	const struct grouping *of_client = &data->contracts_of_client;
	for (uint32_t i = of_client->first[client];
	     i < of_client->first[client + 1]; i++) {
		uint32_t name =
		    data->contracts[of_client->order[i]].client_name;
		if (name != NO_ID)
			return dictionary_text(&data->words, name);
	}
	return dictionary_text(&data->clients, client);
}

size_t
dashboard_most(const struct dashboard *dashboard,
    const struct observations *observations,
    bool (*counts)(const struct observation *observation), size_t *most)
{
	const struct results *results = dashboard->results;
	struct arena *arena = dashboard->report->arena;
	struct arena_mark mark = arena_mark(arena);
	uint32_t *counted =
	    arena_allocate(arena, results->subject_count, sizeof *counted);
	size_t best = SIZE_MAX;
	*most = 0;
	for (size_t i = 0; counted && i < observations->count; i++) {
		const struct observation *o = &observations->rows[i];
		if (o->manager != NO_ID && counts(o))
			counted[results->subject_of_manager[o->manager]]++;
	}
	for (size_t s = 0; counted && s < results->subject_count; s++)
		if (counted[s] > *most) {
			*most = counted[s];
			best = s;
		}
	arena_release(arena, mark);
	return best;
}

const char *
dashboard_source(const struct dashboard *dashboard, struct source source)
{
	return place_text(
	    dashboard->results->data, source, dashboard->report->arena);
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

/* ---- the whole ---- */

/* What identifies the run at the foot of each page: the digest of kpi.csv. */
static const char *
footer(const struct dashboard *dashboard)
{
	const struct outputs *outputs = dashboard->record->outputs;
	for (size_t i = 0; outputs && i < outputs->count; i++)
		if (strcmp(outputs->files[i]->name, "kpi.csv") == 0 &&
		    *outputs->files[i]->sha256)
			return arena_format(dashboard->report->arena,
			    "kpi.csv SHA-256 %.16s…",
			    outputs->files[i]->sha256);
	return "";
}

static bool
prepare(struct dashboard *dashboard)
{
	struct report *report = dashboard->report;
	const struct results *results = dashboard->results;
	const struct view *view = &results->views[results->run_period];
	size_t subjects = results->subject_count;
	report->title = dashboard_label(dashboard, LABEL_TITLE);
	report->period = view->period.label;
	report->currency = results->definitions->currency;
	report->language = dashboard->language;
	report->created = view->period.until - 1;
	report->footer = footer(dashboard);
	dashboard->person_sheets = arena_allocate(
	    report->arena, subjects, sizeof *dashboard->person_sheets);
	dashboard->history =
	    arena_allocate(report->arena, subjects, sizeof *dashboard->history);
	dashboard->medians = arena_allocate(report->arena,
	    results->period_count * results->metric_count,
	    sizeof *dashboard->medians);
	for (size_t s = 0; s < subjects; s++)
		dashboard->managers +=
		    results->subjects[s].scope == SCOPE_MANAGER;
	size_t periods = results->run_period + 1;
	dashboard->first_period = periods > QUARTERS ? periods - QUARTERS : 0;
	return report->footer && dashboard->person_sheets &&
	       dashboard->history && dashboard->medians;
}

/* A sheet for each manager; of many, for each team. */
static void
build_people(struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	enum scope scope = dashboard->managers <= PERSON_SHEETS_MOST
			       ? SCOPE_MANAGER
			       : SCOPE_TEAM;
	size_t made = 0;
	for (size_t s = 1;
	     s < results->subject_count && made < PERSON_SHEETS_MOST; s++)
		if (results->subjects[s].scope == scope) {
			dashboard_person(dashboard, s);
			made++;
		}
}

static void
begin_data(struct dashboard *dashboard)
{
	struct page page = { dashboard, dashboard->data, 0 };
	page_head(&page, dashboard_label(dashboard, LABEL_CHART_DATA), false);
	dashboard->data->minor = true;
	dashboard->data_row = page.row + 1;
}

enum status
dashboard_build(struct dashboard *dashboard, struct report *report,
    const struct run_record *record, enum language language,
    struct diagnostics *diagnostics)
{
	report_init(report, report->arena);
	*dashboard = (struct dashboard){ .report = report,
		.record = record,
		.results = record->results,
		.language = language };
	if (!prepare(dashboard))
		return diagnostics_no_memory(diagnostics);
	/* These two lead to sheets that come after them. */
	struct sheet *summary = report_sheet(
	    report, text_of(dashboard_label(dashboard, LABEL_SUMMARY)));
	struct sheet *scorecards = report_sheet(
	    report, text_of(dashboard_label(dashboard, LABEL_SCORECARDS)));
	dashboard->data = report_sheet(
	    report, text_of(dashboard_label(dashboard, LABEL_CHART_DATA)));
	begin_data(dashboard);
	dashboard_retention(dashboard);
	dashboard_pipeline(dashboard);
	dashboard_growth(dashboard);
	dashboard_delivery(dashboard);
	dashboard_budget(dashboard);
	dashboard_satisfaction(dashboard);
	dashboard_coordination(dashboard);
	dashboard_trends(dashboard);
	dashboard_bonus(dashboard);
	dashboard_what_if(dashboard);
	build_people(dashboard);
	dashboard_scorecards(dashboard, scorecards);
	dashboard_summary(dashboard, summary);
	dashboard_definitions(dashboard);
	dashboard_quality(dashboard);
	return report->out_of_memory ? diagnostics_no_memory(diagnostics)
				     : STATUS_OK;
}

enum status
dashboard_conclude(struct dashboard *dashboard, struct diagnostics *diagnostics)
{
	struct report *report = dashboard->report;
	dashboard_about(dashboard);
	sheet_fit(dashboard->data, 9, 26);
	report_put_last(report, dashboard->data);
	return report->out_of_memory ? diagnostics_no_memory(diagnostics)
				     : STATUS_OK;
}
