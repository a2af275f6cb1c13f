#include "engine/model/bookings.h"

#include <stdlib.h>

#include "engine/base/arena.h"

static int
by_project_and_day(const void *left, const void *right)
{
	const struct account_key *a = left, *b = right;
	if (a->project != b->project)
		return a->project < b->project ? -1 : 1;
	return (a->last > b->last) - (a->last < b->last);
}

/* Sorts the keys and leaves one of those that are alike; how many are left. */
static size_t
sort_keys(struct account_key *keys, size_t count)
{
	size_t kept = 0;
	if (count)
		qsort(keys, count, sizeof *keys, by_project_and_day);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || by_project_and_day(&keys[i - 1], &keys[i]) != 0)
			keys[kept++] = keys[i];
	return kept;
}

bool
bookings_open(struct bookings *bookings, struct account_key *keys, size_t count,
    uint32_t projects, struct arena *arena)
{
	count = sort_keys(keys, count);
	*bookings = (struct bookings){ .open = true,
		.projects = projects,
		.first = arena_allocate(
		    arena, (size_t)projects + 1, sizeof *bookings->first),
		.accounts =
		    arena_allocate(arena, count, sizeof *bookings->accounts),
		.fine = arena_allocate(arena, count, sizeof *bookings->fine) };
	if (!bookings->first || !bookings->accounts || !bookings->fine ||
	    count >= UINT32_MAX)
		return false;
	uint32_t project = 0;
	for (size_t i = 0; i < count; i++) {
		while (project < keys[i].project)
			bookings->first[++project] = (uint32_t)i;
		bookings->accounts[i].last = keys[i].last;
	}
	while (project < projects)
		bookings->first[++project] = (uint32_t)count;
	return true;
}

void
bookings_add_fine(
    const struct bookings *bookings, uint32_t project, date day, wide cost)
{
	struct account *account = bookings_account(bookings, project, day);
	if (!account)
		return;
	struct fine_account *fine =
	    &bookings->fine[account - bookings->accounts];
	account->rows++;
	if (__builtin_add_overflow(fine->cost, cost, &fine->cost))
		fine->carry += cost < 0 ? -1 : 1;
}

static void
add_long(wide *sum, int64_t *carry, wide value, int64_t more)
{
	*carry += more;
	if (__builtin_add_overflow(*sum, value, sum))
		*carry += value < 0 ? -1 : 1;
}

/* The sum of both sorts; false when it does not fit. */
static bool
add_up(wide plain, int64_t carry, const struct fine_account *fine, wide *cost)
{
	return carry == 0 && fine->carry == 0 &&
	       !__builtin_mul_overflow(plain, BOOKINGS_FINENESS, cost) &&
	       wide_add(cost, fine->cost);
}

enum status
bookings_find(const struct bookings *bookings, struct account_key key,
    wide *cost, uint64_t *rows)
{
	wide plain = 0;
	int64_t carry = 0;
	struct fine_account fine = { 0 };
	*cost = 0;
	*rows = 0;
	if (key.project >= bookings->projects)
		return STATUS_BROKEN;
	for (uint32_t i = bookings->first[key.project];
	     i < bookings->first[key.project + 1]; i++) {
		const struct account *account = &bookings->accounts[i];
		add_long(&plain, &carry, account->cost, account->carry);
		add_long(&fine.cost, &fine.carry, bookings->fine[i].cost,
		    bookings->fine[i].carry);
		*rows += account->rows;
		if (account->last == key.last)
			return add_up(plain, carry, &fine, cost)
				   ? STATUS_OK
				   : STATUS_OVERFLOW;
	}
	return STATUS_BROKEN;
}
