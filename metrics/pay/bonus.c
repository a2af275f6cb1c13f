#include "metrics/pay/bonus.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/base/rational.h"
#include "metrics/estimates/metrics.h"
#include "engine/model/references.h"
#include "engine/model/spells.h"
#include "metrics/pay/bonus_note.h"
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

bool
pay_adjusts(const struct view *view, const struct adjustment *adjustment)
{
	return adjustment->manager != NO_ID &&
	       text_is(adjustment->period, view->period.label);
}

/* ---- who is paid ---- */

/* What managers earn over the periods whose commission and award the run pays:
 * exact commissions, and how many awards; and the amounts, each the sum over
 * the periods of what is rounded by itself. Beside them the exact adjustments
 * of the run's own period. */
struct earnings {
	wide *commission, *adjustment;
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
	       earnings->adjustment[manager] != 0 ||
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
		    (earnings->commission[m] || earnings->adjustment[m]))
			pay->strangers[pay->stranger_count++] =
			    (struct stranger){ m, earnings->commission[m],
				    earnings->adjustment[m] };
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
adjust(struct earnings *earnings, const struct view *view)
{
	const struct dataset *data = view->data;
	for (size_t i = 0; i < data->adjustment_count; i++) {
		const struct adjustment *adjustment = &data->adjustments[i];
		if (pay_adjusts(view, adjustment) &&
		    !wide_add(&earnings->adjustment[adjustment->manager],
			decimal_widen(adjustment->amount)))
			return STATUS_OVERFLOW;
	}
	return STATUS_OK;
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
	earnings->adjustment =
	    arena_allocate(scratch, managers, sizeof *earnings->adjustment);
	if (!earnings->commission || !earnings->awards || !earnings->adjustment)
		return STATUS_MEMORY;
	for (int part = 0; part < PAY_PART_COUNT; part++)
		if (!(earnings->amounts[part] = arena_allocate(
			  scratch, managers, sizeof **earnings->amounts)))
			return STATUS_MEMORY;
	for (size_t i = 0; i < pay->earning_count && !status; i++)
		status = earn_period(earnings, pay, &pay->earning[i], scratch);
	return status ? status : adjust(earnings, run_view(pay->results));
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
	if (!status)
		status = round_to_unit(scratch,
		    rational_wide(scratch, earnings->adjustment[manager]),
		    pay_part_unit(pay->results->definitions, PAY_ADJUSTMENT),
		    &card->pay[PAY_ADJUSTMENT]);
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
			status = bonus_note(pay, card, arena);
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

static bool
has_adjustments(const struct view *view)
{
	for (size_t i = 0; i < view->data->adjustment_count; i++)
		if (pay_adjusts(view, &view->data->adjustments[i]))
			return true;
	return false;
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
		.has_adjustments = has_adjustments(run_view(results)),
		.has_plan =
		    plan_is_for(results->data, &run_view(results)->period) };
	struct arena *scratch = arena_new();
	enum status status =
	    scratch ? compute(pay, arena, scratch) : STATUS_MEMORY;
	arena_free(scratch);
	if (status == STATUS_OVERFLOW)
		return diagnostics_fail(diagnostics, status,
		    "pay: an amount does not fit into 128 bits; look for "
		    "absurd values in contracts, people.csv, plan.csv and "
		    "adjustments.csv");
	return status ? diagnostics_no_memory(diagnostics) : STATUS_OK;
}
