/* A project: the signed contracts that share a project_id. */
#ifndef METRICS_PERIODS_PROJECT_H
#define METRICS_PERIODS_PROJECT_H

#include "engine/model/metric.h"

struct project {
	wide budget;       /* the sum of its contracts', contract_budget */
	date delivered_on; /* the latest; DATE_NONE until all are delivered */
	date due_on;       /* the latest; DATE_NONE if none has one */
	uint32_t manager;  /* of the contract with the largest budget, that
			      of its whole term, then
			      the smaller contract_id; NO_ID without any */
	/* On the closing day: has some contract of it begun, that is neither
	 * delivered nor terminated by as_of, and is in force or has a due_on?
	 */
	bool running;
	/* The budgets of the whole terms; and Σ these × progress, which is 0
	 * where a contract has none. One by the month without an end has no
	 * whole term: then both mean nothing. */
	bool endless;
	wide planned_budget, earned;
};

/* The project of that id (of dataset.projects) as as_of sees it. A contract
 * that was terminated and not delivered is not waited for. */
struct project project_of(const struct view *view, uint32_t id);

#endif
