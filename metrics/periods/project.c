#include "metrics/periods/project.h"

#include "metrics/periods/contract.h"

static bool
speaks_for_it(const struct dataset *data, const struct contract *contract,
    const struct contract *largest)
{
	if (!largest || contract->planned_budget != largest->planned_budget)
		return !largest ||
		       contract->planned_budget > largest->planned_budget;
	const struct dictionary *ids = &data->contract_ids;
	return text_compare(dictionary_text(ids, contract->contract),
		   dictionary_text(ids, largest->contract)) < 0;
}

static bool
runs(const struct view *view, const struct contract *contract)
{
	date closing = closing_day(view);
	return contract->start_on <= closing &&
	       known_by(contract->delivered_on, view->as_of) == DATE_NONE &&
	       contract_terminated_on(contract, view->as_of) == DATE_NONE &&
	       (contract->due_on != DATE_NONE ||
		   contract_in_force(view, contract, closing));
}

static void
add_term(struct project *project, const struct contract *contract)
{
	project->endless |=
	    contract->budget_per == PER_MONTH && contract->end_on == DATE_NONE;
	project->planned_budget += decimal_widen(contract->planned_budget);
	if (contract->progress != DECIMAL_NONE)
		project->earned +=
		    decimal_share(contract->planned_budget, contract->progress);
}

struct project
project_of(const struct view *view, uint32_t id)
{
	const struct dataset *data = view->data;
	const struct grouping *of_project = &data->contracts_of_project;
	const struct contract *largest = NULL;
	struct project project = {
		.delivered_on = DATE_NONE, .due_on = DATE_NONE, .manager = NO_ID
	};
	bool waiting = false;
	for (uint32_t at = of_project->first[id];
	     at < of_project->first[id + 1]; at++) {
		const struct contract *contract =
		    &data->contracts[of_project->order[at]];
		if (!contract_is_signed(contract, view->as_of))
			continue;
		project.budget += contract_budget(view, contract);
		add_term(&project, contract);
		project.running |= runs(view, contract);
		date delivered = known_by(contract->delivered_on, view->as_of);
		if (delivered > project.delivered_on)
			project.delivered_on = delivered;
		if (contract->due_on > project.due_on)
			project.due_on = contract->due_on;
		waiting |=
		    delivered == DATE_NONE &&
		    contract_terminated_on(contract, view->as_of) == DATE_NONE;
		if (speaks_for_it(data, contract, largest))
			largest = contract;
	}
	if (waiting)
		project.delivered_on = DATE_NONE;
	if (largest)
		project.manager = largest->manager;
	return project;
}
