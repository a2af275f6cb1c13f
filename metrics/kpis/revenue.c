/* 1 Revenue: the value of contracts signed in the period, by the contract's
 * manager or those who share it; split by kind into new, renewal and expansion.
 * Credits take some of it back. */
#include "engine/model/references.h"
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/contract.h"
#include "metrics/periods/shares.h"

/* An observation of everybody's part. */
static enum status
observe_shares(const struct view *view, struct observations *out,
    const struct contract *contract, uint32_t record)
{
	struct sharing sharing =
	    sharing_of(view->data, contract, contract->value);
	struct share_part part;
	enum status status = STATUS_OK;
	while (!status && sharing_next(&sharing, &part))
		status = observations_add(out,
		    (struct observation){ .manager = part.manager,
			.record = record,
			.day = contract->counts_on,
			.share = part.share == DECIMAL_ONE ? 0 : part.share,
			.x.exact = decimal_widen(part.money) });
	return status;
}

static enum status
observe_kinds(const struct view *view, struct observations *out, unsigned kinds)
{
	const struct dataset *data = view->data;
	struct records closed = view->cohort->closed;
	for (size_t i = 0; i < closed.count; i++) {
		uint32_t record = closed.rows[i];
		const struct contract *contract = &data->contracts[record];
		if (!contract_counts(view, contract) ||
		    !(kinds >> references_kind(data, contract) & 1))
			continue;
		enum status status =
		    observe_shares(view, out, contract, record);
		if (status)
			return status;
	}
	return STATUS_OK;
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
