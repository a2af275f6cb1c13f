/* Who is rated otherwise than under the first plan, and by what. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/pay/backtest.h"
#include "metrics/pay/payout.h"

/* What a measure brings to a score: percent. */
struct brought {
	struct rational points;
	const struct scorecard_line *line;
	size_t lines;
};

/* Adds a plan's lines; `days` of it are of `all` that have a score. */
static void
add_plan(const struct backtest *test, const struct scorecard *card,
    const struct judged_plan *plan, int all, struct brought *brought,
    struct arena *scratch)
{
	const struct scorecard_line *lines = &card->lines[plan->first];
	wide weights = 0;
	for (size_t l = 0; l < plan->count; l++)
		if (!lines[l].leaving)
			weights += decimal_widen(lines[l].row->weight);
	struct rational days = rational_of(scratch, plan->days, all);
	for (size_t l = 0; l < plan->count; l++) {
		enum payout_branch branch;
		struct brought *by =
		    &brought[backtest_measure_of(test, &lines[l]) -
			     test->measures];
		by->line = &lines[l];
		by->lines++;
		if (lines[l].leaving)
			continue;
		struct rational share = rational_of(
		    scratch, decimal_widen(lines[l].row->weight), weights);
		struct rational points = rational_multiply(scratch, share,
		    curve_payout(
			scratch, &lines[l].curve, lines[l].exact, &branch));
		by->points = rational_add(scratch, by->points,
		    rational_multiply(scratch, points, days));
	}
}

/* By measure; they add up to the card's score before it is rounded. */
static struct brought *
find_brought(const struct backtest *test, const struct scorecard *card,
    struct arena *scratch)
{
	struct brought *brought =
	    arena_allocate(scratch, test->measure_count, sizeof *brought);
	int days = 0;
	for (size_t m = 0; brought && m < test->measure_count; m++)
		brought[m].points = rational_whole(0);
	for (size_t p = 0; p < card->plan_count; p++)
		days += card->plans[p].scored ? card->plans[p].days : 0;
	for (size_t p = 0; brought && p < card->plan_count; p++)
		if (card->plans[p].scored)
			add_plan(test, card, &card->plans[p], days, brought,
			    scratch);
	return brought;
}

static int
by_size(const void *left, const void *right)
{
	const struct backtest_move *a = left, *b = right;
	int order = rational_compare(
	    rational_size(b->points), rational_size(a->points));
	return order                     ? order
	       : a->measure < b->measure ? -1
					 : a->measure > b->measure;
}

static enum status
find_moves(const struct backtest *test, struct backtest_change *change,
    struct arena *arena, struct arena *scratch)
{
	struct brought *before = find_brought(test, change->before, scratch);
	struct brought *after = find_brought(test, change->after, scratch);
	change->moves =
	    arena_allocate(arena, test->measure_count, sizeof *change->moves);
	if (!before || !after || !change->moves)
		return STATUS_MEMORY;
	for (size_t m = 0; m < test->measure_count; m++) {
		struct rational points = rational_subtract(
		    scratch, after[m].points, before[m].points);
		if (rational_is_zero(points))
			continue;
		change->moves[change->move_count++] = (struct backtest_move){
			.measure = &test->measures[m],
			.points = rational_copy(arena, points),
			.before = before[m].lines == 1 ? before[m].line : NULL,
			.after = after[m].lines == 1 ? after[m].line : NULL
		};
	}
	if (change->move_count)
		qsort(change->moves, change->move_count, sizeof *change->moves,
		    by_size);
	return arena_failed(scratch) || arena_failed(arena) ? STATUS_MEMORY
							    : STATUS_OK;
}

/* The place of a card's rating; no rating lies below all. */
static size_t
place_of(const struct rating_bands *bands, const struct scorecard *card)
{
	return card->scored ? backtest_band(bands, card->score)
			    : bands->count + 1;
}

static enum status
compare_card(const struct backtest *test, struct backtest_change *change,
    struct arena *arena, struct arena *scratch)
{
	const struct scorecard *before = change->before, *after = change->after;
	const struct rating_bands *bands = &test->definitions->rating_bands;
	size_t was = place_of(bands, before), is = place_of(bands, after);
	change->higher = (is < was) - (is > was);
	if (__builtin_sub_overflow(
		after->total, before->total, &change->amount))
		return STATUS_OVERFLOW;
	struct arena_mark mark = arena_mark(scratch);
	enum status status = STATUS_OK;
	if (before->scored != after->scored || before->score != after->score)
		status = find_moves(test, change, arena, scratch);
	arena_release(scratch, mark);
	return status;
}

/* Who has a card does not depend on the plan: that of one index is the same
 * person's under every plan. */
static enum status
compare_trial(const struct backtest *test, const struct backtest_trial *first,
    struct backtest_trial *trial, struct arena *arena, struct arena *scratch)
{
	const struct pay_results *pay = &trial->pay;
	enum status status = STATUS_OK;
	trial->changes =
	    arena_allocate(arena, pay->card_count, sizeof *trial->changes);
	if (!trial->changes)
		return STATUS_MEMORY;
	for (size_t i = 0; i < pay->card_count && !status; i++) {
		trial->changes[i] =
		    (struct backtest_change){ .before = &first->pay.cards[i],
			    .after = &pay->cards[i] };
		status = compare_card(test, &trial->changes[i], arena, scratch);
	}
	return status;
}

enum status
backtest_compare(struct backtest *test, struct arena *arena)
{
	struct arena *scratch = arena_new();
	enum status status = scratch ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; i < test->period_count; i++) {
		struct backtest_trial *trials =
		    &test->trials[i * test->plan_count];
		for (size_t p = 1; p < test->plan_count && !status; p++)
			status = compare_trial(
			    test, &trials[0], &trials[p], arena, scratch);
	}
	arena_free(scratch);
	return status;
}
