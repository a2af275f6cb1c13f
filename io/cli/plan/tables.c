/* A back-test on a terminal: a table for each question, with bars that show
 * total cost and ratings. */
#include <stdio.h>

#include "engine/base/arena.h"
#include "io/cli/plan/cells.h"
#include "io/cli/plan/show.h"
#include "io/cli/query/plot.h"
#include "io/cli/terminal.h"

enum { BAR_WIDTH = 16 };

static bool
is_compared(const struct planning *planning)
{
	return planning->test.plan_count > 1;
}

/* ---- cost ---- */

static const enum plan_word part_words[PAY_PART_COUNT] = { WORD_KPI_BONUS,
	WORD_COMMISSION, WORD_PROJECT_AWARD, WORD_ADJUSTMENT };

/* Is any of it paid to anybody? */
static bool
is_paid(const struct backtest *test, int part)
{
	bool paid = part == PAY_KPI_BONUS;
	for (size_t p = 0; p < test->plan_count; p++)
		for (size_t i = 0; i < test->period_count; i++)
			paid |=
			    backtest_trial(test, i, p)->outcome.parts[part] !=
			    0;
	return paid;
}

static double
largest_total(const struct backtest *test)
{
	double largest = 0;
	for (size_t t = 0; t < test->period_count * test->plan_count; t++) {
		double total = wide_double(test->trials[t].outcome.total);
		largest = total > largest ? total : largest;
	}
	return largest;
}

/* Bars are filled up with blanks and stand as numbers do: those are never cut
 * to make a line fit. */
static void
put_bar(struct cells *cells, size_t period, wide total)
{
	char text[PLOT_TEXT_SIZE];
	struct plot_axis axis = { 0, largest_total(&cells->planning->test),
		BAR_WIDTH, !terminal_knows_unicode() };
	bool shown = !plan_is_all(cells->planning, period) && total > 0;
	const char *bar =
	    shown ? plot_bar(text, &axis, wide_double(total)) : "";
	bar = arena_format(cells->arena, "%s%*s", bar,
	    BAR_WIDTH - terminal_width(text_of(bar)), "");
	cells_put(cells, bar ? bar : "");
	cells->out_of_memory |= bar == NULL;
}

static void
put_cost(struct cells *cells, size_t period, size_t plan)
{
	const struct planning *planning = cells->planning;
	const struct backtest_outcome *outcome =
	    plan_outcome(planning, period, plan);
	wide first = plan_outcome(planning, period, 0)->total;
	cells_place(cells, period, plan);
	cells_count(cells, outcome->people);
	cells_money(cells, outcome->total, false);
	if (plan) {
		cells_money(cells, outcome->difference, true);
		cells_percent(cells, outcome->difference, first);
	} else if (is_compared(planning)) {
		cells_put(cells, "");
		cells_put(cells, "");
	}
	put_bar(cells, period, outcome->total);
}

/* Puts a row for each period and plan. */
static void
put_outcomes(struct cells *cells,
    void (*put_row)(struct cells *cells, size_t period, size_t plan))
{
	const struct planning *planning = cells->planning;
	for (size_t i = 0; i < plan_period_count(planning); i++)
		for (size_t p = 0; p < planning->test.plan_count; p++)
			put_row(cells, i, p);
}

static struct cells
begin_outcomes(const struct planning *planning)
{
	struct cells cells = cells_begin(planning);
	cells_head_word(&cells, WORD_PERIOD, false);
	cells_head_word(&cells, WORD_PLAN, false);
	return cells;
}

static enum status
show_cost(const struct planning *planning, FILE *to)
{
	struct cells cells = begin_outcomes(planning);
	cells_head_word(&cells, WORD_PEOPLE, true);
	cells_head_word(&cells, WORD_TOTAL, true);
	if (is_compared(planning)) {
		cells_head_word(&cells, WORD_DIFFERENCE, true);
		cells_head_word(&cells, WORD_PERCENT, true);
	}
	cells_head(&cells, "", true); /* the bars */
	put_outcomes(&cells, put_cost);
	return cells_end(&cells, to, WORD_COST, "");
}

/* ---- parts ---- */

/* By row of bonus.csv, rounded like an amount. */
static void
put_average(struct cells *cells, const struct backtest_outcome *outcome)
{
	wide unit = WIDE_ONE, count = 0;
	for (int i = 0; i < plan_places(cells->planning); i++)
		unit /= 10;
	struct rational average = rational_of(cells->arena, outcome->total,
	    unit * (wide)(outcome->cards ? outcome->cards : 1));
	bool known = outcome->cards && rational_round(average, &count);
	if (known)
		cells_money(cells, count * unit, false);
	else
		cells_put(cells, "");
}

static void
put_parts(struct cells *cells, size_t period, size_t plan)
{
	const struct planning *planning = cells->planning;
	const struct backtest_outcome *outcome =
	    plan_outcome(planning, period, plan);
	cells_place(cells, period, plan);
	for (int part = 0; part < PAY_PART_COUNT; part++)
		if (is_paid(&planning->test, part))
			cells_money(cells, outcome->parts[part], false);
	put_average(cells, outcome);
	if (plan) {
		cells_count(cells, outcome->gaining);
		cells_count(cells, outcome->losing);
	} else if (is_compared(planning)) {
		cells_put(cells, "");
		cells_put(cells, "");
	}
}

static enum status
show_parts(const struct planning *planning, FILE *to)
{
	struct cells cells = begin_outcomes(planning);
	for (int part = 0; part < PAY_PART_COUNT; part++)
		if (is_paid(&planning->test, part))
			cells_head_word(&cells, part_words[part], true);
	cells_head_word(&cells, WORD_AVERAGE, true);
	if (is_compared(planning)) {
		cells_head_word(&cells, WORD_GAINING, true);
		cells_head_word(&cells, WORD_LOSING, true);
	}
	put_outcomes(&cells, put_parts);
	return cells_end(&cells, to, WORD_PARTS, "");
}

/* ---- ratings ---- */

/* A mark for each rating: the first letter of its name, or, where two names
 * begin with the same, its number. */
static struct text
mark_of(const struct rating_bands *bands, size_t band)
{
	static const char digits[] = "123456789abcdefgh";
	struct text mark = terminal_cut(backtest_band_name(bands, band), 1);
	for (size_t i = 0; i <= bands->count; i++) {
		struct text other =
		    terminal_cut(backtest_band_name(bands, i), 1);
		if (i != band && text_equal(mark, other))
			return (struct text){ &digits[band], 1 };
	}
	return mark;
}

/* As many marks of each rating as it has of the width: the borders between them
 * are rounded, so that they fill it. */
static void
put_marks(struct cells *cells, const struct backtest_outcome *outcome)
{
	const struct rating_bands *bands =
	    &cells->planning->test.definitions->rating_bands;
	const char *bar = "";
	size_t seen = 0, drawn = 0;
	for (size_t band = 0; band <= bands->count + 1 && bar; band++) {
		bool rated = band <= bands->count;
		struct text mark = rated ? mark_of(bands, band) : text_of("-");
		seen += rated ? outcome->ratings[band]
			      : outcome->cards - outcome->scored;
		size_t until = outcome->cards
				   ? (seen * BAR_WIDTH * 2 + outcome->cards) /
					 (outcome->cards * 2)
				   : 0;
		for (; drawn < until && bar; drawn++)
			bar = arena_format(cells->arena, "%s%.*s", bar,
			    (int)mark.length, mark.data);
	}
	cells_put(cells, bar ? bar : "");
	cells->out_of_memory |= bar == NULL;
}

static void
put_ratings(struct cells *cells, size_t period, size_t plan)
{
	const struct backtest_outcome *outcome =
	    plan_outcome(cells->planning, period, plan);
	size_t bands = cells->planning->test.definitions->rating_bands.count;
	cells_place(cells, period, plan);
	for (size_t band = 0; band <= bands; band++)
		cells_count(cells, outcome->ratings[band]);
	cells_count(cells, outcome->cards - outcome->scored);
	put_marks(cells, outcome);
	if (plan) {
		cells_count(cells, outcome->higher);
		cells_count(cells, outcome->lower);
	} else if (is_compared(cells->planning)) {
		cells_put(cells, "");
		cells_put(cells, "");
	}
}

static enum status
show_ratings(const struct planning *planning, FILE *to)
{
	struct cells cells = begin_outcomes(planning);
	const struct rating_bands *bands =
	    &planning->test.definitions->rating_bands;
	for (size_t band = 0; band <= bands->count; band++)
		cells_head(&cells, backtest_band_name(bands, band).data, true);
	cells_head_word(&cells, WORD_UNRATED, true);
	cells_head(&cells, "", true); /* the marks */
	if (is_compared(planning)) {
		cells_head_word(&cells, WORD_HIGHER, true);
		cells_head_word(&cells, WORD_LOWER, true);
	}
	put_outcomes(&cells, put_ratings);
	return cells_end(&cells, to, WORD_RATINGS, "");
}

/* ---- scores ---- */

static void
put_scores(struct cells *cells, size_t period, size_t plan)
{
	const struct backtest_outcome *outcome =
	    plan_outcome(cells->planning, period, plan);
	const struct backtest_scores *scores = &outcome->scores;
	bool any = outcome->scored > 0;
	cells_place(cells, period, plan);
	cells_count(cells, outcome->scored);
	cells_score(cells, any, scores->least);
	cells_score(cells, any, scores->first_quartile);
	cells_score(cells, any, scores->median);
	cells_score(cells, any, scores->third_quartile);
	cells_score(cells, any, scores->most);
	if (any)
		cells_real(cells, rational_nearest(scores->mean), 2, false);
	else
		cells_put(cells, "–");
}

static enum status
show_scores(const struct planning *planning, FILE *to)
{
	static const enum plan_word words[] = { WORD_SCORED, WORD_LEAST,
		WORD_QUARTER, WORD_MEDIAN, WORD_THREE_QUARTERS, WORD_MOST,
		WORD_MEAN };
	struct cells cells = begin_outcomes(planning);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		cells_head_word(&cells, words[i], true);
	put_outcomes(&cells, put_scores);
	return cells_end(&cells, to, WORD_SCORES, "");
}

/* ---- targets ---- */

static void
put_share(struct cells *cells, size_t count, size_t of)
{
	char text[80];
	snprintf(text, sizeof text, "%zu (%.0f %%)", count,
	    of ? (double)count * 100 / (double)of : 0.0);
	cells_put(cells, text);
}

static void
put_fit(struct cells *cells, const char *metric, size_t plan,
    const struct backtest_fit *fit)
{
	cells_put(cells, plan ? "" : metric);
	cells_put(cells, cells->planning->test.plans[plan].name);
	cells_count(cells, fit->judged);
	put_share(cells, fit->below, fit->judged);
	put_share(cells, fit->at_most, fit->judged);
	cells_count(cells, fit->left);
	if (fit->judged)
		cells_real(cells, fit->payout, 1, false);
	else
		cells_put(cells, "–");
}

static enum status
show_targets(const struct planning *planning, FILE *to)
{
	const struct backtest *test = &planning->test;
	struct cells cells = cells_begin(planning);
	cells_head_word(&cells, WORD_METRIC, false);
	cells_head_word(&cells, WORD_PLAN, false);
	cells_head_word(&cells, WORD_JUDGED, true);
	cells_head_word(&cells, WORD_BELOW, true);
	cells_head_word(&cells, WORD_AT_MOST, true);
	cells_head_word(&cells, WORD_LEFT, true);
	cells_head_word(&cells, WORD_PAYOUT, true);
	for (size_t m = 0; m < test->measure_count; m++)
		for (size_t p = 0; p < test->plan_count; p++)
			put_fit(&cells, test->measures[m].label[cells.language],
			    p, &test->totals[p].fits[m]);
	for (size_t p = 0; p < test->plan_count; p++)
		put_fit(&cells, plan_word(WORD_ALL, cells.language), p,
		    &test->totals[p].fit);
	return cells_end(&cells, to, WORD_TARGETS, "");
}

/* ---- the whole ---- */

static void
show_notes(const struct planning *planning, FILE *to)
{
	terminal_print(
	    to, "\n%s\n", plan_word(WORD_NOTES, planning->options->language));
	for (size_t i = 0; i < planning->note_count; i++)
		terminal_print(to, "- %s\n", planning->notes[i]);
}

enum status
plan_show_tables(const struct planning *planning, FILE *to)
{
	const char *heading = plan_heading(planning, planning->session.arena);
	if (!heading)
		return STATUS_MEMORY;
	terminal_print(to, "%s\n", heading);
	enum status status = show_cost(planning, to);
	if (!status)
		status = show_parts(planning, to);
	if (!status)
		status = show_ratings(planning, to);
	if (!status)
		status = show_scores(planning, to);
	if (!status)
		status = show_targets(planning, to);
	if (!status)
		status = plan_show_people(planning, to);
	show_notes(planning, to);
	return status;
}
