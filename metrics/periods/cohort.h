/* Who was a client, and whose: what several metrics need to know of a period.
 *
 * A cohort is made once for each period and as_of. Its opening clients stay
 * their manager's for the whole period: handing over a failing account on the
 * last day helps nobody. */
#ifndef METRICS_PERIODS_COHORT_H
#define METRICS_PERIODS_COHORT_H

#include "metrics/periods/booked.h"
#include "metrics/periods/calendar.h"
#include "metrics/periods/contract.h"

struct opening_client {
	uint32_t client, manager;
	bool stays;     /* is active on the closing day, too */
	bool buys_more; /* in the period: upsell or cross-sell, whoever sold */
	/* client_run_rate on the opening and on the closing day. */
	struct rational opening_rate, closing_rate;
};

struct cohort {
	struct opening_client *opening; /* by client id */
	size_t opening_count;
	struct booked booked;
	/* Contracts by their counts_on, proposed_on and due_on and surveys by
	 * their answered_on and sent_on that lie in the period, be they known
	 * by as_of or not; contracts without a proposed_on. */
	struct records closed, proposed, due, answered, sent, undated;
	struct records paid; /* payments by their counts_on */
	/* By place in `answered`: whom the survey is about that day. */
	uint32_t *answered_about;
};

/* Is it an upsell or cross-sell, signed in the period? */
bool contract_sells_more(
    const struct view *view, const struct contract *contract);

/* Makes the cohorts of `count` views, at least one (period and as_of given),
 * and hangs them in. On `jobs` threads at most, in `arena`. STATUS_OK,
 * STATUS_MEMORY, STATUS_OVERFLOW, or STATUS_BROKEN (see booked_sum). */
enum status cohorts_make(
    struct view *views, size_t count, unsigned jobs, struct arena *arena);

/* Does some signed contract of theirs cover the day, grace included? */
bool client_is_active(const struct view *view, uint32_t client, date day);

/* Whose client they are on a day: the assignment that covers it, else by
 * their signed contracts; NO_ID for nobody. */
uint32_t client_manager(const struct view *view, uint32_t client, date day);

/* Whom a survey is about, judged on `day`: its manager, its contract's, or
 * its client's on that day; NO_ID for nobody. */
uint32_t survey_manager(
    const struct view *view, const struct survey *survey, date day);

#endif
