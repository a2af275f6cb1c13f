#include "metrics/periods/tenure.h"

#include "metrics/periods/cohort.h"
#include "metrics/periods/contract.h"

/* The last day that a contract covers, grace included. */
static date
last_covered(const struct view *view, const struct contract *contract)
{
	date last = contract_last_day(view, contract);
	return last == DATE_FOREVER ? last
				    : last + view->definitions->grace_days;
}

bool
client_tenure(
    const struct view *view, uint32_t client, struct client_tenure *tenure)
{
	const struct grouping *of_client = &view->data->contracts_of_client;
	date first = DATE_FOREVER, last = DATE_NONE;
	for (uint32_t i = of_client->first[client];
	     i < of_client->first[client + 1]; i++) {
		const struct contract *contract =
		    &view->data->contracts[of_client->order[i]];
		date covered = last_covered(view, contract);
		/* Ended before it began: covers no day. */
		if (!contract_is_signed(contract, view->as_of) ||
		    covered < contract->start_on ||
		    contract_never_begins(view, contract))
			continue;
		if (contract->start_on < first)
			first = contract->start_on;
		if (covered > last)
			last = covered;
	}
	if (first > view->as_of)
		return false;
	*tenure = (struct client_tenure){ .first = first,
		.end = last < view->as_of ? last : view->as_of,
		.lost = last < view->as_of };
	tenure->manager = client_manager(view, client, tenure->end);
	return true;
}
