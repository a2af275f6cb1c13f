/* Sums that lose next to nothing to rounding.
 *
 * Neumaier's compensated sum (ZAMM 54, 1974): the error is about one rounding
 * of the result for any length and order. It needs a compiler that keeps
 * floating-point semantics (no -ffast-math). */
#ifndef STATISTICS_SUMMATION_H
#define STATISTICS_SUMMATION_H

#include <math.h>

struct summation {
	double sum, lost;
};

/* Adds one value; start from { 0, 0 }. */
static inline void
summation_add(struct summation *total, double value)
{
	double sum = total->sum + value;
	if (fabs(total->sum) >= fabs(value))
		total->lost += total->sum - sum + value;
	else
		total->lost += value - sum + total->sum;
	total->sum = sum;
}

/* The total so far; not finite where an input or the sum was not. */
static inline double
summation_value(const struct summation *total)
{
	return total->sum + total->lost;
}

#endif
