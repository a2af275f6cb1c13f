#include "metrics/periods/run_rate.h"

#include "engine/model/rates.h"

/* The contract's price in the run's currency at the rate of the opening day, in
 * 10^-4: of all or of a month, as it stands in the file. */
static wide
price(const struct view *view, const struct contract *contract)
{
	decimal rate = contract->exchange_rate;
	if (rate == DECIMAL_NONE)
		return contract->original_value;
	decimal opening = rates_on(view->definitions->exchange_rates,
	    dictionary_text(&view->data->words, contract->currency),
	    view->period.from - 1);
	return decimal_scale(contract->original_value,
	    opening != DECIMAL_NONE ? opening : rate, DECIMAL_ONE);
}

static struct rational
contract_run_rate(const struct view *view, const struct contract *contract,
    struct arena *arena)
{
	wide money = price(view, contract);
	if (contract->value_per == PER_MONTH)
		return rational_of(arena, money, DECIMAL_ONE);
	struct months planned =
	    months_between(contract->start_on, contract->end_on + 1);
	struct rational months = rational_of(arena,
	    (wide)planned.whole * planned.length + planned.days,
	    planned.length);
	return rational_divide(
	    arena, rational_of(arena, money, DECIMAL_ONE), months);
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
		bool has_rate = contract->value_per == PER_MONTH ||
				contract->end_on != DATE_NONE;
		if (has_rate && contract->recurring == RECURRING_YES &&
		    contract_in_force(view, contract, day))
			sum = rational_add(arena, sum,
			    contract_run_rate(view, contract, arena));
	}
	return sum;
}
