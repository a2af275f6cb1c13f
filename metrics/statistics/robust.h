/* Quantiles and what is built on them: measures on which a single extreme value
 * has little influence. Values keep their unit and are neither changed nor
 * kept; scratch is given back. NOT_FINITE: a value that is NaN or infinite. */
#ifndef STATISTICS_ROBUST_H
#define STATISTICS_ROBUST_H

#include <stddef.h>

#include "metrics/statistics/status.h"

struct arena;

struct robust_mad {
	double median;
	double raw;    /* median distance from the median */
	double scaled; /* 1.4826 times that: the sd of normal data */
};

struct robust_fences {
	double low, high;
};

/* Quantile for a fraction 0..1: type 7 of Hyndman and Fyfe 1996, the default
 * of R. TOO_FEW: n = 0. DOMAIN: fraction outside 0..1. */
enum statistics_status robust_quantile(const double *values, size_t n,
    double fraction, struct arena *scratch, double *quantile);

/* The quantile at one half. */
enum statistics_status robust_median(
    const double *values, size_t n, struct arena *scratch, double *median);

/* Median absolute deviation (R's mad). TOO_FEW: n = 0. No spread: 0. */
enum statistics_status robust_mad(const double *values, size_t n,
    struct arena *scratch, struct robust_mad *result);

/* Tukey's fences: quartiles (type 7) ∓ reach · interquartile range; reach is
 * 1.5 by custom. TOO_FEW: n < 4. DOMAIN: reach < 0. */
enum statistics_status robust_fences(const double *values, size_t n,
    double reach, struct arena *scratch, struct robust_fences *result);

#endif
