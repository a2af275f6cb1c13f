/* The sheets on whom other plans would have rated and paid otherwise. */
#include "engine/base/arena.h"
#include "io/cli/plan/show.h"
#include "io/cli/plan/tab.h"

static void
put_person(struct tab *tab, uint32_t manager)
{
	tab_text(tab, plan_person_name(tab->planning, manager));
	tab_text(
	    tab, dictionary_text(&tab->planning->test.data->managers, manager));
}

static void
put_change(struct tab *tab, size_t period, size_t plan,
    const struct backtest_change *change)
{
	struct arena *arena = tab->sheet->report->arena;
	const struct scorecard *before = change->before, *after = change->after;
	const char *moved =
	    plan_moves_text(change, SIZE_MAX, false, tab->language, arena);
	tab_put(tab, plan_period_label(tab->planning, period));
	tab_put(tab, tab_plan(tab, plan));
	put_person(tab, after->manager);
	tab_score(tab, before->scored, before->score);
	tab_score(tab, after->scored, after->score);
	tab_text(tab, before->rating);
	tab_text(tab, after->rating);
	tab_money(tab, before->total);
	tab_money(tab, after->total);
	tab_difference(tab, change->amount, before->total);
	sheet_string(tab->sheet, tab->row, tab->column++, ROLE_REMARK,
	    moved ? moved : "");
	tab->sheet->report->out_of_memory |= moved == NULL;
	tab_end_row(tab);
}

/* `Score before`: a word with another behind it. */
static void
head_words(
    struct tab *tab, enum plan_word word, enum plan_word when, bool number)
{
	struct report *report = tab->sheet->report;
	const char *text = arena_format(report->arena, "%s: %s",
	    plan_word(word, tab->language), plan_word(when, tab->language));
	report->out_of_memory |= text == NULL;
	tab_head(tab, text ? text : "", number);
}

static void
add_changes(const struct planning *planning, struct report *report)
{
	const struct backtest *test = &planning->test;
	struct tab tab =
	    tab_begin(planning, report, WORD_SHEET_OTHERWISE, WORD_OTHERWISE);
	uint32_t heading = tab.row;
	const char *title = arena_format(report->arena, "%s %s",
	    plan_word(WORD_OTHERWISE, tab.language), tab_plan(&tab, 0));
	if (title)
		sheet_string(tab.sheet, 0, 0, ROLE_TITLE, title);
	tab_head_word(&tab, WORD_PERIOD, false);
	tab_head_word(&tab, WORD_PLAN, false);
	tab_head_word(&tab, WORD_PERSON, false);
	tab_head(&tab, "account_manager", false);
	head_words(&tab, WORD_SCORE, WORD_BEFORE, true);
	head_words(&tab, WORD_SCORE, WORD_AFTER, true);
	head_words(&tab, WORD_RATING, WORD_BEFORE, false);
	head_words(&tab, WORD_RATING, WORD_AFTER, false);
	head_words(&tab, WORD_TOTAL, WORD_BEFORE, true);
	head_words(&tab, WORD_TOTAL, WORD_AFTER, true);
	tab_head_word(&tab, WORD_DIFFERENCE, true);
	tab_head_word(&tab, WORD_PERCENT, true);
	tab_head_word(&tab, WORD_BY_WHAT, false);
	int columns = tab.column;
	tab_end_row(&tab);
	for (size_t p = 1; p < test->plan_count; p++)
		for (size_t i = 0; i < test->period_count; i++) {
			const struct backtest_trial *trial =
			    backtest_trial(test, i, p);
			for (size_t c = 0; c < trial->pay.card_count; c++)
				if (trial->changes[c].higher)
					put_change(
					    &tab, i, p, &trial->changes[c]);
		}
	tab_end_table(&tab, heading, columns);
	tab.sheet->freeze_row = heading + 1;
	tab_end(&tab);
}

static void
put_gain(struct tab *tab, const struct backtest_person *person, size_t plan)
{
	wide first = person->under[0].total;
	const struct backtest_under *under = &person->under[plan];
	put_person(tab, person->manager);
	tab_put(tab, tab_plan(tab, plan));
	tab_money(tab, first);
	tab_money(tab, under->total);
	tab_difference(tab, under->total - first, first);
	tab_count(tab, under->higher);
	tab_count(tab, under->lower);
	tab_end_row(tab);
}

static void
add_gains(const struct planning *planning, struct report *report)
{
	struct tab tab =
	    tab_begin(planning, report, WORD_SHEET_GAINS, WORD_GAINS);
	uint32_t heading = tab.row;
	tab_head_word(&tab, WORD_PERSON, false);
	tab_head(&tab, "account_manager", false);
	tab_head_word(&tab, WORD_PLAN, false);
	tab_head(&tab, tab_plan(&tab, 0), true);
	tab_head_word(&tab, WORD_AFTER, true);
	tab_head_word(&tab, WORD_DIFFERENCE, true);
	tab_head_word(&tab, WORD_PERCENT, true);
	tab_head_word(&tab, WORD_HIGHER, true);
	tab_head_word(&tab, WORD_LOWER, true);
	int columns = tab.column;
	tab_end_row(&tab);
	for (size_t p = 1; p < planning->test.plan_count; p++) {
		const struct backtest_person **people;
		size_t count;
		if (plan_gains(planning, p, &people, &count, report->arena)) {
			report->out_of_memory = true;
			return;
		}
		for (size_t i = 0; i < count; i++)
			put_gain(&tab, people[i], p);
	}
	tab_end_table(&tab, heading, columns);
	tab.sheet->freeze_row = heading + 1;
	tab_end(&tab);
}

void
plan_add_people(const struct planning *planning, struct report *report)
{
	add_changes(planning, report);
	add_gains(planning, report);
}
