/* What was booked on projects by certain days: exact sums of the costs of
 * timesheet rows. They are added up while the rows are read, which then need
 * not be kept; so the days, which are those that somebody will ask for, must be
 * known before. */
#ifndef ENGINE_MODEL_BOOKINGS_H
#define ENGINE_MODEL_BOOKINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/decimal.h"
#include "engine/base/status.h"

struct arena;

/* "What did the project cost by that day?" */
struct account_key {
	uint32_t project;
	date last;
};

/* The rows of a project from the day after its account before to `last`. The
 * cost is `cost` + `carry` × 2^128, in 10^-8, so that no order of rows
 * overflows. */
struct account {
	wide cost;
	uint64_t rows;
	date last;
	int32_t carry;
};

/* Besides, the costs that have more than eight places, in 10^-16. */
struct fine_account {
	wide cost;
	int64_t carry;
};

enum { BOOKINGS_FINENESS = 100000000 };

struct bookings {
	bool open; /* there are accounts, perhaps none */
	uint32_t projects;
	/* Those of project p: accounts[first[p]] … accounts[first[p + 1] - 1],
	 * by their last days. */
	uint32_t *first;
	struct account *accounts;
	struct fine_account *fine; /* as many */
};

/* Opens an account for each key; they may be in any order, and some of them
 * alike. They are sorted. Of `projects` projects, which are the first ones of
 * the data set; the others have none. In `arena`; false without memory. */
bool bookings_open(struct bookings *bookings, struct account_key *keys,
    size_t count, uint32_t projects, struct arena *arena);

/* The account of a row, or NULL: nobody asks for one on a later day than the
 * last account's, or on a project without. */
static inline struct account *
bookings_account(const struct bookings *bookings, uint32_t project, date day)
{
	if (project >= bookings->projects)
		return NULL;
	uint32_t low = bookings->first[project];
	uint32_t high = bookings->first[project + 1], end = high;
	while (low < high) { /* nearly always at most one */
		uint32_t middle = low + (high - low) / 2;
		if (bookings->accounts[middle].last < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low == end ? NULL : &bookings->accounts[low];
}

/* Adds a row that costs so many 10^-8. */
static inline void
bookings_add(
    const struct bookings *bookings, uint32_t project, date day, wide cost)
{
	struct account *account = bookings_account(bookings, project, day);
	if (!account)
		return;
	account->rows++;
	if (__builtin_add_overflow(account->cost, cost, &account->cost))
		account->carry += cost < 0 ? -1 : 1;
}

/* Adds a row that costs so many 10^-16. */
void bookings_add_fine(
    const struct bookings *bookings, uint32_t project, date day, wide cost);

/* Projects come in any order: has the memory fetched that bookings_add will
 * look at, in two steps. */
static inline void
bookings_prefetch_early(const struct bookings *bookings, uint32_t project)
{
	if (project < bookings->projects)
		__builtin_prefetch(&bookings->first[project]);
}

static inline void
bookings_prefetch(const struct bookings *bookings, uint32_t project)
{
	if (project < bookings->projects)
		__builtin_prefetch(
		    &bookings->accounts[bookings->first[project]]);
}

/* What was booked on a project by a day, and in how many rows. STATUS_OK,
 * STATUS_OVERFLOW, or STATUS_BROKEN if there is no account of that day. */
enum status bookings_find(const struct bookings *bookings,
    struct account_key key, wide *cost, uint64_t *rows);

#endif
