#include "metrics/statistics/poisson.h"

#include <math.h>

static const double NEGLIGIBLE = 1e-40;

static void
add_term(struct poisson_tails *sums, double *total, uint64_t k, uint64_t events,
    double term)
{
	*total += term;
	if (k <= events)
		sums->lower += term;
	if (k >= events)
		sums->upper += term;
	if (k == events)
		sums->point = term;
}

enum statistics_status
poisson_tails(uint64_t events, double mean, struct poisson_tails *tails)
{
	if (!isfinite(mean))
		return STATISTICS_NOT_FINITE;
	if (mean < 0 || mean > (double)POISSON_EVENTS_MAX ||
	    events > POISSON_EVENTS_MAX)
		return STATISTICS_DOMAIN;
	struct poisson_tails sums = { 0, 0, 0 };
	double total = 0, term = 1;
	uint64_t mode = (uint64_t)mean;
	for (uint64_t k = mode; k > 0; k--) {
		term *= (double)k / mean;
		if (term < NEGLIGIBLE)
			break;
		add_term(&sums, &total, k - 1, events, term);
	}
	term = 1;
	for (uint64_t k = mode; term >= NEGLIGIBLE; k++) {
		add_term(&sums, &total, k, events, term);
		term *= mean / ((double)k + 1);
	}
	*tails = (struct poisson_tails){ fmin(1, sums.lower / total),
		fmin(1, sums.upper / total), sums.point / total };
	return STATISTICS_DEFINED;
}
