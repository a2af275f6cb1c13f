#include "metrics/estimates/settle.h"

#include <string.h>

#include "engine/base/arena.h"
#include "metrics/estimates/comparison.h"
#include "metrics/periods/schedule.h"

/* ---- things kept once ---- */

/* Things of the same size, found by their bytes. */
struct pool {
	size_t size, count, capacity; /* a power of two, or 0 */
	const void **slots;           /* in scratch */
	struct arena *kept, *scratch;
};

/* Where the thing is, or goes. */
static const void **
find_slot(const struct pool *pool, const void *thing)
{
	size_t at = text_hash((struct text){ thing, (uint32_t)pool->size });
	for (;; at++) {
		const void **slot = &pool->slots[at & (pool->capacity - 1)];
		if (!*slot || memcmp(*slot, thing, pool->size) == 0)
			return slot;
	}
}

static bool
grow(struct pool *pool)
{
	struct pool larger = *pool;
	larger.capacity = pool->capacity ? pool->capacity * 4 : 64;
	larger.slots = arena_allocate(
	    pool->scratch, larger.capacity, sizeof *larger.slots);
	if (!larger.slots)
		return false;
	for (size_t i = 0; i < pool->capacity; i++)
		if (pool->slots[i])
			*find_slot(&larger, pool->slots[i]) = pool->slots[i];
	*pool = larger;
	return true;
}

/* What equals the thing, byte by byte, in `kept`; NULL without memory. */
static const void *
pool_keep(struct pool *pool, const void *thing)
{
	if (pool->count * 2 >= pool->capacity && !grow(pool))
		return NULL;
	const void **slot = find_slot(pool, thing);
	if (*slot)
		return *slot;
	void *copy = arena_allocate(pool->kept, 1, pool->size);
	if (copy)
		*slot = memcpy(copy, thing, pool->size);
	pool->count += copy != NULL;
	return copy;
}

/* ---- whose estimates are not the empty one ---- */

static void
mark(bool *marked, const uint32_t *subjects, size_t count)
{
	for (size_t i = 0; i < count; i++)
		marked[subjects[i]] = true;
}

/* Those whose trend may differ: who has a record in one of the latest periods
 * with a value. */
static void
mark_trends(
    bool *marked, const struct results *results, size_t period, size_t metric)
{
	size_t valued = 0;
	for (size_t p = period + 1;
	     p-- > 0 && valued < TREND_PERIODS && period - p <= EARLIER_MOST;) {
		const struct history *history =
		    &results->history[p * results->metric_count + metric];
		mark(marked, history->subjects, history->count);
		valued += results_history(results, p, NO_ID, metric).defined &&
			  results_reach(results, p, metric);
	}
}

/* Marks who has an estimate of their own; how many these are at most. */
static size_t
mark_all(bool *marked, const struct results *results, size_t period,
    size_t metric, const struct estimate_cells *cells)
{
	size_t count = 0;
	mark(marked, cells->subjects, cells->count);
	bool printed = period >= results->first_printed;
	if (printed && period > 0) {
		const struct history *before =
		    &results->history[(period - 1) * results->metric_count +
				      metric];
		mark(marked, before->subjects, before->count);
	}
	if (printed && cells->empty.value.defined)
		mark_trends(marked, results, period, metric);
	for (size_t s = 0; s < results->subject_count; s++)
		count += marked[s];
	return count;
}

/* ---- settling ---- */

/* One metric in one period. */
struct settling {
	const struct results *results;
	size_t period, metric;
	const struct estimate_cells *cells; /* as they were made */
	size_t next;                        /* of these */
	struct pool estimates, fairs;
	struct arena *scratch;
};

static enum status
compare_none(
    const struct settling *settling, size_t subject, struct estimate *estimate)
{
	*estimate = settling->cells->empty;
	return settling->period < settling->results->first_printed
		   ? STATUS_OK
		   : compare_empty(settling->results, settling->period,
			 settling->metric, subject, estimate,
			 settling->scratch);
}

/* The estimate of a subject, which are asked for in order. */
static enum status
estimate_of(
    struct settling *settling, size_t subject, struct estimate *estimate)
{
	const struct estimate_cells *cells = settling->cells;
	if (settling->next == cells->count ||
	    cells->subjects[settling->next] != subject)
		return compare_none(settling, subject, estimate);
	*estimate = cells->estimates[settling->next++];
	return STATUS_OK;
}

static enum status
keep_fair(struct settling *settling, struct estimate *estimate)
{
	if (!estimate->fair)
		return STATUS_OK;
	estimate->fair = pool_keep(&settling->fairs, estimate->fair);
	return estimate->fair ? STATUS_OK : STATUS_MEMORY;
}

/* The estimates of all who are marked, but those that are the empty one. */
static enum status
settle_marked(struct settling *settling, const bool *marked,
    struct estimate_cells *settled, uint32_t *subjects,
    const struct estimate **own)
{
	for (uint32_t s = 0; s < settling->results->subject_count; s++) {
		struct estimate estimate;
		if (!marked[s])
			continue;
		enum status status = estimate_of(settling, s, &estimate);
		if (!status)
			status = keep_fair(settling, &estimate);
		if (status)
			return status;
		if (memcmp(&estimate, &settled->empty, sizeof estimate) == 0)
			continue;
		const struct estimate *kept =
		    pool_keep(&settling->estimates, &estimate);
		if (!kept)
			return STATUS_MEMORY;
		subjects[settled->count] = s;
		own[settled->count++] = kept;
	}
	settled->subjects = subjects;
	settled->own = own;
	return STATUS_OK;
}

enum status
settle(struct estimate_cells *settled, const struct results *results,
    size_t period, size_t metric, struct arena *kept, struct arena *scratch)
{
	struct settling settling = { .results = results,
		.period = period,
		.metric = metric,
		.cells = results_cells(results, period, metric),
		.estimates = { .size = sizeof(struct estimate),
		    .kept = kept,
		    .scratch = scratch },
		.fairs = { .size = sizeof(struct fair),
		    .kept = kept,
		    .scratch = scratch },
		.scratch = scratch };
	bool *marked =
	    arena_allocate(scratch, results->subject_count, sizeof *marked);
	if (!marked)
		return STATUS_MEMORY;
	size_t count =
	    mark_all(marked, results, period, metric, settling.cells);
	uint32_t *subjects = arena_allocate(kept, count, sizeof *subjects);
	const struct estimate **own =
	    arena_allocate(kept, count, sizeof(struct estimate *));
	*settled = (struct estimate_cells){ 0 };
	enum status status =
	    subjects && own ? compare_none(&settling, NO_ID, &settled->empty)
			    : STATUS_MEMORY;
	if (!status)
		status = keep_fair(&settling, &settled->empty);
	if (!status)
		status =
		    settle_marked(&settling, marked, settled, subjects, own);
	return status;
}
