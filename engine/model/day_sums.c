#include "engine/model/day_sums.h"

#include <stdlib.h>

#include "engine/base/arena.h"

/* The sums in the order in which they were met, and where each is found. */
struct sums_table {
	struct day_sums *sums;
	size_t capacity;
	uint32_t *places;   /* number of a sum + 1; 0: free */
	size_t place_count; /* a power of 2, at least twice the sums */
	struct arena *arena;
};

static size_t
place_of(const struct sums_table *table, const struct day_sum *key)
{
	uint64_t hash =
	    ((uint64_t)key->project << 32 | (uint32_t)key->day) * 2 +
	    key->costed;
	hash *= UINT64_C(0x9E3779B97F4A7C15);
	size_t place = (size_t)(hash >> 20) & (table->place_count - 1);
	for (;; place = (place + 1) & (table->place_count - 1)) {
		uint32_t number = table->places[place];
		if (number == 0)
			return place;
		const struct day_sum *sum = &table->sums->rows[number - 1];
		if (sum->project == key->project && sum->day == key->day &&
		    sum->costed == key->costed)
			return place;
	}
}

static bool
make_places(struct sums_table *table)
{
	enum { FIRST = 1 << 12 };
	if (table->sums->count * 2 < table->place_count)
		return true;
	table->place_count =
	    table->place_count ? table->place_count * 2 : FIRST;
	table->places = arena_allocate(
	    table->arena, table->place_count, sizeof *table->places);
	for (size_t i = 0; table->places && i < table->sums->count; i++)
		table->places[place_of(table, &table->sums->rows[i])] =
		    (uint32_t)i + 1;
	return table->places != NULL;
}

/* The sum of the row's project and day; NULL without memory. */
static struct day_sum *
find_sum(struct sums_table *table, const struct timesheet *row)
{
	struct day_sums *sums = table->sums;
	const struct day_sum key = { .project = row->project,
		.day = row->day,
		.costed = row->kind != COST_NONE };
	if (!make_places(table))
		return NULL;
	size_t place = place_of(table, &key);
	if (table->places[place])
		return &sums->rows[table->places[place] - 1];
	struct day_sum *rows = arena_grown(table->arena, sums->rows,
	    sums->count, &table->capacity, sizeof *rows);
	if (!rows || sums->count == UINT32_MAX - 1)
		return NULL;
	sums->rows = rows;
	rows[sums->count++] = key;
	table->places[place] = (uint32_t)sums->count;
	return &rows[sums->count - 1];
}

static enum status
add_row(struct sums_table *table, const struct timesheet *row)
{
	struct day_sum *sum = find_sum(table, row);
	wide fine = 0;
	if (!sum)
		return STATUS_MEMORY;
	bool fits = wide_add(
	    &sum->hours, (wide)row->hours * DECIMAL_RESTS + row->hours_rest);
	if (!timesheet_is_fine(row))
		return fits && wide_add(&sum->cost, timesheet_plain_cost(row))
			   ? STATUS_OK
			   : STATUS_OVERFLOW;
	return fits && timesheet_cost(row, &fine) && wide_add(&sum->fine, fine)
		   ? STATUS_OK
		   : STATUS_OVERFLOW;
}

struct ordered {
	struct text project;
	struct day_sum sum;
};

static int
by_project_and_day(const void *left, const void *right)
{
	const struct ordered *a = left, *b = right;
	int order = text_compare(a->project, b->project);
	if (order)
		return order;
	if (a->sum.day != b->sum.day)
		return a->sum.day < b->sum.day ? -1 : 1;
	return (int)b->sum.costed - (int)a->sum.costed;
}

static enum status
sort(struct day_sums *sums, const struct dataset *data, struct arena *arena)
{
	struct ordered *ordered =
	    arena_allocate(arena, sums->count, sizeof *ordered);
	if (!ordered)
		return STATUS_MEMORY;
	for (size_t i = 0; i < sums->count; i++)
		ordered[i] = (struct ordered){ dictionary_text(&data->projects,
						   sums->rows[i].project),
			sums->rows[i] };
	if (sums->count)
		qsort(
		    ordered, sums->count, sizeof *ordered, by_project_and_day);
	for (size_t i = 0; i < sums->count; i++)
		sums->rows[i] = ordered[i].sum;
	return STATUS_OK;
}

enum status
day_sums_make(
    struct day_sums *sums, const struct dataset *data, struct arena *arena)
{
	const struct timesheets *timesheets = &data->timesheets;
	struct sums_table table = { .sums = sums, .arena = arena };
	enum status status = STATUS_OK;
	*sums = (struct day_sums){ 0 };
	for (size_t b = 0; b < timesheets->block_count && !status; b++) {
		const struct timesheet_block *block = &timesheets->blocks[b];
		for (size_t i = 0; i < block->count && !status; i++) {
			struct timesheet row = timesheet_at(block, i);
			status = add_row(&table, &row);
		}
	}
	return status ? status : sort(sums, data, arena);
}

bool
day_sum_cost(const struct day_sum *sum, wide *cost)
{
	*cost = sum->cost;
	return !__builtin_mul_overflow(*cost, BOOKINGS_FINENESS, cost) &&
	       wide_add(cost, sum->fine);
}
