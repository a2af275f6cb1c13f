/* How long a client has been one: from the first day on which it was active to
 * the last covered day.
 *
 * A gap does not end a tenure if the client came back, or has signed to. A
 * tenure whose last covered day lies before as_of has ended: the client is
 * lost. All others are censored at as_of: known to have lasted so far. */
#ifndef METRICS_PERIODS_TENURE_H
#define METRICS_PERIODS_TENURE_H

#include "engine/model/metric.h"

struct client_tenure {
	date first, end; /* end: the last covered day, as_of at the latest */
	bool lost;
	uint32_t manager; /* whose client it is on the day `end` */
};

/* The tenure of a client as known at the view's as_of; false if it has none:
 * no signed contract has begun by then. */
bool client_tenure(
    const struct view *view, uint32_t client, struct client_tenure *tenure);

#endif
