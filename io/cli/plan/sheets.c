/* The workbook of a back-test: a sheet for each question, with charts of cost
 * and ratings, and behind them all values as they are. */
#include <math.h>

#include "engine/base/arena.h"
#include "io/cli/plan/show.h"
#include "io/cli/plan/words.h"
#include "io/export/workbook/report.h"

enum {
	PLANS_CHARTED = 7,    /* as many as there are styles */
	CATEGORIES_MOST = 60, /* of a chart */
	CHART_WIDTH = 960,
	CHART_HEIGHT = 340,
	CHART_ROWS = 18
};

/* A sheet that is written from top to bottom. */
struct page {
	const struct planning *planning;
	struct sheet *sheet;
	enum language language;
	uint32_t row;
	int column;     /* of the next cell in the row */
	enum role role; /* of its numbers */
};

/* ---- pages ---- */

static struct page
begin_page(const struct planning *planning, struct report *report,
    enum plan_word name, enum plan_word title)
{
	struct page page = { .planning = planning,
		.language = planning->options->language,
		.row = 3 };
	const char *heading = plan_heading(planning, report->arena);
	page.sheet =
	    report_sheet(report, text_of(plan_word(name, page.language)));
	sheet_string(
	    page.sheet, 0, 0, ROLE_TITLE, plan_word(title, page.language));
	sheet_string(page.sheet, 1, 0, ROLE_SUBTITLE, heading ? heading : "");
	report->out_of_memory |= heading == NULL;
	return page;
}

static void
end_row(struct page *page)
{
	page->row++;
	page->column = 0;
	page->role = ROLE_BODY;
}

static void
head(struct page *page, const char *text, bool number)
{
	sheet_string(page->sheet, page->row, page->column++,
	    number ? ROLE_HEADING_NUMBER : ROLE_HEADING, text);
}

static void
head_word(struct page *page, enum plan_word word, bool number)
{
	head(page, plan_word(word, page->language), number);
}

static void
put_text(struct page *page, struct text text)
{
	sheet_text(page->sheet, page->row, page->column++,
	    page->role == ROLE_TOTAL ? ROLE_TOTAL : ROLE_BODY, text);
}

static void
put(struct page *page, const char *text)
{
	put_text(page, text_of(text));
}

static void
put_number(struct page *page, enum measure_format format, double number)
{
	sheet_real(
	    page->sheet, page->row, page->column++, page->role, format, number);
}

static void
put_count(struct page *page, size_t count)
{
	put_number(page, FORMAT_COUNT, (double)count);
}

static void
put_money(struct page *page, wide amount)
{
	put_number(page, FORMAT_MONEY, wide_double(amount));
}

/* The difference to the first plan, and its share of that. */
static void
put_difference(struct page *page, wide difference, wide first)
{
	struct optional percent = plan_percent(difference, first);
	put_number(page, FORMAT_MONEY_VARIANCE, wide_double(difference));
	put_number(page, FORMAT_PERCENT_VARIANCE,
	    percent.defined ? percent.value / 100 : NAN);
}

static void
put_score(struct page *page, bool scored, decimal score)
{
	put_number(page, FORMAT_RATIO, scored ? decimal_double(score) : NAN);
}

/* A table from a row of headings to the row before this one. */
static void
end_table(struct page *page, uint32_t heading, int columns)
{
	if (page->row > heading + 1)
		sheet_table(page->sheet, (struct range){ heading, page->row - 1,
					     0, (uint16_t)(columns - 1) });
	else
		sheet_string(page->sheet, page->row, 0, ROLE_NOTE,
		    plan_word(WORD_NOBODY, page->language));
}

static void
end_page(struct page *page)
{
	sheet_fit(page->sheet, 9, 60);
}

static bool
is_compared(const struct page *page)
{
	return page->planning->test.plan_count > 1;
}

static const char *
plan_name(const struct page *page, size_t plan)
{
	return page->planning->test.plans[plan].name;
}

static size_t
charted_plans(const struct page *page)
{
	size_t count = page->planning->test.plan_count;
	return count < PLANS_CHARTED ? count : PLANS_CHARTED;
}

/* ---- cost ---- */

/* A row a period, a column a plan: what the chart is of. */
static void
put_totals(struct page *page)
{
	const struct planning *planning = page->planning;
	size_t plans = charted_plans(page);
	head_word(page, WORD_PERIOD, false);
	for (size_t p = 0; p < plans; p++)
		head(page, plan_name(page, p), true);
	end_row(page);
	for (size_t i = 0; i < plan_period_count(planning); i++) {
		page->role = plan_is_all(planning, i) ? ROLE_TOTAL : ROLE_BODY;
		put(page, plan_period_label(planning, i));
		for (size_t p = 0; p < plans; p++)
			put_money(page, plan_outcome(planning, i, p)->total);
		end_row(page);
	}
}

static void
chart_cost(struct page *page, uint32_t heading)
{
	static const enum series_style styles[PLANS_CHARTED] = { STYLE_ACTUAL,
		STYLE_SECOND, STYLE_THIRD, STYLE_PRIOR, STYLE_GOOD, STYLE_BAD,
		STYLE_PLAN };
	uint32_t last = heading + (uint32_t)page->planning->test.period_count;
	const char *title = plan_word(WORD_COST_TITLE, page->language);
	struct chart *chart =
	    sheet_chart(page->sheet, &(struct chart){ .kind = CHART_COLUMNS,
					 .title = title,
					 .description = title,
					 .row = page->row + 1,
					 .width = CHART_WIDTH,
					 .height = CHART_HEIGHT,
					 .format = FORMAT_SHORT_MONEY,
					 .values = { .shown = true,
					     .grid = true,
					     .format = FORMAT_SHORT_MONEY },
					 .categories = { .shown = true },
					 .legend = true });
	for (size_t p = 0; p < charted_plans(page); p++) {
		uint16_t column = (uint16_t)(p + 1);
		chart_series(page->sheet, chart,
		    &(struct series){ .name = plan_name(page, p),
			.categories = { heading + 1, last, 0, 0 },
			.values = { heading + 1, last, column, column },
			.style = styles[p] });
	}
	page->row += CHART_ROWS + 2;
}

static void
put_cost(struct page *page, size_t period, size_t plan)
{
	const struct planning *planning = page->planning;
	const struct backtest_outcome *outcome =
	    plan_outcome(planning, period, plan);
	wide first = plan_outcome(planning, period, 0)->total;
	put(page, plan_period_label(planning, period));
	put(page, plan_name(page, plan));
	put_count(page, outcome->people);
	for (int part = 0; part < PAY_PART_COUNT; part++)
		put_money(page, outcome->parts[part]);
	put_money(page, outcome->total);
	put_number(page, FORMAT_MONEY,
	    outcome->cards
		? wide_double(outcome->total) / (double)outcome->cards
		: NAN);
	if (plan) {
		put_difference(page, outcome->difference, first);
		put_count(page, outcome->gaining);
		put_count(page, outcome->losing);
	}
	end_row(page);
}

static void
add_cost(const struct planning *planning, struct report *report)
{
	static const enum plan_word words[] = { WORD_PEOPLE, WORD_KPI_BONUS,
		WORD_COMMISSION, WORD_PROJECT_AWARD, WORD_ADJUSTMENT,
		WORD_TOTAL, WORD_AVERAGE, WORD_DIFFERENCE, WORD_PERCENT,
		WORD_GAINING, WORD_LOSING };
	struct page page =
	    begin_page(planning, report, WORD_COST, WORD_COST_TITLE);
	uint32_t heading = page.row;
	put_totals(&page);
	chart_cost(&page, heading);
	heading = page.row;
	head_word(&page, WORD_PERIOD, false);
	head_word(&page, WORD_PLAN, false);
	size_t count = sizeof words / sizeof *words;
	for (size_t i = 0; i < count - (is_compared(&page) ? 0 : 4); i++)
		head_word(&page, words[i], true);
	int columns = page.column;
	end_row(&page);
	for (size_t i = 0; i < plan_period_count(planning); i++)
		for (size_t p = 0; p < planning->test.plan_count; p++)
			put_cost(&page, i, p);
	end_table(&page, heading, columns);
	end_page(&page);
}

/* ---- ratings ---- */

static void
put_scores(struct page *page, size_t period, size_t plan)
{
	const struct planning *planning = page->planning;
	const struct backtest_outcome *outcome =
	    plan_outcome(planning, period, plan);
	const struct backtest_scores *scores = &outcome->scores;
	const char *label = arena_format(page->sheet->report->arena, "%s %s",
	    plan_period_label(planning, period), plan_name(page, plan));
	size_t bands = planning->test.definitions->rating_bands.count;
	bool any = outcome->scored > 0;
	put(page, label ? label : "");
	page->sheet->report->out_of_memory |= label == NULL;
	for (size_t band = 0; band <= bands; band++)
		put_count(page, outcome->ratings[band]);
	put_count(page, outcome->cards - outcome->scored);
	put_score(page, any, scores->least);
	put_score(page, any, scores->first_quartile);
	put_score(page, any, scores->median);
	put_score(page, any, scores->third_quartile);
	put_score(page, any, scores->most);
	put_number(
	    page, FORMAT_RATIO, any ? rational_nearest(scores->mean) : NAN);
	if (plan) {
		put_count(page, outcome->higher);
		put_count(page, outcome->lower);
	}
	end_row(page);
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
chart_ratings(struct page *page, uint32_t heading)
{
	const struct backtest *test = &page->planning->test;
	const struct rating_bands *bands = &test->definitions->rating_bands;
	size_t singles = test->period_count * test->plan_count;
	uint32_t first = heading + 1, last = heading + (uint32_t)singles;
	if (singles > CATEGORIES_MOST) {
		first = last + 1;
		last = page->row - 1;
	}
	const char *title = plan_word(WORD_RATINGS_TITLE, page->language);
	struct chart *chart =
	    sheet_chart(page->sheet, &(struct chart){ .kind = CHART_STACK,
					 .title = title,
					 .description = title,
					 .row = page->row + 1,
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
		chart_series(page->sheet, chart,
		    &(struct series){
			.name = rated ? backtest_band_name(bands, band).data
				      : plan_word(WORD_UNRATED, page->language),
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
	struct page page = begin_page(
	    planning, report, WORD_SHEET_RATINGS, WORD_RATINGS_TITLE);
	const struct rating_bands *bands =
	    &planning->test.definitions->rating_bands;
	uint32_t heading = page.row;
	head_word(&page, WORD_PLAN, false);
	for (size_t band = 0; band <= bands->count; band++)
		head(&page, backtest_band_name(bands, band).data, true);
	size_t count = sizeof words / sizeof *words;
	for (size_t i = 0; i < count - (is_compared(&page) ? 0 : 2); i++)
		head_word(&page, words[i], true);
	int columns = page.column;
	end_row(&page);
	for (size_t i = 0; i < plan_period_count(planning); i++)
		for (size_t p = 0; p < planning->test.plan_count; p++)
			put_scores(&page, i, p);
	end_table(&page, heading, columns);
	chart_ratings(&page, heading);
	page.sheet->freeze_row = heading + 1;
	end_page(&page);
}

/* ---- targets ---- */

static void
put_fit(struct page *page, size_t measure, size_t period, size_t plan)
{
	const struct backtest_fit *fit =
	    &plan_outcome(page->planning, period, plan)->fits[measure];
	if (fit->judged + fit->left == 0)
		return;
	double judged = (double)fit->judged;
	put(page, page->planning->test.measures[measure].label[page->language]);
	put(page, plan_name(page, plan));
	put(page, plan_period_label(page->planning, period));
	put_count(page, fit->judged);
	put_count(page, fit->below);
	put_number(page, FORMAT_WHOLE_PERCENT, (double)fit->below / judged);
	put_count(page, fit->at_most);
	put_number(page, FORMAT_WHOLE_PERCENT, (double)fit->at_most / judged);
	put_count(page, fit->left);
	put_number(page, FORMAT_RATIO, fit->judged ? fit->payout : NAN);
	end_row(page);
}

static void
add_targets(const struct planning *planning, struct report *report)
{
	static const enum plan_word words[] = { WORD_JUDGED, WORD_BELOW,
		WORD_PERCENT, WORD_AT_MOST, WORD_PERCENT, WORD_LEFT,
		WORD_PAYOUT };
	const struct backtest *test = &planning->test;
	struct page page = begin_page(
	    planning, report, WORD_SHEET_TARGETS, WORD_TARGETS_TITLE);
	uint32_t heading = page.row;
	head_word(&page, WORD_METRIC, false);
	head_word(&page, WORD_PLAN, false);
	head_word(&page, WORD_PERIOD, false);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		head_word(&page, words[i], true);
	int columns = page.column;
	end_row(&page);
	/* All periods together come first. */
	size_t periods = plan_period_count(planning);
	for (size_t m = 0; m < test->measure_count; m++)
		for (size_t k = 0; k < periods; k++)
			for (size_t p = 0; p < test->plan_count; p++)
				put_fit(
				    &page, m, (k + periods - 1) % periods, p);
	end_table(&page, heading, columns);
	page.sheet->freeze_row = heading + 1;
	end_page(&page);
}

/* ---- people ---- */

static void
put_person(struct page *page, uint32_t manager)
{
	put_text(page, plan_person_name(page->planning, manager));
	put_text(page,
	    dictionary_text(&page->planning->test.data->managers, manager));
}

static void
put_change(struct page *page, size_t period, size_t plan,
    const struct backtest_change *change)
{
	struct arena *arena = page->sheet->report->arena;
	const struct scorecard *before = change->before, *after = change->after;
	const char *moved =
	    plan_moves_text(change, SIZE_MAX, false, page->language, arena);
	put(page, plan_period_label(page->planning, period));
	put(page, plan_name(page, plan));
	put_person(page, after->manager);
	put_score(page, before->scored, before->score);
	put_score(page, after->scored, after->score);
	put_text(page, before->rating);
	put_text(page, after->rating);
	put_money(page, before->total);
	put_money(page, after->total);
	put_difference(page, change->amount, before->total);
	sheet_string(page->sheet, page->row, page->column++, ROLE_REMARK,
	    moved ? moved : "");
	page->sheet->report->out_of_memory |= moved == NULL;
	end_row(page);
}

/* `Score before`: a word with another behind it. */
static void
head_words(
    struct page *page, enum plan_word word, enum plan_word when, bool number)
{
	struct report *report = page->sheet->report;
	const char *text = arena_format(report->arena, "%s: %s",
	    plan_word(word, page->language), plan_word(when, page->language));
	report->out_of_memory |= text == NULL;
	head(page, text ? text : "", number);
}

static void
add_changes(const struct planning *planning, struct report *report)
{
	const struct backtest *test = &planning->test;
	struct page page =
	    begin_page(planning, report, WORD_SHEET_OTHERWISE, WORD_OTHERWISE);
	uint32_t heading = page.row;
	const char *title = arena_format(report->arena, "%s %s",
	    plan_word(WORD_OTHERWISE, page.language), plan_name(&page, 0));
	if (title)
		sheet_string(page.sheet, 0, 0, ROLE_TITLE, title);
	head_word(&page, WORD_PERIOD, false);
	head_word(&page, WORD_PLAN, false);
	head_word(&page, WORD_PERSON, false);
	head(&page, "account_manager", false);
	head_words(&page, WORD_SCORE, WORD_BEFORE, true);
	head_words(&page, WORD_SCORE, WORD_AFTER, true);
	head_words(&page, WORD_RATING, WORD_BEFORE, false);
	head_words(&page, WORD_RATING, WORD_AFTER, false);
	head_words(&page, WORD_TOTAL, WORD_BEFORE, true);
	head_words(&page, WORD_TOTAL, WORD_AFTER, true);
	head_word(&page, WORD_DIFFERENCE, true);
	head_word(&page, WORD_PERCENT, true);
	head_word(&page, WORD_BY_WHAT, false);
	int columns = page.column;
	end_row(&page);
	for (size_t p = 1; p < test->plan_count; p++)
		for (size_t i = 0; i < test->period_count; i++) {
			const struct backtest_trial *trial =
			    backtest_trial(test, i, p);
			for (size_t c = 0; c < trial->pay.card_count; c++)
				if (trial->changes[c].higher)
					put_change(
					    &page, i, p, &trial->changes[c]);
		}
	end_table(&page, heading, columns);
	page.sheet->freeze_row = heading + 1;
	end_page(&page);
}

static void
put_gain(struct page *page, const struct backtest_person *person, size_t plan)
{
	wide first = person->under[0].total;
	const struct backtest_under *under = &person->under[plan];
	put_person(page, person->manager);
	put(page, plan_name(page, plan));
	put_money(page, first);
	put_money(page, under->total);
	put_difference(page, under->total - first, first);
	put_count(page, under->higher);
	put_count(page, under->lower);
	end_row(page);
}

static void
add_gains(const struct planning *planning, struct report *report)
{
	struct page page =
	    begin_page(planning, report, WORD_SHEET_GAINS, WORD_GAINS);
	uint32_t heading = page.row;
	head_word(&page, WORD_PERSON, false);
	head(&page, "account_manager", false);
	head_word(&page, WORD_PLAN, false);
	head(&page, plan_name(&page, 0), true);
	head_word(&page, WORD_AFTER, true);
	head_word(&page, WORD_DIFFERENCE, true);
	head_word(&page, WORD_PERCENT, true);
	head_word(&page, WORD_HIGHER, true);
	head_word(&page, WORD_LOWER, true);
	int columns = page.column;
	end_row(&page);
	for (size_t p = 1; p < planning->test.plan_count; p++) {
		const struct backtest_person **people;
		size_t count;
		if (plan_gains(planning, p, &people, &count, report->arena)) {
			report->out_of_memory = true;
			return;
		}
		for (size_t i = 0; i < count; i++)
			put_gain(&page, people[i], p);
	}
	end_table(&page, heading, columns);
	page.sheet->freeze_row = heading + 1;
	end_page(&page);
}

/* ---- the workbook ---- */

static void
add_notes(const struct planning *planning, struct report *report)
{
	struct page page = begin_page(planning, report, WORD_NOTES, WORD_NOTES);
	for (size_t i = 0; i < planning->note_count; i++)
		sheet_string(page.sheet, page.row++, 0, ROLE_WRAPPED,
		    planning->notes[i]);
	page.sheet->widths[0] = 120;
	end_page(&page);
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
	if (planning->test.plan_count > 1) {
		add_changes(planning, report);
		add_gains(planning, report);
	}
	add_notes(planning, report);
	data->name = plan_word(WORD_SHEET_DATA, planning->options->language);
	data->minor = true;
	report_put_last(report, data);
}
