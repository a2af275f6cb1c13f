/* Is it going up or down? Slope and test that assume no distribution.
 *
 * Theil's and Sen's slope is the median of the slopes between all pairs of
 * points; Mann and Kendall's test counts rises against falls. Work and scratch
 * grow with n², so n is at most TREND_POINTS_MAX. Scratch is given back.
 * NOT_FINITE: a value that is NaN or infinite, or a slope that overflows. */
#ifndef STATISTICS_TREND_H
#define STATISTICS_TREND_H

#include <stddef.h>

#include "metrics/statistics/interval.h"
#include "metrics/statistics/status.h"

enum { TREND_POINTS_MAX = 5000 };

struct arena;

struct trend_test {
	double s;   /* rises minus falls, over all pairs */
	double tau; /* s / (n (n − 1) / 2) */
	double p;   /* two-sided */
};

/* Slope of y over x, in units of y / x (Theil 1950, Sen 1968). Pairs with the
 * same x are left out. TOO_FEW: n < 2. NO_SPREAD: all x alike. DOMAIN: n too
 * large. */
enum statistics_status trend_theil_sen(const double *x, const double *y,
    size_t n, struct arena *scratch, double *slope);

/* Interval of that slope (Sen 1968, ties by his section 6): with C = z · sd(S)
 * and N slopes, the slopes of rank ⌊(N − C)/2⌋ from below and from above.
 * TOO_FEW also where there are too few slopes for the level; NO_SPREAD also
 * for all y alike. */
enum statistics_status trend_theil_sen_interval(const double *x,
    const double *y, size_t n, double level, struct arena *scratch,
    struct interval *result);

/* Mann-Kendall test of values in the order of time. Exact for n ≤ 10 without
 * ties, else normal with the variance for ties and continuity correction
 * (Kendall 1975; R's cor.test). TOO_FEW: n < 2. NO_SPREAD: all alike. DOMAIN: n
 * too large. For Kendall's τ of pairs, put them in the order of x first (no
 * ties in x). */
enum statistics_status trend_mann_kendall(const double *values, size_t n,
    struct arena *scratch, struct trend_test *result);

#endif
