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
};

/* The project of that id (of dataset.projects) as as_of sees it. A contract
 * that was terminated and not delivered is not waited for. */
struct project project_of(const struct view *view, uint32_t id);

#endif
