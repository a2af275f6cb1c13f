#include "metrics/periods/contract.h"

#include "engine/base/arena.h"

date
known_by(date day, date as_of)
{
	return day > as_of ? DATE_NONE : day;
}

date
closing_day(const struct view *view)
{
	date last = view->period.until - 1;
	return last < view->as_of ? last : view->as_of;
}

enum stage
contract_stage(const struct contract *contract, date as_of)
{
	/* DATE_NONE is before every as_of. */
	return contract->closed_on > as_of ? STAGE_OPEN : contract->stage;
}

bool
contract_is_signed(const struct contract *contract, date as_of)
{
	return contract_stage(contract, as_of) == STAGE_WON;
}

date
contract_terminated_on(const struct contract *contract, date as_of)
{
	date terminated = known_by(contract->terminated_on, as_of);
	bool after_end =
	    contract->end_on != DATE_NONE && terminated > contract->end_on;
	return after_end ? DATE_NONE : terminated;
}

bool
contract_counts(const struct view *view, const struct contract *contract)
{
	return contract->stage == STAGE_WON &&
	       contract->counts_on != DATE_NONE &&
	       contract->counts_on <= view->as_of;
}

/* ---- its days ---- */

static date
planned_last_day(const struct contract *contract, date as_of)
{
	date terminated = contract_terminated_on(contract, as_of);
	if (terminated != DATE_NONE)
		return terminated;
	return contract->end_on != DATE_NONE ? contract->end_on : DATE_FOREVER;
}

static date
cut_of(const struct view *view, const struct contract *contract)
{
	return view->cuts && contract->succeeded != NO_ID
		   ? view->cuts[contract->succeeded]
		   : DATE_FOREVER;
}

enum status
contracts_cut(struct view *view, struct arena *arena)
{
	const struct dataset *data = view->data;
	if (data->succeeded_count == 0)
		return STATUS_OK;
	date *cuts = arena_allocate(arena, data->succeeded_count, sizeof *cuts);
	if (!cuts)
		return STATUS_MEMORY;
	for (size_t i = 0; i < data->succeeded_count; i++)
		cuts[i] = DATE_FOREVER;
	view->cuts = cuts;
	/* Those that succeed a renewal have had their turn before it. */
	for (size_t i = 0; i < data->succession_count; i++) {
		const struct contract *renewal =
		    &data->contracts[data->successions[i]];
		date *cut = &cuts[data->contracts[renewal->referred].succeeded];
		if (contract_in_force(view, renewal, renewal->start_on) &&
		    renewal->start_on - 1 < *cut)
			*cut = renewal->start_on - 1;
	}
	return STATUS_OK;
}

date
contract_last_day(const struct view *view, const struct contract *contract)
{
	date last = planned_last_day(contract, view->as_of);
	date cut = cut_of(view, contract);
	return cut < last ? cut : last;
}

bool
contract_never_begins(const struct view *view, const struct contract *contract)
{
	return cut_of(view, contract) < contract->start_on;
}

bool
contract_in_force(
    const struct view *view, const struct contract *contract, date day)
{
	return contract_is_signed(contract, view->as_of) &&
	       contract->start_on <= day &&
	       day <= contract_last_day(view, contract);
}

wide
contract_budget(const struct view *view, const struct contract *contract)
{
	if (contract->budget_per == PER_TOTAL)
		return decimal_widen(contract->budget);
	date last = contract_last_day(view, contract);
	date delivered = known_by(contract->delivered_on, view->as_of);
	if (last > view->as_of)
		last = view->as_of;
	if (delivered != DATE_NONE && last > delivered)
		last = delivered;
	return decimal_over_months(contract->budget,
		   months_between(contract->start_on, last + 1)) *
	       (WIDE_ONE / DECIMAL_ONE);
}

bool
contract_has_close_kind(
    const struct view *view, const struct contract *contract)
{
	return view->definitions->close_rate_kinds >> contract->kind & 1;
}

bool
contract_is_proposal(const struct view *view, const struct contract *contract)
{
	return contract_has_close_kind(view, contract) &&
	       contract_stage(contract, view->as_of) != STAGE_CANCELLED;
}

bool
proposal_is_open(const struct view *view, const struct contract *contract)
{
	return contract->kind != KIND_CREDIT &&
	       contract->proposed_on != DATE_NONE &&
	       contract->proposed_on <= view->as_of &&
	       contract_stage(contract, view->as_of) == STAGE_OPEN;
}

bool
contract_is_expansion(const struct contract *contract)
{
	return contract->kind == KIND_UPSELL ||
	       contract->kind == KIND_CROSS_SELL;
}
