#include "io/cli/diff/spells.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/locale/locale.h"
#include "metrics/pay/plan.h"

static date
day(const char *text)
{
	date value;
	return text && date_parse(text_of(text), &value) ? value : DATE_NONE;
}

/* The column of the base bonus for the run's kind of period; that of a quarter
 * in folders of runs that knew no other. */
static size_t
base_column(const struct diff_run *run)
{
	static const size_t columns[] = {
		[PERIOD_MONTH] = FIELD_PEOPLE_base_bonus_month,
		[PERIOD_QUARTER] = FIELD_PEOPLE_base_bonus,
		[PERIOD_HALF] = FIELD_PEOPLE_base_bonus_half,
		[PERIOD_YEAR] = FIELD_PEOPLE_base_bonus_year,
		[PERIOD_RANGE] = FIELD_COUNT,
	};
	if (run->columns[FIELD_PEOPLE_base_bonus_month] == SIZE_MAX)
		return FIELD_PEOPLE_base_bonus;
	return columns[run->period.kind];
}

static const char *
base_cell(const struct diff_run *run, const struct record *record)
{
	size_t column = base_column(run);
	return column == FIELD_COUNT ? "" : diff_cell(run, record, column);
}

static int
days_served(const struct diff_run *run, const struct record *record)
{
	date first = day(run_folder_value(&run->folder, "period.from"));
	date last = day(run_folder_value(&run->folder, "period.last"));
	date joined = day(diff_cell(run, record, FIELD_PEOPLE_joined_on));
	date left = day(diff_cell(run, record, FIELD_PEOPLE_left_on));
	first = joined > first ? joined : first;
	last = left != DATE_NONE && left < last ? left : last;
	return last < first ? 0 : last - first + 1;
}

/* The plan of a spell, added if it is another than those of earlier ones. The
 * plan is found by the same function as in a run. */
static enum status
tell_plan(const struct diff *diff, const struct diff_run *run,
    const char *subject, const char *level, struct spell_told *spell,
    struct person_told *told)
{
	struct plan_choice choice;
	if (plan_choose_rows(&choice, run->plan, run->records[TABLE_PLAN].count,
		text_of(subject), text_of(level), &run->period, diff->arena))
		return STATUS_MEMORY;
	spell->plan = NO_PLAN;
	if (choice.count == 0)
		return STATUS_OK;
	size_t p = 0;
	while (p < told->plan_count &&
	       !text_equal(told->plans[p].name, choice.level))
		p++;
	if (p == told->plan_count)
		told->plans[told->plan_count++] =
		    (struct plan_told){ .name = choice.level };
	told->plans[p].days += spell->days;
	spell->plan = p;
	return STATUS_OK;
}

static int
by_from(const void *left, const void *right)
{
	const struct spell_told *a = left, *b = right;
	return strcmp(a->from, b->from);
}

/* The rows of a person in records-people.csv: they go by the id, later ones by
 * it and their first day. */
static enum status
tell_spells(const struct diff *diff, enum side side, const char *subject,
    struct person_told *told)
{
	const struct diff_run *run = &diff->run[side];
	const struct record_table *people = &run->records[TABLE_PEOPLE];
	const struct record *record =
	    diff_find_record(run, TABLE_PEOPLE, subject);
	size_t first = record ? (size_t)(record - people->rows) : people->count;
	size_t end = first, length = strlen(subject);
	while (end < people->count &&
	       strncmp(people->rows[end].name, subject, length) == 0)
		end++;
	told->spells =
	    arena_allocate(diff->arena, end - first, sizeof *told->spells);
	told->plans =
	    arena_allocate(diff->arena, end - first, sizeof *told->plans);
	if (!told->spells || !told->plans)
		return STATUS_MEMORY;
	for (size_t i = first; i < end; i++) {
		record = &people->rows[i];
		if (strcmp(record->name, subject) != 0 &&
		    strcmp(diff_cell(run, record, FIELD_PEOPLE_account_manager),
			subject) != 0)
			continue;
		struct spell_told spell = {
			.from = diff_cell(run, record, FIELD_PEOPLE_joined_on),
			.days = days_served(run, record),
			.base =
			    diff_number(diff->arena, base_cell(run, record)),
			.plan = i /* the record's, until tell_plan */
		};
		told->base = spell.base;
		if (spell.days)
			told->spells[told->spell_count++] = spell;
	}
	if (told->spell_count)
		qsort(told->spells, told->spell_count, sizeof *told->spells,
		    by_from);
	return STATUS_OK;
}

struct rational
diff_minimum_score(const struct diff *diff, const struct diff_run *run)
{
	const char *least = diff_in_force(run, DEFINITION_minimum_score);
	return diff_number(diff->arena, least && *least ? least : "0");
}

/* Does a note say that a gate is shut, in whatever language it is? */
static bool
says_shut(const char *note)
{
	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		const char *shut = language_text((enum language)language,
		    N_("gate: worse than its threshold, no KPI bonus"));
		if (strncmp(note, shut, strlen(shut)) == 0)
			return true;
	}
	return false;
}

/* The rows of a person in scorecard.csv form a block for each plan, which a row
 * `*` ends; the blocks are in the order of the plans. */
static void
tell_scores(const struct diff *diff, const struct diff_run *run,
    const char *subject, struct person_told *told)
{
	size_t count, plan = 0;
	const struct score_row *rows = diff_scorecard(run, subject, &count);
	for (size_t i = 0; i < count && plan < told->plan_count; i++) {
		struct plan_told *known = &told->plans[plan];
		known->shut |= says_shut(rows[i].note);
		if (strcmp(rows[i].metric, "*") != 0)
			continue;
		known->whole = &rows[i];
		plan++;
	}
	struct rational least = diff_minimum_score(diff, run);
	bool below =
	    count && *rows[count - 1].points &&
	    rational_compare(
		diff_number(diff->arena, rows[count - 1].points), least) < 0;
	for (size_t p = 0; p < told->plan_count; p++)
		told->plans[p].shut |= below;
}

enum status
diff_tell_person(const struct diff *diff, enum side side, const char *subject,
    struct person_told *told)
{
	const struct diff_run *run = &diff->run[side];
	date first = day(run_folder_value(&run->folder, "period.from"));
	date last = day(run_folder_value(&run->folder, "period.last"));
	*told = (struct person_told){ .base = rational_whole(0),
		.days_of_period = last - first + 1 };
	enum status status = tell_spells(diff, side, subject, told);
	for (size_t i = 0; i < told->spell_count && !status; i++) {
		struct spell_told *spell = &told->spells[i];
		const struct record *record =
		    &run->records[TABLE_PEOPLE].rows[spell->plan];
		status = tell_plan(diff, run, subject,
		    diff_cell(run, record, FIELD_PEOPLE_level), spell, told);
	}
	tell_scores(diff, run, subject, told);
	told->simple = told->plan_count <= 1;
	for (size_t i = 0; i < told->spell_count; i++)
		told->simple &= told->spells[i].plan == told->spells[0].plan &&
				rational_compare(told->spells[i].base,
				    told->spells[0].base) == 0;
	return status;
}

struct rational
diff_spell_amount(const struct diff *diff, const struct person_told *told,
    const struct spell_told *spell)
{
	struct arena *arena = diff->arena;
	const struct plan_told *plan =
	    spell->plan == NO_PLAN ? NULL : &told->plans[spell->plan];
	if (!plan || !plan->whole || plan->shut || told->days_of_period <= 0)
		return rational_whole(0);
	struct rational amount = rational_multiply(
	    arena, spell->base, diff_number(arena, plan->whole->points));
	return rational_multiply(arena, amount,
	    rational_of(arena, spell->days, 100 * told->days_of_period));
}
