/* What each plan would have paid in each period and in all: people, money,
 * ratings, scores, and how its targets suit the values. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/pay/backtest.h"
#include "metrics/pay/payout.h"

/* What is collected for one outcome. */
struct collecting {
	const struct backtest *test;
	struct backtest_outcome *outcome;
	decimal *scores;
	struct arena *arena;
};

/* ---- scores ---- */

static int
by_score(const void *left, const void *right)
{
	const decimal *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

/* Scores are whole hundredths, so that a quarter of a difference is exact. */
static decimal
quartile(const decimal *sorted, size_t count, size_t quarters)
{
	size_t at = (count - 1) * quarters / 4;
	size_t rest = (count - 1) * quarters % 4;
	return rest == 0 ? sorted[at]
			 : sorted[at] + (sorted[at + 1] - sorted[at]) *
					    (decimal)rest / 4;
}

static void
spread_scores(struct collecting *collecting)
{
	struct backtest_outcome *outcome = collecting->outcome;
	struct backtest_scores *scores = &outcome->scores;
	decimal *sorted = collecting->scores;
	size_t count = outcome->scored;
	wide sum = 0;
	if (count == 0)
		return;
	qsort(sorted, count, sizeof *sorted, by_score);
	for (size_t i = 0; i < count; i++)
		sum += sorted[i];
	*scores = (struct backtest_scores){ .least = sorted[0],
		.first_quartile = quartile(sorted, count, 1),
		.median = quartile(sorted, count, 2),
		.third_quartile = quartile(sorted, count, 3),
		.most = sorted[count - 1],
		.mean = rational_of(
		    collecting->arena, sum, (wide)count * DECIMAL_ONE) };
}

/* ---- targets ---- */

/* Is the value at the highest payout of its curve? Without a stretch that is
 * the target's. */
static bool
is_at_most(const struct curve *curve, struct rational value)
{
	const struct rational *best =
	    curve->has_stretch ? &curve->stretch : &curve->target;
	return curve_compare(curve, value, *best) >= 0;
}

/* Until the end `payout` is the sum. */
static void
add_line(struct backtest_fit *fit, const struct scorecard_line *line)
{
	if (line->leaving) {
		fit->left++;
		return;
	}
	fit->judged++;
	fit->below += line->branch == BRANCH_BELOW;
	fit->at_most += is_at_most(&line->curve, line->exact);
	fit->payout += line->payout;
}

static void
end_fit(struct backtest_fit *fit)
{
	if (fit->judged)
		fit->payout /= (double)fit->judged;
}

/* ---- outcomes ---- */

static enum status
begin(struct collecting *collecting, const struct backtest *test,
    struct backtest_outcome *outcome, size_t cards, struct arena *arena)
{
	*outcome = (struct backtest_outcome){ .fits = arena_allocate(arena,
						  test->measure_count,
						  sizeof *outcome->fits) };
	*collecting = (struct collecting){ .test = test,
		.outcome = outcome,
		.scores =
		    arena_allocate(arena, cards, sizeof *collecting->scores),
		.arena = arena };
	return outcome->fits && collecting->scores ? STATUS_OK : STATUS_MEMORY;
}

static enum status
add_card(struct collecting *collecting, const struct scorecard *card)
{
	const struct backtest *test = collecting->test;
	struct backtest_outcome *outcome = collecting->outcome;
	const struct rating_bands *bands = &test->definitions->rating_bands;
	outcome->cards++;
	outcome->without_plan += card->days_served && !card->plan_count;
	outcome->gates_shut += card->gate_shut;
	outcome->below_minimum += card->below_minimum;
	if (card->scored) {
		collecting->scores[outcome->scored++] = card->score;
		outcome->ratings[backtest_band(bands, card->score)]++;
	}
	for (size_t l = 0; l < card->line_count; l++) {
		const struct scorecard_line *line = &card->lines[l];
		add_line(&outcome->fit, line);
		add_line(&outcome->fits[backtest_measure_of(test, line) -
					test->measures],
		    line);
	}
	for (int part = 0; part < PAY_PART_COUNT; part++)
		if (!wide_add(&outcome->parts[part], card->pay[part]))
			return STATUS_OVERFLOW;
	return wide_add(&outcome->total, card->total) ? STATUS_OK
						      : STATUS_OVERFLOW;
}

static void
end(struct collecting *collecting)
{
	struct backtest_outcome *outcome = collecting->outcome;
	spread_scores(collecting);
	end_fit(&outcome->fit);
	for (size_t m = 0; m < collecting->test->measure_count; m++)
		end_fit(&outcome->fits[m]);
}

/* The rows of a trial, with how they are rated against the first plan. */
static enum status
add_trial(struct collecting *collecting, const struct backtest_trial *trial)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < trial->pay.card_count && !status; i++) {
		status = add_card(collecting, &trial->pay.cards[i]);
		if (!trial->changes)
			continue;
		collecting->outcome->higher += trial->changes[i].higher > 0;
		collecting->outcome->lower += trial->changes[i].higher < 0;
	}
	return status;
}

static enum status
sum_up_trial(const struct backtest *test, const struct backtest_trial *first,
    struct backtest_trial *trial, struct arena *arena)
{
	struct collecting collecting;
	struct backtest_outcome *outcome = &trial->outcome;
	size_t cards = trial->pay.card_count;
	enum status status = begin(&collecting, test, outcome, cards, arena);
	if (!status)
		status = add_trial(&collecting, trial);
	if (status)
		return status;
	end(&collecting);
	outcome->people = cards;
	if (__builtin_sub_overflow(outcome->total, first->outcome.total,
		&outcome->difference))
		return STATUS_OVERFLOW;
	for (size_t i = 0; trial->changes && i < cards; i++) {
		outcome->gaining += trial->changes[i].amount > 0;
		outcome->losing += trial->changes[i].amount < 0;
	}
	return STATUS_OK;
}

/* ---- all periods ---- */

/* For sorting: somebody and their id. */
struct entry {
	struct text id;
	struct backtest_person person;
};

static int
by_id(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	return text_compare(a->id, b->id);
}

/* Everybody who has a row in any period. */
static enum status
list_people(struct backtest *test, struct arena *arena, struct arena *scratch)
{
	const struct dictionary *managers = &test->data->managers;
	bool *seen = arena_allocate(scratch, managers->count, sizeof *seen);
	struct entry *entries =
	    arena_allocate(scratch, managers->count, sizeof *entries);
	if (!seen || !entries)
		return STATUS_MEMORY;
	for (size_t i = 0; i < test->period_count; i++) {
		const struct pay_results *pay =
		    &backtest_trial(test, i, 0)->pay;
		for (size_t c = 0; c < pay->card_count; c++) {
			uint32_t m = pay->cards[c].manager;
			if (!seen[m])
				entries[test->person_count++] = (struct entry){
					dictionary_text(managers, m),
					{ m, NULL }
				};
			seen[m] = true;
		}
	}
	if (test->person_count)
		qsort(entries, test->person_count, sizeof *entries, by_id);
	test->people =
	    arena_allocate(arena, test->person_count, sizeof *test->people);
	for (size_t i = 0; test->people && i < test->person_count; i++) {
		test->people[i] = entries[i].person;
		test->people[i].under = arena_allocate(
		    arena, test->plan_count, sizeof *test->people[i].under);
		if (!test->people[i].under)
			return STATUS_MEMORY;
	}
	return test->people ? STATUS_OK : STATUS_MEMORY;
}

static enum status
add_to_person(struct backtest_under *under, const struct scorecard *card,
    const struct backtest_change *change)
{
	under->cards++;
	under->scored += card->scored;
	if (change) {
		under->higher += change->higher > 0;
		under->lower += change->higher < 0;
	}
	for (int part = 0; part < PAY_PART_COUNT; part++)
		if (!wide_add(&under->parts[part], card->pay[part]))
			return STATUS_OVERFLOW;
	return wide_add(&under->total, card->total) ? STATUS_OK
						    : STATUS_OVERFLOW;
}

/* The rows of a period stand in the order of the people, though not everybody
 * has one. */
static enum status
add_to_people(
    struct backtest *test, const struct backtest_trial *trial, size_t plan)
{
	struct backtest_person *person = test->people;
	enum status status = STATUS_OK;
	for (size_t c = 0; c < trial->pay.card_count && !status; c++) {
		const struct scorecard *card = &trial->pay.cards[c];
		while (person->manager != card->manager)
			person++;
		status = add_to_person(&person->under[plan], card,
		    trial->changes ? &trial->changes[c] : NULL);
	}
	return status;
}

static enum status
sum_up_plan(struct backtest *test, size_t plan, struct arena *arena)
{
	struct collecting collecting;
	struct backtest_outcome *outcome = &test->totals[plan];
	size_t cards = 0;
	for (size_t i = 0; i < test->period_count; i++)
		cards += backtest_trial(test, i, plan)->pay.card_count;
	enum status status = begin(&collecting, test, outcome, cards, arena);
	for (size_t i = 0; i < test->period_count && !status; i++) {
		const struct backtest_trial *trial =
		    backtest_trial(test, i, plan);
		status = add_trial(&collecting, trial);
		if (!status)
			status = add_to_people(test, trial, plan);
	}
	if (status)
		return status;
	end(&collecting);
	outcome->people = test->person_count;
	if (__builtin_sub_overflow(outcome->total, test->totals[0].total,
		&outcome->difference))
		return STATUS_OVERFLOW;
	for (size_t i = 0; i < test->person_count; i++) {
		const struct backtest_under *under = test->people[i].under;
		outcome->gaining += under[plan].total > under[0].total;
		outcome->losing += under[plan].total < under[0].total;
	}
	return STATUS_OK;
}

enum status
backtest_sum_up(struct backtest *test, struct arena *arena)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < test->period_count; i++) {
		struct backtest_trial *trials =
		    &test->trials[i * test->plan_count];
		for (size_t p = 0; p < test->plan_count && !status; p++)
			status =
			    sum_up_trial(test, &trials[0], &trials[p], arena);
	}
	struct arena *scratch = arena_new();
	test->totals =
	    arena_allocate(arena, test->plan_count, sizeof *test->totals);
	if (!status)
		status = scratch && test->totals
			     ? list_people(test, arena, scratch)
			     : STATUS_MEMORY;
	arena_free(scratch);
	for (size_t p = 0; p < test->plan_count && !status; p++)
		status = sum_up_plan(test, p, arena);
	return status;
}
