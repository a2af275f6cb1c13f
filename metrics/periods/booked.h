/* The projects whose cost a metric asks for, with what was booked on them:
 * those that were delivered in a period, and those that run on its closing day.
 */
#ifndef METRICS_PERIODS_BOOKED_H
#define METRICS_PERIODS_BOOKED_H

#include "metrics/periods/calendar.h"
#include "metrics/periods/project.h"

struct booked_project {
	uint32_t id; /* of dataset.projects */
	struct project project;
	wide cost;     /* booked with worked_on ≤ as_of, exact */
	uint64_t rows; /* timesheet rows with a cost behind it */
};

struct booked_projects {
	struct booked_project *rows; /* by id */
	size_t count;
};

struct booked {
	struct booked_projects delivered, running;
};

/* Finds those of one view, without their costs, in `arena`; `delivered` are the
 * contracts with a delivered_on in its period. STATUS_OK or STATUS_MEMORY. */
enum status booked_find(struct booked *booked, const struct view *view,
    struct records delivered, struct arena *arena, struct arena *scratch);

/* Gives those of all `count` views their costs. STATUS_OK, STATUS_MEMORY,
 * STATUS_OVERFLOW, or STATUS_BROKEN if no account was opened for one. */
enum status booked_sum(struct booked *booked, const struct view *views,
    size_t count, struct arena *arena);

/* The running project of that id (of dataset.projects); NULL if it is none. */
const struct booked_project *booked_running(
    const struct booked *booked, uint32_t id);

/* Of a running project with its cost: is there an estimate at completion? That
 * needs a budget of the whole term, a cost and a progress, all above 0. And the
 * estimate, cost / progress, exact, in `arena`. */
bool booked_has_estimate(const struct booked_project *running);
struct rational booked_estimate(
    const struct booked_project *running, struct arena *arena);

/* Opens accounts of all costs that these views may ask for, once the contracts
 * are read; none, so that the rows are kept, where these take less room.
 * STATUS_OK or STATUS_MEMORY. */
enum status booked_register_cost_queries(struct bookings *bookings,
    const struct view *views, size_t count, struct arena *arena);

/* The same for the quarters that may be a run's own or one of those before it,
 * each as of its last day. */
enum status booked_register_quarters(struct bookings *bookings,
    const struct dataset *data, int fiscal_year_start, struct arena *arena);

#endif
