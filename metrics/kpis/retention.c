/* 2 Retention: which of the opening clients are still there on the closing
 * day, and how much they pay then (gross and net revenue retention). */
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"

enum status
observe_retention(const struct view *view, struct observations *out)
{
	for (size_t i = 0; i < view->cohort->opening_count; i++) {
		struct opening_client opening = view->cohort->opening[i];
		enum status status = observations_add(
		    out, (struct observation){ .manager = opening.manager,
			     .record = opening.client,
			     .day = view->period.from - 1,
			     .x.exact = opening.stays ? WIDE_ONE : 0,
			     .y.exact = WIDE_ONE });
		if (status)
			return status;
	}
	return STATUS_OK;
}

static enum status
observe_run_rates(
    const struct view *view, struct observations *out, bool capped)
{
	for (size_t i = 0; i < view->cohort->opening_count; i++) {
		struct opening_client client = view->cohort->opening[i];
		struct rational opening = client.opening_rate;
		struct rational closing = client.closing_rate;
		if (capped && rational_compare(closing, opening) > 0)
			closing = opening;
		enum status status =
		    rational_sign(opening) > 0
			? observations_add(out,
			      (struct observation){ .manager = client.manager,
				  .record = client.client,
				  .day = view->period.from - 1,
				  .x.fraction = closing,
				  .y.fraction = opening })
			: observations_omit(out, OMITTED_NO_RUN_RATE,
			      RECORD_CLIENT, client.client);
		if (status)
			return status;
	}
	return STATUS_OK;
}

enum status
observe_grr(const struct view *view, struct observations *out)
{
	return observe_run_rates(view, out, true);
}

enum status
observe_nrr(const struct view *view, struct observations *out)
{
	return observe_run_rates(view, out, false);
}
