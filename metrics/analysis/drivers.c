/* Which indicators go together, manager by manager: rank correlations. */
#include <string.h>

#include "engine/base/arena.h"
#include "metrics/analysis/parts.h"
#include "metrics/statistics/random.h"
#include "metrics/statistics/rank.h"
#include "metrics/statistics/test.h"

enum { PERMUTATIONS = 1999 };

enum status
analysis_drivers(
    const struct results *results, struct drivers *drivers, struct arena *kept)
{
	size_t most = results->metric_count, pairs = 0;
	drivers->metrics = arena_allocate(kept, most, sizeof *drivers->metrics);
	if (!drivers->metrics)
		return STATUS_MEMORY;
	for (size_t m = 0; m < most; m++)
		if (results->metrics[m].headline)
			drivers->metrics[drivers->metric_count++] = m;
	most = drivers->metric_count;
	drivers->pairs =
	    arena_allocate(kept, most * (most + 1) / 2, sizeof *drivers->pairs);
	if (!drivers->pairs)
		return STATUS_MEMORY;
	for (size_t a = 0; a < most; a++)
		for (size_t b = a + 1; b < most; b++)
			drivers->pairs[pairs++] =
			    (struct driver){ .first = drivers->metrics[a],
				    .second = drivers->metrics[b] };
	drivers->pair_count = pairs;
	return STATUS_OK;
}

static uint64_t
seed_of(const struct results *results, const struct driver *pair, uint64_t seed)
{
	const char *pieces[] = { "drivers", results->metrics[pair->first].id,
		results->metrics[pair->second].id,
		analysis_view(results)->period.label };
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
		seed = random_mix_bytes(seed, pieces[i], strlen(pieces[i]));
	return seed;
}

enum status
analysis_driver(const struct results *results, struct driver *pair,
    uint64_t seed, struct arena *scratch)
{
	size_t subjects = results->subject_count, n = 0;
	size_t period = results->run_period;
	double *x = arena_allocate(scratch, subjects, sizeof *x);
	double *y = arena_allocate(scratch, subjects, sizeof *y);
	struct rank_correlation correlation = { 0 };
	if (!x || !y)
		return STATUS_MEMORY;
	for (size_t s = 0; s < subjects; s++) {
		struct quantity a =
		    results_at(results, period, s, pair->first)->value;
		struct quantity b =
		    results_at(results, period, s, pair->second)->value;
		if (results->subjects[s].scope != SCOPE_MANAGER || !a.defined ||
		    !b.defined)
			continue;
		x[n] = quantity_double(a);
		y[n++] = quantity_double(b);
	}
	enum statistics_status status = rank_spearman(x, y, n, PERMUTATIONS,
	    seed_of(results, pair, seed), scratch, &correlation);
	if (status == STATISTICS_NO_MEMORY)
		return STATUS_MEMORY;
	pair->n = (uint32_t)n;
	pair->rho = finding_of(status, correlation.rho);
	pair->p = finding_of(status, correlation.p);
	return STATUS_OK;
}

enum status
analysis_drivers_adjust(struct drivers *drivers, struct arena *scratch)
{
	size_t count = 0;
	double *p = arena_allocate(scratch, drivers->pair_count, sizeof *p);
	if (!p)
		return STATUS_MEMORY;
	for (size_t i = 0; i < drivers->pair_count; i++)
		if (drivers->pairs[i].p.defined)
			p[count++] = drivers->pairs[i].p.value;
	if (test_benjamini_hochberg(p, count, scratch) == STATISTICS_NO_MEMORY)
		return STATUS_MEMORY;
	count = 0;
	for (size_t i = 0; i < drivers->pair_count; i++)
		if (drivers->pairs[i].p.defined)
			drivers->pairs[i].p.value = p[count++];
	return STATUS_OK;
}
