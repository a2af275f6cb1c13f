#include "metrics/estimates/split.h"

#include "engine/base/arena.h"

/* Counts into next[s + 1] the observations of each subject s. How many there
 * are of all subjects together. */
static size_t
count_owners(const struct results *results,
    const struct observations *observations, uint32_t *next)
{
	size_t places = observations->count;
	uint32_t owner;
	next[1] = (uint32_t)observations->count; /* the company's: all */
	for (size_t i = 0; i < observations->count; i++) {
		const struct observation *row = &observations->rows[i];
		struct owners owners =
		    owners_of(results, row->manager, row->day);
		for (; owners_next(&owners, &owner); places++)
			next[owner + 1]++;
	}
	return places;
}

/* next[s] is where the first observation of subject s goes, and then that of
 * subject s + 1. */
static void
order_rows(struct split *split, const struct results *results, size_t count,
    uint32_t *next)
{
	uint32_t owner;
	for (uint32_t i = 0; i < count; i++) {
		const struct observation *row = &split->rows[i];
		struct owners owners =
		    owners_of(results, row->manager, row->day);
		split->order[next[0]++] = i;
		while (owners_next(&owners, &owner))
			split->order[next[owner]++] = i;
	}
}

/* Keeps of all subjects, whose observations begin at first[s], the company and
 * those that have some. */
static enum status
keep_subjects(struct split *split, size_t subjects, const uint32_t *first,
    struct arena *arena)
{
	size_t count = 1;
	for (size_t s = 1; s < subjects; s++)
		count += first[s + 1] > first[s];
	split->subjects = arena_allocate(arena, count, sizeof *split->subjects);
	split->first = arena_allocate(arena, count + 1, sizeof *split->first);
	if (!split->subjects || !split->first)
		return STATUS_MEMORY;
	for (uint32_t s = 0; s < subjects; s++) {
		if (s > 0 && first[s + 1] == first[s])
			continue;
		split->subjects[split->count] = s;
		split->first[++split->count] = first[s + 1];
	}
	return STATUS_OK;
}

enum status
split_make(struct split *split, const struct results *results,
    const struct observations *observations, struct arena *arena,
    struct arena *scratch)
{
	static const uint32_t nothing[2];
	size_t subjects = results->subject_count, count = observations->count;
	*split = (struct split){ .rows = observations->rows,
		.order = arena_allocate(arena, 0, sizeof *split->order) };
	if (count == 0)
		return split->order ? keep_subjects(split, 1, nothing, arena)
				    : STATUS_MEMORY;
	uint32_t *first = arena_allocate(scratch, subjects + 2, sizeof *first);
	if (!first)
		return STATUS_MEMORY;
	size_t places = count_owners(results, observations, first + 1);
	if (places > UINT32_MAX)
		return STATUS_OVERFLOW;
	split->order = arena_allocate(arena, places, sizeof *split->order);
	if (!split->order)
		return STATUS_MEMORY;
	for (size_t s = 1; s <= subjects; s++)
		first[s + 1] += first[s];
	order_rows(split, results, count, first + 1);
	return keep_subjects(split, subjects, first, arena);
}

struct sample
split_sample(const struct split *split, size_t index)
{
	uint32_t first = split->first[index];
	return (struct sample){ split->rows, split->order + first,
		split->first[index + 1] - first };
}
