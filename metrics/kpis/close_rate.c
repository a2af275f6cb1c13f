/* 5 Close rate: of the proposals sent in the period, those signed by as_of;
 * and the win rate: of the contracts decided in the period, those won. */
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/contract.h"

static enum status
observe_share(const struct contract *contract, uint32_t record, date day,
    bool counted, struct observations *out)
{
	return observations_add(
	    out, (struct observation){ .manager = contract->manager,
		     .record = record,
		     .day = day,
		     .x.exact = counted ? WIDE_ONE : 0,
		     .y.exact = WIDE_ONE });
}

enum status
observe_close_rate(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	struct records undated = view->cohort->undated;
	struct records sent = view->cohort->proposed;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < undated.count && !status; i++)
		if (contract_is_proposal(
			view, &data->contracts[undated.rows[i]]))
			status = observations_omit(out, OMITTED_NO_PROPOSED_ON,
			    RECORD_CONTRACT, undated.rows[i]);
	for (size_t i = 0; i < sent.count && !status; i++) {
		uint32_t record = sent.rows[i];
		const struct contract *contract = &data->contracts[record];
		if (contract_is_proposal(view, contract) &&
		    contract->proposed_on <= view->as_of)
			status = observe_share(contract, record,
			    contract->proposed_on,
			    contract_is_signed(contract, view->as_of), out);
	}
	return status;
}

enum status
observe_win_rate(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	struct records closed = view->cohort->closed;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < closed.count && !status; i++) {
		uint32_t record = closed.rows[i];
		const struct contract *contract = &data->contracts[record];
		enum stage stage = contract_stage(contract, view->as_of);
		if (contract_has_close_kind(view, contract) &&
		    (stage == STAGE_WON || stage == STAGE_LOST))
			status = observe_share(contract, record,
			    contract->closed_on, stage == STAGE_WON, out);
	}
	return status;
}
