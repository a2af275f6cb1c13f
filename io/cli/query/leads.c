#include "io/cli/query/leads.h"

#include "engine/base/arena.h"
#include "engine/model/spells.h"

bool
leads_asked(const struct question *question)
{
	for (size_t i = 0; i < question->dimension_count; i++)
		if (text_is(question->dimensions[i], "lead"))
			return true;
	return question_mentions(question, "lead");
}

bool *
leads_all(const struct dataset *data, struct arena *arena)
{
	bool *leads =
	    arena_allocate(arena, data->managers.count, sizeof *leads);
	for (size_t i = 0; leads && i < data->person_count; i++)
		if (data->people[i].lead != NO_ID)
			leads[data->people[i].lead] = true;
	return leads;
}

/* The list of copies while it is made: each observation once for each lead. */
struct copying {
	struct observations seen;
	struct gathering *gathering;
	size_t lead_capacity, origin_capacity;
};

static bool
add(struct copying *copying, uint32_t origin, uint32_t lead)
{
	struct gathering *gathering = copying->gathering;
	struct arena *arena = gathering->seen.arena;
	size_t at = copying->seen.count;
	uint32_t *leads = arena_grown(arena, gathering->leads, at,
	    &copying->lead_capacity, sizeof *leads);
	uint32_t *origins = arena_grown(arena, gathering->origins, at,
	    &copying->origin_capacity, sizeof *origins);
	if (!leads || !origins ||
	    observations_add(&copying->seen, gathering->seen.rows[origin]))
		return false;
	leads[at] = lead;
	origins[at] = origin;
	gathering->leads = leads;
	gathering->origins = origins;
	return true;
}

enum status
leads_expand(const struct lenses *lenses, struct gathering *gathering)
{
	const struct dataset *data = &lenses->session->data;
	struct copying copying = { .seen = { .arena = gathering->seen.arena },
		.gathering = gathering };
	gathering->origin_count = gathering->seen.count;
	for (uint32_t i = 0; i < gathering->origin_count; i++) {
		const struct observation *row = &gathering->seen.rows[i];
		size_t before = copying.seen.count;
		for (uint32_t lead = row->manager; lead != NO_ID;
		     lead = lead_on(data, lead, row->day))
			if (lenses->leads[lead] && !add(&copying, i, lead))
				return STATUS_MEMORY;
		if (copying.seen.count == before && !add(&copying, i, NO_ID))
			return STATUS_MEMORY;
	}
	gathering->seen.rows = copying.seen.rows;
	gathering->seen.count = copying.seen.count;
	return STATUS_OK;
}

size_t
leads_distinct(const struct gathering *gathering, uint32_t *order, size_t count,
    struct arena *scratch)
{
	if (!gathering->origins)
		return count;
	bool *seen =
	    arena_allocate(scratch, gathering->origin_count, sizeof *seen);
	size_t kept = 0;
	if (!seen)
		return SIZE_MAX;
	for (size_t i = 0; i < count; i++) {
		uint32_t origin = gathering->origins[order[i]];
		if (!seen[origin])
			order[kept++] = order[i];
		seen[origin] = true;
	}
	return kept;
}
