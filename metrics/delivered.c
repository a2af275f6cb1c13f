#include "metrics/delivered.h"

#include "engine/arena.h"

static enum status
find_in_view(struct delivered_projects *delivered, const struct view *view,
    struct arena *arena)
{
	for (uint32_t id = 0; id < view->data->projects.count; id++) {
		struct project project = project_of(view, id);
		if (!period_holds(&view->period, project.delivered_on))
			continue;
		struct delivered_project *rows =
		    arena_grown(arena, delivered->rows, delivered->count,
			&delivered->capacity, sizeof *rows);
		if (!rows)
			return STATUS_MEMORY;
		delivered->rows = rows;
		rows[delivered->count++] =
		    (struct delivered_project){ .id = id, .project = project };
	}
	return STATUS_OK;
}

/* Where a project's cost is asked for. Those of project p are
 * places[first[p]] … places[first[p + 1] - 1]; most projects have one. */
struct place {
	date as_of;
	struct delivered_project *project;
};

struct places {
	uint32_t *first;
	struct place *places;
};

static enum status
index_places(struct places *index, struct delivered_projects *delivered,
    const struct view *views, size_t count, struct arena *arena)
{
	size_t projects = views[0].data->projects.count, all = 0;
	uint32_t *first = arena_allocate(arena, projects + 2, sizeof *first);
	if (!first)
		return STATUS_MEMORY;
	for (size_t v = 0; v < count; v++) {
		all += delivered[v].count;
		for (size_t i = 0; i < delivered[v].count; i++)
			first[delivered[v].rows[i].id + 2]++;
	}
	for (size_t p = 2; p < projects + 2; p++)
		first[p] += first[p - 1];
	struct place *places = arena_allocate(arena, all, sizeof *places);
	if (!places)
		return STATUS_MEMORY;
	for (size_t v = 0; v < count; v++)
		for (size_t i = 0; i < delivered[v].count; i++) {
			struct delivered_project *project =
			    &delivered[v].rows[i];
			places[first[project->id + 1]++] =
			    (struct place){ views[v].as_of, project };
		}
	*index = (struct places){ first, places };
	return STATUS_OK;
}

/* Adds a row to every view that knows of it. */
static bool
add_row(const struct places *index, const struct timesheet *row)
{
	for (uint32_t i = index->first[row->project];
	     i < index->first[row->project + 1]; i++) {
		const struct place *place = &index->places[i];
		if (row->day > place->as_of)
			continue;
		if (!wide_add(&place->project->cost, timesheet_cost(row)))
			return false;
		place->project->rows++;
	}
	return true;
}

enum status
delivered_find(struct delivered_projects *delivered, const struct view *views,
    size_t count, struct arena *arena)
{
	const struct timesheets *timesheets = &views[0].data->timesheets;
	struct places index;
	enum status status = STATUS_OK;
	for (size_t v = 0; v < count && !status; v++) {
		delivered[v] = (struct delivered_projects){ 0 };
		status = find_in_view(&delivered[v], &views[v], arena);
	}
	if (!status)
		status = index_places(&index, delivered, views, count, arena);
	if (status)
		return status;
	for (size_t b = 0; b < timesheets->block_count; b++) {
		const struct timesheet_block *block = &timesheets->blocks[b];
		for (size_t i = 0; i < block->count; i++) {
			uint32_t project = block->project[i];
			if (index.first[project] == index.first[project + 1])
				continue;
			struct timesheet row = timesheet_at(block, i);
			if (row.kind != COST_NONE && !add_row(&index, &row))
				return STATUS_OVERFLOW;
		}
	}
	return STATUS_OK;
}
