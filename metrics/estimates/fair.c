#include "metrics/estimates/fair.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/estimates/mix.h"
#include "metrics/estimates/split.h"
#include "metrics/statistics/beta_binomial.h"
#include "metrics/statistics/interval.h"
#include "metrics/statistics/poisson_binomial.h"
#include "metrics/statistics/summation.h"

/* One share in one period. */
struct judging {
	const struct shrinkage *shrinkage;
	double rate; /* the company's */
	/* With a mix: the strata, whose observations are whose, and room for a
	 * subject's trials by stratum. */
	const struct mix *mix;
	struct strata strata;
	struct split split;
	uint64_t *trials;
	struct arena *scratch;
};

/* A subject's records by the company's rate. */
struct mixture {
	struct poisson_binomial_stratum *strata; /* rising rates */
	size_t count;
	uint64_t hits, trials;
};

static int
by_rate(const void *left, const void *right)
{
	const struct poisson_binomial_stratum *a = left, *b = right;
	return (a->rate > b->rate) - (a->rate < b->rate);
}

/* Strata of the same rate become one: what is computed from them does not
 * depend on their order, which is that of the rows. */
static void
merge(struct mixture *mixture)
{
	size_t count = 0;
	qsort(
	    mixture->strata, mixture->count, sizeof *mixture->strata, by_rate);
	for (size_t i = 0; i < mixture->count; i++) {
		struct poisson_binomial_stratum *one = &mixture->strata[i];
		if (count && mixture->strata[count - 1].rate == one->rate)
			mixture->strata[count - 1].trials += one->trials;
		else
			mixture->strata[count++] = *one;
	}
	mixture->count = count;
}

static enum status
count_strata(
    const struct judging *judging, size_t index, struct mixture *mixture)
{
	struct sample sample = split_sample(&judging->split, index);
	size_t most = sample.count < judging->strata.count
			  ? sample.count
			  : judging->strata.count;
	uint32_t *seen = arena_allocate(judging->scratch, most, sizeof *seen);
	mixture->strata =
	    arena_allocate(judging->scratch, most, sizeof *mixture->strata);
	if (!seen || !mixture->strata)
		return STATUS_MEMORY;
	for (size_t i = 0; i < sample.count; i++) {
		uint32_t stratum = judging->strata.of[sample.order[i]];
		if (judging->trials[stratum]++ == 0)
			seen[mixture->count++] = stratum;
	}
	for (size_t i = 0; i < mixture->count; i++) {
		mixture->strata[i] =
		    (struct poisson_binomial_stratum){ judging->trials[seen[i]],
			    judging->strata.rates[seen[i]] };
		judging->trials[seen[i]] = 0;
	}
	merge(mixture);
	return STATUS_OK;
}

static enum status
mixture_make(const struct judging *judging, size_t index,
    const struct estimate *estimate, struct mixture *mixture)
{
	*mixture = (struct mixture){ .hits = estimate_hits(estimate),
		.trials = estimate->n };
	if (judging->mix)
		return count_strata(judging, index, mixture);
	mixture->strata =
	    arena_allocate(judging->scratch, 1, sizeof *mixture->strata);
	if (!mixture->strata)
		return STATUS_MEMORY;
	mixture->strata[mixture->count++] =
	    (struct poisson_binomial_stratum){ mixture->trials, judging->rate };
	return STATUS_OK;
}

static double
expected_hits(const struct mixture *mixture)
{
	struct summation sum = { 0, 0 };
	for (size_t i = 0; i < mixture->count; i++)
		summation_add(&sum, (double)mixture->strata[i].trials *
					mixture->strata[i].rate);
	return summation_value(&sum);
}

static void
set_ratio(struct fair *fair, const struct mixture *mixture, double rate)
{
	double expected = fair->expected.value;
	double ratio = (double)mixture->hits / expected;
	struct interval limits;
	fair->ratio = (struct optional){ true, ratio };
	/* On the company's own mix it is the plain value, to the last digit. */
	bool plain = mixture->count == 1 && mixture->strata[0].rate == rate;
	fair->adjusted = (struct optional){ true,
		plain ? (double)mixture->hits / (double)mixture->trials
		      : fmin(1, ratio * rate) };
	if (interval_garwood(mixture->hits, INTERVAL_LEVEL, &limits))
		return;
	fair->ratio_low = (struct optional){ true, limits.low / expected };
	fair->ratio_high = (struct optional){ true, limits.high / expected };
}

static struct optional
smaller(enum statistics_status status, const struct binomial_tails *tails)
{
	return status ? (struct optional){ 0 }
		      : (struct optional){ true,
				fmin(tails->lower, tails->upper) };
}

static enum statistics_status
chance_tails(const struct judging *judging, const struct mixture *mixture,
    struct binomial_tails *tails)
{
	return mixture->count == 1
		   ? binomial_tails(mixture->hits, mixture->trials,
			 mixture->strata[0].rate, tails)
		   : poisson_binomial_tails(mixture->hits, mixture->strata,
			 mixture->count, judging->scratch, tails);
}

/* The prior of `shrunk`, its mean moved to the expected share. */
static enum statistics_status
spread_tails(const struct judging *judging, const struct mixture *mixture,
    double expected, struct binomial_tails *tails)
{
	const struct shrinkage *shrinkage = judging->shrinkage;
	double mean = fmin(1, expected / (double)mixture->trials);
	if (!shrinkage->fitted)
		return STATISTICS_TOO_FEW;
	if (!shrinkage->beta.spread || mean == 1)
		return binomial_tails(
		    mixture->hits, mixture->trials, mean, tails);
	return beta_binomial_tails(mixture->hits, mixture->trials, mean,
	    shrinkage->beta.concentration, tails);
}

static enum status
set_tails(const struct judging *judging, const struct mixture *mixture,
    struct fair *fair)
{
	struct binomial_tails tails;
	enum statistics_status chance = chance_tails(judging, mixture, &tails);
	fair->tail_chance = smaller(chance, &tails);
	fair->tail_spread = smaller(
	    spread_tails(judging, mixture, fair->expected.value, &tails),
	    &tails);
	if (!fair->tail_chance.defined ||
	    fair->tail_chance.value >= BEYOND_TAIL)
		fair->beyond = BEYOND_NOTHING;
	else if (fair->tail_spread.defined &&
		 fair->tail_spread.value < BEYOND_TAIL)
		fair->beyond = BEYOND_SPREAD;
	else
		fair->beyond = BEYOND_CHANCE;
	return chance == STATISTICS_NO_MEMORY ? STATUS_MEMORY : STATUS_OK;
}

static enum status
judge(const struct judging *judging, size_t index,
    const struct estimate *estimate, struct fair *fair)
{
	struct mixture mixture;
	if (!estimate->value.defined)
		return STATUS_OK;
	enum status status = mixture_make(judging, index, estimate, &mixture);
	if (status)
		return status;
	double expected = expected_hits(&mixture);
	fair->expected = (struct optional){ true, expected };
	if (expected <= 0)
		return STATUS_OK;
	set_ratio(fair, &mixture, judging->rate);
	return set_tails(judging, &mixture, fair);
}

/* The strata of the mix that kpi.yaml asks for, if it does. */
static enum status
find_mix(struct judging *judging)
{
	const struct shrinkage *shrinkage = judging->shrinkage;
	const struct results *results = shrinkage->results;
	size_t period = shrinkage->period, metric = shrinkage->metric;
	judging->mix =
	    mix_of(results->definitions->mix, results->metrics[metric].id);
	if (!judging->mix)
		return STATUS_OK;
	enum status status = strata_make(&judging->strata, results, period,
	    metric, judging->mix, judging->scratch);
	if (!status)
		status = split_make(&judging->split, results,
		    results_observations(results, period, metric),
		    judging->scratch, judging->scratch);
	judging->trials = arena_allocate(
	    judging->scratch, judging->strata.count, sizeof *judging->trials);
	return status ? status : judging->trials ? STATUS_OK : STATUS_MEMORY;
}

enum status
fair_judge(const struct shrinkage *shrinkage, struct arena *kept,
    struct arena *scratch)
{
	const struct results *results = shrinkage->results;
	size_t period = shrinkage->period, metric = shrinkage->metric;
	struct estimate_cells *cells = results_cells(results, period, metric);
	const struct estimate *company = &cells->estimates[0];
	struct judging judging = { .shrinkage = shrinkage, .scratch = scratch };
	struct fair *all = arena_allocate(kept, cells->count, sizeof *all);
	struct arena_mark mark = arena_mark(scratch);
	enum status status = all ? STATUS_OK : STATUS_MEMORY;
	if (company->value.defined) {
		judging.rate = quantity_double(company->value);
		status = status ? status : find_mix(&judging);
	}
	cells->empty.fair = all;
	for (size_t i = 1; i < cells->count && !status; i++) {
		struct estimate *estimate = &cells->estimates[i];
		struct arena_mark own = arena_mark(scratch);
		estimate->fair = &all[i];
		status = judge(&judging, i, estimate, &all[i]);
		arena_release(scratch, own);
	}
	arena_release(scratch, mark);
	return status;
}
