/* The interval of a ratio of sums, such as cost over budget: few projects, of
 * very different size. No random numbers: the pairs alone decide. */
#ifndef STATISTICS_RATIO_H
#define STATISTICS_RATIO_H

#include "metrics/statistics/interval.h"

/* A ratio r = Σx / Σy: r ± t(df) √(n/(n − 1) Σe²) / |Σy|, e = x − r y
 * (Cochran, Sampling Techniques, 1977, section 6.4). df by Satterthwaite
 * (1946) for errors that grow with y, which large projects' do: with shares
 * h = y / Σy and q(m) = Σ hᵐ,
 * df = (q2 + q2² − 2 q3)² / (q2⁴ + 2 q4 q2 − 4 q2² q3 + 2 q3² + q4 (1 + 2 q2)
 * − 4 q5), from 1 to n − 1; n − 1 where all y are equal. Not below 0 where no x is.
 * Does not depend on the order of the pairs. TOO_FEW: count < 3. NO_SPREAD: all
 * pairs have the same ratio (to a relative 1e-12). DOMAIN: Σy = 0, also without
 * any one pair: the ratio hangs on a single pair. NOT_FINITE: a value or sum.
 */
enum statistics_status interval_ratio(const struct interval_pair *pairs,
    size_t count, double level, struct interval *result);

#endif
