/* The projects that run on the closing day, by what they cost over budget. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/analysis/parts.h"
#include "metrics/periods/cohort.h"

/* A project and what it is sorted by. */
struct entry {
	struct running_project project;
	struct text id;
};

static int
by_overrun_and_id(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	struct optional x = a->project.overrun, y = b->project.overrun;
	if (x.defined != y.defined)
		return x.defined ? -1 : 1;
	if (x.value != y.value)
		return x.value > y.value ? -1 : 1;
	return text_compare(a->id, b->id);
}

static void
find_client(const struct view *view, struct running_project *project)
{
	const struct dataset *data = view->data;
	const struct grouping *contracts = &data->contracts_of_project;
	project->client = NO_ID;
	for (uint32_t i = contracts->first[project->project];
	     i < contracts->first[project->project + 1]; i++) {
		const struct contract *contract =
		    &data->contracts[contracts->order[i]];
		if (!contract_is_signed(contract, view->as_of))
			continue;
		project->several_clients |= project->client != NO_ID &&
					    project->client != contract->client;
		project->client = contract->client;
	}
	if (project->several_clients)
		project->client = NO_ID;
}

static void
raise_to(struct optional *overrun, double value)
{
	if (!overrun->defined || value > overrun->value)
		*overrun = (struct optional){ true, value };
}

static struct running_project
describe(const struct view *view, const struct booked_project *row,
    struct arena *scratch)
{
	const struct project *found = &row->project;
	struct running_project project = { .project = row->id,
		.manager = found->manager,
		.due_on = found->due_on,
		.cost = row->cost,
		.budget = found->budget,
		.whole_budget = found->endless ? 0 : found->planned_budget };
	find_client(view, &project);
	if (found->earned > 0 && !found->endless)
		project.progress = (struct optional){ true,
			wide_ratio(found->earned, found->planned_budget) };
	if (found->budget > 0)
		raise_to(&project.overrun,
		    wide_ratio(row->cost - found->budget, found->budget));
	if (booked_has_estimate(row)) {
		struct rational estimate = booked_estimate(row, scratch);
		struct rational budget =
		    rational_wide(scratch, found->planned_budget);
		project.estimate =
		    (struct optional){ true, rational_nearest(estimate) };
		raise_to(&project.overrun,
		    rational_nearest(rational_divide(scratch,
			rational_subtract(scratch, estimate, budget), budget)));
	}
	return project;
}

enum status
analysis_running(const struct results *results, struct running *running,
    struct arena *kept, struct arena *scratch)
{
	const struct view *view = analysis_view(results);
	const struct booked_projects *found = &view->cohort->booked.running;
	struct entry *entries =
	    arena_allocate(scratch, found->count, sizeof *entries);
	running->rows =
	    arena_allocate(kept, found->count, sizeof *running->rows);
	if (!entries || !running->rows)
		return STATUS_MEMORY;
	for (size_t i = 0; i < found->count; i++)
		entries[i] =
		    (struct entry){ describe(view, &found->rows[i], scratch),
			    dictionary_text(
				&results->data->projects, found->rows[i].id) };
	if (arena_failed(scratch))
		return STATUS_MEMORY;
	if (found->count)
		qsort(
		    entries, found->count, sizeof *entries, by_overrun_and_id);
	for (size_t i = 0; i < found->count; i++) {
		running->rows[i] = entries[i].project;
		running->over +=
		    entries[i].project.budget > 0 &&
		    entries[i].project.cost > entries[i].project.budget;
	}
	running->count = found->count;
	return STATUS_OK;
}
