#include "metrics/estimates/shrinkage.h"

#include "engine/base/arena.h"
#include "metrics/statistics/robust.h"

uint64_t
estimate_hits(const struct estimate *estimate)
{
	return (uint64_t)(estimate->numerator.as.exact / WIDE_ONE);
}

static bool
is_share(const struct shrinkage *shrinkage)
{
	return shrinkage->results->metrics[shrinkage->metric].kind ==
	       METRIC_SHARE;
}

static const struct estimate_cells *
cells_of(const struct shrinkage *shrinkage)
{
	return results_cells(
	    shrinkage->results, shrinkage->period, shrinkage->metric);
}

static const struct estimate *
company_of(const struct shrinkage *shrinkage)
{
	return &cells_of(shrinkage)->estimates[0];
}

/* The next manager with a value from the cell *next on; NULL when there is no
 * more. */
static const struct estimate *
next_manager(const struct shrinkage *shrinkage, size_t *next)
{
	const struct results *results = shrinkage->results;
	const struct estimate_cells *cells = cells_of(shrinkage);
	while (*next < cells->count) {
		size_t i = (*next)++;
		const struct estimate *estimate = &cells->estimates[i];
		if (results->subjects[cells->subjects[i]].scope ==
			SCOPE_MANAGER &&
		    estimate->value.defined)
			return estimate;
	}
	return NULL;
}

static enum statistics_status
fit_shares(struct shrinkage *shrinkage, struct arena *scratch)
{
	size_t most = cells_of(shrinkage)->count, count = 0, s = 0;
	uint64_t *hits = arena_allocate(scratch, most, sizeof *hits);
	uint64_t *trials = arena_allocate(scratch, most, sizeof *trials);
	if (!hits || !trials)
		return STATISTICS_NO_MEMORY;
	for (const struct estimate *e; (e = next_manager(shrinkage, &s));
	     count++) {
		hits[count] = estimate_hits(e);
		trials[count] = e->n;
	}
	return shrink_beta_fit(hits, trials, count, scratch, &shrinkage->beta);
}

static struct shrink_group
group_of(const struct estimate *estimate)
{
	return (struct shrink_group){ estimate->n,
		quantity_double(estimate->value), estimate->variance };
}

static enum statistics_status
fit_means(struct shrinkage *shrinkage, struct arena *scratch)
{
	size_t most = cells_of(shrinkage)->count, count = 0, s = 0;
	struct shrink_group *groups =
	    arena_allocate(scratch, most, sizeof *groups);
	if (!groups)
		return STATISTICS_NO_MEMORY;
	for (const struct estimate *e; (e = next_manager(shrinkage, &s));)
		groups[count++] = group_of(e);
	return shrink_normal_fit(groups, count, scratch, &shrinkage->normal);
}

enum status
shrinkage_fit(struct shrinkage *shrinkage, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	enum statistics_status status = is_share(shrinkage)
					    ? fit_shares(shrinkage, scratch)
					    : fit_means(shrinkage, scratch);
	arena_release(scratch, mark);
	shrinkage->fitted = status == STATISTICS_DEFINED &&
			    company_of(shrinkage)->value.defined;
	return status == STATISTICS_NO_MEMORY ? STATUS_MEMORY : STATUS_OK;
}

struct optional
shrinkage_mean(
    const struct shrinkage *shrinkage, const struct estimate *estimate)
{
	const struct shrink_beta *beta = &shrinkage->beta;
	struct shrink_group group = group_of(estimate);
	double mean = quantity_double(company_of(shrinkage)->value);
	enum statistics_status status = STATISTICS_DEFINED;
	if (!shrinkage->fitted)
		return (struct optional){ 0 };
	if (!is_share(shrinkage))
		status =
		    shrink_normal_mean(&shrinkage->normal, &group, mean, &mean);
	else if (beta->spread)
		status = shrink_beta_mean(
		    beta, estimate_hits(estimate), estimate->n, &mean);
	return (struct optional){ status == STATISTICS_DEFINED, mean };
}

/* The variance of the managers' true values. */
static double
between(const struct shrinkage *shrinkage)
{
	const struct shrink_beta *beta = &shrinkage->beta;
	if (!is_share(shrinkage))
		return shrinkage->normal.tau2;
	return beta->spread
		   ? beta->mean * (1 - beta->mean) / (beta->concentration + 1)
		   : 0;
}

/* The squared standard error of a manager's value. */
static double
error(const struct shrinkage *shrinkage, const struct estimate *estimate)
{
	double n = (double)estimate->n;
	if (!is_share(shrinkage))
		return shrinkage->normal.within / n;
	double rate = shrinkage_mean(shrinkage, estimate).value;
	return rate * (1 - rate) / n;
}

enum status
shrinkage_reliability(const struct shrinkage *shrinkage, struct arena *scratch,
    struct reliability *reliability)
{
	size_t most = cells_of(shrinkage)->count, count = 0, s = 0;
	double within, *errors = arena_allocate(scratch, most, sizeof *errors);
	if (!errors)
		return STATUS_MEMORY;
	for (const struct estimate *e; (e = next_manager(shrinkage, &s));)
		errors[count++] = shrinkage->fitted ? error(shrinkage, e) : 0;
	*reliability = (struct reliability){ .subjects = (uint32_t)count };
	if (!shrinkage->fitted)
		return STATUS_OK;
	enum statistics_status status =
	    robust_median(errors, count, scratch, &within);
	if (status == STATISTICS_NO_MEMORY)
		return STATUS_MEMORY;
	if (status)
		return STATUS_OK;
	double variance = between(shrinkage);
	reliability->between = (struct optional){ true, variance };
	reliability->within = (struct optional){ true, within };
	reliability->share = (struct optional){ true,
		variance > 0 ? variance / (variance + within) : 0 };
	return STATUS_OK;
}
