/* 7 Projects that run on the closing day: the share whose cost already exceeds
 * the budget, and by how much all will if they go on as they began (earned
 * value: cost / progress, over the budget). */
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"

static enum status
add_project(const struct view *view, const struct booked_project *row,
    struct observation observation, struct observations *out)
{
	observation.manager = row->project.manager;
	observation.record = row->id;
	observation.day = closing_day(view);
	return observations_add(out, observation);
}

enum status
observe_running_over(const struct view *view, struct observations *out)
{
	const struct booked_projects *running = &view->cohort->booked.running;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < running->count && !status; i++) {
		const struct booked_project *row = &running->rows[i];
		wide budget = row->project.budget;
		const struct observation observation = {
			.x.exact = row->cost > budget ? WIDE_ONE : 0,
			.y.exact = WIDE_ONE
		};
		status = budget > 0 ? add_project(view, row, observation, out)
				    : observations_omit(out,
					  OMITTED_RUNS_WITHOUT_BUDGET,
					  RECORD_PROJECT, row->id);
	}
	return status;
}

static enum omission_reason
why_no_estimate(const struct booked_project *row)
{
	if (row->project.endless)
		return OMITTED_RUNS_WITHOUT_END;
	if (row->project.planned_budget <= 0)
		return OMITTED_RUNS_WITHOUT_BUDGET;
	return row->cost <= 0 ? OMITTED_RUNS_WITHOUT_COST
			      : OMITTED_RUNS_WITHOUT_PROGRESS;
}

static enum status
add_estimate(const struct view *view, const struct booked_project *row,
    struct observations *out)
{
	struct rational budget =
	    rational_wide(out->arena, row->project.planned_budget);
	struct rational estimate = booked_estimate(row, out->arena);
	const struct observation observation = {
		.x.fraction = rational_subtract(out->arena, estimate, budget),
		.y.fraction = budget
	};
	return add_project(view, row, observation, out);
}

enum status
observe_eac_variance(const struct view *view, struct observations *out)
{
	const struct booked_projects *running = &view->cohort->booked.running;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < running->count && !status; i++) {
		const struct booked_project *row = &running->rows[i];
		status = booked_has_estimate(row)
			     ? add_estimate(view, row, out)
			     : observations_omit(out, why_no_estimate(row),
				   RECORD_PROJECT, row->id);
	}
	return status;
}
