#include "engine/model/left_out.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/shares.h"

/* The list that is being made. */
struct listing {
	const struct dataset *data;
	struct arena *arena, *scratch;
	struct dictionary keys; /* of the rows, by their index */
	struct left_out *rows;
	size_t count, capacity, last;
	/* A reason (high half) and a manager whom a row of it touches, some
	 * twice. */
	uint64_t *touched;
	size_t touched_count, touched_capacity;
};

struct text
left_out_short_reason(const char *reason)
{
	struct text text = { reason, strcspn(reason, ";:(") };
	while (text.length && text.data[text.length - 1] == ' ')
		text.length--;
	return text;
}

static struct left_out *
new_reason(struct listing *listing, struct left_out reason)
{
	listing->rows = arena_grown(listing->arena, listing->rows,
	    listing->count, &listing->capacity, sizeof *listing->rows);
	if (!listing->rows)
		return NULL;
	listing->rows[listing->count] = reason;
	return &listing->rows[listing->count++];
}

static bool
is_reason(const struct left_out *row, const struct left_out *wanted)
{
	return row->table == wanted->table && row->skipped == wanted->skipped &&
	       text_equal(row->column, wanted->column) &&
	       text_equal(row->reason, wanted->reason);
}

/* The number of a reason; NO_ID without memory. */
static uint32_t
number_reason(struct listing *listing, const struct left_out *wanted)
{
	struct arena_mark mark = arena_mark(listing->scratch);
	const char *key = arena_format(listing->scratch, "%d %d %.*s:%.*s",
	    (int)wanted->table, wanted->skipped, (int)wanted->column.length,
	    wanted->column.data, (int)wanted->reason.length,
	    wanted->reason.data);
	uint32_t index =
	    key ? dictionary_add(&listing->keys, text_of(key)) : NO_ID;
	arena_release(listing->scratch, mark);
	return index;
}

static struct left_out *
find_reason(struct listing *listing, const struct left_out *wanted)
{
	if (listing->count && is_reason(&listing->rows[listing->last], wanted))
		return &listing->rows[listing->last];
	uint32_t index = number_reason(listing, wanted);
	if (index == NO_ID)
		return NULL;
	listing->last = index;
	if (index < listing->count)
		return &listing->rows[index];
	struct left_out reason = *wanted;
	/* It may belong to a cursor. */
	reason.reason.data = arena_copy(
	    listing->arena, wanted->reason.data, strlen(wanted->reason.data));
	return reason.reason.data ? new_reason(listing, reason) : NULL;
}

static int
by_number(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
	return (a > b) - (a < b);
}

static void
keep_each_once(struct listing *listing)
{
	size_t kept = 0;
	uint64_t *touched = listing->touched;
	if (listing->touched_count)
		qsort(touched, listing->touched_count, sizeof *touched,
		    by_number);
	for (size_t i = 0; i < listing->touched_count; i++)
		if (kept == 0 || touched[kept - 1] != touched[i])
			touched[kept++] = touched[i];
	listing->touched_count = kept;
}

/* Before the list is enlarged what stands in it twice goes. */
static bool
touch(struct listing *listing, size_t reason, uint32_t manager)
{
	uint64_t pair = (uint64_t)reason << 32 | manager;
	size_t used = listing->touched_count;
	if (used && listing->touched[used - 1] == pair)
		return true;
	if (used && used == listing->touched_capacity) {
		keep_each_once(listing);
		if (listing->touched_count <= used / 2)
			used = listing->touched_count;
	}
	listing->touched = arena_grown(listing->scratch, listing->touched, used,
	    &listing->touched_capacity, sizeof *listing->touched);
	if (!listing->touched)
		return false;
	listing->touched[listing->touched_count++] = pair;
	return true;
}

static enum status
add(struct listing *listing, const struct reject *reject, bool skipped,
    struct reject_place place)
{
	const struct dataset *data = listing->data;
	struct left_out wanted = {
		.table = data->inputs[reject->source.input].table,
		.skipped = skipped,
		.column = text_of(reject->column),
		.reason = left_out_short_reason(reject->reason),
		.first = place,
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
		if (!touch(listing, (size_t)(row - listing->rows), manager))
			return STATUS_MEMORY;
	return STATUS_OK;
}

/* Those from the cursor on; of one input, or of all (NO_ID). */
static enum status
add_all(struct listing *listing, struct reject_cursor cursor, bool skipped,
    uint32_t input)
{
	enum status status = STATUS_OK;
	struct reject_place place = cursor.place;
	const struct reject *reject;
	while (!status && (reject = rejects_next(&cursor)) != NULL &&
	       (input == NO_ID || reject->source.input == input)) {
		status = add(listing, reject, skipped, place);
		place = cursor.place;
	}
	return status;
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
	for (size_t i = 0; i < listing->count; i++)
		if (listing->rows[i].skipped)
			blank[listing->rows[i].table] -= listing->rows[i].rows;
	for (int table = 0; table < TABLE_COUNT; table++)
		if (blank[table] &&
		    !new_reason(
			listing, (struct left_out){ .table = (enum table)table,
				     .skipped = true,
				     .column = text_of(""),
				     .reason = text_of(N_("row of blanks")),
				     .rows = blank[table] }))
			return STATUS_MEMORY;
	return STATUS_OK;
}

struct named {
	struct text name;
	uint32_t manager;
};

static int
by_name(const void *left, const void *right)
{
	const struct named *a = left, *b = right;
	return text_compare(a->name, b->name);
}

/* The managers of one reason, sorted by their ids' bytes. */
static bool
list_managers(
    struct listing *listing, struct left_out *row, const uint64_t *pairs)
{
	struct arena_mark mark = arena_mark(listing->scratch);
	size_t count = row->manager_count;
	uint32_t *list = arena_allocate(listing->arena, count, sizeof *list);
	struct named *named =
	    arena_allocate(listing->scratch, count, sizeof *named);
	if (!list || !named)
		return false;
	for (size_t i = 0; i < count; i++) {
		uint32_t manager = (uint32_t)pairs[i];
		named[i] = (struct named){
			dictionary_text(&listing->data->managers, manager),
			manager
		};
	}
	qsort(named, count, sizeof *named, by_name);
	for (size_t i = 0; i < count; i++)
		list[i] = named[i].manager;
	row->managers = list;
	arena_release(listing->scratch, mark);
	return true;
}

/* Hands each reason its managers. */
static bool
list_touched(struct listing *listing)
{
	keep_each_once(listing);
	for (size_t from = 0, until; from < listing->touched_count;
	     from = until) {
		uint64_t reason = listing->touched[from] >> 32;
		for (until = from; until < listing->touched_count &&
				   listing->touched[until] >> 32 == reason;)
			until++;
		listing->rows[reason].manager_count = until - from;
		if (!list_managers(listing, &listing->rows[reason],
			&listing->touched[from]))
			return false;
	}
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

/* Completes the list, which had that status; it is no longer used. */
static enum status
conclude(struct listing *listing, enum status status, struct left_out **reasons,
    size_t *count)
{
	if (!status && !list_touched(listing))
		status = STATUS_MEMORY;
	arena_free(listing->scratch);
	if (status)
		return status;
	if (listing->count)
		qsort(listing->rows, listing->count, sizeof *listing->rows,
		    by_weight);
	*reasons = listing->rows;
	*count = listing->count;
	return STATUS_OK;
}

static enum status
begin(struct listing *listing, const struct dataset *data, struct arena *arena)
{
	*listing = (struct listing){
		.data = data, .arena = arena, .scratch = arena_new()
	};
	dictionary_init(&listing->keys, arena);
	return listing->scratch ? STATUS_OK : STATUS_MEMORY;
}

enum status
left_out_of_file(const struct dataset *data, struct reject_place first,
    struct arena *arena, struct left_out **reasons, size_t *count)
{
	struct listing listing;
	enum status status = begin(&listing, data, arena);
	struct reject_cursor cursor = rejects_from(&data->rejects, first);
	const struct reject *reject = rejects_next(&cursor);
	if (!status && reject)
		status = add_all(&listing, rejects_from(&data->rejects, first),
		    false, reject->source.input);
	return conclude(&listing, status, reasons, count);
}

enum status
left_out_by_reason(const struct dataset *data, struct arena *arena,
    struct left_out **reasons, size_t *count)
{
	struct listing listing;
	enum status status = begin(&listing, data, arena);
	if (!status)
		status = add_all(
		    &listing, rejects_begin(&data->rejects), false, NO_ID);
	if (!status)
		status =
		    add_all(&listing, rejects_begin(&data->skips), true, NO_ID);
	if (!status)
		status = add_blank_rows(&listing);
	return conclude(&listing, status, reasons, count);
}
