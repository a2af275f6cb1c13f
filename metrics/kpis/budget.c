/* 7 Project cost against budget, over the projects delivered in the period
 * that have a budget and a cost: the variance, the share over budget, and the
 * cost performance index (earned value of finished work over actual cost). */
#include "metrics/cohort.h"
#include "metrics/contract.h"
#include "metrics/metrics.h"

/* The signed contracts that share a project_id. */
struct project {
	wide budget;
	date delivered_on; /* DATE_NONE until all are */
	uint32_t manager;
};

static struct project
project_of(const struct view *view, uint32_t id)
{
	const struct dataset *data = view->data;
	const struct grouping *of_project = &data->contracts_of_project;
	const struct contract *largest = NULL;
	struct project project = { 0, DATE_NONE, NO_ID };
	bool waiting = false;
	for (uint32_t at = of_project->first[id];
	     at < of_project->first[id + 1]; at++) {
		const struct contract *contract =
		    &data->contracts[of_project->order[at]];
		if (!contract_is_signed(contract, view->as_of))
			continue;
		project.budget += decimal_widen(contract->budget);
		date delivered = known_by(contract->delivered_on, view->as_of);
		if (delivered > project.delivered_on)
			project.delivered_on = delivered;
		waiting |=
		    delivered == DATE_NONE &&
		    contract_terminated_on(contract, view->as_of) == DATE_NONE;
		const struct dictionary *ids = &data->contract_ids;
		if (!largest || contract->budget > largest->budget ||
		    (contract->budget == largest->budget &&
			text_compare(dictionary_text(ids, contract->contract),
			    dictionary_text(ids, largest->contract)) < 0))
			largest = contract;
	}
	if (waiting)
		project.delivered_on = DATE_NONE;
	if (largest)
		project.manager = largest->manager;
	return project;
}

enum measure_of { VARIANCE, OVER, EARNED };

/* Sets x and y; false when the variance does not fit. */
static bool
measure(struct observation *observation, wide budget, wide actual,
    enum measure_of what)
{
	switch (what) {
	case VARIANCE:
		observation->x.exact = actual;
		observation->y.exact = budget;
		return wide_add(&observation->x.exact, -budget);
	case OVER:
		observation->x.exact = actual > budget ? WIDE_ONE : 0;
		observation->y.exact = WIDE_ONE;
		break;
	case EARNED:
		observation->x.exact = budget;
		observation->y.exact = actual;
		break;
	}
	return true;
}

static enum status
observe_projects(
    const struct view *view, struct observations *out, enum measure_of what)
{
	enum status status = STATUS_OK;
	for (uint32_t id = 0; id < view->data->projects.count && !status;
	     id++) {
		struct project project = project_of(view, id);
		if (!period_holds(&view->period, project.delivered_on))
			continue;
		const struct project_cost *cost = &view->cohort->costs[id];
		if (project.budget <= 0 || cost->rows == 0) {
			enum omission_reason reason = project.budget <= 0
							  ? OMITTED_NO_BUDGET
							  : OMITTED_NO_COST;
			status =
			    observations_omit(out, reason, RECORD_PROJECT, id);
			continue;
		}
		struct observation observation = { .manager = project.manager,
			.record = id };
		status = measure(&observation, project.budget, cost->cost, what)
			     ? observations_add(out, observation)
			     : STATUS_OVERFLOW;
	}
	return status;
}

enum status
observe_budget_variance(const struct view *view, struct observations *out)
{
	const struct timesheets *rows = &view->data->timesheets;
	enum status status = observe_projects(view, out, VARIANCE);
	for (uint32_t i = 0; i < rows->odd_count && !status; i++) {
		const struct odd_timesheet *odd = &rows->odd[i];
		if (odd->no_cost)
			status = observations_omit(out,
			    OMITTED_HOURS_WITHOUT_COST, RECORD_TIMESHEET, i);
		if (odd->unknown_project && !status)
			status = observations_omit(
			    out, OMITTED_UNKNOWN_PROJECT, RECORD_TIMESHEET, i);
	}
	return status;
}

enum status
observe_over_budget(const struct view *view, struct observations *out)
{
	return observe_projects(view, out, OVER);
}

enum status
observe_cpi(const struct view *view, struct observations *out)
{
	return observe_projects(view, out, EARNED);
}
