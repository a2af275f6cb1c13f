#include "engine/model/references.h"

#include "engine/base/arena.h"

uint32_t
references_target(const struct dataset *data, const struct contract *contract)
{
	uint32_t id =
	    contract->refers_to == NO_ID
		? NO_ID
		: dictionary_find(&data->contract_ids,
		      dictionary_text(&data->words, contract->refers_to));
	return id != NO_ID && data->contracts[id].kind == KIND_CREDIT ? NO_ID
								      : id;
}

enum kind
references_kind(const struct dataset *data, const struct contract *contract)
{
	return contract->kind == KIND_CREDIT
		   ? data->contracts[contract->referred].kind
		   : contract->kind;
}

static date
later_of(date a, date b)
{
	return a > b ? a : b;
}

/* A credit counts once it and its contract are signed. */
static void
follow_contract(const struct dataset *data, struct contract *credit)
{
	credit->counts_on = DATE_NONE;
	if (credit->referred == NO_ID)
		return;
	const struct contract *contract = &data->contracts[credit->referred];
	credit->client = contract->client;
	credit->manager = contract->manager;
	if (credit->stage == STAGE_WON && contract->stage == STAGE_WON)
		credit->counts_on =
		    later_of(credit->closed_on, contract->closed_on);
}

static void
find_targets(struct dataset *data)
{
	for (size_t i = 0; i < data->contract_count; i++) {
		struct contract *contract = &data->contracts[i];
		bool refers = contract->kind == KIND_RENEWAL ||
			      contract->kind == KIND_CREDIT;
		contract->counts_on = contract->closed_on;
		contract->succeeded = NO_ID;
		contract->referred =
		    refers ? references_target(data, contract) : NO_ID;
		if (contract->kind == KIND_CREDIT)
			follow_contract(data, contract);
	}
}

/* A payment counts once it is there and its contract signed; one on a credit
 * for the contract that this corrects. */
static void
follow_payments(struct dataset *data)
{
	for (size_t i = 0; i < data->payment_row_count; i++) {
		struct payment_row *payment = &data->payments[i];
		payment->counts_for = payment->contract;
		if (payment->contract != NO_ID &&
		    data->contracts[payment->contract].kind == KIND_CREDIT)
			payment->counts_for =
			    data->contracts[payment->contract].referred;
		payment->counts_on = DATE_NONE;
		if (payment->counts_for == NO_ID)
			continue;
		const struct contract *contract =
		    &data->contracts[payment->counts_for];
		if (contract->stage == STAGE_WON)
			payment->counts_on =
			    later_of(payment->paid_on, contract->closed_on);
	}
}

static bool
succeeds(const struct contract *contract)
{
	return contract->kind == KIND_RENEWAL && contract->referred != NO_ID;
}

/* Kahn's order: whoever nobody names that has not had its turn is next. Those
 * that never are go round in circles. */
static size_t
put_in_order(const struct dataset *data, uint32_t *named, uint32_t *order)
{
	size_t count = 0;
	for (uint32_t i = 0; i < data->contract_count; i++)
		if (succeeds(&data->contracts[i]) && named[i] == 0)
			order[count++] = i;
	for (size_t at = 0; at < count; at++) {
		uint32_t next = data->contracts[order[at]].referred;
		if (--named[next] == 0 && succeeds(&data->contracts[next]))
			order[count++] = next;
	}
	return count;
}

bool
references_resolve(struct dataset *data)
{
	size_t contracts = data->contract_count, linked = 0;
	find_targets(data);
	follow_payments(data);
	for (size_t i = 0; i < contracts; i++)
		linked += succeeds(&data->contracts[i]);
	data->succession_count = data->succeeded_count = 0;
	if (linked == 0)
		return true;
	uint32_t *named = arena_allocate(data->arena, contracts, sizeof *named);
	uint32_t *order = arena_allocate(data->arena, linked, sizeof *order);
	if (!named || !order)
		return false;
	for (size_t i = 0; i < contracts; i++)
		if (succeeds(&data->contracts[i]))
			named[data->contracts[i].referred]++;
	data->succession_count = put_in_order(data, named, order);
	data->successions = order;
	for (size_t i = 0; i < contracts; i++)
		if (succeeds(&data->contracts[i]) && named[i])
			data->contracts[i].referred = NO_ID;
	for (size_t i = 0; i < data->succession_count; i++) {
		struct contract *contract =
		    &data->contracts[data->contracts[order[i]].referred];
		if (contract->succeeded == NO_ID)
			contract->succeeded = (uint32_t)data->succeeded_count++;
	}
	return true;
}
