/* The records that make up a difference. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/observations.h"
#include "metrics/pay/attribution.h"

/* Is an id in a list such as `a|b|c`? The id itself may contain a `|`. */
static bool
is_listed(const char *list, const char *id)
{
	size_t length = strlen(id);
	for (const char *at = list; *at; at++) {
		bool begins = at == list || at[-1] == '|';
		if (begins && strncmp(at, id, length) == 0 &&
		    (at[length] == '|' || !at[length]))
			return true;
	}
	return false;
}

bool
diff_belongs(const struct difference *difference,
    const struct observation_side *observation)
{
	if (!observation->in || difference->scope == SCOPE_COMPANY)
		return observation->in;
	if (difference->scope == SCOPE_REPORTS)
		return is_listed(observation->reports, difference->subject);
	bool team = difference->scope == SCOPE_TEAM;
	return strcmp(difference->subject,
		   team ? observation->team : observation->manager) == 0;
}

/* The subject's records of the metric. */
struct share {
	struct contribution *rows;
	const struct observation_pair **pairs;
	size_t count;
};

static enum status
contributions_of(const struct diff *diff, const struct difference *difference,
    const struct observation_pairs *pairs, struct share *share)
{
	struct dictionary groups;
	dictionary_init(&groups, diff->arena);
	share->rows =
	    arena_allocate(diff->arena, pairs->count, sizeof *share->rows);
	share->pairs =
	    arena_allocate(diff->arena, pairs->count, sizeof *share->pairs);
	if (!share->rows || !share->pairs)
		return STATUS_MEMORY;
	const struct rational zero = rational_whole(0);
	for (size_t i = 0; i < pairs->count; i++) {
		const struct observation_pair *pair = &pairs->rows[i];
		const struct observation_side *old = &pair->side[OLD];
		const struct observation_side *new = &pair->side[NEW];
		struct contribution row = { diff_belongs(difference, old),
			diff_belongs(difference, new), 0, 0, zero, zero, zero,
			zero, zero };
		if (!row.old && !row.new)
			continue;
		if (row.old) {
			row.old_x = old->x;
			row.old_y = old->y;
			row.old_group =
			    dictionary_add(&groups, text_of(old->group));
		}
		if (row.new) {
			row.new_x = new->x;
			row.new_y = new->y;
			row.new_group =
			    dictionary_add(&groups, text_of(new->group));
		}
		if (row.old_group == NO_ID || row.new_group == NO_ID)
			return STATUS_MEMORY;
		share->pairs[share->count] = pair;
		share->rows[share->count++] = row;
	}
	return STATUS_OK;
}

/* Adds the record as a part of the difference, unless it contributes
 * nothing. */
static enum status
add_record(struct diff *diff, struct difference *difference,
    const struct observation_pair *pair, const struct contribution *row)
{
	const struct observation_side *old = &pair->side[OLD];
	const struct observation_side *new = &pair->side[NEW];
	bool stays = row->old && row->new && !diff_has_other_numbers(pair) &&
		     strcmp(old->group, new->group) == 0;
	/* When other records join or leave a group, the weight of one that
	 * stays changes, but its part in the difference may still be 0: then it
	 * is not listed. */
	if (stays && rational_is_zero(row->part))
		return STATUS_OK;
	const char *reason = diff_reason(diff, pair);
	if (!reason)
		return STATUS_MEMORY;
	return diff_add_part(diff, difference,
	    (struct part){ .kind = PART_RECORD,
		.name = row->new ? new->record : old->record,
		.source = { diff_source(diff, pair, OLD),
		    diff_source(diff, pair, NEW) },
		.reason = reason,
		.x = { row->old ? old->x_text : "",
		    row->new ? new->x_text : "" },
		.y = { row->old ? old->y_text : "",
		    row->new ? new->y_text : "" },
		.nobody = !*old->manager && !*new->manager,
		.value = row->part });
}

enum status
diff_attribute(struct diff *diff, struct difference *difference,
    const enum metric_kind *kind, const struct observation_pairs *pairs,
    struct rational *unexplained)
{
	struct share share = { 0 };
	enum status status = contributions_of(diff, difference, pairs, &share);
	*unexplained = difference->change;
	if (!status && kind && difference->defined)
		status = attribute(*kind, share.rows, share.count,
		    difference->number[OLD], difference->number[NEW],
		    unexplained, diff->arena, diff->scratch);
	for (size_t i = 0; i < share.count && !status; i++)
		status = add_record(
		    diff, difference, share.pairs[i], &share.rows[i]);
	return status;
}

enum status
diff_add_other(struct diff *diff, struct difference *difference,
    const char *name, const char *reason, struct rational value)
{
	if (!reason)
		return STATUS_MEMORY;
	return diff_add_part(diff, difference,
	    (struct part){ .kind = PART_OTHER,
		.name = name,
		.source = { "", "" },
		.reason = reason,
		.x = { "", "" },
		.y = { "", "" },
		.value = value });
}
