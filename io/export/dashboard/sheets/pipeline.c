/* Pipeline: what is sent and decided, who wins more than chance allows, and
 * the proposals that are still open, by age. */
#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/list.h"

enum { OPEN_MOST = 25, OLD_DAYS = 90, TEAMS_MOST = 4 };

/* An open proposal. */
struct open_proposal {
	uint32_t contract;
	int age; /* days since it was sent */
};

struct open_proposals {
	struct open_proposal *rows; /* oldest first */
	size_t count, old;
};

static int
by_age(const void *left, const void *right)
{
	const struct open_proposal *a = left, *b = right;
	if (a->age != b->age)
		return a->age > b->age ? -1 : 1;
	return (a->contract > b->contract) - (a->contract < b->contract);
}

/* Was it open on the as-of day? What was decided later still was; a credit is
 * no proposal. */
static bool
is_open(const struct contract *contract, date as_of)
{
	bool open =
	    contract->stage == STAGE_OPEN || contract->closed_on > as_of;
	return open && contract->kind != KIND_CREDIT &&
	       contract->proposed_on != DATE_NONE &&
	       contract->proposed_on <= as_of;
}

static struct open_proposals
find_open(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	const struct dataset *data = results->data;
	date as_of = results->views[results->run_period].as_of;
	struct open_proposals pipeline = {
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
		int age = as_of - contract->proposed_on;
		pipeline.rows[pipeline.count++] =
		    (struct open_proposal){ i, age };
		pipeline.old += age > OLD_DAYS;
	}
	qsort(pipeline.rows, pipeline.count, sizeof *pipeline.rows, by_age);
	return pipeline;
}

static const char *
title_of(
    const struct dashboard *dashboard, const struct open_proposals *pipeline)
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

/* ---- open proposals ---- */

/* By contract: the chance of an open proposal; NaN if there is none. NULL
 * without memory. */
static const double *
chances_of(const struct dashboard *dashboard)
{
	const struct results *results = dashboard->results;
	size_t contracts = results->data->contract_count;
	double *chances = arena_allocate(
	    dashboard->report->arena, contracts, sizeof *chances);
	dashboard->report->out_of_memory |= !chances;
	for (size_t i = 0; chances && i < contracts; i++)
		chances[i] = NAN;
	for (size_t i = 0; chances && results->analysis &&
			   i < results->analysis->pipeline.open_count;
	     i++) {
		const struct pipeline_chance *open =
		    &results->analysis->pipeline.open[i];
		if (open->chance.defined)
			chances[open->contract] = open->chance.value;
	}
	return chances;
}

static void
write_open(
    struct list *list, const struct open_proposal *proposal, double chance)
{
	const struct dashboard *dashboard = list->page->dashboard;
	const struct dataset *data = dashboard->results->data;
	const struct contract *contract = &data->contracts[proposal->contract];
	list_text(list, 0,
	    contract->client == NO_ID
		? text_of("–")
		: dashboard_client_name(dashboard, contract->client));
	list_text(
	    list, 1, dictionary_text(&data->contract_ids, contract->contract));
	list_text(
	    list, 2, dashboard_manager_name(dashboard, contract->manager));
	list_number(list, 3, decimal_double(contract->value));
	list_date(list, 4, contract->proposed_on);
	list_number(list, 5, proposal->age);
	list_number(list, 6, chance);
	list_number(list, 7,
	    contract->value == DECIMAL_NONE
		? NAN
		: decimal_double(contract->value) * chance);
	list_source(list, 8, contract->source);
}

static void
write_all_open(struct page *page, const struct open_proposals *pipeline)
{
	static const struct list_column columns[] = { { LABEL_CLIENT_NAME,
							  LIST_NAME },
		{ LABEL_CONTRACT, LIST_TEXT }, { LABEL_MANAGER, LIST_TEXT },
		{ LABEL_CONTRACT_VALUE, LIST_MONEY },
		{ LABEL_PROPOSED_ON, LIST_DATE },
		{ LABEL_AGE_DAYS, LIST_COUNT }, { LABEL_CHANCE, LIST_PERCENT },
		{ LABEL_EXPECTED_VALUE, LIST_WHOLE_MONEY },
		{ LABEL_SOURCE, LIST_REMARK } };
	static const struct list_form form = { .columns = columns,
		.column_count = 9,
		.totals = 1u << 7,
		.most = OPEN_MOST,
		.none = LABEL_NOTHING_AGAINST };
	page_section(page, LABEL_OPEN_PROPOSALS);
	if (pipeline->count) {
		page_note(page, LABEL_CHANCE_NOTE);
		block_open_ages_chart(page);
	}
	struct list list = list_begin(page, &form);
	const double *chances = chances_of(page->dashboard);
	for (size_t i = 0; chances && i < pipeline->count; i++) {
		const struct open_proposal *proposal = &pipeline->rows[i];
		list_row(&list);
		write_open(&list, proposal, chances[proposal->contract]);
	}
	list_end(&list);
	list_shade(&list, 5, SHADING_BARS);
}

/* ---- how they end ---- */

static void
write_end(struct page *page, size_t s)
{
	const struct results *results = page->dashboard->results;
	const struct pipeline_curve *curve =
	    &results->analysis->pipeline.curves[s];
	const struct optional matured = pipeline_matured(curve);
	const struct pipeline_step *last =
	    curve->step_count ? &curve->steps[curve->step_count - 1] : NULL;
	const struct estimate *close = dashboard_estimate(page->dashboard, s,
	    dashboard_metric(page->dashboard, "close_rate"));
	const struct optional shares[] = { { close->value.defined,
					       quantity_double(close->value) },
		matured, last ? last->won_low : (struct optional){ 0 },
		last ? last->won_high : (struct optional){ 0 } };
	sheet_text(page->sheet, page->row, 0, ROLE_LABEL,
	    dashboard_subject_name(page->dashboard, s));
	sheet_count(page->sheet, page->row, 1, curve->proposals);
	sheet_count(page->sheet, page->row, 2, curve->won);
	sheet_count(page->sheet, page->row, 3, curve->lost);
	sheet_count(page->sheet, page->row, 4,
	    curve->proposals - curve->won - curve->lost);
	for (int i = 0; i < 4; i++)
		sheet_real(page->sheet, page->row, 5 + i, ROLE_BODY,
		    FORMAT_PERCENT, shares[i].defined ? shares[i].value : NAN);
	page->row++;
}

/* The corners of a step curve, two for each step behind the first at 0. */
static uint32_t
draw_data(struct page *page, size_t s, uint32_t *rows)
{
	struct dashboard *dashboard = page->dashboard;
	const struct pipeline_curve *curve =
	    &dashboard->results->analysis->pipeline.curves[s];
	const char *headings[] = { page_word(page, LABEL_DAYS_SINCE_SENT),
		page_word(page, LABEL_WON_SHARE) };
	*rows = (uint32_t)(1 + 2 * curve->step_count);
	uint32_t first = block_data(dashboard,
	    dashboard_subject_name(dashboard, s).data, headings, 2, *rows);
	double won = 0;
	for (uint32_t i = 0; i < *rows; i++) {
		const struct pipeline_step *step =
		    i ? &curve->steps[(i - 1) / 2] : NULL;
		if (i && i % 2 == 0)
			won = step->won_so_far;
		sheet_real(dashboard->data, first + i, 0, ROLE_BODY,
		    FORMAT_COUNT, step ? step->days : 0);
		sheet_real(dashboard->data, first + i, 1, ROLE_BODY,
		    FORMAT_PERCENT, won);
	}
	return first;
}

static void
chart_ends(struct page *page, const size_t *teams, size_t count)
{
	static const enum series_style styles[TEAMS_MOST] = { STYLE_ACTUAL,
		STYLE_BAD, STYLE_SECOND, STYLE_PRIOR };
	struct chart chart = { .kind = CHART_SCATTER,
		.title = page_word(page, LABEL_WON_BY_DAYS),
		.description = page_word(page, LABEL_ALT_WON_BY_DAYS),
		.row = page->row,
		.width = FULL_WIDTH,
		.height = CHART_HEIGHT,
		.values = { .shown = true,
		    .grid = true,
		    .has_low = true,
		    .format = FORMAT_WHOLE_PERCENT },
		.categories = { .shown = true,
		    .has_low = true,
		    .format = FORMAT_COUNT,
		    .title = page_word(page, LABEL_DAYS_SINCE_SENT) } };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (size_t i = 0; i < count; i++) {
		uint32_t rows, first = draw_data(page, teams[i], &rows);
		const char *name =
		    dashboard_subject_name(page->dashboard, teams[i]).data;
		chart_series(page->sheet, made,
		    &(struct series){ .name = name,
			.sheet = page->dashboard->data,
			.categories = data_range(first, rows, 0),
			.values = data_range(first, rows, 1),
			.style = styles[i],
			.labels = LABELS_NAMES,
			.names = block_name_at_end(page, name, rows) });
	}
	page_skip(page, CHART_HEIGHT);
}

/* The company and its teams: the close rate of the period, and what it becomes.
 */
static void
write_ends(struct page *page)
{
	static const struct heading headings[] = { { LABEL_TEAM, false },
		{ LABEL_PROPOSALS, true }, { LABEL_WON, true },
		{ LABEL_DECIDED_AGAINST, true }, { LABEL_STILL_OPEN, true },
		{ LABEL_CLOSE_RATE_NOW, true }, { LABEL_MATURED, true },
		{ LABEL_INTERVAL_LOW, true }, { LABEL_INTERVAL_HIGH, true } };
	const struct results *results = page->dashboard->results;
	if (!results->analysis ||
	    results->analysis->pipeline.curves[0].proposals == 0)
		return;
	page_section(page, LABEL_PIPELINE_ENDS);
	page_note(page, LABEL_PIPELINE_NOTE);
	page_headings(page, headings, 9);
	size_t teams[TEAMS_MOST], count = 0;
	for (size_t s = 0; s < results->subject_count; s++) {
		const struct pipeline_curve *curve =
		    &results->analysis->pipeline.curves[s];
		if (results->subjects[s].scope > SCOPE_TEAM ||
		    curve->proposals == 0)
			continue;
		write_end(page, s);
		if (s && curve->step_count && count++ < TEAMS_MOST)
			teams[count - 1] = s;
	}
	page->row++;
	if (2 <= count && count <= TEAMS_MOST)
		chart_ends(page, teams, count);
}

void
fill_pipeline(struct page *page)
{
	static const char *const ids[] = { "close_rate", "win_rate" };
	const struct dashboard *dashboard = page->dashboard;
	struct open_proposals pipeline = find_open(dashboard);
	page_head(page, title_of(dashboard, &pipeline));
	page->row++;
	block_metrics(page, ids, 2);
	page->row++;
	for (int i = 0; i < 2; i++)
		if (!block_funnel(page, ids[i], i * (HALF_WIDTH + 12)))
			block_quarters(page, ids[i], i * (HALF_WIDTH + 12),
			    HALF_WIDTH, FUNNEL_HEIGHT);
	page_skip(page, FUNNEL_HEIGHT);
	page_note(page, LABEL_FUNNEL_NOTE);
	write_ends(page);
	write_all_open(page, &pipeline);
	block_subjects(page, "close_rate", LABEL_SIGNED, LABEL_SENT);
	block_subjects(page, "win_rate", LABEL_WON, LABEL_DECIDED);
	page_close(page);
}
