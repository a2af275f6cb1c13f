#include "io/import/tables/parts.h"

/* What is wrong with a contract as a whole; FIELD_COUNT if nothing. */
static size_t
find_fault(const struct value *values, const struct contract *contract,
    const char **reason)
{
	enum stage stage = contract->stage;
	bool closed = stage == STAGE_WON || stage == STAGE_LOST;
	if (closed && values[FIELD_CONTRACTS_client_id].text.length == 0) {
		*reason = "blank; a won or lost contract needs its client";
		return FIELD_CONTRACTS_client_id;
	}
	if (closed && contract->closed_on == DATE_NONE) {
		*reason = "blank; a won or lost contract needs the day";
		return FIELD_CONTRACTS_closed_on;
	}
	if (stage == STAGE_WON && contract->value == DECIMAL_NONE) {
		*reason = "blank; a won contract needs its value";
		return FIELD_CONTRACTS_value;
	}
	if (contract->start_on != DATE_NONE && contract->end_on != DATE_NONE &&
	    contract->end_on < contract->start_on) {
		*reason = "before start_on (of a won contract closed_on, if "
			  "start_on is blank)";
		return FIELD_CONTRACTS_end_on;
	}
	if (contract->progress > DECIMAL_ONE) {
		*reason = "more than 1; 1 is all of the work";
		return FIELD_CONTRACTS_progress;
	}
	return FIELD_COUNT;
}

/* ---- money ---- */

/* What an amount a month comes to over the planned months of a contract; one
 * without an end, or without a beginning yet, is taken for a year. */
static bool
over_the_term(const struct contract *contract, decimal *amount)
{
	bool open =
	    contract->start_on == DATE_NONE || contract->end_on == DATE_NONE;
	struct months months = { 12, 0, 1 };
	if (!open)
		months =
		    months_between(contract->start_on, contract->end_on + 1);
	return *amount == DECIMAL_NONE ||
	       decimal_narrow(decimal_over_months(*amount, months), amount);
}

/* Brings value and budget to the run's currency and, by the month, to the whole
 * contract; FIELD_COUNT, or what is wrong. */
static size_t
settle_money(const struct loading *loading, struct value *values,
    struct contract *contract, const char **reason)
{
	struct conversion conversion;
	date day = contract->closed_on != DATE_NONE ? contract->closed_on
						    : contract->proposed_on;
	contract->original_value = contract->value;
	contract->original_budget = contract->budget;
	*reason = table_conversion(loading, values, FIELD_CONTRACTS_currency,
	    FIELD_CONTRACTS_value, day, &conversion);
	if (*reason)
		return FIELD_CONTRACTS_currency;
	contract->exchange_rate = conversion.rate;
	values[FIELD_CONTRACTS_currency].text = conversion.currency;
	*reason = table_too_large;
	if (!table_apply(&conversion, &contract->value) ||
	    !table_apply(&conversion, &contract->budget))
		return FIELD_CONTRACTS_currency;
	contract->planned_budget = contract->budget;
	if (contract->value_per == PER_MONTH &&
	    !over_the_term(contract, &contract->value))
		return FIELD_CONTRACTS_value;
	if (contract->budget_per == PER_MONTH &&
	    !over_the_term(contract, &contract->planned_budget))
		return FIELD_CONTRACTS_budget;
	*reason = NULL;
	return FIELD_COUNT;
}

void
judge_contract(const struct loading *loading, struct value *values, void *row,
    struct refusal *refusal)
{
	struct contract *contract = row;
	struct text *project = &values[FIELD_CONTRACTS_project_id].text;
	const char *reason = NULL;
	if (contract->budget == DECIMAL_NONE)
		contract->budget = 0;
	if (contract->stage == STAGE_WON && contract->start_on == DATE_NONE)
		contract->start_on = contract->closed_on;
	if (project->length == 0)
		*project = values[FIELD_CONTRACTS_contract_id].text;
	size_t field = find_fault(values, contract, &reason);
	if (!reason)
		field = settle_money(loading, values, contract, &reason);
	if (reason)
		table_refuse(refusal, field, reason);
}
