#include "metrics/periods/contract.h"

date
known_by(date day, date as_of)
{
	return day > as_of ? DATE_NONE : day;
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

date
contract_last_day(const struct view *view, const struct contract *contract)
{
	date terminated = contract_terminated_on(contract, view->as_of);
	if (terminated != DATE_NONE)
		return terminated;
	return contract->end_on != DATE_NONE ? contract->end_on : DATE_FOREVER;
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
	       DECIMAL_ONE;
}

bool
contract_is_expansion(const struct contract *contract)
{
	return contract->kind == KIND_UPSELL ||
	       contract->kind == KIND_CROSS_SELL;
}
