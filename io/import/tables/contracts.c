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
		reason = table_convert(loading, values, field,
		    FIELD_CONTRACTS_value,
		    contract->closed_on != DATE_NONE ? contract->closed_on
						     : contract->proposed_on,
		    &contract->value, &contract->budget);
	}
	if (reason)
		table_refuse(refusal, field, reason);
}
