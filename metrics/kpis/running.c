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

/* Is there no estimate, and why? */
static bool
has_no_estimate(const struct booked_project *row, enum omission_reason *reason)
{
	const struct project *project = &row->project;
	if (project->endless)
		*reason = OMITTED_RUNS_WITHOUT_END;
	else if (project->planned_budget <= 0)
		*reason = OMITTED_RUNS_WITHOUT_BUDGET;
	else if (row->cost <= 0)
		*reason = OMITTED_RUNS_WITHOUT_COST;
	else if (project->earned <= 0)
		*reason = OMITTED_RUNS_WITHOUT_PROGRESS;
	else
		return false;
	return true;
}

enum status
observe_eac_variance(const struct view *view, struct observations *out)
{
	const struct booked_projects *running = &view->cohort->booked.running;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < running->count && !status; i++) {
		const struct booked_project *row = &running->rows[i];
		enum omission_reason reason;
		if (has_no_estimate(row, &reason)) {
			status = observations_omit(
			    out, reason, RECORD_PROJECT, row->id);
			continue;
		}
		struct rational budget =
		    rational_wide(out->arena, row->project.planned_budget);
		/* cost / (earned / budget) */
		struct rational estimate = rational_multiply(out->arena,
		    rational_of(out->arena, row->cost, row->project.earned),
		    budget);
		status = add_project(view, row,
		    (struct observation){ .x.fraction = rational_subtract(
					      out->arena, estimate, budget),
			.y.fraction = budget },
		    out);
	}
	return status;
}
