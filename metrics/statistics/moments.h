/* Mean, variance, standard deviation, autocorrelation of a list of numbers.
 *
 * Two passes with compensated sums, in double only, so that the digits are the
 * same on every machine. Reaches the certified values of NIST's Statistical
 * Reference Datasets (StRD, univariate) as far as their decimals can be held
 * in doubles. Values keep their unit; the variance has its square. */
#ifndef STATISTICS_MOMENTS_H
#define STATISTICS_MOMENTS_H

#include <stddef.h>

#include "metrics/statistics/status.h"

/* Arithmetic mean. TOO_FEW: n = 0. NOT_FINITE: an input, or overflow. */
enum statistics_status moments_mean(
    const double *values, size_t n, double *mean);

/* Sample variance, divisor n − 1, by the corrected two-pass algorithm (Chan,
 * Golub, LeVeque 1983). TOO_FEW: n < 2. All alike: defined, 0. */
enum statistics_status moments_variance(
    const double *values, size_t n, double *variance);

/* Sample standard deviation: the root of the variance. */
enum statistics_status moments_sd(const double *values, size_t n, double *sd);

/* Lag-1 autocorrelation Σ(x_i − m)(x_{i+1} − m) / Σ(x_i − m)², as NIST
 * certifies it. TOO_FEW: n < 2. NO_SPREAD: all alike. */
enum statistics_status moments_autocorrelation(
    const double *values, size_t n, double *coefficient);

#endif
