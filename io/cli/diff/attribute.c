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

/* Is the observation among those of the difference's subject? */
static bool
belongs(const struct difference *difference,
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

/* Adds an observation to those of its record in the same run. */
static enum status
add_side(struct arena *arena, struct observation_side *sum,
    const struct observation_side *observation)
{
	if (!sum->in) {
		*sum = *observation;
		return STATUS_OK;
	}
	sum->x = rational_add(arena, sum->x, observation->x);
	sum->y = rational_add(arena, sum->y, observation->y);
	sum->x_text = rational_print(arena, sum->x);
	if (*sum->y_text)
		sum->y_text = rational_print(arena, sum->y);
	return sum->x_text && sum->y_text ? STATUS_OK : STATUS_MEMORY;
}

static bool
numbers_differ(const struct observation_side side[SIDES])
{
	return rational_compare(side[OLD].x, side[NEW].x) != 0 ||
	       rational_compare(side[OLD].y, side[NEW].y) != 0 ||
	       strcmp(side[OLD].group, side[NEW].group) != 0;
}

enum status
diff_record_share(const struct diff *diff, const struct difference *difference,
    const struct observation_pairs *pairs, size_t *at,
    struct record_share *share)
{
	const struct rational zero = rational_whole(0);
	const struct observation_side none = { false, "", "", "", "", "", "",
		"", "", zero, zero };
	bool changed = false;
	enum status status = STATUS_OK;
	*share = (struct record_share){ .side = { none, none } };
	do {
		const struct observation_pair *pair = &pairs->rows[(*at)++];
		bool is_in = false;
		for (int side = OLD; side < SIDES && !status; side++)
			if (belongs(difference, &pair->side[side])) {
				is_in = true;
				status = add_side(diff->arena,
				    &share->side[side], &pair->side[side]);
			}
		if (is_in && (!share->pair || (pair->changed && !changed)))
			share->pair = pair;
		changed |= is_in && pair->changed;
	} while (*at < pairs->count && pairs->rows[*at].again && !status);
	/* Within a team or the company the owner may change. */
	share->touched =
	    changed && (difference->scope == SCOPE_MANAGER ||
			   share->side[OLD].in != share->side[NEW].in ||
			   numbers_differ(share->side));
	return status;
}

/* The subject's records of the metric. */
struct share {
	struct contribution *rows;
	struct record_share *records;
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
	share->records =
	    arena_allocate(diff->arena, pairs->count, sizeof *share->records);
	if (!share->rows || !share->records)
		return STATUS_MEMORY;
	const struct rational zero = rational_whole(0);
	for (size_t at = 0; at < pairs->count;) {
		struct record_share *record = &share->records[share->count];
		if (diff_record_share(diff, difference, pairs, &at, record))
			return STATUS_MEMORY;
		const struct observation_side *old = &record->side[OLD];
		const struct observation_side *new = &record->side[NEW];
		struct contribution row = { old->in, new->in, 0, 0, zero, zero,
			zero, zero, zero };
		if (!record->pair)
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
		share->rows[share->count++] = row;
	}
	return STATUS_OK;
}

/* Adds the record as a part of the difference, unless it contributes
 * nothing. */
static enum status
add_record(struct diff *diff, struct difference *difference,
    const struct record_share *record, const struct contribution *row)
{
	const struct observation_pair *pair = record->pair;
	const struct observation_side *old = &record->side[OLD];
	const struct observation_side *new = &record->side[NEW];
	bool stays = row->old && row->new && !numbers_differ(record->side);
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
		.x = { old->x_text, new->x_text },
		.y = { old->y_text, new->y_text },
		.nobody =
		    !*pair->side[OLD].manager && !*pair->side[NEW].manager,
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
		    diff, difference, &share.records[i], &share.rows[i]);
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
