/* The projects that were delivered in a period, with what was booked on them:
 * the only ones whose cost a metric asks for. */
#ifndef METRICS_PERIODS_DELIVERED_H
#define METRICS_PERIODS_DELIVERED_H

#include "metrics/periods/calendar.h"
#include "metrics/periods/project.h"

struct delivered_project {
	uint32_t id; /* of dataset.projects */
	struct project project;
	wide cost;     /* booked with worked_on ≤ as_of, exact */
	uint64_t rows; /* timesheet rows with a cost behind it */
};

struct delivered_projects {
	struct delivered_project *rows; /* by id */
	size_t count;
};

/* Finds those of one view, without their costs, in `arena`; `contracts` are
 * those with a delivered_on in its period. STATUS_OK or STATUS_MEMORY. */
enum status delivered_find(struct delivered_projects *delivered,
    const struct view *view, struct records contracts, struct arena *arena,
    struct arena *scratch);

/* Gives those of all `count` views their costs. STATUS_OK, STATUS_MEMORY,
 * STATUS_OVERFLOW, or STATUS_BROKEN if no account was opened for one. */
enum status delivered_sum(struct delivered_projects *delivered,
    const struct view *views, size_t count, struct arena *arena);

/* Opens accounts of all costs that these views may ask for, once the contracts
 * are read. STATUS_OK or STATUS_MEMORY. */
enum status delivered_register_cost_queries(struct bookings *bookings,
    const struct view *views, size_t count, struct arena *arena);

/* The same for the quarters that may be a run's own or one of those before it,
 * each as of its last day. */
enum status delivered_register_quarters(struct bookings *bookings,
    const struct dataset *data, int fiscal_year_start, struct arena *arena);

#endif
