#include "metrics/pay/backtest.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/estimates/evaluate.h"
#include "metrics/pay/bonus.h"

/* ---- measures ---- */

static bool
is_of(const struct backtest_measure *measure, const struct scorecard_line *line)
{
	return measure->scope == line->row->scope &&
	       text_equal(measure->metric, line->row->metric);
}

const struct backtest_measure *
backtest_measure_of(
    const struct backtest *test, const struct scorecard_line *line)
{
	size_t i = 0;
	while (i < test->measure_count && !is_of(&test->measures[i], line))
		i++;
	return i < test->measure_count ? &test->measures[i] : NULL;
}

static int
by_place(const void *left, const void *right)
{
	const struct backtest_measure *a = left, *b = right;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	int order = text_compare(a->metric, b->metric);
	return order ? order : (int)a->scope - (int)b->scope;
}

static enum status
add_measures(struct backtest *test, const struct scorecard *card,
    size_t *capacity, struct arena *arena)
{
	for (size_t l = 0; l < card->line_count; l++) {
		const struct scorecard_line *line = &card->lines[l];
		if (backtest_measure_of(test, line))
			continue;
		struct backtest_measure *grown =
		    arena_grown(arena, test->measures, test->measure_count,
			capacity, sizeof *grown);
		if (!grown)
			return STATUS_MEMORY;
		test->measures = grown;
		struct backtest_measure *measure =
		    &grown[test->measure_count++];
		*measure = (struct backtest_measure){ line->measured,
			line->row->metric, line->row->scope, line->metric,
			{ line_label(arena, line, LANGUAGE_EN),
			    line_label(arena, line, LANGUAGE_VI) } };
		if (!measure->label[LANGUAGE_EN] ||
		    !measure->label[LANGUAGE_VI])
			return STATUS_MEMORY;
	}
	return STATUS_OK;
}

/* Lists the measures of all plans. */
static enum status
list_measures(struct backtest *test, struct arena *arena)
{
	size_t capacity = 0;
	for (size_t t = 0; t < test->period_count * test->plan_count; t++) {
		const struct pay_results *pay = &test->trials[t].pay;
		for (size_t i = 0; i < pay->card_count; i++)
			if (add_measures(
				test, &pay->cards[i], &capacity, arena))
				return STATUS_MEMORY;
	}
	if (test->measure_count)
		qsort(test->measures, test->measure_count,
		    sizeof *test->measures, by_place);
	return STATUS_OK;
}

/* ---- the test ---- */

/* Everybody is judged by each plan, from the results of one period. */
static enum status
try_plans(struct backtest *test, size_t period, const struct results *results,
    const struct dataset *variants, struct arena *arena,
    struct diagnostics *diagnostics)
{
	static const struct paid_before nothing_paid;
	enum status status = STATUS_OK;
	for (size_t p = 0; p < test->plan_count && !status; p++) {
		/* Only who is paid by what looks at the plan. */
		struct results *own = arena_allocate(arena, 1, sizeof *own);
		if (!own)
			return diagnostics_no_memory(diagnostics);
		*own = *results;
		own->data = &variants[p];
		status = pay_compute(
		    &test->trials[period * test->plan_count + p].pay, own, NULL,
		    &nothing_paid, arena, diagnostics);
	}
	return status;
}

/* A run over each period: numbers may hang on what is the run's own (teams that
 * only contracts give), so that periods of one schedule would not do. */
static enum status
try_periods(struct backtest *test, const struct dataset *variants,
    unsigned jobs, struct arena *arena, struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < test->period_count && !status; i++) {
		struct schedule *schedule =
		    arena_allocate(arena, 1, sizeof *schedule);
		struct results *results =
		    arena_allocate(arena, 1, sizeof *results);
		struct period *period =
		    arena_allocate(arena, 1, sizeof *period);
		date *as_of = arena_allocate(arena, 1, sizeof *as_of);
		if (!schedule || !results || !period || !as_of)
			return diagnostics_no_memory(diagnostics);
		*period = test->periods[i];
		*as_of = test->as_of[i];
		*schedule = (struct schedule){
			.periods = period, .as_of = as_of, .count = 1
		};
		status = evaluate(results, test->data, test->definitions,
		    schedule, jobs, arena, diagnostics);
		if (!status)
			status = try_plans(
			    test, i, results, variants, arena, diagnostics);
	}
	return status;
}

/* The data set with each plan in the place of its own. */
static struct dataset *
make_variants(const struct backtest *test, struct arena *arena)
{
	struct dataset *variants =
	    arena_allocate(arena, test->plan_count, sizeof *variants);
	for (size_t p = 0; variants && p < test->plan_count; p++) {
		variants[p] = *test->data;
		/* Nobody changes the rows of a data set that is sealed. */
		variants[p].plan = (struct plan_row *)test->plans[p].rows;
		variants[p].plan_row_count = test->plans[p].row_count;
		variants[p].present[TABLE_PLAN] = true;
	}
	return variants;
}

enum status
backtest_run(struct backtest *test, unsigned jobs, struct arena *arena,
    struct diagnostics *diagnostics)
{
	const struct dataset *variants = make_variants(test, arena);
	test->trials = arena_allocate(
	    arena, test->period_count * test->plan_count, sizeof *test->trials);
	if (!variants || !test->trials)
		return diagnostics_no_memory(diagnostics);
	enum status status =
	    try_periods(test, variants, jobs, arena, diagnostics);
	if (status)
		return status;
	status = list_measures(test, arena);
	if (!status)
		status = backtest_compare(test, arena);
	if (!status)
		status = backtest_sum_up(test, arena);
	if (status == STATUS_OVERFLOW)
		return diagnostics_fail(diagnostics, status,
		    "pay: a sum over all periods does not fit into 128 bits; "
		    "ask for fewer periods");
	return status ? diagnostics_no_memory(diagnostics) : STATUS_OK;
}

/* ---- ratings ---- */

size_t
backtest_band(const struct rating_bands *bands, decimal score)
{
	size_t band = 0;
	while (band < bands->count && score < bands->rows[band].least)
		band++;
	return band;
}

struct text
backtest_band_name(const struct rating_bands *bands, size_t band)
{
	return band < bands->count ? bands->rows[band].name : bands->otherwise;
}
