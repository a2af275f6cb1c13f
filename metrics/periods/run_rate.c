#include "metrics/periods/run_rate.h"

#include "engine/model/rates.h"

/* Where the opening day has no rate: that of the client's contract in the same
 * currency which was in force then (the latest, then the smaller id), so that
 * what succeeds it is measured alike; else the contract's own. */
static decimal
own_rate(const struct view *view, const struct contract *contract)
{
	const struct dataset *data = view->data;
	const struct grouping *of_client = &data->contracts_of_client;
	const struct contract *before = NULL;
	date opening = view->period.from - 1;
	if (contract_in_force(view, contract, opening))
		return contract->exchange_rate;
	for (uint32_t i = of_client->first[contract->client];
	     i < of_client->first[contract->client + 1]; i++) {
		const struct contract *other =
		    &data->contracts[of_client->order[i]];
		if (other->currency != contract->currency ||
		    !contract_in_force(view, other, opening))
			continue;
		if (!before || other->start_on > before->start_on ||
		    (other->start_on == before->start_on &&
			text_compare(dictionary_text(
					 &data->contract_ids, other->contract),
			    dictionary_text(
				&data->contract_ids, before->contract)) < 0))
			before = other;
	}
	return before ? before->exchange_rate : contract->exchange_rate;
}

/* The contract's price in the run's currency at the rate of the opening day, in
 * 10^-4: of all or of a month, as it stands in the file. */
static wide
price(const struct view *view, const struct contract *contract)
{
	if (contract->exchange_rate == DECIMAL_NONE)
		return contract->original_value;
	decimal rate = rates_on(view->definitions->exchange_rates,
	    dictionary_text(&view->data->words, contract->currency),
	    view->period.from - 1);
	if (rate == DECIMAL_NONE)
		rate = own_rate(view, contract);
	return decimal_scale(contract->original_value, rate, DECIMAL_ONE);
}

struct rational
contract_run_rate(const struct view *view, const struct contract *contract,
    struct arena *arena)
{
	bool by_month = contract->value_per == PER_MONTH;
	if (contract->recurring != RECURRING_YES ||
	    (!by_month && contract->end_on == DATE_NONE))
		return rational_whole(0);
	wide money = price(view, contract);
	if (by_month)
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
		if (contract_in_force(view, contract, day))
			sum = rational_add(arena, sum,
			    contract_run_rate(view, contract, arena));
	}
	return sum;
}
