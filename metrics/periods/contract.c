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
contract_last_day(const struct contract *contract, date as_of)
{
	date terminated = contract_terminated_on(contract, as_of);
	if (terminated != DATE_NONE)
		return terminated;
	return contract->end_on != DATE_NONE ? contract->end_on : DATE_FOREVER;
}

bool
contract_in_force(const struct contract *contract, date day, date as_of)
{
	return contract_is_signed(contract, as_of) &&
	       contract->start_on <= day &&
	       day <= contract_last_day(contract, as_of);
}

bool
contract_is_expansion(const struct contract *contract)
{
	return contract->kind == KIND_UPSELL ||
	       contract->kind == KIND_CROSS_SELL;
}
