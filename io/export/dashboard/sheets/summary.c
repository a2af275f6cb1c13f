/* Summary: the company's eight indicators against the prior period, what each
 * other sheet found, the last quarters, and the teams beside each other. */
#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/verdict.h"

enum { TEAMS_MOST = 12, ASSUMED_MOST = 8 };

/* "2026Q3: revenue 12.4 bn ₫, up 8 %; 5 of 8 indicators better, 2 worse". */
static const char *
title_of(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	const char *period = results->views[results->run_period].period.label;
	const struct verdicts found = dashboard_verdicts(dashboard, 0);
	const struct estimate *revenue =
	    dashboard_company(dashboard, "revenue");
	if (!revenue)
		return dashboard_format(dashboard, LABEL_SUMMARY_PLAIN, period,
		    found.better, found.all, found.worse);
	enum verdict verdict = dashboard_verdict(
	    dashboard, 0, dashboard_metric(dashboard, "revenue"));
	const char *money = dashboard_number(
	    dashboard, FORMAT_MONEY, quantity_double(revenue->value));
	double before =
	    revenue->prior.defined ? quantity_double(revenue->prior) : 0;
	if (verdict == VERDICT_NONE || verdict == VERDICT_SAME || before <= 0)
		return dashboard_format(dashboard,
		    verdict == VERDICT_SAME ? LABEL_SUMMARY_SAME
					    : LABEL_SUMMARY_FIRST,
		    period, money, found.better, found.all, found.worse);
	double growth = quantity_double(revenue->value) / before - 1;
	return dashboard_format(dashboard,
	    growth < 0 ? LABEL_SUMMARY_DOWN : LABEL_SUMMARY_UP, period, money,
	    dashboard_number(
		dashboard, FORMAT_PERCENT, growth < 0 ? -growth : growth),
	    found.better, found.all, found.worse);
}

/* What was taken otherwise than it stands in the files: whoever reads the
 * numbers below should know. */
static void
write_assumptions(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	const struct assumptions *assumed = &results->data->assumptions;
	size_t shown =
	    assumed->count < ASSUMED_MOST ? assumed->count : ASSUMED_MOST;
	if (assumed->count == 0)
		return;
	page_section(page, LABEL_ASSUMED);
	for (size_t i = 0; i < shown; i++, page->row++) {
		const struct assumption *row = &assumed->rows[i];
		const char *text = row->text.text[dashboard->language];
		const char *weight =
		    assumption_weight(row, results->definitions->currency,
			dashboard->language, dashboard->report->arena);
		sheet_string(page->sheet, page->row, 0, ROLE_WARNING,
		    text && weight ? arena_format(dashboard->report->arena,
					 "%s%s", text, weight)
				   : NULL);
	}
	page_more(page, assumed->count - shown);
}

static void
write_indicators(struct page *page)
{
	const struct results *results = page->dashboard->results;
	const char *ids[INDICATORS_MOST];
	size_t metrics[INDICATORS_MOST];
	size_t count = dashboard_indicators(page->dashboard, metrics);
	for (size_t i = 0; i < count; i++)
		ids[i] = results->metrics[metrics[i]].id;
	page_section(page, LABEL_EIGHT_OF_COMPANY);
	block_metrics(page, ids, count);
	page_note(page, LABEL_HOW_TO_READ);
}

static void
write_headlines(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	if (dashboard->headline_count == 0)
		return;
	page_section(page, LABEL_STANDS_OUT);
	for (size_t i = 0; i < dashboard->headline_count; i++, page->row++) {
		const struct headline *line = &dashboard->headlines[i];
		sheet_link(page->sheet, page->row, 0, text_of(line->sheet),
		    line->sheet);
		sheet_string(
		    page->sheet, page->row, 1, ROLE_SENTENCE, line->text);
	}
}

static size_t
team_count(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	size_t count = 0;
	while (count + 1 < results->subject_count &&
	       results->subjects[count + 1].scope == SCOPE_TEAM)
		count++;
	return count;
}

/* Indicators in rows, the company and the teams in columns. */
static void
write_teams(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	size_t teams = team_count(dashboard);
	if (teams < 2)
		return;
	size_t shown = teams < TEAMS_MOST ? teams : TEAMS_MOST;
	page_section(page, LABEL_EIGHT_BY_TEAM);
	sheet_string(page->sheet, page->row, 0, ROLE_HEADING,
	    page_word(page, LABEL_INDICATOR));
	for (size_t c = 0; c <= shown; c++)
		sheet_text(page->sheet, page->row, (int)c + 1,
		    ROLE_HEADING_NUMBER, dashboard_subject_name(dashboard, c));
	page->row++;
	for (size_t i = 0; i < count; i++, page->row++) {
		const struct metric *metric = &results->metrics[metrics[i]];
		sheet_string(page->sheet, page->row, 0, ROLE_LABEL,
		    metric->label[dashboard->language]);
		for (size_t c = 0; c <= shown; c++) {
			const struct estimate *estimate =
			    dashboard_estimate(dashboard, c, metrics[i]);
			sheet_number(page->sheet, page->row, (int)c + 1,
			    estimate->flags & FLAG_SMALL_SAMPLE ? ROLE_MUTED
			    : c                                 ? ROLE_BODY
								: ROLE_KEY,
			    dashboard_value_format(metric), estimate->value);
		}
	}
	page_more(page, teams - shown);
}

void
fill_summary(struct page *page)
{
	page_head(page, title_of(page->dashboard));
	write_assumptions(page);
	write_indicators(page);
	write_headlines(page);
	block_history(page);
	write_teams(page);
	page->sheet->one_page = page->sheet->portrait = true;
	page_close(page);
}
