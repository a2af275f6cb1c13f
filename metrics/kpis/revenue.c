/* 1 Revenue: the value of contracts signed in the period, by the contract's
 * manager; split by kind into new, renewal and expansion. */
#include "metrics/contract.h"
#include "metrics/metrics.h"

static enum status
observe_kinds(const struct view *view, struct observations *out, unsigned kinds)
{
	const struct dataset *data = view->data;
	for (uint32_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (!(kinds >> contract->kind & 1) ||
		    !contract_is_signed(contract, view->as_of) ||
		    !period_holds(&view->period, contract->closed_on))
			continue;
		enum status status = observations_add(
		    out, (struct observation){ .manager = contract->manager,
			     .record = i,
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
