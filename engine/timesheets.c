#include "engine/timesheets.h"

#include "engine/arena.h"
#include "engine/workers.h"

bool
timesheet_rows_init(
    struct timesheet_rows *rows, size_t capacity, struct arena *arena)
{
	*rows = (struct timesheet_rows){ .capacity = capacity };
	rows->project = arena_allocate(arena, capacity, sizeof *rows->project);
	int64_t *cells = arena_allocate(arena, capacity, 5 * sizeof *cells);
	if (!rows->project || !cells)
		return false;
	rows->line = cells;
	rows->day = cells + capacity;
	rows->kind = cells + capacity * 2;
	rows->hours = cells + capacity * 3;
	rows->amount = cells + capacity * 4;
	return true;
}

static void
long_sum_add(struct long_sum *sum, wide value)
{
	sum->low += (wide)(uint64_t)value;
	sum->high += value >> 64;
}

/* Adds another sum. */
static void
long_sum_join(struct long_sum *sum, struct long_sum other)
{
	sum->low += other.low;
	sum->high += other.high;
}

static bool
long_sum_value(struct long_sum sum, wide *value)
{
	wide high = sum.high + (sum.low >> 64);
	*value = (wide)((unsigned __int128)high << 64 | (uint64_t)sum.low);
	return high >= INT64_MIN && high <= INT64_MAX;
}

/* A row's cost is its amount times 1 or its hours; without a cost the amount
 * is 0. No branch, for it would be hard to foresee. */
static void
sum_rows(struct timesheet_block *block, const struct timesheet_rows *rows)
{
	wide hours = 0;
	int64_t latest = DATE_NONE;
	for (size_t i = 0; i < rows->count; i++) {
		int64_t factor =
		    rows->kind[i] == COST_AMOUNT ? DECIMAL_ONE : rows->hours[i];
		latest = rows->day[i] > latest ? rows->day[i] : latest;
		hours += rows->hours[i];
		long_sum_add(
		    &block->total_cost, (wide)rows->amount[i] * factor);
	}
	block->latest = (date)latest;
	long_sum_add(&block->total_hours, hours * DECIMAL_ONE);
}

bool
timesheet_block_pack(struct timesheet_block *block,
    const struct timesheet_rows *rows, uint32_t input, struct arena *arena)
{
	size_t count = rows->count;
	*block = (struct timesheet_block){ .count = (uint32_t)count,
		.input = input };
	block->project = arena_allocate(arena, count, sizeof *block->project);
	if (!block->project)
		return false;
	for (size_t i = 0; i < count; i++)
		block->project[i] = rows->project[i];
	for (size_t i = 0; i < count; i++)
		rows->line[i] -= (int64_t)i;
	sum_rows(block, rows);
	return packed_make(&block->line, rows->line, count, arena) &&
	       packed_make(&block->day, rows->day, count, arena) &&
	       packed_make(&block->kind, rows->kind, count, arena) &&
	       packed_make(&block->hours, rows->hours, count, arena) &&
	       packed_make(&block->amount, rows->amount, count, arena);
}

bool
timesheets_add(struct timesheets *timesheets,
    const struct timesheet_block *block, struct arena *arena)
{
	struct timesheet_block *blocks =
	    arena_grown(arena, timesheets->blocks, timesheets->block_count,
		&timesheets->block_capacity, sizeof *blocks);
	if (!blocks)
		return false;
	timesheets->blocks = blocks;
	blocks[timesheets->block_count] = *block;
	blocks[timesheets->block_count++].first = timesheets->count;
	timesheets->count += block->count;
	return true;
}

const struct timesheet_block *
timesheets_block(const struct timesheets *timesheets, size_t *row)
{
	size_t low = 0, high = timesheets->block_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (timesheets->blocks[middle].first <= *row)
			low = middle;
		else
			high = middle;
	}
	*row -= timesheets->blocks[low].first;
	return &timesheets->blocks[low];
}

struct timesheet
timesheets_row(const struct timesheets *timesheets, size_t row)
{
	const struct timesheet_block *block =
	    timesheets_block(timesheets, &row);
	return timesheet_at(block, row);
}

/* What is odd about a row. */
static struct odd_timesheet
oddity(const struct timesheet_block *block, size_t row, uint32_t unknown)
{
	return (struct odd_timesheet){
		.no_cost = packed_at(&block->kind, row) == COST_NONE,
		.unknown_project = block->project[row] >= unknown,
	};
}

/* Are all rows of a block with a cost and on known projects? */
static bool
is_plain(const struct timesheet_block *block, uint32_t unknown)
{
	uint32_t most = 0;
	for (size_t i = 0; i < block->count; i++)
		most = block->project[i] > most ? block->project[i] : most;
	return most < unknown && block->kind.base != COST_NONE;
}

/* Counts a block's odd rows; their hours cannot overflow. */
static struct odd_rows
count_odd(const struct timesheet_block *block, uint32_t unknown)
{
	struct odd_rows rows = { 0 };
	for (size_t i = 0; i < block->count; i++) {
		struct odd_timesheet odd = oddity(block, i, unknown);
		if (!odd.no_cost && !odd.unknown_project)
			continue;
		wide hours = decimal_widen(packed_at(&block->hours, i));
		rows.no_cost_rows += odd.no_cost;
		rows.unknown_rows += odd.unknown_project;
		rows.no_cost_hours += odd.no_cost ? hours : 0;
		rows.unknown_hours += odd.unknown_project ? hours : 0;
	}
	return rows;
}

enum { BLOCKS_A_TASK = 64 };

struct looking {
	struct timesheets *timesheets;
	uint32_t unknown;
};

static enum status
look_for_odd(void *context, size_t index, unsigned worker)
{
	const struct looking *looking = context;
	struct timesheets *timesheets = looking->timesheets;
	size_t end = (index + 1) * BLOCKS_A_TASK;
	(void)worker;
	for (size_t b = index * BLOCKS_A_TASK;
	     b < end && b < timesheets->block_count; b++) {
		struct timesheet_block *block = &timesheets->blocks[b];
		if (!is_plain(block, looking->unknown))
			block->odd = count_odd(block, looking->unknown);
	}
	return STATUS_OK;
}

/* Lists a block's odd rows as far as there is room. */
static void
list_odd(struct timesheets *timesheets, const struct timesheet_block *block,
    uint32_t unknown)
{
	uint64_t left = block->odd.no_cost_rows + block->odd.unknown_rows;
	for (size_t i = 0; left && i < block->count &&
			   timesheets->odd_count < ODD_TIMESHEETS_LISTED;
	     i++) {
		struct odd_timesheet odd = oddity(block, i, unknown);
		odd.source = timesheet_at(block, i).source;
		if (odd.no_cost || odd.unknown_project)
			timesheets->odd[timesheets->odd_count++] = odd;
		left -= odd.no_cost + odd.unknown_project;
	}
}

enum status
timesheets_seal(struct timesheets *timesheets, uint32_t unknown, unsigned jobs,
    struct arena *arena)
{
	struct long_sum hours = { 0 }, cost = { 0 };
	struct looking looking = { timesheets, unknown };
	timesheets->odd = arena_allocate(
	    arena, ODD_TIMESHEETS_LISTED, sizeof *timesheets->odd);
	if (!timesheets->odd)
		return STATUS_MEMORY;
	workers_run(jobs,
	    (timesheets->block_count + BLOCKS_A_TASK - 1) / BLOCKS_A_TASK,
	    look_for_odd, &looking);
	for (size_t b = 0; b < timesheets->block_count; b++) {
		const struct timesheet_block *block = &timesheets->blocks[b];
		long_sum_join(&hours, block->total_hours);
		long_sum_join(&cost, block->total_cost);
		timesheets->no_cost_rows += block->odd.no_cost_rows;
		timesheets->unknown_rows += block->odd.unknown_rows;
		if (!wide_add(
			&timesheets->no_cost_hours, block->odd.no_cost_hours) ||
		    !wide_add(
			&timesheets->unknown_hours, block->odd.unknown_hours))
			return STATUS_OVERFLOW;
		list_odd(timesheets, block, unknown);
	}
	return long_sum_value(hours, &timesheets->total_hours) &&
		       long_sum_value(cost, &timesheets->total_cost)
		   ? STATUS_OK
		   : STATUS_OVERFLOW;
}
