/* The contracts, projects and adjustments behind the parts of the pay. */
#include "metrics/pay/bonus.h"

enum status
pay_observe_commissions(const struct pay_results *pay, struct observations *out)
{
	const struct results *results = pay->results;
	const struct dataset *data = results->data;
	const struct view *view = &results->views[results->run_period];
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->contract_count && !status; i++) {
		const struct contract *contract = &data->contracts[i];
		wide commission = pay_commissions(pay, contract)
				      ? pay_commission(view, contract)
				      : 0;
		if (commission != 0)
			status = observations_add(out,
			    (struct observation){ .manager = contract->manager,
				.record = i,
				.day = contract->closed_on,
				.x.exact = commission });
	}
	return status;
}

enum status
pay_observe_awards(const struct pay_results *pay, struct observations *out)
{
	const struct results *results = pay->results;
	const struct observations *projects = pay_projects(results);
	decimal award_each = results->definitions->project_award;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < projects->count && !status; i++) {
		struct observation award = projects->rows[i];
		if (award_each == 0 || !pay_awards(pay, &award))
			continue;
		award.x.exact = decimal_widen(award_each);
		award.y.exact = 0;
		status = observations_add(out, award);
	}
	return status;
}

enum status
pay_observe_adjustments(const struct pay_results *pay, struct observations *out)
{
	const struct results *results = pay->results;
	const struct dataset *data = results->data;
	const struct view *view = &results->views[results->run_period];
	enum status status = STATUS_OK;
	for (uint32_t i = 0; i < data->adjustment_count && !status; i++) {
		const struct adjustment *adjustment = &data->adjustments[i];
		if (pay_adjusts(view, adjustment))
			status = observations_add(out,
			    (struct observation){
				.manager = adjustment->manager,
				.record = i,
				.day = view->period.until - 1,
				.x.exact = decimal_widen(adjustment->amount) });
	}
	return status;
}
