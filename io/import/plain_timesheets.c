#include <stdlib.h>
#include <string.h>

#include "engine/arena.h"
#include "io/import/attributes.h"
#include "io/import/plain_decimal.h"
#include "io/import/plain_timesheets_parts.h"

/* How far ahead the projects of rows are looked up. */
enum { ROWS_AHEAD = 32 };

const size_t plain_part_fields[PARTS] = { FIELD_TIMESHEETS_project_id,
	FIELD_TIMESHEETS_worked_on, FIELD_TIMESHEETS_hours,
	FIELD_TIMESHEETS_cost, FIELD_TIMESHEETS_hourly_cost };

/* ---- can it be done? ---- */

/* Is the field fed by one column as it is, or, if it may be, by none? */
static bool
is_fed_plainly(const struct row_taker *taker, size_t field, bool must)
{
	const struct feed *feed = &taker->header->feeds[field];
	if (feed->constant.data || feed->last_first || feed->count > 1 ||
	    row_has_values(taker->source, field))
		return false;
	return feed->count == 1 ? feed->shape == COLUMN_ONE_OF : !must;
}

/* Does a column of the field, if there is one, have the plain grammar? */
static bool
is_canonical(
    const struct row_taker *taker, const struct file_forms *forms, size_t field)
{
	const struct form *form = &forms->forms[field];
	if (taker->header->feeds[field].count == 0)
		return true;
	switch (schema_fields[field].type) {
	case FIELD_DATE:
		return form->dates == DATES_ISO;
	case FIELD_DECIMAL:
		return form->numbers == NUMBERS_PLAIN;
	default:
		return true;
	}
}

static bool
fits(const struct row_taker *taker, const struct file_forms *forms)
{
	const struct header *header = taker->header;
	if (taker->source->table != TABLE_TIMESHEETS || taker->duplicates ||
	    header->skip_count || taker->attributes->count ||
	    header->feeds[FIELD_TIMESHEETS_currency].count ||
	    header->feeds[FIELD_TIMESHEETS_currency].constant.data)
		return false;
	for (enum part part = 0; part < PARTS; part++)
		if (!is_fed_plainly(
			taker, plain_part_fields[part], part <= HOURS) ||
		    !is_canonical(taker, forms, plain_part_fields[part]))
			return false;
	return true;
}

enum status
plain_timesheets_new(struct plain_timesheets **made, struct row_taker *taker,
    struct file_forms *forms)
{
	const struct header *header = taker->header;
	unsigned jobs = taker->loading->options.jobs;
	*made = NULL;
	if (!fits(taker, forms))
		return STATUS_OK;
	struct plain_timesheets *plain = calloc(1, sizeof *plain);
	if (!plain)
		return STATUS_MEMORY;
	*plain = (struct plain_timesheets){ .taker = taker,
		.forms = forms,
		.columns = header->columns,
		.free_text = header->free_text,
		.rated = taker->loading->configuration->rates.configured,
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

/* ---- cells ---- */

/* A part's cell without its quotes; false if it must be looked at closely. */
static inline bool
cell_of(const struct segment *segment, const struct plain_row *row,
    size_t column, struct text *text)
{
	const uint32_t *ends = segment->marks.ends + row->first;
	const char *begin =
	    segment->bytes + (column ? ends[column - 1] + 1 : row->begin);
	const char *end = segment->bytes + ends[column];
	if (row->first + column == row->last && end > begin && end[-1] == '\r')
		end--;
	return plain_cell(begin, end, &text->data, &text->length);
}

static bool
read_day(struct worker *worker, struct text text, date *day)
{
	if (text.length != 10)
		return false;
	if (memcmp(text.data, worker->day_text, 10) != 0) {
		if (!date_parse(text, &worker->day))
			return false;
		memcpy(worker->day_text, text.data, 10);
	}
	*day = worker->day;
	return true;
}

/* Total, sum, grand total …: see row_judge.c. */
static bool
may_begin_total(struct text text)
{
	return memchr("TtGgSsCc", *text.data, 8) != NULL;
}

/* Remembers a new spelling of a project. */
static uint32_t
add_project(struct worker *worker, struct product *product,
    const struct spelling_key *key, const struct spelling *slot)
{
	struct fresh *fresh = &product->fresh;
	struct text clean = cell_clean(key->text, false, product->arena);
	if (!clean.data)
		return SPELLING_FREE;
	bool odd = clean.length == 0 || text_is(clean, "*") ||
		   (may_begin_total(clean) &&
		       row_is_total_word(clean, product->arena));
	uint32_t number = spellings_add(&worker->spellings, key, slot, odd);
	if (number < SPELLING_FIRST)
		return number;
	struct fresh_name *list = arena_grown(product->arena, fresh->names,
	    fresh->count, &fresh->capacity, sizeof *list);
	const char *copy = arena_copy(product->arena, clean.data, clean.length);
	if (!list || !copy)
		return SPELLING_FREE;
	fresh->names = list;
	list[fresh->count++] =
	    (struct fresh_name){ { copy, clean.length }, product->count };
	return number;
}

/* A project's number with the worker; SPELLING_FREE without memory. */
static inline uint32_t
number_of(struct worker *worker, struct product *product,
    const struct spelling_key *project)
{
	const struct spelling *slot =
	    spellings_find(&worker->spellings, project);
	return slot->number != SPELLING_FREE
		   ? slot->number
		   : add_project(worker, product, project, slot);
}

/* ---- rows ---- */

/* Do all line feeds within the row stand in free text? `inner` is the first. */
static bool
has_free_line_feeds(const struct plain_timesheets *plain,
    const struct segment *segment, const struct plain_row *row, size_t inner)
{
	const struct scan_marks *marks = &segment->marks;
	for (size_t i = 0; i + 1 < row->lines; i++) {
		size_t column = 0;
		while (
		    marks->ends[row->first + column] < marks->inner[inner + i])
			column++;
		if (!plain->free_text[column])
			return false;
	}
	return true;
}

/* May the row be a sum at the file's end? The project's own text was looked at
 * when it was first seen. */
static bool
may_be_total(const struct plain_timesheets *plain,
    const struct segment *segment, const struct plain_row *row)
{
	struct text text;
	if (plain->first_wanted == plain->column[PROJECT])
		return false;
	return !cell_of(segment, row, plain->first_wanted, &text) ||
	       text.length == 0 || may_begin_total(text);
}

/* Reads an optional amount; false if it is not canonical. */
static bool
read_amount(const struct plain_timesheets *plain, struct product *product,
    const struct segment *segment, const struct plain_row *row, enum part part,
    decimal *amount, bool *filled)
{
	struct text text;
	bool marked = false;
	*filled = false;
	if (plain->column[part] == SIZE_MAX)
		return true;
	if (!cell_of(segment, row, plain->column[part], &text))
		return false;
	if (text.length == 0)
		return true;
	if (!plain_decimal(text, amount, &marked))
		return false;
	*filled = true;
	product->tallies[part].filled++;
	product->tallies[part].plain += marked;
	return true;
}

/* What a row costs; false if it is not canonical. */
static bool
read_cost(const struct plain_timesheets *plain, struct product *product,
    const struct segment *segment, const struct plain_row *row,
    enum cost_kind *kind, decimal *amount)
{
	decimal cost = 0, hourly = 0;
	bool has_cost, has_hourly;
	if (!read_amount(
		plain, product, segment, row, COST, &cost, &has_cost) ||
	    !read_amount(
		plain, product, segment, row, HOURLY, &hourly, &has_hourly) ||
	    hourly < 0)
		return false;
	*kind = has_cost ? COST_AMOUNT : has_hourly ? COST_HOURLY : COST_NONE;
	*amount = has_cost ? cost : hourly;
	return *kind != COST_NONE || !plain->rated;
}

/* Reads a row into the product's next one; false if it is not canonical.
 * SPELLING_FREE in *number: there is no memory. */
static bool
read_row(const struct plain_timesheets *plain, struct worker *worker,
    struct product *product, const struct segment *segment,
    const struct plain_row *row, const struct spelling_key *project,
    uint32_t *number)
{
	struct text day, hours;
	date worked_on;
	decimal count, amount;
	enum cost_kind kind;
	bool marked = false;
	*number = SPELLING_ODD;
	if (row->last - row->first + 1 != plain->columns ||
	    !project->text.data ||
	    !cell_of(segment, row, plain->column[DAY], &day) ||
	    !cell_of(segment, row, plain->column[HOURS], &hours) ||
	    may_be_total(plain, segment, row) ||
	    !read_day(worker, day, &worked_on) ||
	    !plain_decimal(hours, &count, &marked))
		return false;
	struct tally before[PARTS];
	memcpy(before, product->tallies, sizeof before);
	bool canonical =
	    read_cost(plain, product, segment, row, &kind, &amount);
	if (canonical)
		*number = number_of(worker, product, project);
	if (!canonical || *number < SPELLING_FIRST) {
		memcpy(product->tallies, before, sizeof before);
		return false;
	}
	product->tallies[DAY].filled++;
	product->tallies[DAY].plain++;
	product->tallies[HOURS].filled++;
	product->tallies[HOURS].plain += marked;
	product->rows[product->count++] = (struct timesheet){
		.source = { plain->taker->input, (uint32_t)row->line },
		.project = *number - SPELLING_FIRST,
		.day = worked_on,
		.kind = kind,
		.hours = count,
		.amount = amount,
	};
	return true;
}

static bool
set_aside(struct product *product, const struct plain_row *row)
{
	struct other_row *others = arena_grown(product->arena, product->others,
	    product->other_count, &product->other_capacity, sizeof *others);
	if (!others)
		return false;
	product->others = others;
	others[product->other_count++] =
	    (struct other_row){ *row, product->count };
	return true;
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
	memset(worker->day_text, 0, sizeof worker->day_text);
	spellings_free(&worker->spellings);
	arena_free(worker->arena);
	worker->arena = arena_new();
	return worker->arena &&
	       spellings_init(&worker->spellings, worker->arena);
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

/* The key of a row's project, without text if there is none to be had. The
 * memory that it leads to is fetched while the rows before are read. */
static inline void
look_ahead(const struct plain_timesheets *plain, const struct worker *worker,
    struct plain_walk *ahead, struct spelling_key *key)
{
	const struct plain_row *row = &ahead->row;
	struct text project;
	key->text.data = NULL;
	if (!plain_walk_next(ahead) ||
	    row->last - row->first + 1 != plain->columns ||
	    !cell_of(ahead->segment, row, plain->column[PROJECT], &project))
		return;
	*key = spelling_key(project);
	spellings_prefetch(&worker->spellings, key);
}

/* Reads the walk's row, or sets it aside; false without memory. `inner` is the
 * first line feed that may be in it. */
static bool
take_row(const struct plain_timesheets *plain, struct worker *worker,
    struct product *product, const struct plain_walk *walk, size_t inner,
    const struct spelling_key *project)
{
	const struct plain_row *row = &walk->row;
	uint32_t number = SPELLING_ODD;
	if ((row->lines == 1 ||
		(row->last - row->first + 1 == plain->columns &&
		    has_free_line_feeds(plain, walk->segment, row, inner))) &&
	    read_row(
		plain, worker, product, walk->segment, row, project, &number)) {
		product->continuation += row->lines - 1;
		return true;
	}
	return number != SPELLING_FREE && set_aside(product, row);
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
	struct spelling_key keys[ROWS_AHEAD];
	struct plain_walk walk, ahead;
	plain_walk_start(&walk, segment);
	plain_walk_start(&ahead, segment);
	for (size_t i = 0; i < ROWS_AHEAD; i++)
		look_ahead(plain, worker, &ahead, &keys[i]);
	for (size_t i = 0;; i = (i + 1) % ROWS_AHEAD) {
		size_t inner = walk.inner;
		if (!plain_walk_next(&walk))
			break;
		if (!take_row(plain, worker, product, &walk, inner, &keys[i]))
			return STATUS_MEMORY;
		look_ahead(plain, worker, &ahead, &keys[i]);
	}
	return STATUS_OK;
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
