#include "metrics/estimates/split.h"

#include "engine/base/arena.h"

/* The team and the manager that an observation belongs to, as subjects; or
 * NO_ID. */
static void
owners(const struct results *results, uint32_t manager, uint32_t owner[2])
{
	owner[0] = owner[1] = NO_ID;
	if (manager == NO_ID)
		return;
	owner[0] = results->team_of_manager[manager];
	owner[1] = results->subject_of_manager[manager];
}

enum status
split_make(struct split *split, const struct results *results,
    const struct observations *observations, struct arena *arena)
{
	size_t subjects = results->subject_count, count = observations->count;
	split->rows = observations->rows;
	split->first =
	    arena_allocate(arena, subjects + 2, sizeof *split->first);
	split->order = arena_allocate(arena, count * 3, sizeof *split->order);
	if (!split->first || !split->order)
		return STATUS_MEMORY;
	uint32_t *next = split->first + 1, owner[2];
	next[1] = (uint32_t)count; /* subject 0 is the company: all */
	for (size_t i = 0; i < count; i++) {
		owners(results, observations->rows[i].manager, owner);
		for (int o = 0; o < 2; o++)
			if (owner[o] != NO_ID)
				next[owner[o] + 1]++;
	}
	for (size_t subject = 1; subject <= subjects; subject++)
		next[subject] += next[subject - 1];
	for (uint32_t i = 0; i < count; i++) {
		owners(results, observations->rows[i].manager, owner);
		split->order[next[0]++] = i;
		for (int o = 0; o < 2; o++)
			if (owner[o] != NO_ID)
				split->order[next[owner[o]]++] = i;
	}
	return STATUS_OK;
}

struct sample
split_sample(const struct split *split, size_t subject)
{
	uint32_t first = split->first[subject];
	return (struct sample){ split->rows, split->order + first,
		split->first[subject + 1] - first };
}
