#include "io/import/tables/parts.h"

/* Brings value and budget to the run's currency; a reason if that fails. */
static const char *
convert_money(const struct loading *loading, const struct value *values,
    struct contract *contract)
{
	struct text currency;
	decimal rate = DECIMAL_NONE;
	date day = contract->closed_on != DATE_NONE ? contract->closed_on
						    : contract->proposed_on;
	const char *reason = table_currency(loading, values,
	    FIELD_CONTRACTS_currency, FIELD_CONTRACTS_value, &currency);
	if (!reason)
		reason = table_rate(loading, currency, day, &rate);
	if (!reason && (!table_convert(rate, &contract->value) ||
			   !table_convert(rate, &contract->budget)))
		reason = table_too_large;
	return reason;
}

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
	if (!reason) {
		field = FIELD_CONTRACTS_currency;
		reason = convert_money(loading, values, contract);
	}
	if (reason)
		table_refuse(refusal, field, reason);
}
