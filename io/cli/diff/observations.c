#include "io/cli/diff/observations.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "io/cli/diff/lookup.h"
#include "io/run/kept.h"

/* An observation with the key that pairs it across the two runs: the name of
 * its record. Those who share a record have one each. A survey or adjustment
 * has no name: its key is where it stands in the new run or, if it is gone, in
 * the old one. */
struct seen {
	enum row_period period;
	const char *metric;
	bool stays;
	const char *key;
	const struct observed_row *row;
	const struct record_pair *own;
	bool paired;
};

bool
diff_is_compared(const struct diff *diff, enum row_period period)
{
	return period == PERIOD_OWN ||
	       (period == PERIOD_BEFORE && diff->same_prior);
}

/* The kind of record that observations are of. A kind that this program does
 * not know is treated like timesheet rows, of which no records are kept. */
static enum record_kind
kind_of(const struct observed_row *row)
{
	static const enum record_kind kinds[] = { RECORD_CONTRACT,
		RECORD_CLIENT, RECORD_PROJECT, RECORD_SURVEY, RECORD_PAYMENT,
		RECORD_ADJUSTMENT };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(row->kind,
			record_kind_name(kinds[i], LANGUAGE_EN)) == 0)
			return kinds[i];
	return RECORD_TIMESHEET;
}

/* The table whose rows the records are; TABLE_COUNT for those that are made of
 * several rows. */
static enum table
table_of(enum record_kind kind)
{
	switch (kind) {
	case RECORD_CONTRACT:
		return TABLE_CONTRACTS;
	case RECORD_SURVEY:
		return TABLE_SURVEYS;
	case RECORD_ADJUSTMENT:
		return TABLE_ADJUSTMENTS;
	case RECORD_PAYMENT:
		return TABLE_PAYMENTS;
	case RECORD_CLIENT:
	case RECORD_PROJECT:
	case RECORD_TIMESHEET:
	case RECORD_SPLIT:
		break;
	}
	return TABLE_COUNT;
}

static const struct record_pair *
own_of(const struct diff *diff, enum side side, const struct observed_row *row)
{
	enum table table = table_of(kind_of(row));
	const struct record *record =
	    table == TABLE_COUNT
		? NULL
		: diff_find_record(&diff->run[side], table, row->record);
	return record ? &diff->pairs.rows[record->pair] : NULL;
}

static struct seen
seen_of(const struct diff *diff, enum side side, const struct observed_row *row)
{
	struct seen seen = { row->of, row->metric, true, row->record, row,
		own_of(diff, side, row), false };
	enum table table = table_of(kind_of(row));
	if (table != TABLE_COUNT && !kept_has_record(table) && side == OLD) {
		seen.stays = seen.own && seen.own->record[NEW];
		if (seen.stays)
			seen.key = seen.own->record[NEW]->name;
	}
	return seen;
}

/* Orders by period, then metric. */
static int
by_metric(const struct seen *a, const struct seen *b)
{
	int order = (a->period > b->period) - (a->period < b->period);
	return order ? order : strcmp(a->metric, b->metric);
}

static int
by_key(const struct seen *a, const struct seen *b)
{
	int order = by_metric(a, b);
	if (order == 0)
		order = (a->stays > b->stays) - (a->stays < b->stays);
	return order ? order : strcmp(a->key, b->key);
}

static int
by_key_and_owner(const void *left, const void *right)
{
	const struct seen *a = left, *b = right;
	int order = by_key(a, b);
	if (order == 0)
		order = strcmp(a->row->manager, b->row->manager);
	return order ? order : (a->row > b->row) - (a->row < b->row);
}

static enum status
list_seen(
    const struct diff *diff, enum side side, struct seen **rows, size_t *count)
{
	const struct diff_run *run = &diff->run[side];
	*count = 0;
	*rows = arena_allocate(diff->arena, run->observed_count, sizeof **rows);
	if (!*rows)
		return STATUS_MEMORY;
	for (size_t i = 0; i < run->observed_count; i++)
		if (diff_is_compared(diff, run->observed[i].of))
			(*rows)[(*count)++] =
			    seen_of(diff, side, &run->observed[i]);
	if (*count)
		qsort(*rows, *count, sizeof **rows, by_key_and_owner);
	return STATUS_OK;
}

/* Folders of older runs have no day and team here, but one team for each
 * manager in records-people.csv. */
static const char *
team_of(const struct diff_run *run, const struct observed_row *row)
{
	return *row->day
		   ? row->team
		   : diff_cell(run,
			 diff_find_record(run, TABLE_PEOPLE, row->manager),
			 FIELD_PEOPLE_team);
}

/* Fills one side of a pair from its row of observations.csv. */
static enum status
fill_side(const struct diff *diff, struct observation_pair *pair,
    enum side side, const struct seen *seen)
{
	const struct diff_run *run = &diff->run[side];
	const struct observed_row *row = seen->row;
	struct observation_side *observation = &pair->side[side];
	*observation = (struct observation_side){ .in = true,
		.manager = row->manager,
		.team = team_of(run, row),
		.reports = row->reports,
		.record = row->record,
		.source = row->source,
		.group = row->group,
		.x_text = row->x,
		.y_text = row->y };
	pair->kind = kind_of(row);
	pair->own = seen->own;
	const char *path = run->folder.path;
	enum status status = diff_read_number(
	    diff, path, row->record, "x", row->x, &observation->x);
	return status ? status
		      : diff_read_number(diff, path, row->record, "y", row->y,
			    &observation->y);
}

static bool
has_other_numbers(const struct observation_pair *pair)
{
	const struct observation_side *old = &pair->side[OLD];
	const struct observation_side *new = &pair->side[NEW];
	return rational_compare(old->x, new->x) != 0 ||
	       rational_compare(old->y, new->y) != 0;
}

static bool
has_changed(const struct observation_pair *pair)
{
	const struct observation_side *old = &pair->side[OLD];
	const struct observation_side *new = &pair->side[NEW];
	return old->in != new->in || has_other_numbers(pair) ||
	       strcmp(old->manager, new->manager) != 0 ||
	       strcmp(old->team, new->team) != 0 ||
	       strcmp(old->reports, new->reports) != 0 ||
	       strcmp(old->group, new->group) != 0;
}

/* The pair of an observation of each run, or of one of them (NULL). */
static enum status
add_observation_pair(const struct diff *diff, struct observation_pairs *pairs,
    const struct seen *old, const struct seen *new)
{
	const struct rational zero = rational_whole(0);
	const struct observation_side none = { false, "", "", "", "", "", "",
		"", "", zero, zero };
	const struct seen *seen = old ? old : new;
	struct observation_pair *pair = &pairs->rows[pairs->count++];
	*pair = (struct observation_pair){ .period = seen->period,
		.metric = seen->metric,
		.side = { none, none } };
	enum status status = STATUS_OK;
	if (old)
		status = fill_side(diff, pair, OLD, old);
	if (new && !status)
		status = fill_side(diff, pair, NEW, new);
	if (!status)
		pair->changed = has_changed(pair);
	return status;
}

/* The observations of one record in one run: rows, by their managers. */
struct shared {
	struct seen *rows;
	size_t count;
};

/* Pairs those of the same manager or, if `any`, one after the other. */
static enum status
pair_shared(const struct diff *diff, struct observation_pairs *pairs,
    struct shared old, struct shared new, bool any)
{
	enum status status = STATUS_OK;
	for (size_t o = 0, n = 0; o < old.count && n < new.count && !status;) {
		struct seen *a = &old.rows[o], *b = &new.rows[n];
		int order = any ? 0 : strcmp(a->row->manager, b->row->manager);
		if (a->paired || b->paired) {
			o += a->paired;
			n += b->paired;
			continue;
		}
		if (order == 0) {
			a->paired = b->paired = true;
			status = add_observation_pair(diff, pairs, a, b);
		}
		o += order <= 0;
		n += order >= 0;
	}
	return status;
}

/* Pairs all of one record: those of a manager with each other, then whoever is
 * left, for a record may have gone over to somebody else. */
static enum status
pair_record(const struct diff *diff, struct observation_pairs *pairs,
    struct shared old, struct shared new)
{
	size_t first = pairs->count;
	enum status status = pair_shared(diff, pairs, old, new, false);
	if (!status)
		status = pair_shared(diff, pairs, old, new, true);
	for (size_t o = 0; o < old.count && !status; o++)
		if (!old.rows[o].paired)
			status = add_observation_pair(
			    diff, pairs, &old.rows[o], NULL);
	for (size_t n = 0; n < new.count && !status; n++)
		if (!new.rows[n].paired)
			status = add_observation_pair(
			    diff, pairs, NULL, &new.rows[n]);
	for (size_t i = first + 1; i < pairs->count; i++)
		pairs->rows[i].again = true;
	return status;
}

/* Takes those of the first record off the list. */
static struct shared
take_record(struct shared *list, const struct seen *key)
{
	struct shared record = { list->rows, 0 };
	while (record.count < list->count &&
	       by_key(&list->rows[record.count], key) == 0)
		record.count++;
	list->rows += record.count;
	list->count -= record.count;
	return record;
}

enum status
diff_pair_observations(const struct diff *diff, struct observation_pairs *pairs)
{
	struct shared old, new;
	if (list_seen(diff, OLD, &old.rows, &old.count) ||
	    list_seen(diff, NEW, &new.rows, &new.count))
		return STATUS_MEMORY;
	pairs->rows = arena_allocate(
	    diff->arena, old.count + new.count, sizeof *pairs->rows);
	enum status status = pairs->rows ? STATUS_OK : STATUS_MEMORY;
	while ((old.count || new.count) && !status) {
		bool first_is_old =
		    new.count == 0 ||
		    (old.count && by_key(old.rows, new.rows) <= 0);
		const struct seen key = first_is_old ? *old.rows : *new.rows;
		struct shared from_old = take_record(&old, &key);
		status =
		    pair_record(diff, pairs, from_old, take_record(&new, &key));
	}
	return status;
}

static int
by_period_and_metric(const void *left, const void *right)
{
	const struct observation_pair *a = left, *b = right;
	int order = (a->period > b->period) - (a->period < b->period);
	return order ? order : strcmp(a->metric, b->metric);
}

struct observation_pairs
diff_pairs_of(const struct observation_pairs *all, enum row_period period,
    const char *metric)
{
	const struct observation_pair wanted = { .period = period,
		.metric = metric };
	size_t first = diff_first_of(all->rows, all->count, sizeof wanted,
	    &wanted, by_period_and_metric);
	size_t end = diff_end_of(all->rows, all->count, sizeof wanted, &wanted,
	    by_period_and_metric);
	return (struct observation_pairs){ all->rows + first, end - first };
}
