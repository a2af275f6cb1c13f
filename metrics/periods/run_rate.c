#include "metrics/periods/run_rate.h"

static struct rational
contract_run_rate(const struct contract *contract, struct arena *arena)
{
	struct months planned =
	    months_between(contract->start_on, contract->end_on + 1);
	return rational_of(arena, (wide)contract->value * planned.length,
	    ((wide)planned.whole * planned.length + planned.days) *
		DECIMAL_ONE);
}

struct rational
client_run_rate(
    const struct view *view, uint32_t client, date day, struct arena *arena)
{
	const struct grouping *of_client = &view->data->contracts_of_client;
	struct rational sum = rational_whole(0);
	for (uint32_t i = of_client->first[client];
	     i < of_client->first[client + 1]; i++) {
		const struct contract *contract =
		    &view->data->contracts[of_client->order[i]];
		if (contract->end_on != DATE_NONE &&
		    contract_in_force(contract, day, view->as_of))
			sum = rational_add(
			    arena, sum, contract_run_rate(contract, arena));
	}
	return sum;
}
