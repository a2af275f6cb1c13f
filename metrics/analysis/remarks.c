/* What counts as it stands, but perhaps was not meant so. */
#include "engine/base/arena.h"
#include "engine/model/references.h"
#include "engine/model/spells.h"
#include "metrics/analysis/parts.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/contract.h"
#include "metrics/periods/shares.h"

/* What the search needs throughout. */
struct search {
	struct remarks *remarks;
	const struct view *view;
	struct arena *arena;
};

static enum status
add(const struct search *search, struct remark remark)
{
	struct remarks *remarks = search->remarks;
	struct remark *rows = arena_grown(search->arena, remarks->rows,
	    remarks->count, &remarks->capacity, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	remarks->rows = rows;
	rows[remarks->count++] = remark;
	return STATUS_OK;
}

/* Does the contract run on a day from the opening to the closing day? */
static bool
touches_period(const struct view *view, const struct contract *contract)
{
	return contract_is_signed(contract, view->as_of) &&
	       contract->start_on <= closing_day(view) &&
	       contract_last_day(view, contract) >= view->period.from - 1;
}

static bool
is_signed_in_period(const struct view *view, const struct contract *contract)
{
	return contract->kind != KIND_CREDIT &&
	       contract_is_signed(contract, view->as_of) &&
	       period_holds(&view->period, contract->closed_on);
}

/* Is it somebody of people.csv, on a day without a spell? */
static bool
is_out_of_service(const struct dataset *data, uint32_t manager, date day)
{
	return spells_of(data, manager).count && !spell_on(data, manager, day);
}

static bool
is_renewal(const struct view *view, const struct contract *contract)
{
	return contract->kind == KIND_RENEWAL &&
	       contract_is_signed(contract, view->as_of);
}

/* Is there another contract of the client, of those that are signed: in force
 * on the contract's first day (new or renewal), or begun before it? */
static bool
has_another(
    const struct view *view, const struct contract *contract, bool in_force)
{
	const struct dataset *data = view->data;
	const struct grouping *of_client = &data->contracts_of_client;
	for (uint32_t i = of_client->first[contract->client];
	     i < of_client->first[contract->client + 1]; i++) {
		const struct contract *other =
		    &data->contracts[of_client->order[i]];
		if (other == contract ||
		    !contract_is_signed(other, view->as_of))
			continue;
		if (in_force
			? !contract_is_expansion(other) &&
			      contract_in_force(view, other, contract->start_on)
			: other->start_on < contract->start_on)
			return true;
	}
	return false;
}

static bool
is_signed_index(const struct view *view, uint32_t contract)
{
	return contract != NO_ID &&
	       contract_is_signed(
		   &view->data->contracts[contract], view->as_of);
}

/* Of a renewal or credit, which is signed: does refers_to name what cannot be
 * meant? */
static bool
refers_to_nothing(const struct view *view, const struct contract *contract)
{
	bool refers =
	    contract->refers_to != NO_ID &&
	    (contract->kind == KIND_RENEWAL || contract->kind == KIND_CREDIT);
	return refers && contract_is_signed(contract, view->as_of) &&
	       !is_signed_index(view, references_target(view->data, contract));
}

/* A run rate is one of the months that contracts last: of a few days it is many
 * times the value. */
static bool
is_short(const struct view *view, const struct contract *contract)
{
	return contract->value_per == PER_TOTAL &&
	       contract->recurring == RECURRING_YES &&
	       contract->end_on != DATE_NONE && contract->value > 0 &&
	       contract->kind != KIND_CREDIT &&
	       touches_period(view, contract) &&
	       months_between(contract->start_on, contract->end_on + 1).whole ==
		   0;
}

static bool
is_cancelled(const struct view *view, const struct contract *contract)
{
	return contract_stage(contract, view->as_of) == STAGE_CANCELLED &&
	       period_holds(&view->period, contract->closed_on) &&
	       contract->start_on != DATE_NONE &&
	       contract->value != DECIMAL_NONE && contract->value != 0;
}

static bool
applies(const struct view *view, const struct contract *contract,
    enum remark_reason reason)
{
	switch (reason) {
	case REMARK_OVERLAP:
		return is_renewal(view, contract) &&
		       contract->refers_to == NO_ID &&
		       touches_period(view, contract) &&
		       has_another(view, contract, true);
	case REMARK_NO_EARLIER:
		return is_renewal(view, contract) &&
		       contract->referred == NO_ID &&
		       period_holds(&view->period, contract->closed_on) &&
		       !has_another(view, contract, false);
	case REMARK_REFERENCE:
		return refers_to_nothing(view, contract);
	case REMARK_CIRCLE:
		return is_renewal(view, contract) &&
		       contract->referred == NO_ID &&
		       references_target(view->data, contract) != NO_ID;
	case REMARK_SHORT:
		return is_short(view, contract);
	case REMARK_CANCELLED:
		return is_cancelled(view, contract);
	default:
		return false;
	}
}

static enum status
find_contracts(const struct search *search, enum remark_reason reason)
{
	const struct dataset *data = search->view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->contract_count && !status; i++) {
		const struct contract *contract = &data->contracts[i];
		if (applies(search->view, contract, reason))
			status = add(search,
			    (struct remark){ .reason = reason,
				.kind = RECORD_CONTRACT,
				.record = i,
				.manager = contract->manager,
				.money = decimal_widen(contract->value) });
	}
	return status;
}

/* The value of the client's contracts that began in the period; false if there
 * is none. */
static bool
won_in_period(const struct view *view, uint32_t client, wide *money)
{
	const struct dataset *data = view->data;
	const struct grouping *of_client = &data->contracts_of_client;
	bool won = false;
	*money = 0;
	for (uint32_t i = of_client->first[client];
	     i < of_client->first[client + 1]; i++) {
		const struct contract *contract =
		    &data->contracts[of_client->order[i]];
		if (!contract_is_signed(contract, view->as_of) ||
		    contract->start_on < view->period.from ||
		    contract->start_on > closing_day(view) ||
		    contract_last_day(view, contract) < contract->start_on)
			continue;
		won = true;
		*money += decimal_widen(contract->value);
	}
	return won;
}

static enum status
find_clients(const struct search *search)
{
	const struct view *view = search->view;
	enum status status = STATUS_OK;
	for (uint32_t client = 0;
	     client < view->data->client_ids.count && !status; client++) {
		wide money;
		if (won_in_period(view, client, &money) &&
		    !client_is_active(view, client, view->period.from - 1) &&
		    !client_is_active(view, client, closing_day(view)))
			status = add(search,
			    (struct remark){ .reason = REMARK_WON_AND_LOST,
				.kind = RECORD_CLIENT,
				.record = client,
				.manager = client_manager(
				    view, client, closing_day(view)),
				.money = money });
	}
	return status;
}

/* One of the run's period that somebody known has is not listed. */
static enum status
find_adjustments(const struct search *search, enum remark_reason reason)
{
	const struct view *view = search->view;
	const struct dataset *data = view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->adjustment_count && !status; i++) {
		const struct adjustment *adjustment = &data->adjustments[i];
		bool listed =
		    reason == REMARK_OF_NOBODY
			? adjustment->manager == NO_ID
			: adjustment->manager != NO_ID &&
			      !text_is(adjustment->period, view->period.label);
		if (listed)
			status = add(search,
			    (struct remark){ .reason = reason,
				.kind = RECORD_ADJUSTMENT,
				.record = i,
				.manager = adjustment->manager,
				.money = decimal_widen(adjustment->amount) });
	}
	return status;
}

/* ---- money that is shared ---- */

/* Adds those whose part of a record's money counts in the period, on a day
 * without a spell of theirs. */
static enum status
add_out_of_service(const struct search *search, const struct contract *contract,
    decimal amount, date day, struct remark remark)
{
	const struct dataset *data = search->view->data;
	struct sharing sharing = sharing_of(data, contract, amount);
	struct share_part part;
	enum status status = STATUS_OK;
	while (!status && sharing_next(&sharing, &part)) {
		remark.manager = part.manager;
		remark.money = decimal_widen(part.money);
		if (is_out_of_service(data, part.manager, day))
			status = add(search, remark);
	}
	return status;
}

static enum status
find_out_of_service(const struct search *search)
{
	const struct view *view = search->view;
	const struct dataset *data = view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->contract_count && !status; i++) {
		const struct contract *contract = &data->contracts[i];
		if (is_signed_in_period(view, contract))
			status = add_out_of_service(search, contract,
			    contract->value, contract->closed_on,
			    (struct remark){ .reason = REMARK_OUT_OF_SERVICE,
				.kind = RECORD_CONTRACT,
				.record = i });
	}
	return status;
}

static enum status
find_paid_out(const struct search *search)
{
	const struct view *view = search->view;
	const struct dataset *data = view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->payment_row_count && !status; i++) {
		const struct payment_row *payment = &data->payments[i];
		if (payment->counts_on <= view->as_of &&
		    period_holds(&view->period, payment->counts_on))
			status = add_out_of_service(search,
			    &data->contracts[payment->counts_for],
			    payment->amount, payment->counts_on,
			    (struct remark){ .reason = REMARK_PAID_OUT,
				.kind = RECORD_PAYMENT,
				.record = i });
	}
	return status;
}

/* Payments by as_of that count nowhere. */
static enum status
find_payments(const struct search *search)
{
	const struct view *view = search->view;
	const struct dataset *data = view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->payment_row_count && !status; i++) {
		const struct payment_row *payment = &data->payments[i];
		if (payment->paid_on <= view->as_of &&
		    !is_signed_index(view, payment->counts_for))
			status = add(search,
			    (struct remark){ .reason = REMARK_PAYMENT,
				.kind = RECORD_PAYMENT,
				.record = i,
				.manager =
				    payment->contract == NO_ID
					? NO_ID
					: data->contracts[payment->contract]
					      .manager,
				.money = decimal_widen(payment->amount) });
	}
	return status;
}

static enum status
find_splits(const struct search *search, enum remark_reason reason)
{
	const struct view *view = search->view;
	const struct dataset *data = view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->split_row_count && !status; i++) {
		const struct split_row *split = &data->splits[i];
		const struct contract *contract =
		    split->contract == NO_ID
			? NULL
			: &data->contracts[split->contract];
		struct remark remark = { .reason = reason,
			.kind = RECORD_SPLIT,
			.record = i,
			.manager = split->manager };
		if (contract && contract->value != DECIMAL_NONE)
			remark.money =
			    decimal_share(contract->value, split->share);
		if (reason == REMARK_SPLIT
			? !contract
			: contract &&
			      (contract->kind == KIND_CREDIT ||
				  !contract_is_signed(contract, view->as_of)))
			status = add(search, remark);
	}
	return status;
}

/* The records of one reason. */
static enum status
find(const struct search *search, enum remark_reason reason)
{
	switch (reason) {
	case REMARK_OUT_OF_SERVICE:
		return find_out_of_service(search);
	case REMARK_PAID_OUT:
		return find_paid_out(search);
	case REMARK_PAYMENT:
		return find_payments(search);
	case REMARK_SPLIT:
	case REMARK_SPLIT_UNSIGNED:
		return find_splits(search, reason);
	case REMARK_WON_AND_LOST:
		return find_clients(search);
	case REMARK_OTHER_PERIOD:
	case REMARK_OF_NOBODY:
		return find_adjustments(search, reason);
	default:
		return find_contracts(search, reason);
	}
}

enum status
analysis_remarks(
    const struct results *results, struct remarks *remarks, struct arena *kept)
{
	const struct search search = { remarks, analysis_view(results), kept };
	enum status status = STATUS_OK;
	for (int reason = 0; reason < REMARK_REASON_COUNT && !status; reason++)
		status = find(&search, (enum remark_reason)reason);
	return status;
}
