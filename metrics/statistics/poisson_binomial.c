#include "metrics/statistics/poisson_binomial.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "engine/base/arena.h"

/* Probabilities below this part of the greatest are left out. */
static const double NEGLIGIBLE = 1e-30;

enum { TILT_STEPS = 80 };

/* The probabilities of `first`, first + 1, … successes. */
struct pieces {
	double *p;
	uint64_t first;
	size_t count;
};

/* Trials of strata whose outcome is open, and the successes wanted of them. */
struct problem {
	struct poisson_binomial_stratum *strata;
	size_t count;
	uint64_t trials, successes, largest;
};

static double
tilted(double rate, double tilt)
{
	return 1 / (1 + (1 - rate) / rate * exp(-tilt));
}

static double
mean_at(const struct problem *problem, double tilt)
{
	double mean = 0;
	for (size_t i = 0; i < problem->count; i++)
		mean += (double)problem->strata[i].trials *
			tilted(problem->strata[i].rate, tilt);
	return mean;
}

/* The tilt at which the mean is the wanted number: the log odds of all trials
 * together, less those of one of the strata, bracket it. */
static double
find_tilt(const struct problem *problem)
{
	double wanted = (double)problem->successes;
	double odds = log(wanted / ((double)problem->trials - wanted));
	double low = INFINITY, high = -INFINITY;
	for (size_t i = 0; i < problem->count; i++) {
		double rate = problem->strata[i].rate;
		double away = odds - (log(rate) - log1p(-rate));
		low = fmin(low, away);
		high = fmax(high, away);
	}
	for (int i = 0; i < TILT_STEPS; i++) {
		double middle = low + (high - low) / 2;
		if (mean_at(problem, middle) < wanted)
			low = middle;
		else
			high = middle;
	}
	return low + (high - low) / 2;
}

/* The binomial probabilities of a stratum, from the mode outwards. */
static void
stratum_pieces(uint64_t trials, double rate, struct pieces *pieces)
{
	double odds = rate / (1 - rate), n = (double)trials, total = 1;
	uint64_t mode = (uint64_t)(n * rate);
	uint64_t low = mode, high = mode;
	pieces->p[mode] = 1;
	for (double term = 1; low > 0; low--) {
		term *= (double)low / ((n - (double)low + 1) * odds);
		if (term < NEGLIGIBLE)
			break;
		pieces->p[low - 1] = term;
		total += term;
	}
	for (double term = 1; high < trials; high++) {
		term *= (n - (double)high) * odds / ((double)high + 1);
		if (term < NEGLIGIBLE)
			break;
		pieces->p[high + 1] = term;
		total += term;
	}
	pieces->first = low;
	pieces->count = (size_t)(high - low + 1);
	for (uint64_t k = low; k <= high; k++)
		pieces->p[k] /= total;
	memmove(pieces->p, pieces->p + low, pieces->count * sizeof *pieces->p);
}

/* Takes the negligible ends off. */
static void
trim(struct pieces *pieces)
{
	double most = 0;
	size_t low = 0, high = pieces->count;
	for (size_t i = 0; i < pieces->count; i++)
		most = fmax(most, pieces->p[i]);
	while (pieces->p[low] < NEGLIGIBLE * most)
		low++;
	while (pieces->p[high - 1] < NEGLIGIBLE * most)
		high--;
	memmove(pieces->p, pieces->p + low, (high - low) * sizeof *pieces->p);
	pieces->first += low;
	pieces->count = high - low;
}

/* sum = sum + one, as distributions; `room` becomes the old sum's. */
static void
convolve(struct pieces *sum, const struct pieces *one, double **room)
{
	double *old = sum->p, *p = *room;
	size_t count = sum->count + one->count - 1;
	memset(p, 0, count * sizeof *p);
	for (size_t i = 0; i < sum->count; i++)
		for (size_t j = 0; j < one->count; j++)
			p[i + j] += old[i] * one->p[j];
	*room = old;
	*sum = (struct pieces){ p, sum->first + one->first, count };
	trim(sum);
}

static enum statistics_status
convolve_all(const struct problem *problem, double tilt, struct arena *scratch,
    struct pieces *sum)
{
	size_t most = (size_t)problem->trials + 1;
	double *room = arena_allocate(scratch, most, sizeof *room);
	struct pieces one = { arena_allocate(scratch,
				  (size_t)problem->largest + 1, sizeof *one.p),
		0, 0 };
	*sum = (struct pieces){ arena_allocate(scratch, most, sizeof *sum->p),
		0, 1 };
	if (!room || !one.p || !sum->p)
		return STATISTICS_NO_MEMORY;
	sum->p[0] = 1;
	for (size_t i = 0; i < problem->count; i++) {
		const struct poisson_binomial_stratum *stratum =
		    &problem->strata[i];
		stratum_pieces(
		    stratum->trials, tilted(stratum->rate, tilt), &one);
		convolve(sum, &one, &room);
	}
	return STATISTICS_DEFINED;
}

/* log E exp(tilt X) − tilt · successes. */
static double
log_weight(const struct problem *problem, double tilt)
{
	double sum = 0;
	for (size_t i = 0; i < problem->count; i++)
		sum += (double)problem->strata[i].trials *
		       log1p(problem->strata[i].rate * expm1(tilt));
	return sum - tilt * (double)problem->successes;
}

/* With P the tilted distribution, the probability of j successes is
 * exp(log_weight − tilt (j − successes)) P(j): on the side to which the tilt
 * points each term is damped, and that tail is summed; the other one is the
 * rest. */
static void
sum_tails(const struct problem *problem, double tilt, const struct pieces *sum,
    struct binomial_tails *tails)
{
	bool up = tilt >= 0;
	double tail = 0, point = 0;
	for (size_t i = 0; i < sum->count; i++) {
		double away =
		    (double)(sum->first + i) - (double)problem->successes;
		if (up ? away < 0 : away > 0)
			continue;
		tail += exp(-tilt * away) * sum->p[i];
		if (away == 0)
			point = sum->p[i];
	}
	double weight = exp(log_weight(problem, tilt));
	tail = fmin(1, tail * weight);
	double rest = fmin(1, fmax(0, 1 - tail + point * weight));
	*tails = up ? (struct binomial_tails){ .lower = rest, .upper = tail }
		    : (struct binomial_tails){ .lower = tail, .upper = rest };
}

/* All or none of the trials succeed. */
static void
extreme_tails(const struct problem *problem, struct binomial_tails *tails)
{
	bool none = problem->successes == 0;
	double sum = 0;
	for (size_t i = 0; i < problem->count; i++) {
		double rate = problem->strata[i].rate;
		sum += (double)problem->strata[i].trials *
		       (none ? log1p(-rate) : log(rate));
	}
	*tails = (struct binomial_tails){ .lower = none ? exp(sum) : 1,
		.upper = none ? 1 : exp(sum) };
}

/* Sets trials that are certain apart. `certain`: the successes among them. */
static enum statistics_status
pose(struct problem *problem, const struct poisson_binomial_stratum *strata,
    size_t count, struct arena *scratch, uint64_t *certain, uint64_t *all)
{
	*problem = (struct problem){ .strata = arena_allocate(
					 scratch, count, sizeof *strata) };
	*certain = *all = 0;
	if (!problem->strata)
		return STATISTICS_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		double rate = strata[i].rate;
		if (!isfinite(rate))
			return STATISTICS_NOT_FINITE;
		if (rate < 0 || rate > 1 ||
		    strata[i].trials > POISSON_BINOMIAL_TRIALS_MAX - *all)
			return STATISTICS_DOMAIN;
		*all += strata[i].trials;
		if (rate == 1)
			*certain += strata[i].trials;
		if (strata[i].trials == 0 || rate <= 1e-290 || rate == 1)
			continue;
		problem->strata[problem->count++] = strata[i];
		problem->trials += strata[i].trials;
		if (strata[i].trials > problem->largest)
			problem->largest = strata[i].trials;
	}
	return *all ? STATISTICS_DEFINED : STATISTICS_TOO_FEW;
}

static enum statistics_status
solve(const struct problem *problem, struct arena *scratch,
    struct binomial_tails *tails)
{
	if (problem->successes == 0 || problem->successes == problem->trials) {
		extreme_tails(problem, tails);
		return STATISTICS_DEFINED;
	}
	double tilt = find_tilt(problem);
	struct pieces sum;
	enum statistics_status status =
	    convolve_all(problem, tilt, scratch, &sum);
	if (!status)
		sum_tails(problem, tilt, &sum, tails);
	return status;
}

enum statistics_status
poisson_binomial_tails(uint64_t successes,
    const struct poisson_binomial_stratum *strata, size_t count,
    struct arena *scratch, struct binomial_tails *tails)
{
	struct problem problem;
	uint64_t certain, all;
	struct arena_mark mark = arena_mark(scratch);
	enum statistics_status status =
	    pose(&problem, strata, count, scratch, &certain, &all);
	if (!status && successes > all)
		status = STATISTICS_DOMAIN;
	if (!status && successes < certain) {
		*tails = (struct binomial_tails){ .lower = 0, .upper = 1 };
	} else if (!status && successes - certain > problem.trials) {
		*tails = (struct binomial_tails){ .lower = 1, .upper = 0 };
	} else if (!status) {
		problem.successes = successes - certain;
		status = solve(&problem, scratch, tails);
	}
	arena_release(scratch, mark);
	return status;
}
