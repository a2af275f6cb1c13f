/* Pipeline: what is sent and decided, who wins more than chance allows, and
 * the proposals that are still open, by age. */
#include <math.h>
#include <stdlib.h>

#include "engine/arena.h"
#include "io/export/dashboard.h"

enum { OPEN_MOST = 25, AGES = 5, OLD_DAYS = 90 };

static const int age_limits[AGES] = { 30, 60, 90, 180, INT32_MAX };

/* An open proposal. */
struct open_proposal {
	uint32_t contract;
	int age; /* days since it was sent */
};

struct pipeline {
	struct open_proposal *rows; /* oldest first */
	size_t count, old;
	size_t by_age[AGES];
	double value_by_age[AGES];
};

static int
by_age(const void *left, const void *right)
{
	const struct open_proposal *a = left, *b = right;
	if (a->age != b->age)
		return a->age > b->age ? -1 : 1;
	return (a->contract > b->contract) - (a->contract < b->contract);
}

/* Open as as_of sees it: decided later is not decided yet. */
static bool
is_open(const struct contract *contract, date as_of)
{
	bool open =
	    contract->stage == STAGE_OPEN || contract->closed_on > as_of;
	return open && contract->proposed_on != DATE_NONE &&
	       contract->proposed_on <= as_of;
}

static struct pipeline
find_open(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	const struct dataset *data = results->data;
	date as_of = results->views[results->run_period].as_of;
	struct pipeline pipeline = {
		.rows = arena_allocate(dashboard->report->arena,
		    data->contract_count, sizeof *pipeline.rows)
	};
	if (!pipeline.rows) {
		dashboard->report->out_of_memory = true;
		return pipeline;
	}
	for (uint32_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (!is_open(contract, as_of))
			continue;
		int age = as_of - contract->proposed_on, band = 0;
		while (age > age_limits[band])
			band++;
		pipeline.rows[pipeline.count++] =
		    (struct open_proposal){ i, age };
		pipeline.by_age[band]++;
		if (contract->value != DECIMAL_NONE)
			pipeline.value_by_age[band] +=
			    (double)contract->value / 1e4;
		pipeline.old += age > OLD_DAYS;
	}
	qsort(pipeline.rows, pipeline.count, sizeof *pipeline.rows, by_age);
	return pipeline;
}

static const char *
title_of(const struct dashboard *dashboard, const struct pipeline *pipeline)
{
	const struct estimate *win = dashboard_company(dashboard, "win_rate");
	const struct estimate *close =
	    dashboard_company(dashboard, "close_rate");
	const char *won = dashboard_number(
	    dashboard, FORMAT_PERCENT, win ? quantity_double(win->value) : 0);
	const char *closed = dashboard_number(dashboard, FORMAT_PERCENT,
	    close ? quantity_double(close->value) : 0);
	const char *open =
	    dashboard_number(dashboard, FORMAT_COUNT, (double)pipeline->count);
	const char *old =
	    dashboard_number(dashboard, FORMAT_COUNT, (double)pipeline->old);
	if (win && close)
		return dashboard_format(
		    dashboard, LABEL_PIPELINE_BOTH, won, closed, open, old);
	return dashboard_format(dashboard,
	    win ? LABEL_PIPELINE_WIN : LABEL_PIPELINE_CLOSE, win ? won : closed,
	    open, old);
}

/* ---- funnels ---- */

static const struct funnel *
funnel_of(const struct dashboard *dashboard, const char *id)
{
	const struct analysis *analysis = dashboard->results->analysis;
	size_t metric = dashboard_metric(dashboard, id);
	for (size_t i = 0; analysis && i < analysis->funnel_count; i++)
		if (analysis->funnels[i].metric == metric)
			return analysis->funnels[i].point_count
				   ? &analysis->funnels[i]
				   : NULL;
	return NULL;
}

enum { LIMIT_ROWS = 60 };

/* The limits, at no more than LIMIT_ROWS of the curve's points. */
static uint32_t
limit_data(struct page *page, const struct funnel *funnel, const char *title,
    uint32_t *rows)
{
	struct dashboard *dashboard = page->dashboard;
	const char *headings[] = { page_word(page, LABEL_COUNT), "99.8 %",
		"95 %", page_word(page, LABEL_COMPANY), "95 %", "99.8 %" };
	size_t count = funnel->curve_count;
	*rows = (uint32_t)(count < LIMIT_ROWS ? count : LIMIT_ROWS);
	uint32_t first = block_data(dashboard, title, headings, 6, *rows);
	for (uint32_t i = 0; i < *rows; i++) {
		size_t at = *rows > 1 ? i * (count - 1) / (*rows - 1) : 0;
		const struct funnel_curve_point *p = &funnel->curve[at];
		const double values[] = { p->band.low_998, p->band.low_95,
			funnel->rate, p->band.high_95, p->band.high_998 };
		sheet_real(dashboard->data, first + i, 0, ROLE_BODY,
		    FORMAT_COUNT, p->n);
		for (int c = 0; c < 5; c++)
			sheet_real(dashboard->data, first + i, c + 1, ROLE_BODY,
			    FORMAT_PERCENT, values[c]);
	}
	return first;
}

/* The managers: within and outside the limits, in columns of their own. */
static uint32_t
point_data(struct page *page, const struct funnel *funnel, const char *title,
    const char ***names)
{
	struct dashboard *dashboard = page->dashboard;
	const char *headings[] = { page_word(page, LABEL_MANAGER),
		page_word(page, LABEL_COUNT), page_word(page, LABEL_WITHIN),
		page_word(page, LABEL_OUTSIDE) };
	uint32_t first = block_data(
	    dashboard, title, headings, 4, (uint32_t)funnel->point_count);
	*names = arena_allocate(
	    dashboard->report->arena, funnel->point_count, sizeof **names);
	for (size_t i = 0; i < funnel->point_count && *names; i++) {
		const struct funnel_point *p = &funnel->points[i];
		uint32_t row = first + (uint32_t)i;
		struct text name =
		    dashboard_subject_name(dashboard, p->subject);
		sheet_text(dashboard->data, row, 0, ROLE_BODY, name);
		sheet_real(
		    dashboard->data, row, 1, ROLE_BODY, FORMAT_COUNT, p->n);
		sheet_real(dashboard->data, row, p->outside_95 ? 3 : 2,
		    ROLE_BODY, FORMAT_PERCENT, p->rate);
		if (p->outside_95)
			(*names)[i] = name.data;
	}
	dashboard->report->out_of_memory |= !*names;
	return first;
}

static void
write_funnel(struct page *page, const char *id, int x_offset)
{
	struct dashboard *dashboard = page->dashboard;
	const struct funnel *funnel = funnel_of(dashboard, id);
	const char **names;
	uint32_t rows;
	if (!funnel) {
		block_quarters(page, id, x_offset, HALF_WIDTH);
		return;
	}
	const char *label = dashboard->results->metrics[funnel->metric]
				.label[dashboard->language];
	const char *title = dashboard_format(dashboard, LABEL_FUNNEL, label);
	uint32_t limits = limit_data(page, funnel, title, &rows);
	uint32_t points = point_data(page, funnel, title, &names);
	uint32_t count = (uint32_t)funnel->point_count;
	struct chart chart = { .kind = CHART_SCATTER,
		.title = title,
		.description =
		    dashboard_format(dashboard, LABEL_ALT_FUNNEL, label),
		.row = page->row,
		.x_offset = x_offset,
		.width = HALF_WIDTH,
		.height = CHART_HEIGHT,
		.values = { .shown = true,
		    .grid = true,
		    .has_low = true,
		    .has_high = true,
		    .high = 1,
		    .step = 0.25,
		    .format = FORMAT_WHOLE_PERCENT },
		.categories = { .shown = true,
		    .has_low = true,
		    .format = FORMAT_COUNT,
		    .title = page_word(page, LABEL_COUNT) } };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (int c = 1; c <= 5; c++)
		chart_series(page->sheet, made,
		    &(struct series){
			.name = c == 3 ? page_word(page, LABEL_COMPANY)
				: c == 2 || c == 4 ? "95 %"
						   : "99.8 %",
			.sheet = dashboard->data,
			.categories = data_range(limits, rows, 0),
			.values = data_range(limits, rows, c),
			.style = c == 3             ? STYLE_PRIOR
				 : c == 2 || c == 4 ? STYLE_BAND
						    : STYLE_LIMIT });
	for (int outside = 0; outside < 2; outside++)
		chart_series(page->sheet, made,
		    &(struct series){
			.name = page_word(
			    page, outside ? LABEL_OUTSIDE : LABEL_WITHIN),
			.sheet = dashboard->data,
			.categories = data_range(points, count, 1),
			.values = data_range(points, count, 2 + outside),
			.style = outside ? STYLE_DOTS_BAD : STYLE_DOTS,
			.labels = outside ? LABELS_NAMES : LABELS_NONE,
			.names = names });
}

/* ---- open proposals ---- */

static void
chart_ages(struct page *page, const struct pipeline *pipeline)
{
	static const enum label bands[] = { LABEL_AGE_30, LABEL_AGE_60,
		LABEL_AGE_90, LABEL_AGE_180, LABEL_AGE_MORE };
	struct dashboard *dashboard = page->dashboard;
	const char *headings[] = { page_word(page, LABEL_AGE),
		page_word(page, LABEL_PROPOSALS) };
	uint32_t first = block_data(
	    dashboard, page_word(page, LABEL_OPEN_BY_AGE), headings, 2, AGES);
	for (uint32_t i = 0; i < AGES; i++) {
		sheet_string(dashboard->data, first + i, 0, ROLE_BODY,
		    page_word(page, bands[i]));
		sheet_count(dashboard->data, first + i, 1, pipeline->by_age[i]);
	}
	struct chart chart = { .kind = CHART_COLUMNS,
		.title = page_word(page, LABEL_OPEN_BY_AGE),
		.description = page_word(page, LABEL_OPEN_BY_AGE),
		.row = page->row,
		.width = HALF_WIDTH,
		.height = CHART_HEIGHT - 60,
		.format = FORMAT_COUNT,
		.values = { .has_low = true },
		.categories.shown = true };
	chart_series(page->sheet, sheet_chart(page->sheet, &chart),
	    &(struct series){ .name = page_word(page, LABEL_PROPOSALS),
		.sheet = dashboard->data,
		.categories = data_range(first, AGES, 0),
		.values = data_range(first, AGES, 1),
		.style = STYLE_ACTUAL,
		.labels = LABELS_VALUES });
	page_skip(page, CHART_HEIGHT - 60);
}

static void
write_open(struct page *page, const struct pipeline *pipeline)
{
	static const struct heading headings[] = { { LABEL_CLIENT_NAME, false },
		{ LABEL_CONTRACT, false }, { LABEL_MANAGER, false },
		{ LABEL_CONTRACT_VALUE, true }, { LABEL_PROPOSED_ON, true },
		{ LABEL_AGE_DAYS, true }, { LABEL_SOURCE, false } };
	const struct dashboard *dashboard = page->dashboard;
	const struct dataset *data = dashboard->results->data;
	page_section(page, LABEL_OPEN_PROPOSALS);
	if (pipeline->count == 0) {
		page_note(page, LABEL_NOTHING_AGAINST);
		return;
	}
	chart_ages(page, pipeline);
	page_headings(page, headings, 7);
	uint32_t first = page->row;
	for (size_t i = 0; i < pipeline->count && i < OPEN_MOST; i++) {
		const struct contract *contract =
		    &data->contracts[pipeline->rows[i].contract];
		sheet_text(page->sheet, page->row, 0, ROLE_LABEL,
		    contract->client == NO_ID
			? text_of("–")
			: dashboard_client_name(dashboard, contract->client));
		sheet_text(page->sheet, page->row, 1, ROLE_BODY,
		    dictionary_text(&data->contract_ids, contract->contract));
		sheet_text(page->sheet, page->row, 2, ROLE_BODY,
		    dashboard_manager_name(dashboard, contract->manager));
		sheet_real(page->sheet, page->row, 3, ROLE_BODY, FORMAT_MONEY,
		    contract->value == DECIMAL_NONE
			? NAN
			: (double)contract->value / 1e4);
		sheet_date(page->sheet, page->row, 4, contract->proposed_on);
		sheet_count(
		    page->sheet, page->row, 5, (uint64_t)pipeline->rows[i].age);
		sheet_string(page->sheet, page->row++, 6, ROLE_REMARK,
		    dashboard_source(dashboard, contract->source));
	}
	sheet_shade(
	    page->sheet, data_range(first, page->row - first, 5), SHADING_BARS);
	if (pipeline->count > OPEN_MOST)
		sheet_string(page->sheet, page->row++, 0, ROLE_NOTE,
		    dashboard_format(dashboard, LABEL_AND_MORE,
			pipeline->count - OPEN_MOST));
}

void
dashboard_pipeline(struct dashboard *dashboard)
{
	static const char *const ids[] = { "close_rate", "win_rate" };
	if (!dashboard_company(dashboard, "win_rate") &&
	    !dashboard_company(dashboard, "close_rate"))
		return;
	struct pipeline pipeline = find_open(dashboard);
	struct page page = page_open(dashboard, LABEL_SHEET_PIPELINE);
	page_head(&page, title_of(dashboard, &pipeline), true);
	page.row++;
	block_metrics(&page, 0, ids, 2);
	page.row++;
	write_funnel(&page, "close_rate", 0);
	write_funnel(&page, "win_rate", HALF_WIDTH + 12);
	page_skip(&page, CHART_HEIGHT);
	page_note(&page, LABEL_FUNNEL_NOTE);
	write_open(&page, &pipeline);
	block_subjects(&page, "close_rate", LABEL_SIGNED, LABEL_SENT);
	block_subjects(&page, "win_rate", LABEL_WON, LABEL_DECIDED);
	page_close(&page);
}
