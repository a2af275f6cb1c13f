/* 3 On time: of the signed contracts due in the period, those delivered by
 * their due date. Late and not yet delivered both count against. */
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/contract.h"

enum status
observe_on_time(const struct view *view, struct observations *out)
{
	const struct dataset *data = view->data;
	struct records dues = view->cohort->due;
	for (size_t i = 0; i < dues.count; i++) {
		uint32_t record = dues.rows[i];
		const struct contract *contract = &data->contracts[record];
		date due = contract->due_on;
		if (!contract_is_signed(contract, view->as_of) ||
		    due > view->as_of)
			continue;
		date delivered = known_by(contract->delivered_on, view->as_of);
		date terminated = contract_terminated_on(contract, view->as_of);
		enum status status;
		if (delivered == DATE_NONE && terminated != DATE_NONE &&
		    terminated < due) {
			status = observations_omit(out,
			    OMITTED_TERMINATED_BEFORE_DUE, RECORD_CONTRACT,
			    record);
		} else {
			bool kept = delivered != DATE_NONE && delivered <= due;
			status = observations_add(out,
			    (struct observation){ .manager = contract->manager,
				.record = record,
				.day = due,
				.x.exact = kept ? WIDE_ONE : 0,
				.y.exact = WIDE_ONE });
		}
		if (status)
			return status;
	}
	return STATUS_OK;
}
