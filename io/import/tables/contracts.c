#include "io/import/tables/parts.h"

#include "engine/base/arena.h"

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
judge_contract(const struct loading *loading, const struct value *values,
    const struct contract *contract, const char **reason)
{
	enum stage stage = contract->stage;
	bool closed = stage == STAGE_WON || stage == STAGE_LOST;
	if (dictionary_find(&loading->data->contract_ids,
		values[FIELD_CONTRACTS_contract_id].text) != NO_ID) {
		*reason = "a contract with this id was already read";
		return FIELD_CONTRACTS_contract_id;
	}
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

static struct contract
contract_of(const struct value *values)
{
	decimal budget = values[FIELD_CONTRACTS_budget].as.decimal;
	struct contract contract = {
		.stage = (enum stage)values[FIELD_CONTRACTS_stage].as.code,
		.kind = (enum kind)values[FIELD_CONTRACTS_kind].as.code,
		.closed_on = values[FIELD_CONTRACTS_closed_on].as.date,
		.proposed_on = values[FIELD_CONTRACTS_proposed_on].as.date,
		.start_on = values[FIELD_CONTRACTS_start_on].as.date,
		.end_on = values[FIELD_CONTRACTS_end_on].as.date,
		.terminated_on = values[FIELD_CONTRACTS_terminated_on].as.date,
		.due_on = values[FIELD_CONTRACTS_due_on].as.date,
		.delivered_on = values[FIELD_CONTRACTS_delivered_on].as.date,
		.value = values[FIELD_CONTRACTS_value].as.decimal,
		.budget = budget == DECIMAL_NONE ? 0 : budget,
	};
	if (contract.stage == STAGE_WON && contract.start_on == DATE_NONE)
		contract.start_on = contract.closed_on;
	return contract;
}

enum status
take_contract(struct loading *loading, struct value *values,
    struct source source, struct refusal *refusal)
{
	struct dataset *data = loading->data;
	struct contract contract = contract_of(values);
	const char *reason = NULL;
	size_t field = judge_contract(loading, values, &contract, &reason);
	if (field != FIELD_COUNT)
		return table_refuse(refusal, field, reason);
	reason = convert_money(loading, values, &contract);
	if (reason)
		return table_refuse(refusal, FIELD_CONTRACTS_currency, reason);

	struct text id = values[FIELD_CONTRACTS_contract_id].text;
	struct text project = values[FIELD_CONTRACTS_project_id].text;
	struct contract *contracts =
	    arena_grown(loading->arena, data->contracts, data->contract_count,
		&loading->contract_capacity, sizeof *contracts);
	contract.source = source;
	contract.manager = table_add_manager(
	    loading, values[FIELD_CONTRACTS_account_manager].text);
	if (!contracts || contract.manager == NO_ID ||
	    !table_intern(&data->contract_ids, id, &contract.contract) ||
	    !table_intern(&data->clients,
		values[FIELD_CONTRACTS_client_id].text, &contract.client) ||
	    !table_intern(&data->words,
		values[FIELD_CONTRACTS_client_name].text,
		&contract.client_name) ||
	    !table_intern(&data->projects, project.length ? project : id,
		&contract.project) ||
	    !table_intern(&data->words, values[FIELD_CONTRACTS_team].text,
		&contract.team))
		return STATUS_MEMORY;
	data->contracts = contracts;
	contracts[data->contract_count++] = contract;
	return STATUS_OK;
}
