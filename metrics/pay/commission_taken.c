/* What is taken back: credits of contracts of earlier periods, and contracts
 * that were ended early. */
#include "engine/base/arena.h"
#include "metrics/pay/clawback.h"
#include "metrics/pay/commission_parts.h"
#include "metrics/periods/contract.h"
#include "metrics/periods/shares.h"

/* amount × commission after cap / sum, of the group that the entry's contract
 * was in when it was signed. 0 where the sum is 0, which brought nothing. */
static struct rational
earned_by(struct arena *arena, const struct commission_entry *entry)
{
	const struct commission_group *group = entry->group;
	if (!group || group->sum == 0)
		return rational_whole(0);
	struct rational rate = rational_divide(
	    arena, group->after, rational_of(arena, group->sum, DECIMAL_ONE));
	return rational_multiply(
	    arena, rational_decimal(arena, entry->amount), rate);
}

/* Says of the rows from `first` on, all about one contract, what they take
 * back. */
static enum status
find_earned(struct commissions *made, struct gathering *gathering, size_t first,
    enum period_kind kind)
{
	const struct view *view = made->view;
	for (size_t i = first; i < gathering->count; i++) {
		struct commission_entry *entry = &gathering->rows[i].entry;
		struct period signed_in =
		    period_of(view->data->contracts[entry->contract].closed_on,
			kind, view->definitions->fiscal_year_start);
		const struct commission_list *earlier =
		    commission_sums(made, &signed_in);
		if (!earlier)
			return STATUS_MEMORY;
		entry->group = commission_group_of(earlier, entry->manager,
		    entry->kind, gathering->rows[i].level);
		entry->before = earned_by(made->arena, entry);
		if (entry->source == COMMISSION_CLAWBACK)
			entry->before =
			    rational_multiply(made->arena, entry->before,
				rational_of(made->arena, -entry->unserved,
				    entry->days));
		entry->brings = entry->before;
	}
	return STATUS_OK;
}

/* Is it a credit of the period, of a contract signed before it? */
static bool
is_old_credit(const struct view *view, const struct contract *contract,
    const struct period *period)
{
	return contract->kind == KIND_CREDIT &&
	       contract_counts(view, contract) &&
	       period_holds(period, contract->counts_on) &&
	       !period_holds(
		   period, view->data->contracts[contract->referred].closed_on);
}

static enum status
take_credit(struct gathering *gathering, uint32_t record)
{
	const struct dataset *data = gathering->view->data;
	const struct contract *credit = &data->contracts[record];
	const struct contract *contract = &data->contracts[credit->referred];
	return commission_gather(gathering,
	    &(struct commission_entry){ .source = COMMISSION_OLD_CREDIT,
		.record = record,
		.contract = credit->referred,
		.kind = contract->kind,
		.day = credit->counts_on,
		.unserved = 1,
		.days = 1,
		.whole = credit->value },
	    contract->closed_on);
}

/* Takes a credit off everybody's part: the rows from `first` on, which are
 * those of the contract's parts in their order. */
static void
subtract_credit(
    struct gathering *gathering, size_t first, const struct contract *credit)
{
	struct sharing sharing =
	    sharing_of(gathering->view->data, credit, credit->value);
	struct share_part part;
	for (size_t i = first;
	     i < gathering->count && sharing_next(&sharing, &part); i++) {
		gathering->rows[i].entry.whole += credit->value;
		gathering->rows[i].entry.amount += part.money;
	}
}

static void
subtract_credits(struct gathering *gathering, size_t first, uint32_t contract)
{
	const struct view *view = gathering->view;
	for (size_t i = 0; i < view->data->contract_count; i++) {
		const struct contract *credit = &view->data->contracts[i];
		if (credit->kind == KIND_CREDIT &&
		    credit->referred == contract &&
		    contract_counts(view, credit))
			subtract_credit(gathering, first, credit);
	}
}

static enum status
take_contract(struct gathering *gathering, uint32_t record)
{
	const struct view *view = gathering->view;
	const struct contract *contract = &view->data->contracts[record];
	struct commission_entry like = { .source = COMMISSION_CLAWBACK,
		.record = record,
		.contract = record,
		.kind = contract->kind,
		.day = contract->terminated_on,
		.whole = contract->value };
	size_t first = gathering->count;
	clawback_part(view, contract, &like.unserved, &like.days);
	enum status status =
	    commission_gather(gathering, &like, contract->closed_on);
	if (!status)
		subtract_credits(gathering, first, record);
	return status;
}

enum status
commission_take_back(struct commissions *made,
    const struct commission_list *list, struct gathering *gathering)
{
	const struct view *view = made->view;
	enum status status = STATUS_OK;
	/* What a client does not pay, or gets back, is in the payments. */
	if (view->definitions->commission_on == COMMISSION_ON_PAYMENT)
		return STATUS_OK;
	for (uint32_t i = 0; i < view->data->contract_count && !status; i++) {
		const struct contract *contract = &view->data->contracts[i];
		size_t first = gathering->count;
		if (is_old_credit(view, contract, &list->period))
			status = take_credit(gathering, i);
		else if (clawback_applies(view, contract, &list->period))
			status = take_contract(gathering, i);
		if (!status && gathering->count > first)
			status = find_earned(
			    made, gathering, first, list->period.kind);
	}
	return status;
}
