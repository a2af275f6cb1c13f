/* The big table: timesheet rows in blocks of packed columns, about 9 bytes a
 * row with its line. Rows stand in the order of the inputs. */
#ifndef ENGINE_TIMESHEETS_H
#define ENGINE_TIMESHEETS_H

#include "engine/packed.h"
#include "engine/date.h"
#include "engine/decimal.h"
#include "engine/source.h"
#include "engine/status.h"

/* What a timesheet row costs. */
enum cost_kind { COST_NONE, COST_AMOUNT, COST_HOURLY };

struct timesheet {
	struct source source;
	uint32_t project;
	date day;
	enum cost_kind kind;
	decimal hours;
	decimal amount; /* the cost or the hourly cost; 0 if there is none */
};

/* Rows on their way into a block, column by column, with room for `capacity`
 * of them. */
struct timesheet_rows {
	size_t count, capacity;
	uint32_t *project;
	int64_t *line, *day, *kind, *hours, *amount;
};

/* A sum that cannot overflow: high × 2^64 + low. */
struct long_sum {
	wide high, low;
};

struct timesheet_block {
	size_t first; /* the index of its first row among all */
	uint32_t count, input;
	uint32_t *project;
	struct packed line; /* less the row's index in the block */
	struct packed day, kind, hours, amount;
	date latest;
	struct long_sum total_hours, total_cost;
	/* Known when the data set is sealed: */
	struct odd_rows {
		uint64_t no_cost_rows, unknown_rows;
		wide no_cost_hours, unknown_hours;
	} odd;
};

/* A timesheet row that an analyst should see: it has no cost, or no contract
 * names its project. */
struct odd_timesheet {
	struct source source;
	bool no_cost, unknown_project;
};

enum { ODD_TIMESHEETS_LISTED = 1000 };

struct timesheets {
	size_t count;
	struct timesheet_block *blocks;
	size_t block_count, block_capacity;
	/* Made when the data set is sealed: */
	struct odd_timesheet *odd;
	size_t odd_count;                    /* listed: the first ones */
	uint64_t no_cost_rows, unknown_rows; /* in all */
	wide no_cost_hours, unknown_hours;
	wide total_hours, total_cost; /* control totals */
};

/* Makes room for `capacity` rows in `arena`; false without memory. */
bool timesheet_rows_init(
    struct timesheet_rows *rows, size_t capacity, struct arena *arena);

/* Packs rows, at least one, of one input into a block whose columns lie in
 * `arena`; false without memory. */
bool timesheet_block_pack(struct timesheet_block *block,
    const struct timesheet_rows *rows, uint32_t input, struct arena *arena);

/* Adds a block; false without memory. */
bool timesheets_add(struct timesheets *timesheets,
    const struct timesheet_block *block, struct arena *arena);

/* Adds up the control totals and finds the odd rows: those without a cost, and
 * those on projects that no contract names, which are the projects from
 * `unknown` on. On `jobs` threads at most. STATUS_OK, STATUS_OVERFLOW or
 * STATUS_MEMORY. */
enum status timesheets_seal(struct timesheets *timesheets, uint32_t unknown,
    unsigned jobs, struct arena *arena);

static inline struct timesheet
timesheet_at(const struct timesheet_block *block, size_t row)
{
	return (struct timesheet){
		.source = { block->input,
		    (uint32_t)packed_at(&block->line, row) + (uint32_t)row },
		.project = block->project[row],
		.day = (date)packed_at(&block->day, row),
		.kind = (enum cost_kind)packed_at(&block->kind, row),
		.hours = packed_at(&block->hours, row),
		.amount = packed_at(&block->amount, row),
	};
}

/* The block that holds the row of an index among all; *row becomes its index
 * in the block. */
const struct timesheet_block *timesheets_block(
    const struct timesheets *timesheets, size_t *row);

/* The row of an index among all. */
struct timesheet timesheets_row(
    const struct timesheets *timesheets, size_t row);

/* The row's cost, exact; 0 if it has none. */
static inline wide
timesheet_cost(const struct timesheet *row)
{
	switch (row->kind) {
	case COST_AMOUNT:
		return decimal_widen(row->amount);
	case COST_HOURLY:
		return decimal_multiply(row->hours, row->amount);
	case COST_NONE:
		break;
	}
	return 0;
}

#endif
