/* The projects that were delivered in a period, with what was booked on them:
 * the only ones whose cost a metric asks for. */
#ifndef METRICS_DELIVERED_H
#define METRICS_DELIVERED_H

#include "metrics/project.h"

struct delivered_project {
	uint32_t id; /* of dataset.projects */
	struct project project;
	wide cost;     /* booked with worked_on ≤ as_of, exact */
	uint64_t rows; /* timesheet rows with a cost behind it */
};

struct delivered_projects {
	struct delivered_project *rows; /* by id */
	size_t count, capacity;
};

/* Finds those of each of `count` views; timesheets are passed over once for
 * all. In `arena`. STATUS_OK, STATUS_MEMORY or STATUS_OVERFLOW. */
enum status delivered_find(struct delivered_projects *delivered,
    const struct view *views, size_t count, struct arena *arena);

#endif
