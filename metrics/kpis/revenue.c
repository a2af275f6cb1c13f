/* 1 Revenue: the value of contracts signed in the period, by the contract's
 * manager; split by kind into new, renewal and expansion. Credits take some of
 * it back. */
#include "engine/model/references.h"
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/contract.h"

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
		enum status status = observations_add(
		    out, (struct observation){ .manager = contract->manager,
			     .record = record,
			     .day = contract->counts_on,
			     .x.exact = decimal_widen(contract->value) });
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
