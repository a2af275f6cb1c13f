/* Trends: each indicator over the last quarters, with its slope and what
 * chance says of it; the teams compared; which indicators go together. */
#include <math.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/export/dashboard/blocks.h"

static const double SURE = 0.05;

static const char *
title_of(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	const char *names[2] = { "", "" }; /* better, worse */
	for (size_t i = 0; i < count; i++) {
		const struct metric *metric = &results->metrics[metrics[i]];
		const struct estimate *e =
		    dashboard_estimate(dashboard, 0, metrics[i]);
		if (!e->trend.defined || !e->trend_p.defined ||
		    e->trend_p.value >= SURE)
			continue;
		bool up = e->trend.value > 0;
		const char **list =
		    &names[up != (metric->direction == DIRECTION_UP)];
		*list = arena_format(dashboard->report->arena, "%s%s%s %s",
		    *list, **list ? ", " : "",
		    language_text(dashboard->language, metric->label),
		    up ? "▲" : "▼");
		if (!*list)
			*list = "";
	}
	const char *over = dashboard_periods(dashboard);
	return !*names[0] && !*names[1]
		   ? dashboard_format(dashboard, LABEL_TRENDS_NONE, over)
	       : !*names[1] ? dashboard_format(dashboard, LABEL_TRENDS_BETTER,
				  over, names[0])
	       : !*names[0] ? dashboard_format(
				  dashboard, LABEL_TRENDS_WORSE, over, names[1])
			    : dashboard_format(dashboard, LABEL_TRENDS_BOTH,
				  over, names[0], names[1]);
}

static void
write_quarters(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	struct sheet *sheet = page->sheet;
	int column = 1;
	page_section_text(page, dashboard_format(dashboard, LABEL_BY_QUARTER,
				    dashboard_periods(dashboard)));
	sheet_string(sheet, page->row, 0, ROLE_HEADING,
	    page_word(page, LABEL_INDICATOR));
	for (size_t p = dashboard->first_period; p <= results->run_period; p++)
		sheet_string(sheet, page->row, column++, ROLE_HEADING_NUMBER,
		    results->views[p].period.label);
	sheet_string(sheet, page->row, column, ROLE_HEADING_NUMBER,
	    page_word(page, LABEL_SLOPE));
	sheet_string(sheet, page->row++, column + 1, ROLE_HEADING_NUMBER,
	    page_word(page, LABEL_TREND_P));
	for (size_t i = 0; i < count; i++, page->row++) {
		const struct metric *metric = &results->metrics[metrics[i]];
		const struct estimate *e =
		    dashboard_estimate(dashboard, 0, metrics[i]);
		column = 1;
		sheet_string(sheet, page->row, 0, ROLE_LABEL,
		    language_text(dashboard->language, metric->label));
		for (size_t p = dashboard->first_period;
		     p <= results->run_period; p++)
			sheet_real(sheet, page->row, column++,
			    p == results->run_period ? ROLE_KEY : ROLE_BODY,
			    metric->unit == UNIT_MONEY
				? FORMAT_SHORT_MONEY
				: dashboard_value_format(metric),
			    dashboard_value_in(dashboard, p, 0, metrics[i]));
		struct quantity slope = quantity_optional(e->trend);
		bool sure = e->trend_p.defined && e->trend_p.value < SURE;
		sheet_number(sheet, page->row, column,
		    sure ? dashboard_change_role(metric, slope) : ROLE_MUTED,
		    dashboard_change_format(metric), slope);
		sheet_real(sheet, page->row, column + 1, ROLE_MUTED,
		    FORMAT_PROBABILITY,
		    e->trend_p.defined ? e->trend_p.value : NAN);
	}
	page_note(page, LABEL_TREND_NOTE);
}

/* ---- the teams ---- */

enum { TEAMS_MOST = 4, TEAM_ROWS = 12 /* of the sheet, for a chart */ };

static uint32_t
team_data(struct page *page, size_t m, size_t teams, uint32_t *rows)
{
	struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	const struct metric *metric = &results->metrics[m];
	const char *headings[TEAMS_MOST + 1] = { page_word(
	    page, LABEL_PERIOD) };
	for (size_t t = 1; t <= teams; t++)
		headings[t] = dashboard_subject_name(dashboard, t).data;
	*rows = (uint32_t)(results->run_period - dashboard->first_period + 1);
	uint32_t first = block_data(dashboard,
	    language_text(dashboard->language, metric->label), headings,
	    teams + 1, *rows);
	for (uint32_t r = 0; r < *rows; r++) {
		size_t period = dashboard->first_period + r;
		sheet_string(dashboard->data, first + r, 0, ROLE_BODY,
		    results->views[period].period.label);
		for (size_t t = 1; t <= teams; t++)
			sheet_real(dashboard->data, first + r, (int)t,
			    ROLE_BODY, dashboard_value_format(metric),
			    dashboard_value_in(dashboard, period, t, m));
	}
	return first;
}

/* The team's name at its last point, instead of a legend. */
static const char *const *
last_only(struct page *page, size_t team, uint32_t rows)
{
	struct report *report = page->dashboard->report;
	const char **names = arena_allocate(report->arena, rows, sizeof *names);
	report->out_of_memory |= !names;
	if (names)
		names[rows - 1] =
		    dashboard_subject_name(page->dashboard, team).data;
	return names;
}

static void
chart_team(struct page *page, size_t m, size_t at, size_t teams)
{
	static const enum series_style styles[] = { STYLE_ACTUAL, STYLE_BAD,
		STYLE_SECOND, STYLE_PRIOR };
	struct dashboard *dashboard = page->dashboard;
	const struct metric *metric = &dashboard->results->metrics[m];
	const char *label = language_text(dashboard->language, metric->label);
	uint32_t rows, first = team_data(page, m, teams, &rows);
	bool share = metric->unit == UNIT_SHARE;
	bool bounded = share || metric->unit == UNIT_SCORE;
	struct chart chart = { .kind = CHART_LINES,
		.title = label,
		.description = dashboard_format(dashboard, LABEL_ALT_TEAMS,
		    label, dashboard_periods(dashboard)),
		.row = page->row + (uint32_t)(at / 2) * TEAM_ROWS,
		.x_offset = (int)(at % 2) * (HALF_WIDTH + 12),
		.width = HALF_WIDTH,
		.height = 230,
		.values = { .shown = true,
		    .grid = true,
		    .has_low = bounded || metric->unit == UNIT_MONEY,
		    .has_high = bounded,
		    .high = share ? 1 : 100,
		    .step = share     ? 0.25
			    : bounded ? 25
				      : 0,
		    .format = metric->unit == UNIT_MONEY ? FORMAT_SHORT_MONEY
			      : share || metric->unit == UNIT_RATIO
				  ? FORMAT_WHOLE_PERCENT
				  : FORMAT_COUNT },
		.categories.shown = true };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (size_t t = 1; t <= teams; t++)
		chart_series(page->sheet, made,
		    &(struct series){
			.name = dashboard_subject_name(dashboard, t).data,
			.sheet = dashboard->data,
			.categories = data_range(first, rows, 0),
			.values = data_range(first, rows, (int)t),
			.style = styles[t - 1],
			.labels = LABELS_NAMES,
			.names = last_only(page, t, rows) });
}

static void
write_teams(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	size_t teams = 0, charts = 0;
	while (teams + 1 < results->subject_count &&
	       results->subjects[teams + 1].scope == SCOPE_TEAM)
		teams++;
	if (teams < 2 || teams > TEAMS_MOST)
		return;
	page_section(page, LABEL_TEAMS_COMPARED);
	for (size_t i = 0; i < count; i++)
		if (dashboard_estimate(dashboard, 0, metrics[i])->value.defined)
			chart_team(page, metrics[i], charts++, teams);
	page->row += (uint32_t)((charts + 1) / 2) * TEAM_ROWS;
}

/* ---- which go together ---- */

static const struct driver *
pair_of(const struct drivers *drivers, size_t a, size_t b)
{
	for (size_t i = 0; i < drivers->pair_count; i++) {
		const struct driver *pair = &drivers->pairs[i];
		if ((pair->first == a && pair->second == b) ||
		    (pair->first == b && pair->second == a))
			return pair;
	}
	return NULL;
}

static void
write_drivers(struct page *page)
{
	const struct results *results = page->dashboard->results;
	const struct drivers *drivers =
	    results->analysis ? &results->analysis->drivers : NULL;
	enum language language = page->dashboard->language;
	bool any = false;
	for (size_t i = 0; drivers && i < drivers->pair_count; i++)
		any |= drivers->pairs[i].rho.defined;
	if (!any)
		return;
	page_section(page, LABEL_TOGETHER);
	page_note(page, LABEL_TOGETHER_NOTE);
	sheet_string(page->sheet, page->row, 0, ROLE_HEADING,
	    page_word(page, LABEL_INDICATOR));
	for (size_t c = 0; c < drivers->metric_count; c++)
		sheet_string(page->sheet, page->row, (int)c + 1,
		    ROLE_HEADING_NUMBER,
		    language_text(
			language, results->metrics[drivers->metrics[c]].label));
	uint32_t first = ++page->row;
	for (size_t r = 0; r < drivers->metric_count; r++, page->row++) {
		sheet_string(page->sheet, page->row, 0, ROLE_LABEL,
		    language_text(
			language, results->metrics[drivers->metrics[r]].label));
		for (size_t c = 0; c < drivers->metric_count; c++) {
			const struct driver *pair = pair_of(
			    drivers, drivers->metrics[r], drivers->metrics[c]);
			bool sure =
			    pair && pair->p.defined && pair->p.value < SURE;
			if (pair && c > r)
				sheet_real(page->sheet, page->row, (int)c + 1,
				    ROLE_MUTED, FORMAT_COUNT, pair->n);
			else
				sheet_real(page->sheet, page->row, (int)c + 1,
				    sure ? ROLE_KEY : ROLE_BODY,
				    FORMAT_CORRELATION,
				    pair && pair->rho.defined ? pair->rho.value
							      : NAN);
		}
	}
	/* Below the diagonal; above it stands n. */
	for (uint32_t r = 1; r < drivers->metric_count; r++)
		sheet_shade_as(page->sheet,
		    &(struct shade){
			.range = { first + r, first + r, 1, (uint16_t)r },
			.shading = SHADING_HIGH_IS_GOOD,
			.has_limits = true,
			.low = -1,
			.high = 1 });
}

void
fill_trends(struct page *page)
{
	page_head(page, title_of(page->dashboard));
	write_quarters(page);
	write_teams(page);
	write_drivers(page);
	page_close(page);
}
