/* Bootstrap interval for a ratio of sums, such as cost per hour.
 *
 * Observations are pairs (x, y), the estimate is Σx / Σy. The interval is the
 * bias-corrected and accelerated one (BCa; Efron, JASA 82, 1987; Davison and
 * Hinkley 1997, section 5.3.2): 95 %, from 1,999 resamples.
 *
 *  - Pairs are put in a fixed order first, and all resamples are drawn from one
 *    stream of the seed. The result depends on the pairs and the seed alone:
 *    not on the order of the pairs, the machine or the threads.
 *  - Bias: resampled ratios equal to the estimate (to a relative 1e-12) count
 *    half as below it. Acceleration: from the jackknife.
 *  - Quantiles: order statistic (R + 1)α, interpolated on the normal scale
 *    (norm.inter of R's boot).
 *  - A resample whose y sum to 0 has no ratio and is drawn again: the interval
 * is conditional on a ratio that exists. */
#ifndef STATISTICS_BOOTSTRAP_H
#define STATISTICS_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#include "metrics/statistics/interval.h"
#include "metrics/statistics/status.h"

enum { BOOTSTRAP_RESAMPLES = 1999 };

struct arena;

struct bootstrap_pair {
	double x, y;
};

/* The BCa interval of Σx / Σy over n pairs; the unit is that of x / y. Scratch
 * is given back. Work: 1,999 n draws.
 * TOO_FEW: n < 3. NO_SPREAD: all pairs have the same ratio, so that no
 * resample can differ. DOMAIN: Σy = 0, also when any one pair is left out (the
 * ratio hangs on a single pair), or 2^32 pairs and more. NOT_FINITE: a value
 * or a sum. */
enum statistics_status bootstrap_ratio(const struct bootstrap_pair *pairs,
    size_t n, uint64_t seed, struct arena *scratch, struct interval *result);

#endif
