/* 5 Close rate: of the proposals sent in the period, those signed by as_of;
 * and the win rate: of the contracts decided in the period, those won. */
#include "metrics/contract.h"
#include "metrics/metrics.h"

static bool
kind_counts(const struct view *view, const struct contract *contract)
{
	return view->definitions->close_rate_kinds >> contract->kind & 1;
}

static enum status
observe_share(const struct contract *contract, uint32_t record, bool counted,
    struct observations *out)
{
	return observations_add(
	    out, (struct observation){ .manager = contract->manager,
		     .record = record,
		     .x.exact = counted ? WIDE_ONE : 0,
		     .y.exact = WIDE_ONE });
}

enum status
observe_close_rate(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->contract_count && !status; i++) {
		const struct contract *contract = &data->contracts[i];
		enum stage stage = contract_stage(contract, view->as_of);
		if (!kind_counts(view, contract) || stage == STAGE_CANCELLED)
			continue;
		if (contract->proposed_on == DATE_NONE)
			status = observations_omit(
			    out, OMITTED_NO_PROPOSED_ON, RECORD_CONTRACT, i);
		else if (period_holds(&view->period, contract->proposed_on) &&
			 contract->proposed_on <= view->as_of)
			status =
			    observe_share(contract, i, stage == STAGE_WON, out);
	}
	return status;
}

enum status
observe_win_rate(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->contract_count && !status; i++) {
		const struct contract *contract = &data->contracts[i];
		enum stage stage = contract_stage(contract, view->as_of);
		if (kind_counts(view, contract) &&
		    (stage == STAGE_WON || stage == STAGE_LOST) &&
		    period_holds(&view->period, contract->closed_on))
			status =
			    observe_share(contract, i, stage == STAGE_WON, out);
	}
	return status;
}
