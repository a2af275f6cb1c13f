/* Whom another plan would have rated and paid otherwise, on a terminal: a table
 * for each plan but the first. */
#include <stdio.h>

#include "engine/base/arena.h"
#include "io/cli/page.h"
#include "io/cli/plan/cells.h"
#include "io/cli/plan/show.h"
#include "io/cli/terminal.h"

/* The other formats have all. */
enum {
	CHANGES_MOST = 30,
	PEOPLE_MOST = 15, /* who gain most, and who lose most */
	MOVES_MOST = 3,
	BRIEF_BELOW = 120 /* columns of the terminal */
};

/* "and 12 more" below a list. */
static void
say_more(FILE *to, size_t more)
{
	if (more)
		terminal_print(to,
		    "… and %zu more (--format csv or xlsx has all)\n", more);
}

/* ---- who is rated otherwise ---- */

static void
put_change(struct cells *cells, size_t period,
    const struct backtest_change *change, bool brief)
{
	const struct scorecard *before = change->before, *after = change->after;
	const char *moved = plan_moves_text(
	    change, MOVES_MOST, brief, cells->language, cells->arena);
	cells_put(cells, plan_period_label(cells->planning, period));
	cells_text(cells, plan_person_name(cells->planning, after->manager));
	cells_score(cells, before->scored, before->score);
	cells_score(cells, after->scored, after->score);
	cells_put(cells, arena_format(cells->arena, "%s → %s",
			     before->scored ? before->rating.data : "–",
			     after->scored ? after->rating.data : "–"));
	cells_money(cells, change->amount, true);
	cells_put(cells, moved);
}

static enum status
show_changes(const struct planning *planning, size_t plan, FILE *to)
{
	const struct backtest *test = &planning->test;
	struct cells cells = cells_begin(planning);
	int width = page_width(to);
	size_t shown = 0, more = 0;
	cells_head_word(&cells, WORD_PERIOD, false);
	cells_head_word(&cells, WORD_PERSON, false);
	cells_head_word(&cells, WORD_SCORE, true);
	cells_head(&cells, "→", true);
	cells_head_word(&cells, WORD_RATING, false);
	cells_head_word(&cells, WORD_TOTAL, true);
	cells_head_word(&cells, WORD_BY_WHAT, false);
	for (size_t i = 0; i < test->period_count; i++) {
		const struct backtest_trial *trial =
		    backtest_trial(test, i, plan);
		for (size_t c = 0; c < trial->pay.card_count; c++)
			if (trial->changes[c].higher && shown++ < CHANGES_MOST)
				put_change(&cells, i, &trial->changes[c],
				    width && width < BRIEF_BELOW);
			else if (trial->changes[c].higher)
				more++;
	}
	const char *of = arena_format(
	    cells.arena, "%s: %s", test->plans[0].name, test->plans[plan].name);
	enum status status =
	    of ? cells_end(&cells, to, WORD_OTHERWISE, of) : STATUS_MEMORY;
	say_more(to, more);
	return status;
}

/* ---- who gains, who loses ---- */

static void
put_person(
    struct cells *cells, const struct backtest_person *person, size_t plan)
{
	const struct backtest_under *first = &person->under[0];
	const struct backtest_under *under = &person->under[plan];
	wide difference = under->total - first->total;
	cells_text(cells, plan_person_name(cells->planning, person->manager));
	cells_money(cells, first->total, false);
	cells_money(cells, under->total, false);
	cells_money(cells, difference, true);
	cells_percent(cells, difference, first->total);
	cells_count(cells, under->higher);
	cells_count(cells, under->lower);
}

static enum status
show_gains(const struct planning *planning, size_t plan, FILE *to)
{
	const struct backtest_person **people;
	struct cells cells = cells_begin(planning);
	size_t count, more = 0;
	cells_head_word(&cells, WORD_PERSON, false);
	cells_head_word(&cells, WORD_BEFORE, true);
	cells_head_word(&cells, WORD_AFTER, true);
	cells_head_word(&cells, WORD_DIFFERENCE, true);
	cells_head_word(&cells, WORD_PERCENT, true);
	cells_head_word(&cells, WORD_HIGHER, true);
	cells_head_word(&cells, WORD_LOWER, true);
	if (plan_gains(planning, plan, &people, &count, cells.arena))
		return STATUS_MEMORY;
	for (size_t i = 0; i < count; i++)
		if (i < PEOPLE_MOST || i + PEOPLE_MOST >= count)
			put_person(&cells, people[i], plan);
		else
			more++;
	const char *of = arena_format(cells.arena, "(%s → %s)",
	    planning->test.plans[0].name, planning->test.plans[plan].name);
	enum status status =
	    of ? cells_end(&cells, to, WORD_GAINS, of) : STATUS_MEMORY;
	say_more(to, more);
	return status;
}

enum status
plan_show_people(const struct planning *planning, FILE *to)
{
	enum status status = STATUS_OK;
	size_t plans = planning->test.plan_count;
	for (size_t p = 1; p < plans && !status; p++)
		status = show_changes(planning, p, to);
	for (size_t p = 1; p < plans && !status; p++)
		status = show_gains(planning, p, to);
	return status;
}
