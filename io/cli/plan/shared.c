/* What the tables, the rows and the sheets of a back-test share. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/cli/plan/show.h"
#include "io/cli/plan/words.h"
#include "io/locale/locale.h"

size_t
plan_period_count(const struct planning *planning)
{
	size_t count = planning->test.period_count;
	return count + (count > 1);
}

bool
plan_is_all(const struct planning *planning, size_t period)
{
	return period == planning->test.period_count;
}

const struct backtest_outcome *
plan_outcome(const struct planning *planning, size_t period, size_t plan)
{
	const struct backtest *test = &planning->test;
	return plan_is_all(planning, period)
		   ? &test->totals[plan]
		   : &backtest_trial(test, period, plan)->outcome;
}

struct optional
plan_percent(wide difference, wide first)
{
	if (first == 0)
		return (struct optional){ 0 };
	return (struct optional){ true,
		wide_double(difference) / wide_double(first) * 100 };
}

const char *
plan_period_label(const struct planning *planning, size_t period)
{
	return plan_is_all(planning, period)
		   ? plan_word(WORD_ALL, planning->options->language)
		   : planning->test.periods[period].label;
}

const char *
plan_heading(const struct planning *planning, struct arena *arena)
{
	const struct backtest *test = &planning->test;
	const char *first = test->periods[0].label;
	const char *last = test->periods[test->period_count - 1].label;
	const char *periods = test->period_count > 1
				  ? arena_format(arena, "%s … %s", first, last)
				  : first;
	if (!periods)
		return NULL;
	if (test->plan_count == 1)
		return arena_format(arena, "%s; %s; %s", periods,
		    test->plans[0].name, test->definitions->currency);
	return arena_format(arena,
	    language_text(planning->options->language,
		N_("%s; %zu plans, compared with %s; %s")),
	    periods, test->plan_count, test->plans[0].name,
	    test->definitions->currency);
}

/* For sorting: what a plan brings somebody. */
struct gain {
	wide amount;
	const struct backtest_person *person; /* they stand in an array */
};

static int
by_gain(const void *left, const void *right)
{
	const struct gain *a = left, *b = right;
	if (a->amount != b->amount)
		return a->amount > b->amount ? -1 : 1;
	return a->person < b->person ? -1 : a->person > b->person;
}

enum status
plan_gains(const struct planning *planning, size_t plan,
    const struct backtest_person ***people, size_t *count, struct arena *arena)
{
	const struct backtest *test = &planning->test;
	struct gain *gains =
	    arena_allocate(arena, test->person_count, sizeof *gains);
	*people = arena_allocate(arena, test->person_count, sizeof **people);
	*count = 0;
	if (!gains || !*people)
		return STATUS_MEMORY;
	for (size_t i = 0; i < test->person_count; i++) {
		const struct backtest_person *person = &test->people[i];
		wide amount =
		    person->under[plan].total - person->under[0].total;
		if (amount != 0)
			gains[(*count)++] = (struct gain){ amount, person };
	}
	if (*count)
		qsort(gains, *count, sizeof *gains, by_gain);
	for (size_t i = 0; i < *count; i++)
		(*people)[i] = gains[i].person;
	return STATUS_OK;
}

int
plan_places(const struct planning *planning)
{
	return pay_places(planning->test.definitions->pay_unit);
}

struct text
plan_person_name(const struct planning *planning, uint32_t manager)
{
	return dataset_manager_name(planning->test.data, manager);
}

/* `payout 50 → 100`, `weight 20 → 30`: what is other in the two lines. */
static const char *
line_text(const struct backtest_move *move, enum language language,
    struct arena *arena)
{
	static const char payout[] = N_("payout");
	static const char weight[] = N_("weight");
	const struct scorecard_line *before = move->before;
	const struct scorecard_line *after = move->after;
	if (!before || !after || before->leaving || after->leaving)
		return "";
	bool paid = before->payout != after->payout;
	bool weighed = before->weight_used != after->weight_used;
	const char *text = "";
	if (paid)
		text = arena_format(arena, "%s %.4g → %.4g",
		    language_text(language, payout), before->payout,
		    after->payout);
	if (weighed && text)
		text = arena_format(arena, "%s%s%s %.4g → %.4g", text,
		    paid ? ", " : "", language_text(language, weight),
		    before->weight_used, after->weight_used);
	return text && *text ? arena_format(arena, " (%s)", text) : text;
}

/* What takes the KPI bonus away besides a low score: `gate shut (on_time)`, by
 * the first gate that is. */
static const char *
shut_text(
    const struct scorecard *card, enum language language, struct arena *arena)
{
	for (size_t l = 0; l < card->line_count; l++)
		if (card->lines[l].gate_shut)
			return arena_format(arena,
			    language_text(language, N_("gate shut (%s)")),
			    card->lines[l].row->metric.data);
	return card->below_minimum
		   ? language_text(language, N_("below pay.minimum_score"))
		   : "";
}

/* What of that is other than under the first plan. */
static const char *
shutting_text(const struct backtest_change *change, enum language language,
    struct arena *arena)
{
	const char *before = shut_text(change->before, language, arena);
	const char *after = shut_text(change->after, language, arena);
	if (!before || !after)
		return NULL;
	if (strcmp(before, after) == 0)
		return "";
	return *after
		   ? after
		   : arena_format(arena,
			 language_text(language, N_("no longer %s")), before);
}

const char *
plan_moves_text(const struct backtest_change *change, size_t most, bool brief,
    enum language language, struct arena *arena)
{
	const char *text = shutting_text(change, language, arena);
	for (size_t i = 0; i < change->move_count && i < most && text; i++) {
		const struct backtest_move *move = &change->moves[i];
		const struct backtest_measure *measure = move->measure;
		const char *line =
		    brief ? "" : line_text(move, language, arena);
		bool self = measure->scope == PLAN_SELF;
		if (!line)
			return NULL;
		text = arena_format(arena, "%s%s%s%s%s%s %+.2f%s", text,
		    *text ? "; " : "", measure->metric.data, self ? "" : " (",
		    self ? "" : plan_scope_name(measure->scope),
		    self ? "" : ")", rational_nearest(move->points), line);
	}
	if (text && change->move_count > most)
		text = arena_format(arena, "%s; …", text);
	return text;
}
