/* The maximum of a smooth function of one positive parameter.
 *
 * For fitting a prior: the function is a likelihood in the logarithm of a
 * spread, already maximised over all else. The highest point of a grid says
 * near which place the maximum lies, bisection of the slope finds it there. The
 * steps are the same on every machine, and no start value is needed. */
#ifndef STATISTICS_PROFILE_H
#define STATISTICS_PROFILE_H

#include <stdbool.h>

struct profile_point {
	double value, slope; /* slope: with respect to the logarithm */
};

/* The function, at the logarithm of its parameter. */
typedef struct profile_point profile_function(double logarithm, void *context);

/* Searches between the logarithms low < high, in grid steps of about 1.15 (a
 * factor of √10). Returns the logarithm at which the maximum is, which may be
 * low or high itself. *at_low: the maximum is at low. *top: the function's
 * value there. */
double profile_maximum(profile_function *function, void *context, double low,
    double high, bool *at_low, double *top);

#endif
