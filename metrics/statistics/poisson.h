/* Exact tails of the Poisson distribution, for intervals of counts. Summed like
 * those of binomial.h, by exact ratios from the mode outwards: GSL's incomplete
 * gamma function reports errors for shapes around a million. */
#ifndef STATISTICS_POISSON_H
#define STATISTICS_POISSON_H

#include <stdint.h>

#include "metrics/statistics/status.h"

/* The most events and the highest mean accepted. */
#define POISSON_EVENTS_MAX (UINT64_C(1) << 40)

struct poisson_tails {
	double lower; /* P(X ≤ events) */
	double upper; /* P(X ≥ events) */
	double point; /* P(X = events) */
};

/* The tails of X ~ Poisson(mean) at `events`. Terms below 1e-40 of the largest
 * are left out. DOMAIN: mean negative or too large, too many events.
 * NOT_FINITE: mean. */
enum statistics_status poisson_tails(
    uint64_t events, double mean, struct poisson_tails *tails);

#endif
