/* The big table: timesheet rows. Few look at a row of it; what all others need,
 * sums, is made while the rows are read (see also bookings.h), and then the
 * rows themselves are not kept. */
#ifndef ENGINE_MODEL_TIMESHEETS_H
#define ENGINE_MODEL_TIMESHEETS_H

#include "engine/base/packed.h"
#include "engine/model/bookings.h"
#include "engine/model/source.h"

/* What a timesheet row costs. */
enum cost_kind { COST_NONE, COST_AMOUNT, COST_HOURLY };

struct timesheet {
	struct source source;
	uint32_t project;
	date day;
	enum cost_kind kind;
	int16_t hours_rest, amount_rest; /* places 5 to 8; see decimal.h */
	decimal hours;
	decimal amount; /* the cost or the hourly cost; 0 if there is none */
};

/* Rows that are kept: packed columns, about 9 bytes a row with its line. */
struct timesheet_block {
	size_t first; /* the index of its first row among all */
	uint32_t count;
	uint32_t *project;
	struct packed line; /* less the row's index in the block */
	struct packed input, day, kind, hours, amount;
	struct packed hours_rest, amount_rest; /* nearly always all 0 */
};

/* A timesheet row that an analyst should see: it has no cost, or no contract
 * names its project. */
struct odd_timesheet {
	struct source source;
	bool no_cost, unknown_project;
};

enum { ODD_TIMESHEETS_LISTED = 1000 };

/* What was booked on a project that no contract names. */
struct unknown_project {
	uint64_t rows;
	wide hours;
};

struct timesheets {
	size_t count;
	date latest;   /* DATE_NONE if there is no row */
	date earliest; /* INT32_MAX if there is no row */
	struct odd_timesheet *odd;
	size_t odd_count;                    /* listed: the first ones */
	uint64_t no_cost_rows, unknown_rows; /* in all */
	/* Control totals. Until the table is sealed hours are in 10^-8, of
	 * which there are too few to overflow. */
	/* By the project's id less `known_projects`. */
	struct unknown_project *unknown;
	size_t unknown_count;
	uint32_t known_projects;
	wide no_cost_hours, unknown_hours, total_hours, total_cost;
	/* Where rows go, in the order of the inputs: to `take`, if it is there
	 * (false without memory); or to the costs that will be asked for, if
	 * these are open; or they are kept. */
	bool (*take)(
	    void *taker, const struct timesheet *rows, size_t count);
	void *taker;
	struct bookings bookings;
	struct timesheet_block *blocks;
	size_t block_count, block_capacity;
};

/* Timesheets that are being filled. */
struct timesheets_builder {
	struct timesheets *made;
	struct arena *arena;
	uint32_t known; /* projects that contracts name; the first ones */
	size_t unknown_capacity;
	/* Sums of any rows, value + carry × 2^128: in 10^-8 of costs that have
	 * no more places, in 10^-16 of the others. */
	struct long_sum {
		wide value;
		int64_t carry;
	} cost, fine_cost;
	bool overflow; /* what one row costs does not fit */
	/* Rows on their way into a block. */
	struct timesheet *pending;
	size_t pending_count;
	int64_t *column;
};

/* Begins to fill *made, which is zero but for where rows go. */
bool timesheets_begin(struct timesheets_builder *builder,
    struct timesheets *made, uint32_t known, struct arena *arena);

/* Adds rows, in the order of the inputs; false without memory. */
bool timesheets_add(struct timesheets_builder *builder,
    const struct timesheet *rows, size_t count);

/* Books what rows cost. One whose cost does not fit is left out:
 * timesheets_seal refuses it. */
void timesheets_book(const struct bookings *bookings,
    const struct timesheet *rows, size_t count);

/* Completes the table. STATUS_OK, STATUS_OVERFLOW (of the control totals) or
 * STATUS_MEMORY. */
enum status timesheets_seal(struct timesheets_builder *builder);

static inline struct timesheet
timesheet_at(const struct timesheet_block *block, size_t row)
{
	return (struct timesheet){
		.source = { (uint32_t)packed_at(&block->input, row),
		    (uint32_t)packed_at(&block->line, row) + (uint32_t)row },
		.project = block->project[row],
		.day = (date)packed_at(&block->day, row),
		.kind = (enum cost_kind)packed_at(&block->kind, row),
		.hours_rest = (int16_t)packed_at(&block->hours_rest, row),
		.amount_rest = (int16_t)packed_at(&block->amount_rest, row),
		.hours = packed_at(&block->hours, row),
		.amount = packed_at(&block->amount, row),
	};
}

/* The block that holds the row of an index among all that are kept; *row
 * becomes its index in the block. */
const struct timesheet_block *timesheets_block(
    const struct timesheets *timesheets, size_t *row);

/* May its cost have more than eight places? Nearly always not. */
static inline bool
timesheet_is_fine(const struct timesheet *row)
{
	return row->hours_rest | row->amount_rest;
}

/* The cost of a row that is not fine, exact, in 10^-8; 0 if it has none. */
static inline wide
timesheet_plain_cost(const struct timesheet *row)
{
	/* Without a branch, for it would be hard to predict. */
	decimal factor = row->kind == COST_AMOUNT ? DECIMAL_ONE : row->hours;
	return (wide)row->amount * factor;
}

/* *cost = any row's cost, exact; 0 if it has none. False if it does not fit. */
bool timesheet_cost(const struct timesheet *row, wide *cost);

#endif
