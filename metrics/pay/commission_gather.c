/* What counts for commission in a period: contracts and their credits, or
 * payments, shared out and in order. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/model/spells.h"
#include "metrics/pay/commission_parts.h"
#include "metrics/periods/contract.h"
#include "metrics/periods/shares.h"

static void
set_ids(struct gathered *row, const struct dataset *data)
{
	const struct commission_entry *entry = &row->entry;
	bool pays = entry->source == COMMISSION_PAYMENT;
	uint32_t contract = pays ? entry->contract : entry->record;
	uint32_t payment =
	    pays ? data->payments[entry->record].payment_id : NO_ID;
	row->id = dictionary_text(
	    &data->contract_ids, data->contracts[contract].contract);
	row->payment_id = payment == NO_ID
			      ? text_of("")
			      : dictionary_text(&data->words, payment);
}

static enum status
gather_part(struct gathering *gathering, const struct commission_entry *like,
    const struct share_part *part, date day_of_level)
{
	const struct view *view = gathering->view;
	const struct dataset *data = view->data;
	struct gathered *rows = arena_grown(gathering->arena, gathering->rows,
	    gathering->count, &gathering->capacity, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	struct gathered *row = &rows[gathering->count++];
	gathering->rows = rows;
	*row = (struct gathered){ .entry = *like };
	set_ids(row, data);
	row->entry.manager = part->manager;
	row->entry.share = part->share;
	row->entry.amount = part->money;
	row->level = commission_level(&view->definitions->commission, data,
	    level_on(data, part->manager, day_of_level), like->kind);
	return STATUS_OK;
}

enum status
commission_gather(struct gathering *gathering,
    const struct commission_entry *like, date day_of_level)
{
	const struct dataset *data = gathering->view->data;
	struct sharing sharing =
	    sharing_of(data, &data->contracts[like->contract], like->whole);
	struct share_part part;
	enum status status = STATUS_OK;
	while (!status && sharing_next(&sharing, &part))
		status = gather_part(gathering, like, &part, day_of_level);
	return status;
}

/* Contracts signed in the period, and credits of such contracts. */
static enum status
gather_contracts(struct gathering *gathering, const struct period *period)
{
	const struct dataset *data = gathering->view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->contract_count && !status; i++) {
		const struct contract *contract = &data->contracts[i];
		bool credit = contract->kind == KIND_CREDIT;
		if (!contract_counts(gathering->view, contract) ||
		    !period_holds(period, contract->counts_on))
			continue;
		uint32_t target = credit ? contract->referred : i;
		date signed_on = data->contracts[target].closed_on;
		if (period_holds(period, signed_on))
			status = commission_gather(gathering,
			    &(struct commission_entry){
				.source = credit ? COMMISSION_CREDIT
						 : COMMISSION_CONTRACT,
				.record = i,
				.contract = target,
				.kind = data->contracts[target].kind,
				.day = contract->counts_on,
				.whole = contract->value },
			    signed_on);
	}
	return status;
}

/* Payments of signed contracts that count in the period. */
static enum status
gather_payments(struct gathering *gathering, const struct period *period)
{
	const struct dataset *data = gathering->view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->payment_row_count && !status; i++) {
		const struct payment_row *payment = &data->payments[i];
		if (payment->counts_on <= gathering->view->as_of &&
		    period_holds(period, payment->counts_on))
			status = commission_gather(gathering,
			    &(struct commission_entry){
				.source = COMMISSION_PAYMENT,
				.record = i,
				.contract = payment->counts_for,
				.kind =
				    data->contracts[payment->counts_for].kind,
				.day = payment->counts_on,
				.whole = payment->amount },
			    payment->counts_on);
	}
	return status;
}

enum status
commission_gather_period(
    struct gathering *gathering, const struct period *period)
{
	return gathering->view->definitions->commission_on ==
		       COMMISSION_ON_PAYMENT
		   ? gather_payments(gathering, period)
		   : gather_contracts(gathering, period);
}

/* ---- their order ---- */

static int
compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* By person, kind, level, day and id; payments of one contract also by their
 * own id, amount, and, where all of this is the same, place. */
static int
by_group(const void *left, const void *right)
{
	const struct gathered *a = left, *b = right;
	int order = compare(a->entry.manager, b->entry.manager);
	if (!order)
		order = compare(a->entry.kind, b->entry.kind);
	if (!order && a->level != b->level)
		order = !a->level ? -1
			: !b->level
			    ? 1
			    : text_compare(a->level->level, b->level->level);
	if (!order)
		order = (a->entry.day > b->entry.day) -
			(a->entry.day < b->entry.day);
	if (!order)
		order = text_compare(a->id, b->id);
	if (!order)
		order = text_compare(a->payment_id, b->payment_id);
	if (!order)
		order = (a->entry.whole > b->entry.whole) -
			(a->entry.whole < b->entry.whole);
	return order ? order : compare(a->entry.record, b->entry.record);
}

void
commission_sort(struct gathering *gathering)
{
	if (gathering->count)
		qsort(gathering->rows, gathering->count,
		    sizeof *gathering->rows, by_group);
}
