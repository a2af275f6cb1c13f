#include <stdlib.h>

#include "engine/base/arena.h"
#include "io/import/rows/timesheets_parts.h"
#include "io/import/tables/parts.h"

/* The id of the worker's name `number`, which it met in `text`. */
static bool
name_project(struct loading *loading, struct worker *worker, size_t number,
    struct text text)
{
	if (number >= worker->id_capacity) {
		size_t capacity = number * 2 + 256;
		uint32_t *ids = realloc(worker->ids, capacity * sizeof *ids);
		if (!ids)
			return false;
		worker->ids = ids;
		worker->id_capacity = capacity;
	}
	worker->ids[number] = dictionary_add(&loading->data->projects, text);
	return worker->ids[number] != NO_ID;
}

/* Names those that were met before the product's row `end`; *done of them are.
 */
static bool
name_projects(struct plain_timesheets *plain, struct worker *worker,
    const struct fresh *fresh, size_t end, size_t *done)
{
	for (; *done < fresh->count && fresh->names[*done].row < end; ++*done)
		if (!name_project(plain->taker->loading, worker,
			fresh->first + *done, fresh->names[*done].text))
			return false;
	return true;
}

static void
add_tallies(struct plain_timesheets *plain, const struct product *product)
{
	for (enum part part = 0; part < PARTS; part++) {
		struct evidence *evidence =
		    &plain->forms->evidence[plain_part_fields[part]];
		evidence->filled += product->tallies[part].filled;
		evidence->plain += product->tallies[part].plain;
		/* A point is one, in a number. */
		if (part != DAY && product->tallies[part].plain)
			evidence->second.text = "";
	}
}

/* How much of a product has been taken. */
struct progress {
	size_t rows, names;
};

/* Adds the canonical rows up to `end`. Their projects are ids below the count
 * of the known ones; from there on they are the worker's numbers, which become
 * the ids that the names have got. */
static bool
take_rows(struct plain_timesheets *plain, struct worker *worker,
    const struct product *product, size_t end, struct progress *done)
{
	struct timesheet *rows = product->rows;
	size_t begin = done->rows, known = plain->known->count;
	if (!name_projects(plain, worker, &product->fresh, end, &done->names))
		return false;
	for (size_t i = begin; i < end; i++)
		if (rows[i].project >= known)
			rows[i].project = worker->ids[rows[i].project - known];
	done->rows = end;
	if (end > begin)
		plain->taker->footers = 0;
	return timesheets_add(
	    &plain->taker->loading->timesheets, rows + begin, end - begin);
}

enum status
plain_timesheets_commit(struct plain_timesheets *plain, struct segment *segment,
    enum status (*other)(void *context, const struct plain_walk *walk),
    void *context)
{
	struct worker *worker = &plain->workers[segment->worker];
	struct product *product = &plain->products[segment->slot];
	struct row_taker *taker = plain->taker;
	struct progress done = { 0 };
	enum status status = STATUS_OK;
	add_tallies(plain, product);
	taker->counts.accepted += product->count;
	taker->counts.continuation += product->continuation;
	for (size_t i = 0; i < product->other_count && !status; i++) {
		const struct plain_walk walk = { .segment = segment,
			.row = product->others[i].row };
		status = take_rows(plain, worker, product,
			     product->others[i].before, &done)
			     ? other(context, &walk)
			     : diagnostics_no_memory(taker->diagnostics);
	}
	if (status)
		return status;
	return take_rows(plain, worker, product, product->count, &done)
		   ? STATUS_OK
		   : diagnostics_no_memory(taker->diagnostics);
}
