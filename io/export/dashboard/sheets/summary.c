/* Summary: the page that a director opens first. The company's eight indicators
 * against target, prior period and the year before; how far to trust them; what
 * each other sheet found; the year so far, the views over time, the teams, and
 * the way to every sheet. */
#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/verdict.h"

enum { TEAMS_MOST = 12, ASSUMED_MOST = 8 };

/* "2026Q3: revenue 12.4 bn ₫, up 8 %"; without revenue the period alone. */
static const char *
head_of(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	const char *period = results->views[results->run_period].period.label;
	const struct estimate *revenue =
	    dashboard_company(dashboard, "revenue");
	if (!revenue)
		return period;
	enum verdict verdict = dashboard_verdict(
	    dashboard, 0, dashboard_metric(dashboard, "revenue"));
	double value = quantity_double(revenue->value),
	       before =
		   revenue->prior.defined ? quantity_double(revenue->prior) : 0;
	const char *money = dashboard_number(dashboard, FORMAT_MONEY, value);
	if (verdict == VERDICT_NONE || verdict == VERDICT_SAME || before <= 0)
		return dashboard_format(dashboard,
		    verdict == VERDICT_SAME ? LABEL_SUMMARY_SAME
					    : LABEL_SUMMARY_FIRST,
		    period, money);
	double growth = value / before - 1;
	return dashboard_format(dashboard,
	    growth < 0 ? LABEL_SUMMARY_DOWN : LABEL_SUMMARY_UP, period, money,
	    dashboard_number(
		dashboard, FORMAT_PERCENT, growth < 0 ? -growth : growth));
}

/* "…; 2 of 8 indicators better, 1 worse". */
static const char *
title_of(const struct dashboard *dashboard)
{
	static const enum label news[] = { LABEL_SUMMARY_PLAIN,
		LABEL_SUMMARY_VERDICTS };
	static const enum label calm[] = { LABEL_SUMMARY_PLAIN_CALM,
		LABEL_SUMMARY_CALM };
	const struct verdicts found = dashboard_verdicts(dashboard, 0);
	const char *head = head_of(dashboard);
	bool has_revenue = dashboard_company(dashboard, "revenue");
	if (found.better + found.worse + found.same == 0)
		return has_revenue ? head
				   : dashboard_format(
					 dashboard, LABEL_TOO_LITTLE, head);
	return found.better + found.worse
		   ? dashboard_format(dashboard, news[has_revenue], head,
			 found.better, found.all, found.worse)
		   : dashboard_format(dashboard, calm[has_revenue], head);
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

static void
write_team(
    struct page *page, size_t subject, const size_t *metrics, size_t count)
{
	const struct dashboard *dashboard = page->dashboard;
	sheet_text(page->sheet, page->row, 0, ROLE_LABEL,
	    dashboard_subject_name(dashboard, subject));
	for (size_t i = 0; i < count; i++) {
		const struct metric *metric =
		    &dashboard->results->metrics[metrics[i]];
		const struct estimate *estimate =
		    dashboard_estimate(dashboard, subject, metrics[i]);
		sheet_number(page->sheet, page->row, (int)i + 1,
		    estimate->flags & FLAG_SMALL_SAMPLE ? ROLE_MUTED
		    : subject                           ? ROLE_BODY
							: ROLE_KEY,
		    dashboard_short_format(
			metric, quantity_double(estimate->value)),
		    estimate->value);
	}
	page->row++;
}

/* The company and the teams in rows, the indicators in columns. */
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
	    page_word(page, LABEL_TEAM));
	for (size_t i = 0; i < count; i++)
		sheet_string(page->sheet, page->row, (int)i + 1,
		    ROLE_HEADING_NUMBER,
		    language_text(dashboard->language,
			results->metrics[metrics[i]].label));
	page->row++;
	for (size_t s = 0; s <= shown; s++)
		write_team(page, s, metrics, count);
	page_more(page, teams - shown);
}

/* Does "What the other sheets say" lead to it? */
static bool
is_listed(const struct dashboard *dashboard, const char *name)
{
	for (size_t i = 0; i < dashboard->headline_count; i++)
		if (dashboard->headlines[i].sheet == name)
			return true;
	return false;
}

/* Links to all sheets that have none yet, several a row. */
static void
write_links(struct page *page)
{
	/* A name reaches over the columns beside it. */
	static const int columns[] = { 0, 1, 4, 7 };
	const size_t most = sizeof columns / sizeof *columns;
	const struct dashboard *dashboard = page->dashboard;
	size_t used = 0;
	page_section(page, LABEL_MORE_SHEETS);
	for (const struct sheet *sheet = page->sheet->next; sheet;
	     sheet = sheet->next) {
		if (sheet == dashboard->data ||
		    is_listed(dashboard, sheet->name))
			continue;
		if (used == most) {
			used = 0;
			page->row++;
		}
		sheet_link(page->sheet, page->row, columns[used++],
		    text_of(sheet->name), sheet->name);
	}
	page->row++;
}

void
fill_summary(struct page *page)
{
	page_head(page, title_of(page->dashboard));
	block_indicators(page);
	block_trust(page);
	write_assumptions(page);
	write_headlines(page);
	block_to_date(page);
	block_history(page);
	write_teams(page);
	write_links(page);
	page_close(page);
}
