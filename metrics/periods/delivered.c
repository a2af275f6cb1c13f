#include "metrics/periods/delivered.h"

#include <string.h>

#include "engine/base/arena.h"

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

/* ---- costs ---- */

/* Accounts of just what is asked for, from rows that were kept. */
static enum status
book_rows(struct bookings *bookings, const struct delivered_projects *delivered,
    const struct view *views, size_t count, struct arena *arena)
{
	const struct timesheets *timesheets = &views[0].data->timesheets;
	enum { ROWS = 256 };
	struct timesheet rows[ROWS];
	size_t keys_count = 0;
	for (size_t v = 0; v < count; v++)
		keys_count += delivered[v].count;
	struct account_key *keys =
	    arena_allocate(arena, keys_count, sizeof *keys);
	if (!keys)
		return STATUS_MEMORY;
	keys_count = 0;
	for (size_t v = 0; v < count; v++)
		for (size_t i = 0; i < delivered[v].count; i++)
			keys[keys_count++] =
			    (struct account_key){ delivered[v].rows[i].id,
				    views[v].as_of };
	if (!bookings_open(bookings, keys, keys_count,
		views[0].data->projects.count, arena))
		return STATUS_MEMORY;
	for (size_t b = 0; b < timesheets->block_count; b++) {
		const struct timesheet_block *block = &timesheets->blocks[b];
		for (size_t at = 0; at < block->count; at += ROWS) {
			size_t some = block->count - at;
			some = some < ROWS ? some : ROWS;
			for (size_t i = 0; i < some; i++)
				rows[i] = timesheet_at(block, at + i);
			timesheets_book(bookings, rows, some);
		}
	}
	return STATUS_OK;
}

enum status
delivered_sum(struct delivered_projects *delivered, const struct view *views,
    size_t count, struct arena *arena)
{
	struct arena_mark mark = arena_mark(arena);
	struct bookings bookings = views[0].data->timesheets.bookings;
	enum status status = STATUS_OK;
	if (!bookings.open)
		status = book_rows(&bookings, delivered, views, count, arena);
	for (size_t v = 0; v < count; v++)
		for (size_t i = 0; i < delivered[v].count && !status; i++) {
			struct delivered_project *row = &delivered[v].rows[i];
			const struct account_key key = { row->id,
				views[v].as_of };
			status = bookings_find(
			    &bookings, key, &row->cost, &row->rows);
		}
	arena_release(arena, mark);
	return status;
}

/* ---- what will be asked of the costs ---- */

/* Keys, each of a contract: one project may have several that are alike. */
struct keys {
	struct account_key *rows;
	size_t count, capacity;
};

static bool
add_key(struct keys *keys, uint32_t project, date last, struct arena *arena)
{
	const struct account_key key = { project, last };
	struct account_key *rows = arena_grown(
	    arena, keys->rows, keys->count, &keys->capacity, sizeof *rows);
	if (!rows)
		return false;
	keys->rows = rows;
	rows[keys->count++] = key;
	return true;
}

static enum status
open_accounts(struct bookings *bookings, const struct dataset *data,
    struct keys *keys, struct arena *arena)
{
	return bookings_open(bookings, keys->rows, keys->count,
		   data->projects.count, arena)
		   ? STATUS_OK
		   : STATUS_MEMORY;
}

enum status
delivered_register_cost_queries(struct bookings *bookings,
    const struct view *views, size_t count, struct arena *arena)
{
	const struct dataset *data = views[0].data;
	struct keys keys = { 0 };
	struct arena *scratch = arena_new();
	enum status status = scratch ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; i < data->contract_count && !status; i++) {
		const struct contract *contract = &data->contracts[i];
		if (contract->delivered_on == DATE_NONE)
			continue;
		for (size_t v = 0; v < count && !status; v++)
			if (period_holds(
				&views[v].period, contract->delivered_on) &&
			    !add_key(&keys, contract->project, views[v].as_of,
				scratch))
				status = STATUS_MEMORY;
	}
	if (!status)
		status = open_accounts(bookings, data, &keys, arena);
	arena_free(scratch);
	return status;
}

enum status
delivered_register_quarters(struct bookings *bookings,
    const struct dataset *data, int fiscal_year_start, struct arena *arena)
{
	struct keys keys = { 0 };
	struct arena *scratch = arena_new();
	enum status status = scratch ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; i < data->contract_count && !status; i++) {
		const struct contract *contract = &data->contracts[i];
		if (contract->delivered_on == DATE_NONE)
			continue;
		struct period quarter = period_of(
		    contract->delivered_on, PERIOD_QUARTER, fiscal_year_start);
		if (!add_key(
			&keys, contract->project, quarter.until - 1, scratch))
			status = STATUS_MEMORY;
	}
	if (!status)
		status = open_accounts(bookings, data, &keys, arena);
	arena_free(scratch);
	return status;
}
