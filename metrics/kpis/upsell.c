/* 6 Upsell and cross-sell: which of the opening clients bought more in the
 * period, whoever sold it; and how many such contracts each manager won. */
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"

enum status
observe_upsell_rate(const struct view *view, struct observations *out)
{
	for (size_t i = 0; i < view->cohort->opening_count; i++) {
		struct opening_client opening = view->cohort->opening[i];
		enum status status = observations_add(
		    out, (struct observation){ .manager = opening.manager,
			     .record = opening.client,
			     .day = view->period.from - 1,
			     .x.exact = opening.buys_more ? WIDE_ONE : 0,
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
		if (contract_sells_more(view, contract))
			status = observations_add(out,
			    (struct observation){ .manager = contract->manager,
				.record = record,
				.day = contract->closed_on,
				.x.exact = WIDE_ONE });
	}
	return status;
}
