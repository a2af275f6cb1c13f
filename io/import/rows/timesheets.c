#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/rows/attributes.h"
#include "io/import/rows/timesheets_parts.h"

const size_t plain_part_fields[PARTS] = { FIELD_TIMESHEETS_project_id,
	FIELD_TIMESHEETS_worked_on, FIELD_TIMESHEETS_hours,
	FIELD_TIMESHEETS_cost, FIELD_TIMESHEETS_hourly_cost };

/* ---- can it be done? ---- */

static bool
fits(const struct row_taker *taker)
{
	const struct header *header = taker->header;
	if (taker->source->table != TABLE_TIMESHEETS || taker->duplicates ||
	    header->skip_count || taker->attributes->count ||
	    header->feeds[FIELD_TIMESHEETS_currency].count ||
	    header->feeds[FIELD_TIMESHEETS_currency].constant.data)
		return false;
	for (enum part part = 0; part < PARTS; part++)
		if (!row_field_is_plain(taker, plain_part_fields[part]) ||
		    (part <= HOURS &&
			header->feeds[plain_part_fields[part]].count == 0))
			return false;
	return true;
}

/* The set of known projects, made if it is not there; NULL without memory. */
static struct spellings *
known_projects(struct loading *loading, size_t count)
{
	struct spellings *known = loading->known_projects;
	if (known)
		return known;
	known = arena_allocate(loading->arena, 1, sizeof *known);
	struct arena *arena = known ? arena_new() : NULL;
	if (arena && spellings_init(known, count, arena))
		return loading->known_projects = known;
	arena_free(arena);
	return NULL;
}

void
timesheets_forget_projects(struct loading *loading)
{
	if (!loading->known_projects)
		return;
	spellings_free(loading->known_projects);
	arena_free(loading->known_projects->arena);
	loading->known_projects = NULL;
}

/* Makes known what contracts name. A text that is not clean, or is odd, stays
 * unknown, and is looked at when it is met. */
static bool
know_projects(struct loading *loading)
{
	size_t count = loading->timesheets.known;
	struct spellings *known = known_projects(loading, count);
	bool fits = known != NULL;
	for (size_t id = fits ? known->count : 0; id < count && fits; id++) {
		struct text text =
		    dictionary_text(&loading->data->projects, (uint32_t)id);
		struct text clean = cell_clean(text, false, loading->scratch);
		if (!clean.data)
			return false;
		if (!text_equal(clean, text) ||
		    plain_project_is_odd(clean, loading->scratch)) {
			fits = spellings_skip(known);
			continue;
		}
		/* A key is read beyond a short text's end. */
		char room[SPELLING_INLINE + 8] = "";
		if (text.length <= SPELLING_INLINE) {
			memcpy(room, text.data, text.length);
			text.data = room;
		}
		struct spelling_key key = spelling_key(text);
		fits = spellings_add(known, &key, spellings_find(known, &key),
			   false) != SPELLING_FREE;
	}
	return fits;
}

enum status
plain_timesheets_new(struct plain_timesheets **made, struct row_taker *taker,
    struct file_forms *forms)
{
	const struct header *header = taker->header;
	unsigned jobs = taker->loading->options.jobs;
	*made = NULL;
	if (!fits(taker))
		return STATUS_OK;
	if (!know_projects(taker->loading))
		return STATUS_MEMORY;
	struct plain_timesheets *plain = calloc(1, sizeof *plain);
	if (!plain)
		return STATUS_MEMORY;
	*plain = (struct plain_timesheets){ .taker = taker,
		.known = taker->loading->known_projects,
		.forms = forms,
		.columns = header->columns,
		.free_text = header->free_text,
		.rated = takes_rates(taker->loading),
		.jobs = segments_jobs(jobs) };
	for (enum part part = 0; part < PARTS; part++) {
		const struct feed *feed =
		    &header->feeds[plain_part_fields[part]];
		plain->column[part] = feed->count ? feed->columns[0] : SIZE_MAX;
	}
	while (!header->wanted[plain->first_wanted])
		plain->first_wanted++;
	plain->workers = calloc(plain->jobs, sizeof *plain->workers);
	plain->products =
	    calloc(segments_slots(plain->jobs), sizeof *plain->products);
	*made = plain;
	return plain->workers && plain->products ? STATUS_OK : STATUS_MEMORY;
}

/* ---- workers ---- */

/* A worker's names are void after a restart: those of segments that were
 * thrown away never got an id. */
static bool
worker_start(struct worker *worker, unsigned round)
{
	if (worker->started && worker->round == round)
		return true;
	worker->started = true;
	worker->round = round;
	worker->day_begin = worker->day_end = 0;
	spellings_free(&worker->spellings);
	arena_free(worker->arena);
	worker->arena = arena_new();
	return worker->arena &&
	       spellings_init(&worker->spellings, 0, worker->arena);
}

/* Room for so many rows, if what the last segment left is not enough. */
static bool
make_room(struct product *product, size_t count)
{
	if (product->capacity >= count)
		return true;
	free(product->rows);
	product->capacity = count + count / 8;
	product->rows = malloc(product->capacity * sizeof *product->rows);
	return product->rows != NULL;
}

static bool
product_start(struct product *product, const struct segment *segment)
{
	if (product->arena)
		arena_release(product->arena, (struct arena_mark){ NULL, 0 });
	else
		product->arena = arena_new();
	if (!product->arena || !make_room(product, segment->marks.row_count))
		return false;
	*product = (struct product){ .arena = product->arena,
		.rows = product->rows,
		.capacity = product->capacity };
	return true;
}

enum status
plain_timesheets_prepare(
    struct plain_timesheets *plain, struct segment *segment)
{
	struct worker *worker = &plain->workers[segment->worker];
	struct product *product = &plain->products[segment->slot];
	if (!worker_start(worker, segment->round) ||
	    !product_start(product, segment))
		return STATUS_MEMORY;
	product->fresh.first = (uint32_t)worker->spellings.count;
	return plain_timesheets_read(plain, worker, product, segment)
		   ? STATUS_OK
		   : STATUS_MEMORY;
}

void
plain_timesheets_free(struct plain_timesheets *plain)
{
	if (!plain)
		return;
	for (size_t i = 0; plain->workers && i < plain->jobs; i++) {
		spellings_free(&plain->workers[i].spellings);
		arena_free(plain->workers[i].arena);
		free(plain->workers[i].ids);
	}
	for (size_t i = 0; plain->products && i < segments_slots(plain->jobs);
	     i++) {
		arena_free(plain->products[i].arena);
		free(plain->products[i].rows);
	}
	free(plain->workers);
	free(plain->products);
	free(plain);
}
