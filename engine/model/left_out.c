#include "engine/model/left_out.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/shares.h"

/* The list that is being made, with a set of managers for each reason. */
struct listing {
	const struct dataset *data;
	struct arena *arena;
	struct left_out *rows;
	uint8_t **touched; /* by reason: a flag for each manager */
	size_t count, capacity, touched_capacity;
};

static struct text
short_reason(const char *reason)
{
	struct text text = { reason, strcspn(reason, ";:(") };
	while (text.length && text.data[text.length - 1] == ' ')
		text.length--;
	return text;
}

static struct left_out *
new_reason(struct listing *listing, struct left_out reason)
{
	uint8_t *managers = arena_allocate(
	    listing->arena, listing->data->managers.count + 1, 1);
	listing->rows = arena_grown(listing->arena, listing->rows,
	    listing->count, &listing->capacity, sizeof *listing->rows);
	listing->touched =
	    arena_grown(listing->arena, listing->touched, listing->count,
		&listing->touched_capacity, sizeof *listing->touched);
	if (!managers || !listing->rows || !listing->touched)
		return NULL;
	listing->touched[listing->count] = managers;
	listing->rows[listing->count] = reason;
	return &listing->rows[listing->count++];
}

static struct left_out *
find_reason(struct listing *listing, const struct left_out *wanted)
{
	for (size_t i = 0; i < listing->count; i++) {
		struct left_out *row = &listing->rows[i];
		if (row->table == wanted->table &&
		    row->skipped == wanted->skipped &&
		    text_equal(row->column, wanted->column) &&
		    text_equal(row->reason, wanted->reason))
			return row;
	}
	return new_reason(listing, *wanted);
}

static enum status
add(struct listing *listing, const struct reject *reject, bool skipped)
{
	const struct dataset *data = listing->data;
	struct left_out wanted = {
		.table = data->inputs[reject->source.input].table,
		.skipped = skipped,
		.column = text_of(reject->column),
		.reason = short_reason(reject->reason),
		.first = reject,
	};
	struct left_out *row = find_reason(listing, &wanted);
	if (!row)
		return STATUS_MEMORY;
	row->rows++;
	row->with_money += reject->money != DECIMAL_NONE;
	if ((reject->money != DECIMAL_NONE &&
		!wide_add(&row->money, decimal_widen(reject->money))) ||
	    !wide_add(&row->hours, reject->hours))
		return STATUS_OVERFLOW;
	uint32_t manager;
	for (size_t at = 0; reject_touches(listing->data, reject, at, &manager);
	     at++)
		listing->touched[row - listing->rows][manager] = 1;
	return STATUS_OK;
}

/* Rows of blanks are counted, not kept: what the rules did not skip. */
static enum status
add_blank_rows(struct listing *listing)
{
	const struct dataset *data = listing->data;
	uint64_t blank[TABLE_COUNT] = { 0 };
	for (size_t i = 0; i < data->input_count; i++)
		blank[data->inputs[i].table] +=
		    data->inputs[i].reconciliation.skipped;
	for (size_t i = 0; i < data->skip_count; i++)
		blank[data->inputs[data->skips[i].source.input].table]--;
	for (int table = 0; table < TABLE_COUNT; table++)
		if (blank[table] &&
		    !new_reason(
			listing, (struct left_out){ .table = (enum table)table,
				     .skipped = true,
				     .column = text_of(""),
				     .reason = text_of("row of blanks"),
				     .rows = blank[table] }))
			return STATUS_MEMORY;
	return STATUS_OK;
}

/* The managers that are flagged, sorted by their ids' bytes. */
static bool
list_managers(struct listing *listing, size_t i)
{
	const struct dictionary *names = &listing->data->managers;
	uint32_t *list = NULL;
	size_t count = 0, capacity = 0;
	for (uint32_t id = 0; id < names->count; id++) {
		if (!listing->touched[i][id])
			continue;
		list = arena_grown(
		    listing->arena, list, count, &capacity, sizeof *list);
		if (!list)
			return false;
		size_t at = count++;
		for (; at && text_compare(dictionary_text(names, list[at - 1]),
				 dictionary_text(names, id)) > 0;
		     at--)
			list[at] = list[at - 1];
		list[at] = id;
	}
	listing->rows[i].managers = list;
	listing->rows[i].manager_count = count;
	return true;
}

static int
by_weight(const void *left, const void *right)
{
	const struct left_out *a = left, *b = right;
	if (a->skipped != b->skipped)
		return a->skipped - b->skipped;
	if (a->table != b->table)
		return a->table < b->table ? -1 : 1;
	if (a->rows != b->rows)
		return a->rows > b->rows ? -1 : 1;
	int order = text_compare(a->column, b->column);
	return order ? order : text_compare(a->reason, b->reason);
}

/* Completes the list. */
static enum status
conclude(struct listing *listing, struct left_out **reasons, size_t *count)
{
	for (size_t i = 0; i < listing->count; i++)
		if (!list_managers(listing, i))
			return STATUS_MEMORY;
	if (listing->count)
		qsort(listing->rows, listing->count, sizeof *listing->rows,
		    by_weight);
	*reasons = listing->rows;
	*count = listing->count;
	return STATUS_OK;
}

enum status
left_out_of_file(const struct dataset *data, size_t first, struct arena *arena,
    struct left_out **reasons, size_t *count)
{
	struct listing listing = { .data = data, .arena = arena };
	enum status status = STATUS_OK;
	uint32_t input = data->rejects[first].source.input;
	for (size_t i = first; i < data->reject_count && !status &&
			       data->rejects[i].source.input == input;
	     i++)
		status = add(&listing, &data->rejects[i], false);
	return status ? status : conclude(&listing, reasons, count);
}

enum status
left_out_by_reason(const struct dataset *data, struct arena *arena,
    struct left_out **reasons, size_t *count)
{
	struct listing listing = { .data = data, .arena = arena };
	enum status status = STATUS_OK;
	for (size_t i = 0; i < data->reject_count && !status; i++)
		status = add(&listing, &data->rejects[i], false);
	for (size_t i = 0; i < data->skip_count && !status; i++)
		status = add(&listing, &data->skips[i], true);
	if (!status)
		status = add_blank_rows(&listing);
	return status ? status : conclude(&listing, reasons, count);
}
