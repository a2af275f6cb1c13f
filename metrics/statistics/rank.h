/* Do two measures go together? Spearman's rank correlation.
 *
 * Its p-value comes from random permutations, so that ties and small n need no
 * approximation; a seed makes it repeatable. Scratch is given back. */
#ifndef STATISTICS_RANK_H
#define STATISTICS_RANK_H

#include <stddef.h>
#include <stdint.h>

#include "metrics/statistics/status.h"

struct arena;

struct rank_correlation {
	double rho; /* −1..1 */
	double p;   /* two-sided, in 1/(permutations + 1)..1 */
};

/* Ranks 1..n of the values, ties sharing their average, into `ranks` (room for
 * n). NOT_FINITE: a value that is NaN or infinite. NO_MEMORY. */
enum statistics_status rank_average(
    const double *values, size_t n, struct arena *scratch, double *ranks);

/* Pearson's correlation of the ranks; p = (1 + permutations with a |ρ| at least
 * as large) / (permutations + 1) (Davison and Hinkley 1997, section 4.2).
 * TOO_FEW: n < 3. NO_SPREAD: all x or all y alike. DOMAIN: n ≥ 2^32. */
enum statistics_status rank_spearman(const double *x, const double *y, size_t n,
    uint32_t permutations, uint64_t seed, struct arena *scratch,
    struct rank_correlation *result);

#endif
