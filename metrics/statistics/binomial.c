#include "metrics/statistics/binomial.h"

#include <math.h>

/* Terms are computed relative to the term at the mode; those smaller than this
 * are left out. */
static const double NEGLIGIBLE = 1e-300;

static struct binomial_tails
certain(uint64_t successes, uint64_t always)
{
	return (
	    struct binomial_tails){ successes >= always, successes <= always };
}

/* Adds one term to the sums it belongs to. */
static void
add_term(struct binomial_tails *sums, double *total, uint64_t k,
    uint64_t successes, double term)
{
	*total += term;
	if (k <= successes)
		sums->lower += term;
	if (k >= successes)
		sums->upper += term;
}

static struct binomial_tails
sum_terms(uint64_t successes, uint64_t trials, double rate)
{
	struct binomial_tails sums = { 0, 0 };
	double n = (double)trials, odds = rate / (1 - rate), total = 0;
	uint64_t mode = (uint64_t)(n * rate);
	if (mode > trials)
		mode = trials;
	double term = 1;
	for (uint64_t k = mode; k > 0; k--) {
		term *= (double)k / ((n - (double)k + 1) * odds);
		if (term < NEGLIGIBLE)
			break;
		add_term(&sums, &total, k - 1, successes, term);
	}
	term = 1;
	for (uint64_t k = mode; term >= NEGLIGIBLE; k++) {
		add_term(&sums, &total, k, successes, term);
		if (k == trials)
			break;
		term *= (n - (double)k) * odds / ((double)k + 1);
	}
	return (struct binomial_tails){ fmin(1, sums.lower / total),
		fmin(1, sums.upper / total) };
}

enum statistics_status
binomial_tails(uint64_t successes, uint64_t trials, double rate,
    struct binomial_tails *tails)
{
	if (!isfinite(rate))
		return STATISTICS_NOT_FINITE;
	if (rate < 0 || rate > 1 || successes > trials ||
	    trials > BINOMIAL_TRIALS_MAX)
		return STATISTICS_DOMAIN;
	if (trials == 0)
		return STATISTICS_TOO_FEW;
	double odds = rate / (1 - rate);
	if (odds < 1e-290)
		*tails = certain(successes, 0);
	else if (rate == 1)
		*tails = certain(successes, trials);
	else
		*tails = sum_terms(successes, trials, rate);
	return STATISTICS_DEFINED;
}
