/* How many of the subjects end one way and how many the other, where for some
 * of them there is no end yet.
 *
 * Aalen and Johansen's cumulative incidence (1978) of two causes that compete.
 * Whoever is censored may still end either way: without censoring the incidence
 * is the plain share. One minus Kaplan and Meier's curve of one cause would
 * count those who ended the other way as still open, and be too high. */
#ifndef STATISTICS_INCIDENCE_H
#define STATISTICS_INCIDENCE_H

#include "metrics/statistics/survival.h"

enum { CAUSES = 2 };

struct incidence {
	uint64_t events; /* at this time */
	double so_far;   /* P(ended by this cause by this time) */
	double error;    /* standard error, by the delta method: R's survfit */
	/* Log-log band; NO_SPREAD where so_far is 0 or 1: then low and high
	 * are not set. */
	enum statistics_status band;
	double low, high;
};

/* At a time at which somebody ended. */
struct incidence_step {
	double time;
	uint64_t at_risk;
	struct incidence cause[CAUSES];
};

struct incidence_curve {
	struct incidence_step *steps; /* in the order of time */
	size_t count;                 /* 0: nobody ended */
};

/* The curves of subjects whose `group` is the cause by which they ended, 0 or
 * 1; it is not looked at without an event. The steps lie in `arena`. The order
 * of subjects has no meaning. TOO_FEW: n = 0. DOMAIN: a negative time, another
 * cause, level not within 0..1. */
enum statistics_status incidence_aalen_johansen(
    const struct survival_subject *subjects, size_t n, double level,
    struct arena *arena, struct incidence_curve *curve);

#endif
