/* What one has to know about a back-test: what it takes for granted, and where
 * its numbers rest on less than they seem to. */
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/note.h"
#include "io/cli/plan/planning.h"
#include "io/locale/locale.h"

enum { NAMED = 5 };

static struct note
begin(const struct planning *planning)
{
	return note_begin(planning->session.arena);
}

static void
keep(struct planning *planning, const struct note *note)
{
	const char *text = note->text[planning->options->language];
	if (planning->note_count < PLAN_NOTES_MOST)
		planning->notes[planning->note_count++] = text;
}

/* A list of names with commas; the first few only. */
struct names {
	struct arena *arena;
	const char *text; /* NULL without memory */
	size_t count;
};

static void
add_name(struct names *names, const char *name)
{
	if (names->text && names->count < NAMED)
		names->text = arena_format(names->arena, "%s%s%s", names->text,
		    names->count ? ", " : "", name);
	else if (names->text && names->count == NAMED)
		names->text = arena_format(names->arena, "%s …", names->text);
	names->count++;
}

static struct names
no_names(const struct planning *planning)
{
	return (struct names){ planning->session.arena, "", 0 };
}

static const char *
text_of_names(const struct names *names)
{
	return names->text ? names->text : "";
}

/* ---- always ---- */

static void
note_days(struct planning *planning)
{
	struct note note = begin(planning);
	if (planning->offset == 0)
		note_say(
		    &note, "each period is judged as known on its last day");
	else if (planning->offset > 0)
		note_say(&note,
		    "each period is judged as known %d days after its last day "
		    "(--as-of)",
		    planning->offset);
	else
		note_say(&note,
		    "each period is judged as known %d days before its last "
		    "day (--as-of)",
		    -planning->offset);
	keep(planning, &note);
	note = begin(planning);
	note_say(&note,
	    "by today's data, people.csv and kpi.yaml: what was paid then may "
	    "differ (kpi diff compares runs)");
	note_say(&note,
	    "commission, project award and adjustments are the same under "
	    "every plan");
	keep(planning, &note);
}

static void
note_plans(struct planning *planning)
{
	struct note note = begin(planning);
	if (planning->own_plan)
		return;
	note_say(&note, "there is no plan.csv: others are compared with %s",
	    planning->test.plans[0].name);
	keep(planning, &note);
}

static void
note_rejects(struct planning *planning)
{
	size_t count = planning->session.data.rejects.count;
	struct note note = begin(planning);
	if (count == 0)
		return;
	note_say(&note, "rejected rows: %zu (--accept-rejects)", count);
	keep(planning, &note);
}

/* ---- periods ---- */

/* Tables that begin within or behind a period. */
static void
note_beginnings(struct planning *planning)
{
	const struct backtest *test = &planning->test;
	for (int table = 0; table < TABLE_COUNT; table++) {
		char day[DATE_TEXT_SIZE];
		struct names periods = no_names(planning);
		struct note note = begin(planning);
		date first = dataset_first_day(test->data, (enum table)table);
		if (!(table_kinds[table].flags & TABLE_MAIN) ||
		    first == INT32_MAX)
			continue;
		for (size_t i = 0; i < test->period_count; i++)
			if (test->periods[i].from + DATA_END_SLACK < first)
				add_name(&periods, test->periods[i].label);
		if (periods.count == 0)
			continue;
		note_say(&note,
		    "%s begin on %s: their metrics rest on a part, or on "
		    "nothing, in %s",
		    table_name((enum table)table), date_print(day, first),
		    text_of_names(&periods));
		keep(planning, &note);
	}
}

static bool
has_no_base(const struct pay_results *pay)
{
	return !pay->has_bases;
}

static bool
has_no_earnings(const struct pay_results *pay)
{
	return pay->has_rates && pay->earning_count == 0;
}

static void
note_periods(struct planning *planning,
    bool (*concerns)(const struct pay_results *), const char *message)
{
	const struct backtest *test = &planning->test;
	struct names periods = no_names(planning);
	struct note note = begin(planning);
	for (size_t i = 0; i < test->period_count; i++)
		if (concerns(&backtest_trial(test, i, 0)->pay))
			add_name(&periods, test->periods[i].label);
	if (periods.count == 0)
		return;
	note_say(&note, "%s: %s", _(message), text_of_names(&periods));
	keep(planning, &note);
}

/* ---- plans ---- */

/* Periods for which a plan has no rows. */
static void
note_no_rows(struct planning *planning, size_t plan)
{
	const struct backtest *test = &planning->test;
	struct names periods = no_names(planning);
	struct note note = begin(planning);
	for (size_t i = 0; i < test->period_count; i++)
		if (!backtest_trial(test, i, plan)->pay.has_plan)
			add_name(&periods, test->periods[i].label);
	if (periods.count == 0)
		return;
	note_say(&note, "%s has no rows for %s: nobody is scored there",
	    test->plans[plan].name, text_of_names(&periods));
	keep(planning, &note);
}

/* People in service for whom a plan has no rows, where it has some. */
static void
note_without_plan(struct planning *planning, size_t plan)
{
	const struct backtest *test = &planning->test;
	struct names people = no_names(planning);
	struct note note = begin(planning);
	for (size_t i = 0; i < test->period_count; i++) {
		const struct pay_results *pay =
		    &backtest_trial(test, i, plan)->pay;
		for (size_t c = 0; pay->has_plan && c < pay->card_count; c++) {
			const struct scorecard *card = &pay->cards[c];
			const char *name =
			    arena_format(planning->session.arena, "%s (%s)",
				dictionary_text(
				    &test->data->managers, card->manager)
				    .data,
				test->periods[i].label);
			if (card->days_served && card->plan_count == 0)
				add_name(&people, name ? name : "");
		}
	}
	if (people.count == 0)
		return;
	note_say(&note, "%s has no plan for: %s", test->plans[plan].name,
	    text_of_names(&people));
	keep(planning, &note);
}

/* Metrics that left every score, and how often the others left. */
static void
note_leaving(struct planning *planning, size_t plan)
{
	const struct backtest *test = &planning->test;
	const struct backtest_outcome *all = &test->totals[plan];
	struct names never = no_names(planning);
	struct note note = begin(planning);
	if (all->fit.left == 0)
		return;
	for (size_t m = 0; m < test->measure_count; m++)
		if (all->fits[m].left && all->fits[m].judged == 0)
			add_name(&never, test->measures[m].metric.data);
	note_say(&note,
	    "%s: %zu of %zu values left the scores (none, or fewer records "
	    "than min_n), their weight shared out",
	    test->plans[plan].name, all->fit.left,
	    all->fit.left + all->fit.judged);
	if (never.count)
		note_say(&note, "never a value: %s", text_of_names(&never));
	keep(planning, &note);
}

static void
note_shut(struct planning *planning, size_t plan)
{
	const struct backtest_outcome *all = &planning->test.totals[plan];
	struct note note = begin(planning);
	const char *name = planning->test.plans[plan].name;
	if (all->gates_shut)
		note_say(&note,
		    "%s: rows with a shut gate, so without a KPI bonus: %zu",
		    name, all->gates_shut);
	if (all->below_minimum)
		note_say(&note,
		    "%s: scores below pay.minimum_score, so without a KPI "
		    "bonus: %zu",
		    name, all->below_minimum);
	if (all->gates_shut || all->below_minimum)
		keep(planning, &note);
}

/* ---- money that nobody is paid ---- */

static void
note_strangers(struct planning *planning)
{
	const struct backtest *test = &planning->test;
	struct names people = no_names(planning);
	struct note note = begin(planning);
	wide sum = 0;
	for (size_t i = 0; i < test->period_count; i++) {
		const struct pay_results *pay =
		    &backtest_trial(test, i, 0)->pay;
		for (size_t s = 0; s < pay->stranger_count; s++) {
			const struct stranger *stranger = &pay->strangers[s];
			const char *name =
			    arena_format(planning->session.arena, "%s (%s)",
				stranger->id.data, test->periods[i].label);
			add_name(&people, name ? name : "");
			for (int part = 0; part < PAY_PART_COUNT; part++)
				if (!wide_add(&sum, stranger->amounts[part]))
					return;
		}
	}
	char amount[WIDE_GROUPED_SIZE];
	if (people.count == 0)
		return;
	note_say(&note,
	    "not in people.csv, so in no total: what is not KPI bonus of "
	    "%s, %s %s",
	    text_of_names(&people),
	    wide_print_grouped(amount, sum, planning->options->language),
	    test->definitions->currency);
	keep(planning, &note);
}

enum status
planning_take_notes(struct planning *planning)
{
	const struct backtest *test = &planning->test;
	note_days(planning);
	note_plans(planning);
	note_rejects(planning);
	note_beginnings(planning);
	note_periods(planning, has_no_base,
	    N_("nobody in people.csv has a base bonus, so there is no KPI "
	       "bonus, "
	       "for a period such as"));
	note_periods(planning, has_no_earnings,
	    N_("no commission and no award: runs over other periods pay them "
	       "(pay.every)"));
	for (size_t p = 0; p < test->plan_count; p++) {
		note_no_rows(planning, p);
		note_without_plan(planning, p);
		note_leaving(planning, p);
		note_shut(planning, p);
	}
	note_strangers(planning);
	for (size_t i = 0; i < planning->note_count; i++)
		if (!planning->notes[i])
			return STATUS_MEMORY;
	return STATUS_OK;
}
