/* 1 Revenue: the value of contracts signed in the period, by the contract's
 * manager or those who share it; split by kind into new, renewal and expansion.
 * Credits take some of it back. Beside it what was paid. */
#include "engine/model/references.h"
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/contract.h"
#include "metrics/periods/shares.h"

/* An observation of everybody's part of a contract's money. */
static enum status
observe_shares(const struct view *view, struct observations *out,
    const struct contract *contract, decimal amount, uint32_t record, date day)
{
	struct sharing sharing = sharing_of(view->data, contract, amount);
	struct share_part part;
	enum status status = STATUS_OK;
	while (!status && sharing_next(&sharing, &part))
		status = observations_add(out,
		    (struct observation){ .manager = part.manager,
			.record = record,
			.day = day,
			.share = part.share == DECIMAL_ONE ? 0 : part.share,
			.x.exact = decimal_widen(part.money) });
	return status;
}

static enum status
observe_kinds(const struct view *view, struct observations *out, unsigned kinds)
{
	const struct dataset *data = view->data;
	struct records closed = view->cohort->closed;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < closed.count && !status; i++) {
		uint32_t record = closed.rows[i];
		const struct contract *contract = &data->contracts[record];
		if (contract_counts(view, contract) &&
		    kinds >> references_kind(data, contract) & 1)
			status = observe_shares(view, out, contract,
			    contract->value, record, contract->counts_on);
	}
	return status;
}

enum status
observe_revenue(const struct view *view, struct observations *out)
{
	return observe_kinds(view, out, ~0u);
}

enum status
observe_revenue_new(const struct view *view, struct observations *out)
{
	return observe_kinds(view, out, 1u << KIND_NEW);
}

enum status
observe_revenue_renewal(const struct view *view, struct observations *out)
{
	return observe_kinds(view, out, 1u << KIND_RENEWAL);
}

enum status
observe_revenue_expansion(const struct view *view, struct observations *out)
{
	return observe_kinds(
	    view, out, 1u << KIND_UPSELL | 1u << KIND_CROSS_SELL);
}

enum status
observe_collected(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	struct records paid = view->cohort->paid;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < paid.count && !status; i++) {
		const struct payment_row *payment =
		    &data->payments[paid.rows[i]];
		if (payment->counts_on <= view->as_of)
			status = observe_shares(view, out,
			    &data->contracts[payment->counts_for],
			    payment->amount, paid.rows[i], payment->counts_on);
	}
	return status;
}
