/* 7 Project cost against budget, over the projects delivered in the period
 * that have a budget and a cost: the variance, the share over budget, and the
 * cost performance index (earned value of finished work over actual cost). */
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"

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
	const struct booked_projects *delivered =
	    &view->cohort->booked.delivered;
	for (size_t i = 0; i < delivered->count && !status; i++) {
		const struct booked_project *row = &delivered->rows[i];
		wide budget = row->project.budget;
		if (budget <= 0 || row->rows == 0) {
			status = observations_omit(out,
			    budget <= 0 ? OMITTED_NO_BUDGET : OMITTED_NO_COST,
			    RECORD_PROJECT, row->id);
			continue;
		}
		struct observation observation = { .manager =
						       row->project.manager,
			.record = row->id,
			.day = row->project.delivered_on };
		status = measure(&observation, budget, row->cost, what)
			     ? observations_add(out, observation)
			     : STATUS_OVERFLOW;
	}
	return status;
}

/* Timesheet rows without a cost, or on projects that no contract names. The
 * table lists the first of them; the others are counted. */
static enum status
omit_odd_timesheets(const struct timesheets *rows, struct observations *out)
{
	enum status status = STATUS_OK;
	uint64_t no_cost = rows->no_cost_rows, unknown = rows->unknown_rows;
	for (uint32_t i = 0; i < rows->odd_count && !status; i++) {
		const struct odd_timesheet *odd = &rows->odd[i];
		no_cost -= odd->no_cost;
		unknown -= odd->unknown_project;
		if (odd->no_cost)
			status = observations_omit(out,
			    OMITTED_HOURS_WITHOUT_COST, RECORD_TIMESHEET, i);
		if (odd->unknown_project && !status)
			status = observations_omit(
			    out, OMITTED_UNKNOWN_PROJECT, RECORD_TIMESHEET, i);
	}
	out->omitted_more[OMITTED_HOURS_WITHOUT_COST] += no_cost;
	out->omitted_more[OMITTED_UNKNOWN_PROJECT] += unknown;
	return status;
}

enum status
observe_budget_variance(const struct view *view, struct observations *out)
{
	enum status status = observe_projects(view, out, VARIANCE);
	return status ? status
		      : omit_odd_timesheets(&view->data->timesheets, out);
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
