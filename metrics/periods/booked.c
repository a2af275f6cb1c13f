#include "metrics/periods/booked.h"

#include <string.h>

#include "engine/base/arena.h"
#include "metrics/periods/contract.h"

/* ---- which projects ---- */

/* The closing days on which a contract's project can run for its sake, whatever
 * is known by as_of: it has begun, is not delivered or terminated, and is in
 * force or has a due_on. */
struct span {
	date first, last;
};

static struct span
running_span(const struct contract *contract)
{
	struct span span = { contract->start_on, DATE_FOREVER };
	const date ended[] = { contract->delivered_on,
		contract->terminated_on };
	if (contract->stage != STAGE_WON || contract->kind == KIND_CREDIT)
		return (struct span){ DATE_FOREVER, DATE_NONE };
	if (contract->due_on == DATE_NONE && contract->end_on != DATE_NONE)
		span.last = contract->end_on;
	for (size_t i = 0; i < 2; i++) {
		/* A termination after the end is none. */
		bool counts = ended[i] != DATE_NONE &&
			      (i == 0 || contract->end_on == DATE_NONE ||
				  ended[i] <= contract->end_on);
		if (counts && ended[i] - 1 < span.last)
			span.last = ended[i] - 1;
	}
	return span;
}

static bool
span_holds(struct span span, date day)
{
	return span.first <= day && day <= span.last;
}

static bool
is_delivered(const struct view *view, const struct project *project)
{
	return period_holds(&view->period, project->delivered_on);
}

static bool
is_running(const struct view *view, const struct project *project)
{
	(void)view;
	return project->running;
}

/* Those of the `touched` that `belongs`, with what they are. */
static enum status
list_projects(struct booked_projects *projects, const struct view *view,
    const bool *touched, size_t most,
    bool (*belongs)(const struct view *view, const struct project *project),
    struct arena *arena, struct arena *scratch)
{
	struct booked_project *rows =
	    arena_allocate(scratch, most, sizeof *rows);
	size_t count = 0;
	if (!rows)
		return STATUS_MEMORY;
	for (uint32_t id = 0; id < view->data->projects.count; id++) {
		if (!touched[id])
			continue;
		struct project project = project_of(view, id);
		if (belongs(view, &project))
			rows[count++] = (struct booked_project){ .id = id,
				.project = project };
	}
	projects->count = count;
	projects->rows = arena_allocate(arena, count, sizeof *rows);
	if (!projects->rows)
		return STATUS_MEMORY;
	if (count)
		memcpy(projects->rows, rows, count * sizeof *rows);
	return STATUS_OK;
}

/* A project is delivered on the delivered_on of one of its contracts. */
static enum status
find_delivered(struct booked_projects *projects, const struct view *view,
    struct records contracts, struct arena *arena, struct arena *scratch)
{
	const struct dataset *data = view->data;
	bool *touched =
	    arena_allocate(scratch, data->projects.count, sizeof *touched);
	if (!touched)
		return STATUS_MEMORY;
	for (size_t i = 0; i < contracts.count; i++)
		touched[data->contracts[contracts.rows[i]].project] = true;
	return list_projects(projects, view, touched, contracts.count,
	    is_delivered, arena, scratch);
}

static enum status
find_running(struct booked_projects *projects, const struct view *view,
    struct arena *arena, struct arena *scratch)
{
	const struct dataset *data = view->data;
	date closing = closing_day(view);
	size_t most = 0;
	bool *touched =
	    arena_allocate(scratch, data->projects.count, sizeof *touched);
	if (!touched)
		return STATUS_MEMORY;
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (!span_holds(running_span(contract), closing))
			continue;
		touched[contract->project] = true;
		most++;
	}
	return list_projects(
	    projects, view, touched, most, is_running, arena, scratch);
}

enum status
booked_find(struct booked *booked, const struct view *view,
    struct records delivered, struct arena *arena, struct arena *scratch)
{
	enum status status =
	    find_delivered(&booked->delivered, view, delivered, arena, scratch);
	return status ? status
		      : find_running(&booked->running, view, arena, scratch);
}

/* ---- estimates at completion ---- */

const struct booked_project *
booked_running(const struct booked *booked, uint32_t id)
{
	const struct booked_projects *running = &booked->running;
	size_t low = 0, high = running->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (running->rows[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < running->count && running->rows[low].id == id
		   ? &running->rows[low]
		   : NULL;
}

bool
booked_has_estimate(const struct booked_project *running)
{
	const struct project *project = &running->project;
	return !project->endless && project->planned_budget > 0 &&
	       running->cost > 0 && project->earned > 0;
}

struct rational
booked_estimate(const struct booked_project *running, struct arena *arena)
{
	const struct project *project = &running->project;
	/* cost / (earned / budget) */
	return rational_multiply(arena,
	    rational_of(arena, running->cost, project->earned),
	    rational_wide(arena, project->planned_budget));
}

/* ---- what will be asked of the costs ---- */

/* Keys, each of a contract: one project may have several that are alike. */
struct keys {
	struct account_key *rows;
	size_t count, capacity;
	struct arena *arena;
};

/* More accounts take more room than the rows would. */
enum { ACCOUNTS_MOST = 1 << 20 };

static bool
too_many(const struct keys *keys)
{
	return keys->count > ACCOUNTS_MOST;
}

static enum status
add_key(struct keys *keys, uint32_t project, date last)
{
	struct account_key *rows = arena_grown(keys->arena, keys->rows,
	    keys->count, &keys->capacity, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	keys->rows = rows;
	rows[keys->count++] = (struct account_key){ project, last };
	return STATUS_OK;
}

static enum status
add_projects(struct keys *keys, const struct booked_projects *projects,
    const struct view *view)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < projects->count && !status; i++)
		status = add_key(keys, projects->rows[i].id, view->as_of);
	return status;
}

/* Of a contract, for the views. */
static enum status
add_views(struct keys *keys, const struct contract *contract,
    const struct view *views, size_t count)
{
	enum status status = STATUS_OK;
	struct span running = running_span(contract);
	for (size_t v = 0; v < count && !status && !too_many(keys); v++)
		if (period_holds(&views[v].period, contract->delivered_on) ||
		    span_holds(running, closing_day(&views[v])))
			status =
			    add_key(keys, contract->project, views[v].as_of);
	return status;
}

/* The last days of quarters: of that in which the first contract begins, and of
 * all that follow until 2100. */
struct quarters {
	date *ends;
	size_t count, capacity;
	int fiscal_year_start;
};

static enum status
list_quarters(
    struct quarters *quarters, const struct dataset *data, struct arena *arena)
{
	date first = DAYS_TO_2100;
	for (size_t i = 0; i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		date start = contract->start_on != DATE_NONE
				 ? contract->start_on
				 : contract->closed_on;
		if (start != DATE_NONE && start < first)
			first = start;
	}
	while (first < DAYS_TO_2100) {
		struct period quarter = period_of(
		    first, PERIOD_QUARTER, quarters->fiscal_year_start);
		date *ends = arena_grown(arena, quarters->ends, quarters->count,
		    &quarters->capacity, sizeof *ends);
		if (!ends)
			return STATUS_MEMORY;
		quarters->ends = ends;
		ends[quarters->count++] = quarter.until - 1;
		first = quarter.until;
	}
	return STATUS_OK;
}

/* The first quarter that ends on the day or later. */
static size_t
first_quarter(const struct quarters *quarters, date day)
{
	size_t low = 0, high = quarters->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (quarters->ends[middle] < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Of a contract, for all quarters, each as of its last day. */
static enum status
add_quarters(struct keys *keys, const struct contract *contract,
    const struct quarters *quarters)
{
	enum status status = STATUS_OK;
	struct span running = running_span(contract);
	if (contract->delivered_on != DATE_NONE) {
		struct period quarter = period_of(contract->delivered_on,
		    PERIOD_QUARTER, quarters->fiscal_year_start);
		status = add_key(keys, contract->project, quarter.until - 1);
	}
	if (running.first > running.last)
		return status;
	/* Nobody knows of it before it is signed. */
	if (running.first < contract->closed_on)
		running.first = contract->closed_on;
	for (size_t q = first_quarter(quarters, running.first);
	     !status && q < quarters->count &&
	     quarters->ends[q] <= running.last && !too_many(keys);
	     q++)
		status = add_key(keys, contract->project, quarters->ends[q]);
	return status;
}

static enum status
open_accounts(struct bookings *bookings, const struct dataset *data,
    struct keys *keys, struct arena *arena)
{
	if (too_many(keys))
		return STATUS_OK;
	return bookings_open(bookings, keys->rows, keys->count,
		   data->projects.count, arena)
		   ? STATUS_OK
		   : STATUS_MEMORY;
}

enum status
booked_register_cost_queries(struct bookings *bookings,
    const struct view *views, size_t count, struct arena *arena)
{
	const struct dataset *data = views[0].data;
	struct keys keys = { .arena = arena_new() };
	enum status status = keys.arena ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; i < data->contract_count && !status; i++)
		status = add_views(&keys, &data->contracts[i], views, count);
	if (!status)
		status = open_accounts(bookings, data, &keys, arena);
	arena_free(keys.arena);
	return status;
}

enum status
booked_register_quarters(struct bookings *bookings, const struct dataset *data,
    int fiscal_year_start, struct arena *arena)
{
	struct keys keys = { .arena = arena_new() };
	struct quarters quarters = { .fiscal_year_start = fiscal_year_start };
	enum status status = keys.arena
				 ? list_quarters(&quarters, data, keys.arena)
				 : STATUS_MEMORY;
	for (size_t i = 0; i < data->contract_count && !status; i++)
		status = add_quarters(&keys, &data->contracts[i], &quarters);
	if (!status)
		status = open_accounts(bookings, data, &keys, arena);
	arena_free(keys.arena);
	return status;
}

/* ---- costs ---- */

/* Accounts of just what is asked for, from rows that were kept. */
static enum status
open_asked(struct bookings *bookings, const struct booked *booked,
    const struct view *views, size_t count, struct arena *arena)
{
	struct keys keys = { .arena = arena_new() };
	enum status status = keys.arena ? STATUS_OK : STATUS_MEMORY;
	for (size_t v = 0; v < count && !status; v++) {
		status = add_projects(&keys, &booked[v].delivered, &views[v]);
		if (!status)
			status =
			    add_projects(&keys, &booked[v].running, &views[v]);
	}
	if (!status && !bookings_open(bookings, keys.rows, keys.count,
			   views[0].data->projects.count, arena))
		status = STATUS_MEMORY;
	arena_free(keys.arena);
	return status;
}

static void
book_rows(struct bookings *bookings, const struct timesheets *timesheets)
{
	enum { ROWS = 256 };
	struct timesheet rows[ROWS];
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
}

static enum status
find_costs(const struct bookings *bookings, struct booked_projects *projects,
    const struct view *view)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < projects->count && !status; i++) {
		struct booked_project *row = &projects->rows[i];
		const struct account_key key = { row->id, view->as_of };
		status = bookings_find(bookings, key, &row->cost, &row->rows);
	}
	return status;
}

enum status
booked_sum(struct booked *booked, const struct view *views, size_t count,
    struct arena *arena)
{
	struct arena_mark mark = arena_mark(arena);
	const struct timesheets *timesheets = &views[0].data->timesheets;
	struct bookings bookings = timesheets->bookings;
	enum status status = STATUS_OK;
	if (!bookings.open) {
		status = open_asked(&bookings, booked, views, count, arena);
		if (!status)
			book_rows(&bookings, timesheets);
	}
	for (size_t v = 0; v < count && !status; v++) {
		status = find_costs(&bookings, &booked[v].delivered, &views[v]);
		if (!status)
			status = find_costs(
			    &bookings, &booked[v].running, &views[v]);
	}
	arena_release(arena, mark);
	return status;
}
