/* The maximum of a smooth function of one positive parameter.
 *
 * For fitting a prior: the function is a likelihood in the logarithm of a
 * spread, already maximised over all else. A grid finds the highest hill, the
 * root of the slope its top: same steps on every machine, and no start value
 * to get wrong. */
#ifndef STATISTICS_PROFILE_H
#define STATISTICS_PROFILE_H

#include <stdbool.h>

struct profile_point {
	double value, slope; /* slope: with respect to the logarithm */
};

/* The function, at the logarithm of its parameter. */
typedef struct profile_point profile_function(double logarithm, void *context);

/* Looks between the logarithms low < high, in grid steps of about 1.15 (a
 * factor √10). Gives where the maximum is; *at_low tells that it is at the
 * lower end, *top what it is. Where the maximum is at the upper end, that. */
double profile_maximum(profile_function *function, void *context, double low,
    double high, bool *at_low, double *top);

#endif
