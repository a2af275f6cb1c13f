#include "engine/model/rates.h"
#include "engine/model/references.h"
#include "io/import/tables/parts.h"

/* What is wrong with a row that refers to another; FIELD_COUNT if nothing. */
static size_t
find_bad_reference(const struct value *values, const struct contract *contract,
    const char **reason)
{
	struct text named = values[FIELD_CONTRACTS_refers_to].text;
	if (text_is(named, "*"))
		*reason = "* stands for the company and cannot be an id";
	else if (named.length &&
		 text_equal(named, values[FIELD_CONTRACTS_contract_id].text))
		*reason = N_("refers to itself");
	else if (contract->kind == KIND_CREDIT && named.length == 0)
		*reason =
		    N_("blank; a credit needs the contract that it corrects");
	return *reason ? FIELD_CONTRACTS_refers_to : FIELD_COUNT;
}

static size_t
find_bad_value(const struct contract *contract, const char **reason)
{
	bool credit = contract->kind == KIND_CREDIT;
	if (credit && contract->value_per == PER_MONTH) {
		*reason = N_("a credit is a sum, not a price of a month");
		return FIELD_CONTRACTS_value_per;
	}
	if (contract->value == DECIMAL_NONE)
		return FIELD_COUNT;
	if (credit && contract->value > 0)
		*reason =
		    N_("a credit takes back: its value must not be positive");
	if (!credit && contract->value < 0)
		*reason =
		    N_("must not be negative; a credit note is a row of "
		       "kind credit, with the contract that it corrects in "
		       "refers_to");
	return *reason ? FIELD_CONTRACTS_value : FIELD_COUNT;
}

/* What is wrong with a contract as a whole; FIELD_COUNT if nothing. */
static size_t
find_fault(const struct value *values, const struct contract *contract,
    const char **reason)
{
	enum stage stage = contract->stage;
	bool closed = stage == STAGE_WON || stage == STAGE_LOST;
	if (closed && values[FIELD_CONTRACTS_client_id].text.length == 0) {
		*reason = N_("blank; a won or lost contract needs its client");
		return FIELD_CONTRACTS_client_id;
	}
	if (closed && contract->closed_on == DATE_NONE) {
		*reason = N_("blank; a won or lost contract needs the day");
		return FIELD_CONTRACTS_closed_on;
	}
	if (stage == STAGE_WON && contract->value == DECIMAL_NONE) {
		*reason = N_("blank; a won contract needs its value");
		return FIELD_CONTRACTS_value;
	}
	if (contract->start_on != DATE_NONE && contract->end_on != DATE_NONE &&
	    contract->end_on < contract->start_on) {
		*reason = N_("before start_on (of a won contract closed_on, if "
			     "start_on is blank)");
		return FIELD_CONTRACTS_end_on;
	}
	if (contract->progress > DECIMAL_ONE) {
		*reason = N_("more than 1; 1 is all of the work");
		return FIELD_CONTRACTS_progress;
	}
	size_t field = find_bad_value(contract, reason);
	return *reason ? field : find_bad_reference(values, contract, reason);
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

/* The day whose rate converts a row's money: of a credit that of its contract,
 * as far as it has been read. */
static date
day_of_rate(const struct dataset *data, struct text refers_to,
    const struct contract *contract)
{
	uint32_t id = contract->kind == KIND_CREDIT
			  ? dictionary_find(&data->contract_ids, refers_to)
			  : NO_ID;
	if (id != NO_ID && data->contracts[id].kind != KIND_CREDIT)
		contract = &data->contracts[id];
	return contract->closed_on != DATE_NONE ? contract->closed_on
						: contract->proposed_on;
}

/* Brings value and budget to the run's currency and, by the month, to the whole
 * contract; FIELD_COUNT, or what is wrong. */
static size_t
settle_money(const struct loading *loading, struct value *values,
    struct contract *contract, const char **reason)
{
	struct conversion conversion;
	date day = day_of_rate(
	    loading->data, values[FIELD_CONTRACTS_refers_to].text, contract);
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

/* A credit is no proposal, no work and nobody's: client and manager will be
 * those of its contract. */
static void
strip_credit(struct value *values, struct contract *credit)
{
	static const size_t ids[] = { FIELD_CONTRACTS_client_id,
		FIELD_CONTRACTS_account_manager, FIELD_CONTRACTS_project_id,
		FIELD_CONTRACTS_team };
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		values[ids[i]].text = text_of("");
	credit->proposed_on = credit->start_on = credit->end_on =
	    credit->terminated_on = credit->due_on = credit->delivered_on =
		DATE_NONE;
	credit->budget = credit->original_budget = credit->planned_budget = 0;
	credit->progress = DECIMAL_NONE;
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
	else if (contract->kind == KIND_CREDIT)
		strip_credit(values, contract);
}

void
table_settle_credits(struct loading *loading)
{
	struct dataset *data = loading->data;
	const struct dated_rate *rates =
	    loading->configuration->definitions.exchange_rates;
	for (size_t i = 0; i < data->contract_count; i++) {
		struct contract *credit = &data->contracts[i];
		uint32_t target = credit->kind == KIND_CREDIT &&
					  credit->exchange_rate != DECIMAL_NONE
				      ? references_target(data, credit)
				      : NO_ID;
		if (target == NO_ID)
			continue;
		const struct contract *contract = &data->contracts[target];
		decimal rate = rates_on(rates,
		    dictionary_text(&data->words, credit->currency),
		    contract->closed_on != DATE_NONE ? contract->closed_on
						     : contract->proposed_on);
		decimal value = credit->original_value;
		if (rate != DECIMAL_NONE &&
		    (value == DECIMAL_NONE ||
			decimal_convert(value, rate, &value))) {
			credit->exchange_rate = rate;
			credit->value = value;
		}
	}
}
