#include "metrics/delivered.h"

#include <string.h>

#include "engine/arena.h"
#include "engine/workers.h"

/* A project is delivered on the delivered_on of one of its contracts. */
enum status
delivered_find(struct delivered_projects *delivered, const struct view *view,
    struct records contracts, struct arena *arena, struct arena *scratch)
{
	const struct dataset *data = view->data;
	bool *touched =
	    arena_allocate(scratch, data->projects.count, sizeof *touched);
	struct delivered_project *rows =
	    arena_allocate(scratch, contracts.count, sizeof *rows);
	size_t count = 0;
	if (!touched || !rows)
		return STATUS_MEMORY;
	for (size_t i = 0; i < contracts.count; i++)
		touched[data->contracts[contracts.rows[i]].project] = true;
	for (uint32_t id = 0; id < data->projects.count; id++) {
		if (!touched[id])
			continue;
		struct project project = project_of(view, id);
		if (period_holds(&view->period, project.delivered_on))
			rows[count++] = (struct delivered_project){ .id = id,
				.project = project };
	}
	delivered->count = count;
	delivered->rows = arena_allocate(arena, count, sizeof *rows);
	if (!delivered->rows)
		return STATUS_MEMORY;
	if (count)
		memcpy(delivered->rows, rows, count * sizeof *rows);
	return STATUS_OK;
}

/* Where a project's cost is asked for, and what a worker has found of it: the
 * cost is `cost` + `carry` × 2^128, so that no order of rows overflows. */
struct place {
	wide cost;
	uint64_t rows;
	date as_of;
	int32_t carry;
};

static void
add_cost(struct place *place, wide cost)
{
	if (__builtin_add_overflow(place->cost, cost, &place->cost))
		place->carry += cost < 0 ? -1 : 1;
}

/* Those of project p are places[first[p]] … places[first[p + 1] - 1]; most
 * projects have one at most. */
struct places {
	const struct timesheets *timesheets;
	size_t count;
	uint32_t *first;
	struct delivered_project **projects; /* by place */
	struct place **places;               /* of each worker */
};

/* Each worker sums for itself, in some megabytes. */
enum { MOST_WORKERS = 16, BLOCKS_A_TASK = 64 };

static bool
make_places(struct places *index, unsigned workers, size_t projects,
    struct arena *arena)
{
	index->first =
	    arena_allocate(arena, projects + 2, sizeof *index->first);
	index->projects =
	    arena_allocate(arena, index->count, sizeof *index->projects);
	index->places = arena_allocate(arena, workers, sizeof *index->places);
	if (!index->first || !index->projects || !index->places)
		return false;
	for (unsigned w = 0; w < workers; w++) {
		index->places[w] =
		    arena_allocate(arena, index->count, sizeof **index->places);
		if (!index->places[w])
			return false;
	}
	return true;
}

static void
fill_places(struct places *index, struct delivered_projects *delivered,
    const struct view *views, size_t count, unsigned workers)
{
	uint32_t *first = index->first;
	size_t projects = views[0].data->projects.count;
	for (size_t v = 0; v < count; v++)
		for (size_t i = 0; i < delivered[v].count; i++)
			first[delivered[v].rows[i].id + 2]++;
	for (size_t p = 2; p < projects + 2; p++)
		first[p] += first[p - 1];
	for (size_t v = 0; v < count; v++)
		for (size_t i = 0; i < delivered[v].count; i++) {
			struct delivered_project *row = &delivered[v].rows[i];
			uint32_t at = first[row->id + 1]++;
			index->projects[at] = row;
			for (unsigned w = 0; w < workers; w++)
				index->places[w][at].as_of = views[v].as_of;
		}
}

/* Adds a row to all places that know of it. */
static void
add_row(struct place *places, uint32_t at, uint32_t end,
    const struct timesheet *row)
{
	wide cost = timesheet_cost(row);
	for (; at < end; at++) {
		if (row->day > places[at].as_of)
			continue;
		add_cost(&places[at], cost);
		places[at].rows++;
	}
}

/* Projects come in any order: what rows soon to come need is fetched. */
static void
prefetch(const struct timesheet_block *block, size_t row, const uint32_t *first,
    const struct place *places)
{
	enum { AHEAD = 16 };
	if (row + 2 * AHEAD >= block->count)
		return;
	__builtin_prefetch(&first[block->project[row + 2 * AHEAD]]);
	__builtin_prefetch(&places[first[block->project[row + AHEAD]]]);
}

static void
sum_block(const struct timesheet_block *block, const uint32_t *first,
    struct place *places)
{
	for (size_t i = 0; i < block->count; i++) {
		prefetch(block, i, first, places);
		uint32_t at = first[block->project[i]];
		uint32_t end = first[block->project[i] + 1];
		if (at == end)
			continue;
		struct timesheet row = timesheet_at(block, i);
		if (row.kind != COST_NONE)
			add_row(places, at, end, &row);
	}
}

/* Adds the rows of some blocks to what the worker has. */
static enum status
sum_blocks(void *context, size_t index, unsigned worker)
{
	const struct places *places = context;
	const struct timesheets *timesheets = places->timesheets;
	size_t end = (index + 1) * BLOCKS_A_TASK;
	if (end > timesheets->block_count)
		end = timesheets->block_count;
	for (size_t b = index * BLOCKS_A_TASK; b < end; b++)
		sum_block(&timesheets->blocks[b], places->first,
		    places->places[worker]);
	return STATUS_OK;
}

/* Brings together what the workers found; false if a sum does not fit. */
static bool
join_places(const struct places *index, unsigned workers)
{
	for (size_t i = 0; i < index->count; i++) {
		struct place all = { 0 };
		for (unsigned w = 0; w < workers; w++) {
			const struct place *place = &index->places[w][i];
			add_cost(&all, place->cost);
			all.carry += place->carry;
			all.rows += place->rows;
		}
		index->projects[i]->cost = all.cost;
		index->projects[i]->rows = all.rows;
		if (all.carry)
			return false;
	}
	return true;
}

enum status
delivered_sum(struct delivered_projects *delivered, const struct view *views,
    size_t count, unsigned jobs, struct arena *arena)
{
	const struct timesheets *timesheets = &views[0].data->timesheets;
	struct places index = { .timesheets = timesheets };
	struct arena_mark mark = arena_mark(arena);
	size_t tasks =
	    (timesheets->block_count + BLOCKS_A_TASK - 1) / BLOCKS_A_TASK;
	unsigned workers = jobs < 1              ? 1
			   : jobs > MOST_WORKERS ? MOST_WORKERS
						 : jobs;
	for (size_t v = 0; v < count; v++)
		index.count += delivered[v].count;
	if (index.count == 0)
		return STATUS_OK;
	if (!make_places(&index, workers, views[0].data->projects.count, arena))
		return STATUS_MEMORY;
	fill_places(&index, delivered, views, count, workers);
	workers_run(workers, tasks, sum_blocks, &index);
	bool fits = join_places(&index, workers);
	arena_release(arena, mark);
	return fits ? STATUS_OK : STATUS_OVERFLOW;
}
