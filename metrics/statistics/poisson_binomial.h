/* Exact tails of a sum of successes whose rates differ: trials in strata, each
 * with a rate of its own (Poisson-binomial distribution).
 *
 * The strata are convolved, with their rates tilted first so that the sum has
 * its mode where the tail begins: small tails keep their digits, and nothing is
 * ever subtracted. The work grows with the standard deviations, not with the
 * trials: 100,000 trials take milliseconds in ten strata, and well below a
 * second where each is a stratum of its own. */
#ifndef STATISTICS_POISSON_BINOMIAL_H
#define STATISTICS_POISSON_BINOMIAL_H

#include <stddef.h>

#include "metrics/statistics/binomial.h"

struct arena;

struct poisson_binomial_stratum {
	uint64_t trials;
	double rate;
};

/* Both tails of the sum X of Binomial(trials, rate) over the strata at
 * `successes`. The last digits depend on the order of the strata. A tail below
 * about 1e-300 is 0. Scratch is given back. TOO_FEW: no trials. DOMAIN: more
 * successes than trials, a rate outside 0..1, more than
 * POISSON_BINOMIAL_TRIALS_MAX trials. NOT_FINITE: a rate. */
#define POISSON_BINOMIAL_TRIALS_MAX (UINT64_C(1) << 24)
enum statistics_status poisson_binomial_tails(uint64_t successes,
    const struct poisson_binomial_stratum *strata, size_t count,
    struct arena *scratch, struct binomial_tails *tails);

#endif
