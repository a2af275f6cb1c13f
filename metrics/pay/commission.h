/* Makes the commission of a period (engine/model/commission.h): gathers what
 * counts in it, puts ladders and caps to it, and finds what is taken back.
 *
 * What a contract earned depends on the period in which it was signed, so that
 * the lists of earlier periods are made as they are asked for, and kept. */
#ifndef METRICS_PAY_COMMISSION_H
#define METRICS_PAY_COMMISSION_H

#include "engine/model/commission.h"
#include "engine/model/metric.h"

/* The lists made so far; zero but for view and arena before the first. */
struct commissions {
	const struct view *view; /* of the run's own period: for its as_of */
	struct arena *arena;     /* in which the lists live */
	struct commission_list **lists;
	size_t count, capacity;
};

/* *list = the commission of a period, as known at the view's as_of; the list is
 * the arena's. A period is asked for once. STATUS_OK, STATUS_MEMORY, or
 * STATUS_OVERFLOW where an amount does not fit. */
enum status commission_make(struct commissions *made,
    const struct period *period, const struct commission_list **list);

#endif
