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

bool
bookings_open(struct bookings *bookings, struct account_key *keys, size_t count,
    uint32_t projects, struct arena *arena)
{
	*bookings = (struct bookings){ .open = true,
		.projects = projects,
		.first = arena_allocate(
		    arena, (size_t)projects + 1, sizeof *bookings->first),
		.accounts =
		    arena_allocate(arena, count, sizeof *bookings->accounts) };
	if (!bookings->first || !bookings->accounts || count >= UINT32_MAX)
		return false;
	if (count)
		qsort(keys, count, sizeof *keys, by_project_and_day);
	uint32_t opened = 0, project = 0;
	for (size_t i = 0; i < count; i++) {
		if (i && by_project_and_day(&keys[i - 1], &keys[i]) == 0)
			continue;
		while (project < keys[i].project)
			bookings->first[++project] = opened;
		bookings->accounts[opened++].last = keys[i].last;
	}
	while (project < projects)
		bookings->first[++project] = opened;
	return true;
}

enum status
bookings_find(const struct bookings *bookings, struct account_key key,
    wide *cost, uint64_t *rows)
{
	int64_t carry = 0;
	*cost = 0;
	*rows = 0;
	if (key.project >= bookings->projects)
		return STATUS_BROKEN;
	for (uint32_t i = bookings->first[key.project];
	     i < bookings->first[key.project + 1]; i++) {
		const struct account *account = &bookings->accounts[i];
		carry += account->carry;
		if (__builtin_add_overflow(*cost, account->cost, cost))
			carry += account->cost < 0 ? -1 : 1;
		*rows += account->rows;
		if (account->last == key.last)
			return carry ? STATUS_OVERFLOW : STATUS_OK;
	}
	return STATUS_BROKEN;
}
