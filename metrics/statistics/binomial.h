/* Exact tails of the binomial distribution, for limits and exact intervals.
 *
 * Sums the terms outwards from the mode by their exact ratios, so that no
 * gamma function limits the digits and no iteration can fail to converge; the
 * work grows with the standard deviation, not with n. */
#ifndef STATISTICS_BINOMIAL_H
#define STATISTICS_BINOMIAL_H

#include <stdint.h>

#include "metrics/statistics/status.h"

/* The most trials accepted here and by what builds on it. */
#define BINOMIAL_TRIALS_MAX (UINT64_C(1) << 40)

struct binomial_tails {
	double lower; /* P(X ≤ successes) */
	double upper; /* P(X ≥ successes) */
};

/* Both tails of X ~ Binomial(trials, rate) at `successes`. A tail below about
 * 1e-300 is 0. DOMAIN: successes > trials, rate outside 0..1, too many
 * trials. TOO_FEW: no trials. */
enum statistics_status binomial_tails(uint64_t successes, uint64_t trials,
    double rate, struct binomial_tails *tails);

#endif
