/* The workbook of a back-test: a sheet for each question, with charts of cost
 * and ratings, and behind them all values as they are. */
#include <math.h>

#include "engine/base/arena.h"
#include "io/cli/plan/show.h"
#include "io/cli/plan/tab.h"

enum {
	PLANS_CHARTED = 7,    /* as many as there are styles */
	CATEGORIES_MOST = 60, /* of a chart */
	CHART_WIDTH = 960,
	CHART_HEIGHT = 340,
	CHART_ROWS = 18
};

static bool
is_compared(const struct tab *tab)
{
	return tab->planning->test.plan_count > 1;
}

static size_t
charted_plans(const struct tab *tab)
{
	size_t count = tab->planning->test.plan_count;
	return count < PLANS_CHARTED ? count : PLANS_CHARTED;
}

/* ---- cost ---- */

/* A row a period, a column a plan: what the chart is of. */
static void
put_totals(struct tab *tab)
{
	const struct planning *planning = tab->planning;
	size_t plans = charted_plans(tab);
	tab_head_word(tab, WORD_PERIOD, false);
	for (size_t p = 0; p < plans; p++)
		tab_head(tab, tab_plan(tab, p), true);
	tab_end_row(tab);
	for (size_t i = 0; i < plan_period_count(planning); i++) {
		tab->role = plan_is_all(planning, i) ? ROLE_TOTAL : ROLE_BODY;
		tab_put(tab, plan_period_label(planning, i));
		for (size_t p = 0; p < plans; p++)
			tab_money(tab, plan_outcome(planning, i, p)->total);
		tab_end_row(tab);
	}
}

static void
chart_cost(struct tab *tab, uint32_t heading)
{
	static const enum series_style styles[PLANS_CHARTED] = { STYLE_ACTUAL,
		STYLE_SECOND, STYLE_THIRD, STYLE_PRIOR, STYLE_GOOD, STYLE_BAD,
		STYLE_PLAN };
	uint32_t last = heading + (uint32_t)tab->planning->test.period_count;
	const char *title = plan_word(WORD_COST_TITLE, tab->language);
	struct chart *chart =
	    sheet_chart(tab->sheet, &(struct chart){ .kind = CHART_COLUMNS,
					.title = title,
					.description = title,
					.row = tab->row + 1,
					.width = CHART_WIDTH,
					.height = CHART_HEIGHT,
					.format = FORMAT_SHORT_MONEY,
					.values = { .shown = true,
					    .grid = true,
					    .format = FORMAT_SHORT_MONEY },
					.categories = { .shown = true },
					.legend = true });
	for (size_t p = 0; p < charted_plans(tab); p++) {
		uint16_t column = (uint16_t)(p + 1);
		chart_series(tab->sheet, chart,
		    &(struct series){ .name = tab_plan(tab, p),
			.categories = { heading + 1, last, 0, 0 },
			.values = { heading + 1, last, column, column },
			.style = styles[p] });
	}
	tab->row += CHART_ROWS + 2;
}

static void
put_cost(struct tab *tab, size_t period, size_t plan)
{
	const struct planning *planning = tab->planning;
	const struct backtest_outcome *outcome =
	    plan_outcome(planning, period, plan);
	wide first = plan_outcome(planning, period, 0)->total;
	tab_put(tab, plan_period_label(planning, period));
	tab_put(tab, tab_plan(tab, plan));
	tab_count(tab, outcome->people);
	for (int part = 0; part < PAY_PART_COUNT; part++)
		tab_money(tab, outcome->parts[part]);
	tab_money(tab, outcome->total);
	tab_number(tab, FORMAT_MONEY,
	    outcome->cards
		? wide_double(outcome->total) / (double)outcome->cards
		: NAN);
	if (plan) {
		tab_difference(tab, outcome->difference, first);
		tab_count(tab, outcome->gaining);
		tab_count(tab, outcome->losing);
	}
	tab_end_row(tab);
}

static void
add_cost(const struct planning *planning, struct report *report)
{
	static const enum plan_word words[] = { WORD_PEOPLE, WORD_KPI_BONUS,
		WORD_COMMISSION, WORD_PROJECT_AWARD, WORD_ADJUSTMENT,
		WORD_TOTAL, WORD_AVERAGE, WORD_DIFFERENCE, WORD_PERCENT,
		WORD_GAINING, WORD_LOSING };
	struct tab tab =
	    tab_begin(planning, report, WORD_COST, WORD_COST_TITLE);
	uint32_t heading = tab.row;
	put_totals(&tab);
	chart_cost(&tab, heading);
	heading = tab.row;
	tab_head_word(&tab, WORD_PERIOD, false);
	tab_head_word(&tab, WORD_PLAN, false);
	size_t count = sizeof words / sizeof *words;
	for (size_t i = 0; i < count - (is_compared(&tab) ? 0 : 4); i++)
		tab_head_word(&tab, words[i], true);
	int columns = tab.column;
	tab_end_row(&tab);
	for (size_t i = 0; i < plan_period_count(planning); i++)
		for (size_t p = 0; p < planning->test.plan_count; p++)
			put_cost(&tab, i, p);
	tab_end_table(&tab, heading, columns);
	tab_end(&tab);
}

/* ---- ratings ---- */

static void
put_scores(struct tab *tab, size_t period, size_t plan)
{
	const struct planning *planning = tab->planning;
	const struct backtest_outcome *outcome =
	    plan_outcome(planning, period, plan);
	const struct backtest_scores *scores = &outcome->scores;
	const char *label = arena_format(tab->sheet->report->arena, "%s %s",
	    plan_period_label(planning, period), tab_plan(tab, plan));
	size_t bands = planning->test.definitions->rating_bands.count;
	bool any = outcome->scored > 0;
	tab_put(tab, label ? label : "");
	tab->sheet->report->out_of_memory |= label == NULL;
	for (size_t band = 0; band <= bands; band++)
		tab_count(tab, outcome->ratings[band]);
	tab_count(tab, outcome->cards - outcome->scored);
	tab_score(tab, any, scores->least);
	tab_score(tab, any, scores->first_quartile);
	tab_score(tab, any, scores->median);
	tab_score(tab, any, scores->third_quartile);
	tab_score(tab, any, scores->most);
	tab_number(
	    tab, FORMAT_RATIO, any ? rational_nearest(scores->mean) : NAN);
	if (plan) {
		tab_count(tab, outcome->higher);
		tab_count(tab, outcome->lower);
	}
	tab_end_row(tab);
}

/* Each rating has the place of its series in this list, from both ends: the
 * best is green, the worst red. */
static enum series_style
rating_style(size_t band, size_t bands)
{
	static const enum series_style between[] = { STYLE_SECOND, STYLE_THIRD,
		STYLE_PRIOR, STYLE_ACTUAL };
	if (band == 0)
		return STYLE_GOOD;
	if (band == bands)
		return STYLE_BAD;
	return between[(band - 1) % 4];
}

/* Of all periods only where single ones would be too many. */
static void
chart_ratings(struct tab *tab, uint32_t heading)
{
	const struct backtest *test = &tab->planning->test;
	const struct rating_bands *bands = &test->definitions->rating_bands;
	size_t singles = test->period_count * test->plan_count;
	uint32_t first = heading + 1, last = heading + (uint32_t)singles;
	if (singles > CATEGORIES_MOST) {
		first = last + 1;
		last = tab->row - 1;
	}
	const char *title = plan_word(WORD_RATINGS_TITLE, tab->language);
	struct chart *chart =
	    sheet_chart(tab->sheet, &(struct chart){ .kind = CHART_STACK,
					.title = title,
					.description = title,
					.row = tab->row + 1,
					.width = CHART_WIDTH,
					.height = CHART_HEIGHT + 60,
					.format = FORMAT_COUNT,
					.values = { .shown = true,
					    .grid = true,
					    .format = FORMAT_COUNT },
					.categories = { .shown = true },
					.legend = true });
	for (size_t band = 0; band <= bands->count + 1; band++) {
		uint16_t column = (uint16_t)(band + 1);
		bool rated = band <= bands->count;
		chart_series(tab->sheet, chart,
		    &(struct series){
			.name = rated ? backtest_band_name(bands, band).data
				      : plan_word(WORD_UNRATED, tab->language),
			.categories = { first, last, 0, 0 },
			.values = { first, last, column, column },
			.style = rated ? rating_style(band, bands->count)
				       : STYLE_PLAN });
	}
}

static void
add_ratings(const struct planning *planning, struct report *report)
{
	static const enum plan_word words[] = { WORD_UNRATED, WORD_LEAST,
		WORD_QUARTER, WORD_MEDIAN, WORD_THREE_QUARTERS, WORD_MOST,
		WORD_MEAN, WORD_HIGHER, WORD_LOWER };
	struct tab tab =
	    tab_begin(planning, report, WORD_SHEET_RATINGS, WORD_RATINGS_TITLE);
	const struct rating_bands *bands =
	    &planning->test.definitions->rating_bands;
	uint32_t heading = tab.row;
	tab_head_word(&tab, WORD_PLAN, false);
	for (size_t band = 0; band <= bands->count; band++)
		tab_head(&tab, backtest_band_name(bands, band).data, true);
	size_t count = sizeof words / sizeof *words;
	for (size_t i = 0; i < count - (is_compared(&tab) ? 0 : 2); i++)
		tab_head_word(&tab, words[i], true);
	int columns = tab.column;
	tab_end_row(&tab);
	for (size_t i = 0; i < plan_period_count(planning); i++)
		for (size_t p = 0; p < planning->test.plan_count; p++)
			put_scores(&tab, i, p);
	tab_end_table(&tab, heading, columns);
	chart_ratings(&tab, heading);
	tab.sheet->freeze_row = heading + 1;
	tab_end(&tab);
}

/* ---- targets ---- */

static void
put_fit(struct tab *tab, size_t measure, size_t period, size_t plan)
{
	const struct backtest_fit *fit =
	    &plan_outcome(tab->planning, period, plan)->fits[measure];
	if (fit->judged + fit->left == 0)
		return;
	double judged = (double)fit->judged;
	tab_put(
	    tab, tab->planning->test.measures[measure].label[tab->language]);
	tab_put(tab, tab_plan(tab, plan));
	tab_put(tab, plan_period_label(tab->planning, period));
	tab_count(tab, fit->judged);
	tab_count(tab, fit->below);
	tab_number(tab, FORMAT_WHOLE_PERCENT, (double)fit->below / judged);
	tab_count(tab, fit->at_most);
	tab_number(tab, FORMAT_WHOLE_PERCENT, (double)fit->at_most / judged);
	tab_count(tab, fit->left);
	tab_number(tab, FORMAT_RATIO, fit->judged ? fit->payout : NAN);
	tab_end_row(tab);
}

static void
add_targets(const struct planning *planning, struct report *report)
{
	static const enum plan_word words[] = { WORD_JUDGED, WORD_BELOW,
		WORD_PERCENT, WORD_AT_MOST, WORD_PERCENT, WORD_LEFT,
		WORD_PAYOUT };
	const struct backtest *test = &planning->test;
	struct tab tab =
	    tab_begin(planning, report, WORD_SHEET_TARGETS, WORD_TARGETS_TITLE);
	uint32_t heading = tab.row;
	tab_head_word(&tab, WORD_METRIC, false);
	tab_head_word(&tab, WORD_PLAN, false);
	tab_head_word(&tab, WORD_PERIOD, false);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		tab_head_word(&tab, words[i], true);
	int columns = tab.column;
	tab_end_row(&tab);
	/* All periods together come first. */
	size_t periods = plan_period_count(planning);
	for (size_t m = 0; m < test->measure_count; m++)
		for (size_t k = 0; k < periods; k++)
			for (size_t p = 0; p < test->plan_count; p++)
				put_fit(
				    &tab, m, (k + periods - 1) % periods, p);
	tab_end_table(&tab, heading, columns);
	tab.sheet->freeze_row = heading + 1;
	tab_end(&tab);
}

/* ---- the workbook ---- */

static void
add_notes(const struct planning *planning, struct report *report)
{
	struct tab tab = tab_begin(planning, report, WORD_NOTES, WORD_NOTES);
	for (size_t i = 0; i < planning->note_count; i++)
		sheet_string(
		    tab.sheet, tab.row++, 0, ROLE_WRAPPED, planning->notes[i]);
	tab.sheet->widths[0] = 120;
	tab_end(&tab);
}

void
plan_add_sheets(
    void *context, const struct values *values, struct report *report)
{
	const struct planning *planning = context;
	struct sheet *data = report->sheets;
	(void)values;
	add_cost(planning, report);
	add_ratings(planning, report);
	add_targets(planning, report);
	if (planning->test.plan_count > 1)
		plan_add_people(planning, report);
	add_notes(planning, report);
	data->name = plan_word(WORD_SHEET_DATA, planning->options->language);
	data->minor = true;
	report_put_last(report, data);
}
