#include "metrics/pay/bonus.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/base/rational.h"
#include "metrics/estimates/metrics.h"
#include "engine/model/note.h"
#include "engine/model/references.h"
#include "engine/model/spells.h"
#include "metrics/pay/scorecard.h"
#include "metrics/periods/contract.h"
#include "metrics/periods/project.h"

static const struct view *
run_view(const struct results *results)
{
	return &results->views[results->run_period];
}

bool
pay_commissions(const struct pay_results *pay, const struct contract *contract)
{
	const struct view *view = run_view(pay->results);
	return pay->earning_count && contract_counts(view, contract) &&
	       period_holds(&view->period, contract->counts_on);
}

wide
pay_commission(const struct view *view, const struct contract *contract)
{
	enum kind kind = references_kind(view->data, contract);
	return decimal_share(
	    contract->value, view->definitions->commission[kind]);
}

const struct observations *
pay_projects(const struct results *results)
{
	const struct metric *variance =
	    metrics_find(text_of("budget_variance"));
	return results_observations(
	    results, results->run_period, (size_t)(variance - metrics_table));
}

bool
pay_awards(const struct pay_results *pay, const struct observation *observation)
{
	struct project project =
	    project_of(run_view(pay->results), observation->record);
	return pay->earning_count && observation->x.exact <= 0 &&
	       project.due_on != DATE_NONE &&
	       project.delivered_on <= project.due_on;
}

/* ---- who is paid ---- */

/* What managers earn over the periods whose commission and award the run pays:
 * exact commissions, and how many awards; and the amounts, each the sum over
 * the periods of what is rounded by itself. */
struct earnings {
	wide *commission;
	uint32_t *awards;
	wide *amounts[PAY_PART_COUNT];
};

/* The same of one period. */
struct earned {
	wide *commission;
	uint32_t *awards;
};

/* For sorting: a card and its id. */
struct entry {
	struct text id;
	struct scorecard card;
};

static int
by_id(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	return text_compare(a->id, b->id);
}

/* The spells of somebody in the period. */
static enum status
list_spells(struct scorecard *card, const struct dataset *data,
    const struct period *period, struct arena *arena)
{
	struct spells spells = spells_of(data, card->manager);
	card->spells =
	    arena_allocate(arena, spells.count, sizeof *card->spells);
	if (!card->spells)
		return STATUS_MEMORY;
	for (size_t i = 0; i < spells.count; i++) {
		const struct person *spell = &data->people[spells.rows[i]];
		int days = spell_days(spell, period);
		if (days == 0)
			continue;
		card->spells[card->spell_count++] =
		    (struct served_spell){ .spell = spell,
			    .days = days,
			    .plan = NO_PLAN,
			    .base = spell_base(spell, period->kind) };
		card->days_served += days;
		card->level = spell->level;
	}
	return STATUS_OK;
}

/* What other runs have paid a manager of a part. */
static wide
paid_before(const struct pay_results *pay, int part, uint32_t manager)
{
	wide sum = 0;
	for (size_t i = 0; pay_nets(pay) && i < pay->paid->count; i++)
		sum += pay->paid->folders[i].amounts[part][manager];
	return sum;
}

static bool
earns(const struct pay_results *pay, const struct earnings *earnings,
    uint32_t manager)
{
	bool award = earnings->awards[manager] &&
		     pay->results->definitions->project_award != 0;
	return earnings->commission[manager] != 0 || award ||
	       paid_before(pay, PAY_COMMISSION, manager) != 0 ||
	       paid_before(pay, PAY_AWARD, manager) != 0;
}

static enum status
list_cards(struct pay_results *pay, const struct earnings *earnings,
    struct arena *arena, struct arena *scratch)
{
	const struct results *results = pay->results;
	const struct dataset *data = results->data;
	const struct period *period = &run_view(results)->period;
	uint32_t managers = data->managers.count;
	struct entry *entries =
	    arena_allocate(scratch, managers, sizeof *entries);
	pay->cards = arena_allocate(arena, managers, sizeof *pay->cards);
	if (!entries || !pay->cards)
		return STATUS_MEMORY;
	for (size_t i = 0; i < data->person_count; i++)
		pay->has_bases |=
		    spell_base(&data->people[i], period->kind) != DECIMAL_NONE;
	for (uint32_t m = 0; m < managers; m++) {
		struct scorecard card = { .manager = m,
			.person = data->person_of_manager[m],
			.subject = results->subject_of_manager[m],
			.level = NO_ID,
			.days_of_period = (int)(period->until - period->from) };
		if (card.person == NO_ID)
			continue;
		if (list_spells(&card, data, period, arena))
			return STATUS_MEMORY;
		if (card.spell_count || earns(pay, earnings, m))
			entries[pay->card_count++] =
			    (struct entry){ dictionary_text(&data->managers, m),
				    card };
	}
	if (pay->card_count)
		qsort(entries, pay->card_count, sizeof *entries, by_id);
	for (size_t i = 0; i < pay->card_count; i++)
		pay->cards[i] = entries[i].card;
	return STATUS_OK;
}

static enum status
list_strangers(struct pay_results *pay, const struct earnings *earnings,
    struct arena *arena)
{
	const struct dataset *data = pay->results->data;
	if (!data->present[TABLE_PEOPLE])
		return STATUS_OK;
	pay->strangers =
	    arena_allocate(arena, data->managers.count, sizeof *pay->strangers);
	if (!pay->strangers)
		return STATUS_MEMORY;
	for (uint32_t m = 0; m < data->managers.count; m++)
		if (data->person_of_manager[m] == NO_ID &&
		    earnings->commission[m] != 0)
			pay->strangers[pay->stranger_count++] =
			    (struct stranger){ m, earnings->commission[m] };
	return STATUS_OK;
}

/* Every rejected row that is about a person may have changed their pay. */
static enum status
count_rejects(struct pay_results *pay, struct arena *scratch)
{
	const struct dataset *data = pay->results->data;
	uint32_t *of_manager =
	    arena_allocate(scratch, data->managers.count, sizeof *of_manager);
	if (!of_manager)
		return STATUS_MEMORY;
	for (size_t i = 0; i < data->reject_count; i++)
		if (data->rejects[i].manager != NO_ID)
			of_manager[data->rejects[i].manager]++;
	for (size_t i = 0; i < pay->card_count; i++) {
		struct scorecard *card = &pay->cards[i];
		card->touched_by_rejects = of_manager[card->manager];
	}
	return STATUS_OK;
}

/* ---- the parts ---- */

/* To a whole multiple of the unit, half away from zero. */
static enum status
round_to_unit(
    struct arena *scratch, struct rational amount, decimal unit, wide *rounded)
{
	struct rational units =
	    rational_divide(scratch, amount, rational_decimal(scratch, unit));
	wide count;
	if (rational_failed(units))
		return STATUS_MEMORY;
	if (!rational_round(units, &count) ||
	    __builtin_mul_overflow(count, decimal_widen(unit), rounded))
		return STATUS_OVERFLOW;
	return STATUS_OK;
}

static enum status
pay_kpi_bonus(struct scorecard *card, decimal unit, struct arena *scratch)
{
	struct rational amount = rational_whole(0);
	for (size_t i = 0; i < card->spell_count; i++)
		amount = rational_add(scratch, amount,
		    pay_of_spell(scratch, card, &card->spells[i]));
	return round_to_unit(scratch, amount, unit, &card->pay[PAY_KPI_BONUS]);
}

/* Adds what each contract and project earns in one of the run's periods. */
static enum status
earn_in(struct earned *earned, const struct pay_results *pay,
    const struct period *period)
{
	const struct results *results = pay->results;
	const struct dataset *data = results->data;
	const struct view *view = run_view(results);
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (pay_commissions(pay, contract) &&
		    period_holds(period, contract->counts_on) &&
		    !wide_add(&earned->commission[contract->manager],
			pay_commission(view, contract)))
			return STATUS_OVERFLOW;
	}
	const struct observations *projects = pay_projects(results);
	for (size_t i = 0; i < projects->count; i++) {
		const struct observation *project = &projects->rows[i];
		if (project->manager != NO_ID && pay_awards(pay, project) &&
		    period_holds(
			period, project_of(view, project->record).delivered_on))
			earned->awards[project->manager]++;
	}
	return STATUS_OK;
}

/* Rounds what a manager earned in one period, and adds it. */
static enum status
take_earned(struct earnings *earnings, const struct earned *earned,
    const struct definitions *definitions, uint32_t m, struct arena *scratch)
{
	decimal unit = definitions->pay_unit;
	wide commission = 0, award = 0;
	struct rational awards = rational_multiply(scratch,
	    rational_decimal(scratch, definitions->project_award),
	    rational_of(scratch, earned->awards[m], 1));
	enum status status = round_to_unit(scratch,
	    rational_wide(scratch, earned->commission[m]), unit, &commission);
	if (!status)
		status = round_to_unit(scratch, awards, unit, &award);
	if (!status &&
	    (!wide_add(&earnings->commission[m], earned->commission[m]) ||
		!wide_add(&earnings->amounts[PAY_COMMISSION][m], commission) ||
		!wide_add(&earnings->amounts[PAY_AWARD][m], award)))
		status = STATUS_OVERFLOW;
	earnings->awards[m] += earned->awards[m];
	return status;
}

/* What one period brings everybody. */
static enum status
earn_period(struct earnings *earnings, const struct pay_results *pay,
    const struct period *period, struct arena *scratch)
{
	const struct results *results = pay->results;
	uint32_t managers = results->data->managers.count;
	struct earned earned = { arena_allocate(scratch, managers,
				     sizeof *earned.commission),
		arena_allocate(scratch, managers, sizeof *earned.awards) };
	if (!earned.commission || !earned.awards)
		return STATUS_MEMORY;
	enum status status = earn_in(&earned, pay, period);
	for (uint32_t m = 0; m < managers && !status; m++)
		if (earned.commission[m] != 0 || earned.awards[m])
			status = take_earned(earnings, &earned,
			    results->definitions, m, scratch);
	return status;
}

static enum status
earn(struct earnings *earnings, const struct pay_results *pay,
    struct arena *scratch)
{
	uint32_t managers = pay->results->data->managers.count;
	enum status status = STATUS_OK;
	earnings->commission =
	    arena_allocate(scratch, managers, sizeof *earnings->commission);
	earnings->awards =
	    arena_allocate(scratch, managers, sizeof *earnings->awards);
	if (!earnings->commission || !earnings->awards)
		return STATUS_MEMORY;
	for (int part = 0; part < PAY_PART_COUNT; part++)
		if (!(earnings->amounts[part] = arena_allocate(
			  scratch, managers, sizeof **earnings->amounts)))
			return STATUS_MEMORY;
	for (size_t i = 0; i < pay->earning_count && !status; i++)
		status = earn_period(earnings, pay, &pay->earning[i], scratch);
	return status;
}

static enum status
pay_person(struct pay_results *pay, struct scorecard *card,
    const struct earnings *earnings, struct arena *scratch)
{
	uint32_t manager = card->manager;
	enum status status =
	    pay_kpi_bonus(card, pay->results->definitions->pay_unit, scratch);
	card->pay[PAY_COMMISSION] = earnings->amounts[PAY_COMMISSION][manager];
	card->pay[PAY_AWARD] = earnings->amounts[PAY_AWARD][manager];
	for (int part = 0; part < PAY_PART_COUNT && !status; part++) {
		wide paid = paid_before(pay, part, manager);
		card->paid[part] = paid;
		if (!wide_add(&card->total, card->pay[part]) ||
		    !wide_add(&pay->totals[part], card->pay[part]) ||
		    !wide_add(&pay->total, card->pay[part]) ||
		    !wide_add(&card->total_paid, paid) ||
		    !wide_add(&pay->paid_totals[part], paid) ||
		    !wide_add(&pay->total_paid, paid))
			status = STATUS_OVERFLOW;
	}
	if (!status && (__builtin_sub_overflow(
			    card->total, card->total_paid, &card->due) ||
			   !wide_add(&pay->total_due, card->due)))
		status = STATUS_OVERFLOW;
	return status;
}

/* ---- notes ---- */

static void
note_gates(struct note *note, const struct scorecard *card)
{
	for (size_t i = 0; i < card->line_count; i++) {
		const struct scorecard_line *line = &card->lines[i];
		const char *metric = line->row->metric.data;
		if (line->gate_shut)
			note_add(note,
			    "gate %s is worse than its threshold: no KPI bonus",
			    "điều kiện chặn %s dưới ngưỡng: không có thưởng "
			    "KPI",
			    metric);
		if (line->gate_unjudged)
			note_add(note,
			    "gate %s could not be judged and shuts nothing",
			    "không xét được điều kiện chặn %s nên không chặn",
			    metric);
		else if (line->leaving)
			note_add(note, "%s left the plan",
			    "%s không tính vào kế hoạch", metric);
	}
}

/* What a spell does not bring, where another of the person's may. */
static void
note_spell(struct note *note, const struct scorecard *card,
    const struct served_spell *served)
{
	char from[DATE_TEXT_SIZE];
	date_print(from, served->spell->joined_on);
	if (served->plan == NO_PLAN)
		note_add(note, "no plan for the row from %s: it brings 0",
		    "dòng từ %s không có kế hoạch: tính là 0", from);
	else if (!card->plans[served->plan].scored)
		note_add(note,
		    "no metric of the plan of the row from %s could be judged: "
		    "it brings 0",
		    "không chỉ số nào trong kế hoạch của dòng từ %s xét được: "
		    "tính là 0",
		    from);
	if (served->base == DECIMAL_NONE)
		note_add(note, "no base bonus in the row from %s: taken as 0",
		    "dòng từ %s không có thưởng cơ sở: tính là 0", from);
}

static void
note_score(struct note *note, const struct scorecard *card)
{
	if (card->days_served == 0)
		note_add(note, "no day in service: no score, no KPI bonus",
		    "không làm việc ngày nào trong kỳ: không có điểm, không có "
		    "thưởng KPI");
	else if (card->plan_count == 0)
		note_add(note, "no plan: no score, no KPI bonus",
		    "không có kế hoạch: không có điểm, không có thưởng KPI");
	else if (!card->scored)
		note_add(note,
		    "no metric of the plan could be judged: no score, no KPI "
		    "bonus",
		    "không chỉ số nào xét được: không có điểm, không có thưởng "
		    "KPI");
}

static void
note_spells(
    struct note *note, const struct scorecard *card, enum period_kind kind)
{
	bool base = card->spell_count == 0;
	for (size_t i = 0; i < card->spell_count; i++)
		base |= card->spells[i].base != DECIMAL_NONE;
	if (!base)
		note_add(note, "no %s in people.csv: taken as 0",
		    "không có %s trong people.csv: tính là 0",
		    spell_base_name(kind));
	else if (card->scored && card->spell_count > 1)
		for (size_t i = 0; i < card->spell_count; i++)
			note_spell(note, card, &card->spells[i]);
}

/* A score below the least that brings a bonus. */
static void
note_minimum(struct note *note, const struct scorecard *card, decimal minimum)
{
	char score[WIDE_TEXT_SIZE], least[WIDE_TEXT_SIZE];
	wide_print_places(score, decimal_widen(card->score), 2);
	wide_print(least, decimal_widen(minimum));
	if (card->below_minimum)
		note_add(note,
		    "score %s is below the least of %s: no KPI bonus",
		    "điểm %s dưới mức tối thiểu %s: không có thưởng KPI", score,
		    least);
}

static enum status
note_bonus(
    const struct pay_results *pay, struct scorecard *card, struct arena *arena)
{
	const struct definitions *definitions = pay->results->definitions;
	enum period_kind kind = run_view(pay->results)->period.kind;
	decimal minimum = definitions->minimum_score;
	struct note note = note_begin(arena);
	note_score(&note, card);
	note_minimum(&note, card, minimum);
	note_spells(&note, card, kind);
	note_gates(&note, card);
	if (card->days_served && card->days_served < card->days_of_period)
		note_add(&note, "in service %d of %d days",
		    "làm việc %d trên %d ngày", card->days_served,
		    card->days_of_period);
	if (pay->has_rates && pay->earning_count == 0)
		note_add(&note,
		    "commission and award are paid by the %s (pay.every): 0 "
		    "here",
		    "hoa hồng và thưởng dự án trả theo %s (pay.every): ở đây "
		    "là 0",
		    period_kind_name((enum period_kind)definitions->pay_every));
	if (card->touched_by_rejects)
		note_add(&note,
		    "rejected rows about this person, not counted here: %u",
		    "số dòng bị từ chối liên quan, chưa được tính: %u",
		    card->touched_by_rejects);
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (!(card->bonus_note[l] = note.text[l]))
			return STATUS_MEMORY;
	return STATUS_OK;
}

/* The run's own period, if it is of the kind that pays; with --paid those of
 * that kind in it. */
static enum status
list_earning_periods(struct pay_results *pay, struct arena *arena)
{
	enum { MOST = 12 };
	const struct definitions *definitions = pay->results->definitions;
	const struct period *own = &run_view(pay->results)->period;
	enum period_kind every = (enum period_kind)definitions->pay_every;
	bool inner =
	    pay_nets(pay) && own->kind > every && own->kind != PERIOD_RANGE;
	pay->earning = arena_allocate(arena, MOST, sizeof *pay->earning);
	if (!pay->earning)
		return STATUS_MEMORY;
	if (own->kind == every)
		pay->earning[pay->earning_count++] = *own;
	for (date day = own->from; inner && day < own->until;
	     day = pay->earning[pay->earning_count - 1].until)
		pay->earning[pay->earning_count++] =
		    period_of(day, every, definitions->fiscal_year_start);
	return STATUS_OK;
}

static enum status
compute(struct pay_results *pay, struct arena *arena, struct arena *scratch)
{
	struct earnings earnings;
	enum status status = list_earning_periods(pay, arena);
	if (!status)
		status = earn(&earnings, pay, scratch);
	if (!status)
		status = list_cards(pay, &earnings, arena, scratch);
	if (!status)
		status = list_strangers(pay, &earnings, arena);
	if (!status)
		status = count_rejects(pay, scratch);
	for (size_t i = 0; i < pay->card_count && !status; i++) {
		struct scorecard *card = &pay->cards[i];
		struct arena_mark mark = arena_mark(scratch);
		status = scorecard_fill(card, pay->results, arena, scratch);
		if (!status)
			status = pay_person(pay, card, &earnings, scratch);
		if (!status && arena_failed(scratch))
			status = STATUS_MEMORY;
		if (!status)
			status = note_bonus(pay, card, arena);
		arena_release(scratch, mark);
	}
	return status;
}

static bool
has_rates(const struct definitions *definitions)
{
	bool rates = definitions->project_award != 0;
	for (size_t kind = 0; kind < sizeof definitions->commission /
					 sizeof *definitions->commission;
	     kind++)
		rates |= definitions->commission[kind] != 0;
	return rates;
}

enum status
pay_compute(struct pay_results *pay, const struct results *results,
    const struct payroll_map *payroll, const struct paid_before *paid,
    struct arena *arena, struct diagnostics *diagnostics)
{
	*pay = (struct pay_results){ .results = results,
		.payroll = payroll,
		.paid = paid,
		.has_rates = has_rates(results->definitions),
		.has_plan =
		    plan_is_for(results->data, &run_view(results)->period) };
	struct arena *scratch = arena_new();
	enum status status =
	    scratch ? compute(pay, arena, scratch) : STATUS_MEMORY;
	arena_free(scratch);
	if (status == STATUS_OVERFLOW)
		return diagnostics_fail(diagnostics, status,
		    "pay: an amount does not fit into 128 bits; look for "
		    "absurd values in contracts, people.csv and plan.csv");
	return status ? diagnostics_no_memory(diagnostics) : STATUS_OK;
}
