/* Exact tails of the beta-binomial distribution: successes whose rate itself
 * differs from subject to subject by a beta distribution.
 *
 * Sums the terms outwards from the observed number by their exact ratios, so
 * that no gamma function limits the digits; sums that grow beyond a double's
 * range are scaled down as they do. */
#ifndef STATISTICS_BETA_BINOMIAL_H
#define STATISTICS_BETA_BINOMIAL_H

#include "metrics/statistics/binomial.h"

/* Both tails of X ~ BetaBinomial(trials, α, β) at `successes`, with α and β
 * given by the mean α/(α+β), strictly between 0 and 1, and the concentration
 * α + β. A tail below about 1e-300 is 0. DOMAIN: successes > trials, a mean or
 * concentration out of range, too many trials. TOO_FEW: no trials. NOT_FINITE:
 * mean or concentration. */
enum statistics_status beta_binomial_tails(uint64_t successes, uint64_t trials,
    double mean, double concentration, struct binomial_tails *tails);

#endif
