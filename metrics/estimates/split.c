#include "metrics/estimates/split.h"

#include "engine/base/arena.h"

enum status
split_make(struct split *split, const struct results *results,
    const struct observations *observations, struct arena *arena)
{
	size_t subjects = results->subject_count, count = observations->count;
	size_t places = count;
	uint32_t owner;
	split->rows = observations->rows;
	split->first =
	    arena_allocate(arena, subjects + 2, sizeof *split->first);
	if (!split->first)
		return STATUS_MEMORY;
	uint32_t *next = split->first + 1;
	next[1] = (uint32_t)count; /* subject 0 is the company: all */
	for (size_t i = 0; i < count; i++) {
		const struct observation *row = &observations->rows[i];
		struct owners owners =
		    owners_of(results, row->manager, row->day);
		for (; owners_next(&owners, &owner); places++)
			next[owner + 1]++;
	}
	if (places > UINT32_MAX)
		return STATUS_OVERFLOW;
	split->order = arena_allocate(arena, places, sizeof *split->order);
	if (!split->order)
		return STATUS_MEMORY;
	for (size_t subject = 1; subject <= subjects; subject++)
		next[subject] += next[subject - 1];
	for (uint32_t i = 0; i < count; i++) {
		const struct observation *row = &observations->rows[i];
		struct owners owners =
		    owners_of(results, row->manager, row->day);
		split->order[next[0]++] = i;
		while (owners_next(&owners, &owner))
			split->order[next[owner]++] = i;
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
