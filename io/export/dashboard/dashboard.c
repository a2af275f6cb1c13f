#include "io/export/dashboard/dashboard.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/export/dashboard/page.h"

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
	dashboard->first_period = dashboard_first_period(dashboard);
	return report->footer && dashboard->person_sheets &&
	       dashboard->history && dashboard->medians &&
	       dashboard_hide_few_raters(dashboard);
}

/* ---- the table of sheets ---- */

enum filled { LAST, IN_TURN, FOR_EACH, WITH_DIGESTS };
enum summary { NOT_LISTED, LISTED };

static bool
has_value(const struct dashboard *dashboard, const char *metric)
{
	return dashboard_company(dashboard, metric) != NULL;
}

static bool
has_earlier_periods(const struct dashboard *dashboard)
{
	return dashboard->results->run_period > dashboard->first_period;
}

/* Clients whose revenue is known: surveys alone make no such sheet. */
static bool
has_clients(const struct dashboard *dashboard)
{
	const struct analysis *analysis = dashboard->results->analysis;
	return analysis && analysis->clients.count &&
	       has_value(dashboard, "revenue");
}

static bool
has_bridge(const struct dashboard *dashboard)
{
	const struct analysis *analysis = dashboard->results->analysis;
	return has_clients(dashboard) && analysis->bridges.known &&
	       (analysis->bridges.company.prior ||
		   analysis->bridges.company.now);
}

static bool
is_paid(const struct dashboard *dashboard)
{
	const struct pay_results *pay = dashboard->record->pay;
	return pay && pay->card_count;
}

static bool
has_plan(const struct dashboard *dashboard)
{
	const struct pay_results *scores = dashboard->record->scores;
	return scores && scores->has_plan && scores->card_count;
}

/* Something to change: a plan, or rates that somebody is paid by. */
static bool
has_terms(const struct dashboard *dashboard)
{
	return !dashboard->record->without_pay &&
	       (has_plan(dashboard) ||
		   (is_paid(dashboard) && dashboard->record->pay->has_rates));
}

#define SHEET(id, name, needed, ...)                                           \
	static bool needs_##id(const struct dashboard *dashboard)              \
	{                                                                      \
		(void)dashboard;                                               \
		return needed;                                                 \
	}
#include "io/export/dashboard/sheets.def"
#undef SHEET

static const struct row {
	const char *name; /* a message */
	bool (*is_needed)(const struct dashboard *dashboard);
	void (*fill)(struct page *page);
	enum filled filled;
	enum summary summary;
} rows[SHEET_ROWS] = {
#define SHEET(id, name, needed, ...)                                           \
	{ name, needs_##id, fill_##id, __VA_ARGS__ },
#include "io/export/dashboard/sheets.def"
#undef SHEET
};

static struct sheet *
open_sheet(const struct dashboard *dashboard, const struct row *row)
{
	return report_sheet(dashboard->report,
	    text_of(language_text(dashboard->language, row->name)));
}

static void
fill(struct dashboard *dashboard, const struct row *row, struct sheet *sheet,
    size_t subject)
{
	struct page page = {
		.dashboard = dashboard, .sheet = sheet, .subject = subject
	};
	row->fill(&page);
	if (row->summary == LISTED)
		dashboard->headlines[dashboard->headline_count++] =
		    (struct headline){ sheet->name, page.title };
}

/* A sheet for each manager; of many, for each lead or team. */
static void
fill_for_each(struct dashboard *dashboard, const struct row *row)
{
	const struct results *results = dashboard->results;
	enum scope scope = dashboard_sheet_scope(dashboard);
	size_t made = 0;
	for (size_t s = 1;
	     s < results->subject_count && made < PERSON_SHEETS_MOST; s++) {
		if (results->subjects[s].scope != scope)
			continue;
		struct sheet *sheet =
		    report_sheet(dashboard->report, results->subjects[s].name);
		dashboard->person_sheets[s] = sheet->name;
		fill(dashboard, row, sheet, s);
		made++;
	}
}

/* ---- the whole ---- */

static void
begin_data(struct dashboard *dashboard)
{
	dashboard->data = report_sheet(dashboard->report,
	    text_of(dashboard_label(dashboard, LABEL_CHART_DATA)));
	struct page page = { .dashboard = dashboard, .sheet = dashboard->data };
	page_head(&page, dashboard_label(dashboard, LABEL_CHART_DATA));
	dashboard->data->minor = dashboard->data->drawn = true;
	dashboard->data_row = page.row + 1;
}

/* Those that are filled so, if they are needed. */
static void
open_sheets(struct dashboard *dashboard, enum filled filled)
{
	for (size_t i = 0; i < SHEET_ROWS; i++)
		if (rows[i].filled == filled && rows[i].is_needed(dashboard))
			dashboard->sheets[i] = open_sheet(dashboard, &rows[i]);
}

static void
fill_opened(struct dashboard *dashboard, enum filled filled)
{
	for (size_t i = SHEET_ROWS; i-- > 0;)
		if (rows[i].filled == filled && dashboard->sheets[i])
			fill(dashboard, &rows[i], dashboard->sheets[i], 0);
}

static void
fill_sheets(struct dashboard *dashboard)
{
	open_sheets(dashboard, LAST);
	begin_data(dashboard);
	for (size_t i = 0; i < SHEET_ROWS; i++) {
		if (!rows[i].is_needed(dashboard))
			continue;
		if (rows[i].filled == IN_TURN) {
			dashboard->sheets[i] = open_sheet(dashboard, &rows[i]);
			fill(dashboard, &rows[i], dashboard->sheets[i], 0);
		}
		if (rows[i].filled == FOR_EACH)
			fill_for_each(dashboard, &rows[i]);
	}
	/* Others lead to them already. */
	open_sheets(dashboard, WITH_DIGESTS);
	fill_opened(dashboard, LAST);
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
	fill_sheets(dashboard);
	return report->out_of_memory ? diagnostics_no_memory(diagnostics)
				     : STATUS_OK;
}

enum status
dashboard_conclude(struct dashboard *dashboard, struct diagnostics *diagnostics)
{
	struct report *report = dashboard->report;
	fill_opened(dashboard, WITH_DIGESTS);
	sheet_fit(dashboard->data, 9, 26);
	dashboard->data->hidden = true;
	report_put_last(report, dashboard->data);
	for (struct sheet *sheet = report->sheets; sheet; sheet = sheet->next)
		sheet_lay_out(sheet);
	return report->out_of_memory ? diagnostics_no_memory(diagnostics)
				     : STATUS_OK;
}
