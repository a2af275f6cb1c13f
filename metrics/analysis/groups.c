#include "metrics/analysis/groups.h"

#include "engine/base/arena.h"

static void
count_row(const struct results *results, struct group *groups,
    const struct owned *row)
{
	uint32_t owner;
	struct owners owners = owners_of(results, row->manager, row->day);
	groups[0].count++;
	while (owners_next(&owners, &owner))
		groups[owner].count++;
}

static void
put(struct group *group, struct survival_subject subject)
{
	group->rows[group->count++] = subject;
}

static void
put_row(const struct results *results, struct group *groups,
    const struct owned *row)
{
	uint32_t owner;
	struct owners owners = owners_of(results, row->manager, row->day);
	put(&groups[0], row->subject);
	while (owners_next(&owners, &owner))
		put(&groups[owner], row->subject);
}

enum status
groups_make(const struct results *results, const struct owned *rows,
    size_t count, struct group **groups, struct arena *scratch)
{
	struct group *made =
	    arena_allocate(scratch, results->subject_count, sizeof *made);
	if (!made)
		return STATUS_MEMORY;
	for (size_t i = 0; i < count; i++)
		count_row(results, made, &rows[i]);
	for (size_t s = 0; s < results->subject_count; s++) {
		made[s].rows = arena_allocate(
		    scratch, made[s].count, sizeof *made[s].rows);
		if (!made[s].rows)
			return STATUS_MEMORY;
		made[s].count = 0;
	}
	for (size_t i = 0; i < count; i++)
		put_row(results, made, &rows[i]);
	*groups = made;
	return STATUS_OK;
}
