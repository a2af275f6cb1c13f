#include "engine/model/day_sums.h"

#include <stdlib.h>

#include "engine/base/arena.h"

static size_t
place_of(const struct day_sums *sums, const struct day_sum *key)
{
	uint64_t hash =
	    ((uint64_t)key->project << 32 | (uint32_t)key->day) * 2 +
	    key->costed;
	hash *= UINT64_C(0x9E3779B97F4A7C15);
	size_t place = (size_t)(hash >> 20) & (sums->place_count - 1);
	for (;; place = (place + 1) & (sums->place_count - 1)) {
		uint32_t number = sums->places[place];
		if (number == 0)
			return place;
		const struct day_sum *sum = &sums->rows[number - 1];
		if (sum->project == key->project && sum->day == key->day &&
		    sum->costed == key->costed)
			return place;
	}
}

static bool
make_places(struct day_sums *sums)
{
	enum { FIRST = 1 << 12 };
	if (sums->count * 2 < sums->place_count)
		return true;
	sums->place_count = sums->place_count ? sums->place_count * 2 : FIRST;
	sums->places = arena_allocate(
	    sums->arena, sums->place_count, sizeof *sums->places);
	for (size_t i = 0; sums->places && i < sums->count; i++)
		sums->places[place_of(sums, &sums->rows[i])] = (uint32_t)i + 1;
	return sums->places != NULL;
}

/* The sum of the row's project and day; NULL without memory. */
static struct day_sum *
find_sum(struct day_sums *sums, const struct timesheet *row)
{
	const struct day_sum key = { .project = row->project,
		.day = row->day,
		.costed = row->kind != COST_NONE };
	if (!make_places(sums))
		return NULL;
	size_t place = place_of(sums, &key);
	if (sums->places[place])
		return &sums->rows[sums->places[place] - 1];
	struct day_sum *rows = arena_grown(sums->arena, sums->rows, sums->count,
	    &sums->capacity, sizeof *rows);
	if (!rows || sums->count == UINT32_MAX - 1)
		return NULL;
	sums->rows = rows;
	rows[sums->count++] = key;
	sums->places[place] = (uint32_t)sums->count;
	return &rows[sums->count - 1];
}

/* False without memory. */
static bool
add_row(struct day_sums *sums, const struct timesheet *row)
{
	struct day_sum *sum = find_sum(sums, row);
	wide fine = 0;
	if (!sum)
		return false;
	bool fits = wide_add(
	    &sum->hours, (wide)row->hours * DECIMAL_RESTS + row->hours_rest);
	if (!timesheet_is_fine(row))
		fits &= wide_add(&sum->cost, timesheet_plain_cost(row));
	else
		fits &=
		    timesheet_cost(row, &fine) && wide_add(&sum->fine, fine);
	sums->overflow |= !fits;
	return true;
}

static bool
add_rows(void *taker, const struct timesheet *rows, size_t count)
{
	bool added = true;
	for (size_t i = 0; i < count && added; i++)
		added = add_row(taker, &rows[i]);
	return added;
}

void
day_sums_begin(
    struct day_sums *sums, struct timesheets *timesheets, struct arena *arena)
{
	*sums = (struct day_sums){ .arena = arena };
	timesheets->take = add_rows;
	timesheets->taker = sums;
}

/* ---- in order ---- */

struct ranked {
	struct text project;
	uint32_t id;
};

static int
by_text(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	return text_compare(a->project, b->project);
}

/* Projects are ranks here. */
static int
by_project_and_day(const void *left, const void *right)
{
	const struct day_sum *a = left, *b = right;
	if (a->project != b->project)
		return a->project < b->project ? -1 : 1;
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return (int)b->costed - (int)a->costed;
}

/* Each project's rank stands in for its id meanwhile, as there are far fewer
 * projects to compare than sums. */
enum status
day_sums_finish(struct day_sums *sums, const struct dataset *data)
{
	uint32_t count = data->projects.count;
	struct ranked *ranked =
	    arena_allocate(sums->arena, count + 1, sizeof *ranked);
	uint32_t *ranks = arena_allocate(sums->arena, count + 1, sizeof *ranks);
	if (!ranked || !ranks)
		return STATUS_MEMORY;
	for (uint32_t id = 0; id < count; id++)
		ranked[id] =
		    (struct ranked){ dictionary_text(&data->projects, id), id };
	qsort(ranked, count, sizeof *ranked, by_text);
	for (uint32_t rank = 0; rank < count; rank++)
		ranks[ranked[rank].id] = rank;
	for (size_t i = 0; i < sums->count; i++)
		sums->rows[i].project = ranks[sums->rows[i].project];
	if (sums->count)
		qsort(sums->rows, sums->count, sizeof *sums->rows,
		    by_project_and_day);
	for (size_t i = 0; i < sums->count; i++)
		sums->rows[i].project = ranked[sums->rows[i].project].id;
	return sums->overflow ? STATUS_OVERFLOW : STATUS_OK;
}

bool
day_sum_cost(const struct day_sum *sum, wide *cost)
{
	*cost = sum->cost;
	return !__builtin_mul_overflow(*cost, BOOKINGS_FINENESS, cost) &&
	       wide_add(cost, sum->fine);
}
