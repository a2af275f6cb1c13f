/* 6 Upsell and cross-sell: which of the opening clients bought more in the
 * period, whoever sold it; and how many such contracts each manager won. */
#include "metrics/cohort.h"
#include "metrics/contract.h"
#include "metrics/metrics.h"

static bool
is_win(const struct view *view, const struct contract *contract)
{
	return contract_is_expansion(contract) &&
	       contract_is_signed(contract, view->as_of) &&
	       period_holds(&view->period, contract->closed_on);
}

enum status
observe_upsell_rate(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	const struct grouping *of_client = &data->contracts_of_client;
	for (size_t i = 0; i < view->cohort->opening_count; i++) {
		struct opening_client opening = view->cohort->opening[i];
		bool bought = false;
		for (uint32_t at = of_client->first[opening.client];
		     at < of_client->first[opening.client + 1]; at++)
			bought |= is_win(
			    view, &data->contracts[of_client->order[at]]);
		enum status status = observations_add(
		    out, (struct observation){ .manager = opening.manager,
			     .record = opening.client,
			     .x.exact = bought ? WIDE_ONE : 0,
			     .y.exact = WIDE_ONE });
		if (status)
			return status;
	}
	return STATUS_OK;
}

enum status
observe_upsell_wins(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	struct records closed = view->cohort->closed;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < closed.count && !status; i++) {
		uint32_t record = closed.rows[i];
		const struct contract *contract = &data->contracts[record];
		if (is_win(view, contract))
			status = observations_add(out,
			    (struct observation){ .manager = contract->manager,
				.record = record,
				.x.exact = WIDE_ONE });
	}
	return status;
}
