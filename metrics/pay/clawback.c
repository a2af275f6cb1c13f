#include "metrics/pay/clawback.h"

#include "metrics/periods/contract.h"

/* Does a renewal that succeeds the contract begin by a day? */
static bool
is_renewed(const struct view *view, const struct contract *contract, date by)
{
	const struct dataset *data = view->data;
	for (size_t i = 0; i < data->succession_count; i++) {
		const struct contract *renewal =
		    &data->contracts[data->successions[i]];
		if (&data->contracts[renewal->referred] == contract &&
		    renewal->start_on <= by &&
		    contract_in_force(view, renewal, renewal->start_on))
			return true;
	}
	return false;
}

bool
clawback_applies(const struct view *view, const struct contract *contract,
    const struct period *period)
{
	const struct definitions *definitions = view->definitions;
	date ended = contract->terminated_on;
	if (definitions->clawback_days == 0 || contract->kind == KIND_CREDIT ||
	    !contract_is_signed(contract, view->as_of) ||
	    known_by(ended, view->as_of) == DATE_NONE ||
	    !period_holds(period, ended))
		return false;
	if (contract->end_on != DATE_NONE && ended >= contract->end_on)
		return false;
	return ended - contract->start_on < definitions->clawback_days &&
	       !is_renewed(view, contract, ended + 1 + definitions->grace_days);
}

void
clawback_part(const struct view *view, const struct contract *contract,
    int *unserved, int *days)
{
	date start = contract->start_on;
	bool open = contract->end_on == DATE_NONE;
	date end = open ? date_months_later(start, 12) - 1 : contract->end_on;
	*unserved = *days = 1;
	if (view->definitions->clawback_share == CLAWBACK_ALL ||
	    (open && contract->value_per == PER_TOTAL))
		return;
	*days = (int)(end - start + 1);
	*unserved = (int)(end - contract->terminated_on);
	if (*unserved > *days)
		*unserved = *days;
	if (*unserved < 0)
		*unserved = 0;
}
