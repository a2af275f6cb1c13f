#include "engine/model/timesheets.h"

#include <string.h>

#include "engine/base/arena.h"

enum { BLOCK_ROWS = 4096 };

bool
timesheets_begin(struct timesheets_builder *builder, struct timesheets *made,
    uint32_t known, struct arena *arena)
{
	*builder = (struct timesheets_builder){
		.made = made, .arena = arena, .known = known
	};
	made->latest = DATE_NONE;
	made->earliest = INT32_MAX;
	made->known_projects = known;
	made->odd =
	    arena_allocate(arena, ODD_TIMESHEETS_LISTED, sizeof *made->odd);
	return made->odd != NULL;
}

/* ---- rows that are kept ---- */

#define PACK(name, value)                                                      \
	do {                                                                   \
		for (size_t i = 0; i < count; i++)                             \
			column[i] = (int64_t)(value);                          \
		if (!packed_make(&block->name, column, count, arena))          \
			return false;                                          \
	} while (0)

static bool
pack(struct timesheet_block *block, const struct timesheet *rows, size_t count,
    int64_t *column, struct arena *arena)
{
	block->count = (uint32_t)count;
	block->project = arena_allocate(arena, count, sizeof *block->project);
	if (!block->project)
		return false;
	for (size_t i = 0; i < count; i++)
		block->project[i] = rows[i].project;
	PACK(line, (int64_t)rows[i].source.line - (int64_t)i);
	PACK(input, rows[i].source.input);
	PACK(day, rows[i].day);
	PACK(kind, rows[i].kind);
	PACK(hours, rows[i].hours);
	PACK(amount, rows[i].amount);
	PACK(hours_rest, rows[i].hours_rest);
	PACK(amount_rest, rows[i].amount_rest);
	return true;
}

/* Puts the rows that wait into a block. */
static bool
flush(struct timesheets_builder *builder)
{
	struct timesheets *made = builder->made;
	size_t count = builder->pending_count;
	if (count == 0)
		return true;
	struct timesheet_block *blocks =
	    arena_grown(builder->arena, made->blocks, made->block_count,
		&made->block_capacity, sizeof *blocks);
	if (!blocks)
		return false;
	made->blocks = blocks;
	size_t first = made->block_count
			   ? blocks[made->block_count - 1].first +
				 blocks[made->block_count - 1].count
			   : 0;
	blocks[made->block_count] = (struct timesheet_block){ .first = first };
	builder->pending_count = 0;
	return pack(&blocks[made->block_count++], builder->pending, count,
	    builder->column, builder->arena);
}

static bool
keep(struct timesheets_builder *builder, const struct timesheet *rows,
    size_t count)
{
	if (!builder->pending) {
		builder->pending = arena_allocate(
		    builder->arena, BLOCK_ROWS, sizeof *builder->pending);
		builder->column = arena_allocate(
		    builder->arena, BLOCK_ROWS, sizeof *builder->column);
	}
	if (!builder->pending || !builder->column)
		return false;
	while (count) {
		size_t some = BLOCK_ROWS - builder->pending_count;
		some = some < count ? some : count;
		memcpy(builder->pending + builder->pending_count, rows,
		    some * sizeof *rows);
		builder->pending_count += some;
		rows += some;
		count -= some;
		if (builder->pending_count == BLOCK_ROWS && !flush(builder))
			return false;
	}
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

/* ---- sums ---- */

bool
timesheet_cost(const struct timesheet *row, wide *cost)
{
	bool hourly = row->kind != COST_AMOUNT;
	return decimal_multiply_fine(row->amount, row->amount_rest,
	    hourly ? row->hours : DECIMAL_ONE, hourly ? row->hours_rest : 0,
	    cost);
}

static void
long_sum_add(struct long_sum *sum, wide value)
{
	if (__builtin_add_overflow(sum->value, value, &sum->value))
		sum->carry += value < 0 ? -1 : 1;
}

static bool
note_unknown(
    struct timesheets_builder *builder, const struct timesheet *row, wide hours)
{
	struct timesheets *made = builder->made;
	size_t index = row->project - builder->known;
	while (made->unknown_count <= index) {
		made->unknown = arena_grown(builder->arena, made->unknown,
		    made->unknown_count, &builder->unknown_capacity,
		    sizeof *made->unknown);
		if (!made->unknown)
			return false;
		made->unknown[made->unknown_count++] =
		    (struct unknown_project){ 0 };
	}
	made->unknown[index].rows++;
	made->unknown[index].hours += hours;
	return true;
}

static bool
note_odd(struct timesheets_builder *builder, const struct timesheet *row,
    bool unknown)
{
	struct timesheets *made = builder->made;
	struct odd_timesheet odd = { row->source, row->kind == COST_NONE,
		unknown };
	wide hours = (wide)row->hours * DECIMAL_RESTS + row->hours_rest;
	made->no_cost_rows += odd.no_cost;
	made->unknown_rows += odd.unknown_project;
	made->no_cost_hours += odd.no_cost ? hours : 0;
	made->unknown_hours += odd.unknown_project ? hours : 0;
	if (made->odd_count < ODD_TIMESHEETS_LISTED)
		made->odd[made->odd_count++] = odd;
	return !unknown || note_unknown(builder, row, hours);
}

static void
add_fine_cost(struct timesheets_builder *builder, const struct timesheet *row)
{
	wide cost = 0;
	builder->overflow |= !timesheet_cost(row, &cost);
	long_sum_add(&builder->fine_cost, cost);
}

/* Totals, the latest day, odd rows. */
static bool
sum_rows(struct timesheets_builder *builder, const struct timesheet *rows,
    size_t count)
{
	struct timesheets *made = builder->made;
	struct long_sum cost = builder->cost;
	date latest = made->latest, earliest = made->earliest;
	wide hours = 0;
	int64_t rests = 0;
	for (size_t i = 0; i < count; i++) {
		bool unknown = rows[i].project >= builder->known;
		latest = rows[i].day > latest ? rows[i].day : latest;
		earliest = rows[i].day < earliest ? rows[i].day : earliest;
		hours += rows[i].hours;
		rests += rows[i].hours_rest;
		if (timesheet_is_fine(&rows[i]))
			add_fine_cost(builder, &rows[i]);
		else
			long_sum_add(&cost, timesheet_plain_cost(&rows[i]));
		if ((rows[i].kind == COST_NONE || unknown) &&
		    !note_odd(builder, &rows[i], unknown))
			return false;
	}
	made->latest = latest;
	made->earliest = earliest;
	made->count += count;
	builder->cost = cost;
	made->total_hours += hours * DECIMAL_RESTS + rests;
	return true;
}

void
timesheets_book(
    const struct bookings *bookings, const struct timesheet *rows, size_t count)
{
	enum { AHEAD = 16 };
	for (size_t i = 0; i < count; i++) {
		if (i + 2 * AHEAD < count) {
			bookings_prefetch_early(
			    bookings, rows[i + 2 * AHEAD].project);
			bookings_prefetch(bookings, rows[i + AHEAD].project);
		}
		if (rows[i].kind == COST_NONE)
			continue;
		wide cost;
		if (!timesheet_is_fine(&rows[i]))
			bookings_add(bookings, rows[i].project, rows[i].day,
			    timesheet_plain_cost(&rows[i]));
		else if (timesheet_cost(&rows[i], &cost))
			bookings_add_fine(
			    bookings, rows[i].project, rows[i].day, cost);
	}
}

bool
timesheets_add(struct timesheets_builder *builder, const struct timesheet *rows,
    size_t count)
{
	if (!sum_rows(builder, rows, count))
		return false;
	if (builder->made->take)
		return builder->made->take(builder->made->taker, rows, count);
	if (!builder->made->bookings.open)
		return keep(builder, rows, count);
	timesheets_book(&builder->made->bookings, rows, count);
	return true;
}

/* Of 10^-8, of 10^-16; false when that does not fit. */
static bool
refine(wide *sum)
{
	return !__builtin_mul_overflow(*sum, BOOKINGS_FINENESS, sum);
}

static bool
refine_hours(struct timesheets *made)
{
	bool fits = refine(&made->total_hours) &&
		    refine(&made->no_cost_hours) &&
		    refine(&made->unknown_hours);
	for (size_t i = 0; i < made->unknown_count && fits; i++)
		fits = refine(&made->unknown[i].hours);
	return fits;
}

enum status
timesheets_seal(struct timesheets_builder *builder)
{
	struct timesheets *made = builder->made;
	if (!flush(builder))
		return STATUS_MEMORY;
	made->total_cost = builder->cost.value;
	return !builder->overflow && builder->cost.carry == 0 &&
		       builder->fine_cost.carry == 0 &&
		       refine(&made->total_cost) &&
		       wide_add(&made->total_cost, builder->fine_cost.value) &&
		       refine_hours(made)
		   ? STATUS_OK
		   : STATUS_OVERFLOW;
}
