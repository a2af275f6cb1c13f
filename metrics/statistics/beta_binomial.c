#include "metrics/statistics/beta_binomial.h"

#include <math.h>
#include <stdbool.h>

static const double NEGLIGIBLE = 1e-20;
enum { SCALE = 500 }; /* sums are scaled by 2^SCALE at a time */

struct shape {
	double trials, a, b;
};

/* A sum of 2^exponent · value. */
struct scaled {
	double value;
	int exponent;
};

/* P(k + 1) / P(k). */
static double
step_up(const struct shape *shape, double k)
{
	return (shape->trials - k) / (k + 1) * (shape->a + k) /
	       (shape->b + shape->trials - k - 1);
}

/* The sum of P(k) / P(from) over the k on one side of `from`. With α and β of
 * at least 1 the ratios of neighbours fall on the way, so that once they are
 * below 1 the rest is less than what is left times the last term. */
static struct scaled
sum_side(const struct shape *shape, double from, bool up)
{
	bool falls = shape->a >= 1 && shape->b >= 1;
	double left = up ? shape->trials - from : from;
	double term = 1, k = from;
	struct scaled sum = { 0, 0 };
	for (; left > 0; left--) {
		double ratio =
		    up ? step_up(shape, k) : 1 / step_up(shape, k - 1);
		k += up ? 1 : -1;
		term *= ratio;
		sum.value += term;
		if (sum.value > ldexp(1, SCALE)) {
			sum.value = ldexp(sum.value, -SCALE);
			term = ldexp(term, -SCALE);
			sum.exponent += SCALE;
		}
		if (falls && ratio < 1 &&
		    term * left < NEGLIGIBLE * (sum.value + !sum.exponent))
			break;
	}
	return sum;
}

static double
at_scale(struct scaled sum, int exponent)
{
	return ldexp(sum.value, sum.exponent - exponent);
}

static struct binomial_tails
sum_tails(const struct shape *shape, double successes)
{
	struct scaled below = sum_side(shape, successes, false);
	struct scaled above = sum_side(shape, successes, true);
	int exponent =
	    below.exponent > above.exponent ? below.exponent : above.exponent;
	double point = ldexp(1, -exponent);
	double lower = at_scale(below, exponent) + point;
	double upper = at_scale(above, exponent) + point;
	double total = lower + upper - point;
	return (struct binomial_tails){ fmin(1, lower / total),
		fmin(1, upper / total) };
}

enum statistics_status
beta_binomial_tails(uint64_t successes, uint64_t trials, double mean,
    double concentration, struct binomial_tails *tails)
{
	if (!isfinite(mean) || !isfinite(concentration))
		return STATISTICS_NOT_FINITE;
	struct shape shape = { (double)trials, mean * concentration,
		(1 - mean) * concentration };
	if (successes > trials || trials > BINOMIAL_TRIALS_MAX ||
	    shape.a <= 0 || shape.b <= 0)
		return STATISTICS_DOMAIN;
	if (trials == 0)
		return STATISTICS_TOO_FEW;
	*tails = sum_tails(&shape, (double)successes);
	return STATISTICS_DEFINED;
}
