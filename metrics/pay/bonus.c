#include "metrics/pay/bonus.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/base/rational.h"
#include "engine/model/shares.h"
#include "engine/model/spells.h"
#include "metrics/pay/bonus_note.h"
#include "metrics/pay/earnings.h"
#include "metrics/pay/rounding.h"
#include "metrics/pay/scorecard.h"

static const struct view *
run_view(const struct results *results)
{
	return &results->views[results->run_period];
}

/* ---- who is paid ---- */

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
	return earnings->any[manager] ||
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
	size_t most = 0;
	for (uint32_t m = 0; m < managers; m++)
		most += data->person_of_manager[m] != NO_ID;
	struct entry *entries = arena_allocate(scratch, most, sizeof *entries);
	pay->cards = arena_allocate(arena, most, sizeof *pay->cards);
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

static int
by_stranger(const void *left, const void *right)
{
	const struct stranger *a = left, *b = right;
	return text_compare(a->id, b->id);
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
	for (uint32_t m = 0; m < data->managers.count; m++) {
		struct stranger stranger = {
			dictionary_text(&data->managers, m), { 0 }
		};
		for (int part = PAY_COMMISSION; part < PAY_PART_COUNT; part++)
			stranger.amounts[part] = earnings->amounts[part][m];
		if (data->person_of_manager[m] == NO_ID && earnings->any[m])
			pay->strangers[pay->stranger_count++] = stranger;
	}
	if (pay->stranger_count)
		qsort(pay->strangers, pay->stranger_count,
		    sizeof *pay->strangers, by_stranger);
	return STATUS_OK;
}

/* Every rejected row that is about a person may have changed their pay. */
static enum status
count_rejects(struct pay_results *pay, struct arena *scratch)
{
	const struct dataset *data = pay->results->data;
	uint32_t manager, managers = data->managers.count;
	uint32_t *of_manager =
	    arena_allocate(scratch, managers, sizeof *of_manager);
	/* By manager, the last reject that was counted, from 1 on. */
	size_t *counted = arena_allocate(scratch, managers, sizeof *counted);
	if (!of_manager || !counted)
		return STATUS_MEMORY;
	struct reject_cursor cursor = rejects_begin(&data->rejects);
	const struct reject *reject;
	while ((reject = rejects_next(&cursor)) != NULL)
		for (size_t at = 0; reject_touches(data, reject, at, &manager);
		     at++) {
			of_manager[manager] +=
			    counted[manager] != cursor.place.index;
			counted[manager] = cursor.place.index;
		}
	for (size_t i = 0; i < pay->card_count; i++) {
		struct scorecard *card = &pay->cards[i];
		card->touched_by_rejects = of_manager[card->manager];
	}
	return STATUS_OK;
}

/* ---- the parts ---- */

/* The cap for a part of somebody's pay. */
static struct cap
cap_of(
    const struct pay_results *pay, const struct scorecard *card, enum cap_of of)
{
	return cap_for(&pay->results->definitions->cap, pay->results->data,
	    card->level, of);
}

static enum status
pay_kpi_bonus(const struct pay_results *pay, struct scorecard *card,
    struct arena *scratch)
{
	struct rational amount = rational_whole(0);
	struct capped capped = { 0, 0 };
	for (size_t i = 0; i < card->spell_count; i++)
		amount = rational_add(scratch, amount,
		    pay_of_spell(scratch, card, &card->spells[i]));
	enum status status =
	    pay_round_capped(scratch, amount, cap_of(pay, card, CAP_KPI_BONUS),
		pay->results->definitions->pay_unit, &capped);
	card->pay[PAY_KPI_BONUS] = capped.amount;
	card->cut[CAP_KPI_BONUS] = capped.uncut - capped.amount;
	return status;
}

static void
take_earnings(struct scorecard *card, const struct earnings *earnings)
{
	uint32_t manager = card->manager;
	for (int part = PAY_COMMISSION; part < PAY_PART_COUNT; part++)
		card->pay[part] = earnings->amounts[part][manager];
	card->cut[CAP_COMMISSION] = earnings->uncut[PAY_COMMISSION][manager] -
				    card->pay[PAY_COMMISSION];
	card->cut[CAP_AWARD] =
	    earnings->uncut[PAY_AWARD][manager] - card->pay[PAY_AWARD];
}

/* Cuts the total, and it alone, to its cap; with --paid it has none. */
static enum status
cap_total(const struct pay_results *pay, struct scorecard *card,
    struct arena *scratch)
{
	struct cap cap = cap_of(pay, card, CAP_TOTAL);
	struct capped capped = { 0, 0 };
	/* What is not cut stays the sum of the parts, whose unit may be finer.
	 */
	if (!cap.given || pay_nets(pay) ||
	    card->total <= decimal_widen(cap.most))
		return STATUS_OK;
	enum status status = pay_round_capped(scratch,
	    rational_wide(scratch, card->total), cap,
	    pay_part_unit(pay->results->definitions, PAY_ADJUSTMENT), &capped);
	card->cut[CAP_TOTAL] = card->total - capped.amount;
	card->total = capped.amount;
	return status;
}

static enum status
pay_person(struct pay_results *pay, struct scorecard *card,
    const struct earnings *earnings, struct arena *scratch)
{
	uint32_t manager = card->manager;
	enum status status = pay_kpi_bonus(pay, card, scratch);
	take_earnings(card, earnings);
	for (int part = 0; part < PAY_PART_COUNT && !status; part++) {
		wide paid = paid_before(pay, part, manager);
		card->paid[part] = paid;
		if (!wide_add(&card->total, card->pay[part]) ||
		    !wide_add(&pay->totals[part], card->pay[part]) ||
		    !wide_add(&card->total_paid, paid) ||
		    !wide_add(&pay->paid_totals[part], paid) ||
		    !wide_add(&pay->total_paid, paid))
			status = STATUS_OVERFLOW;
	}
	if (!status)
		status = cap_total(pay, card, scratch);
	if (!status && (!wide_add(&pay->total, card->total) ||
			   __builtin_sub_overflow(
			       card->total, card->total_paid, &card->due) ||
			   !wide_add(&pay->total_due, card->due)))
		status = STATUS_OVERFLOW;
	return status;
}

static enum status
compute(struct pay_results *pay, struct arena *arena, struct arena *scratch)
{
	struct earnings earnings;
	enum status status = earnings_find(&earnings, pay, arena, scratch);
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
		.has_rates =
		    results->definitions->project_award != 0 ||
		    commission_is_paid(&results->definitions->commission),
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
