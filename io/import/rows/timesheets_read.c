/* Canonical rows are read in batches, column by column: while the memory that
 * one row needs is being fetched, others are read. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/forms/decimal.h"
#include "io/import/rows/timesheets_parts.h"

enum { BATCH_ROWS = 64 };

/* An optional number. */
struct amounts {
	decimal value[BATCH_ROWS];
	bool filled[BATCH_ROWS];
	bool marked[BATCH_ROWS]; /* it has a point */
};

/* Rows that follow one another, with as many cells as there are columns. Each
 * is one line, but perhaps the last. */
struct batch {
	struct plain_row first;
	size_t count;
	uint64_t last_lines;
	bool odd[BATCH_ROWS]; /* not canonical */
	struct spelling_key projects[BATCH_ROWS];
	uint32_t known[BATCH_ROWS]; /* of projects; SPELLING_FREE: it is not */
	date days[BATCH_ROWS];
	struct amounts hours, cost, hourly;
};

/* What reads a segment. */
struct reader {
	const struct plain_timesheets *plain;
	const struct segment *segment;
	struct worker *worker;
	struct product *product;
	struct batch batch;
};

/* ---- cells ---- */

/* The cells of one column of the batch. */
struct column {
	const char *bytes;
	const uint32_t *end; /* of the next one */
	size_t step;
	bool is_first, is_last;
};

static struct column
column_of(const struct reader *reader, size_t index)
{
	const struct segment *segment = reader->segment;
	size_t columns = reader->plain->columns;
	return (struct column){ .bytes = segment->bytes,
		.end = segment->marks.ends + reader->batch.first.first + index,
		.step = columns,
		.is_first = reader->batch.first.first + index == 0,
		.is_last = index + 1 == columns };
}

/* The next cell, as it stands there. */
static inline struct text
next_cell(struct column *column)
{
	uint32_t begin = column->is_first ? 0 : column->end[-1] + 1;
	struct text text = { column->bytes + begin, *column->end - begin };
	column->end += column->step;
	column->is_first = false;
	return text;
}

/* Takes quotes and white space off a cell; false if it must be looked at
 * closely. */
static bool
unwrap(const struct column *column, struct text *text)
{
	const char *begin = text->data, *end = begin + text->length;
	if (column->is_last && end > begin && end[-1] == '\r')
		end--;
	return plain_cell(begin, end, &text->data, &text->length);
}

/* Is there nothing to be taken off? Quotes and white space come before all
 * other bytes of a text. */
static inline bool
is_bare(struct text text)
{
	return text.length && (unsigned char)text.data[0] > '"' &&
	       (unsigned char)text.data[text.length - 1] > '"';
}

static void
read_projects(struct reader *reader)
{
	struct batch *batch = &reader->batch;
	const struct spellings *known = reader->plain->known;
	struct column column =
	    column_of(reader, reader->plain->column[PROJECT]);
	for (size_t i = 0; i < batch->count; i++) {
		struct text text = next_cell(&column);
		if (!is_bare(text) && !unwrap(&column, &text)) {
			batch->odd[i] = true;
			continue;
		}
		batch->projects[i] = spelling_key(text);
		spellings_prefetch(known, &batch->projects[i]);
	}
}

/* Reads a day that is not that of the row before; false if it is none. */
static bool
read_other_day(
    struct worker *worker, const struct column *column, struct text text)
{
	if (!unwrap(column, &text) || !date_parse(text, &worker->day) ||
	    !date_is_plausible(worker->day))
		return false;
	worker->day_begin = word_at(text.data);
	worker->day_end = word_at(text.data + 2);
	return true;
}

static void
read_days(struct reader *reader)
{
	struct batch *batch = &reader->batch;
	struct worker *worker = reader->worker;
	struct column column = column_of(reader, reader->plain->column[DAY]);
	for (size_t i = 0; i < batch->count; i++) {
		struct text text = next_cell(&column);
		if ((text.length != 10 ||
			word_at(text.data) != worker->day_begin ||
			word_at(text.data + 2) != worker->day_end) &&
		    !read_other_day(worker, &column, text))
			batch->odd[i] = true;
		batch->days[i] = worker->day;
	}
}

static void
read_amounts(struct reader *reader, enum part part, struct amounts *amounts)
{
	struct batch *batch = &reader->batch;
	if (reader->plain->column[part] == SIZE_MAX)
		return;
	struct column column = column_of(reader, reader->plain->column[part]);
	for (size_t i = 0; i < batch->count; i++) {
		struct text text = next_cell(&column);
		decimal value = 0;
		bool marked = false, filled = true;
		if (!plain_decimal(text, &value, &marked)) {
			bool found = unwrap(&column, &text);
			filled = found && text.length;
			if (!found || (filled && !plain_decimal_read(
						     text, &value, &marked)))
				batch->odd[i] = true;
		}
		amounts->value[i] = value;
		amounts->filled[i] = filled;
		amounts->marked[i] = marked;
	}
}

/* ---- projects ---- */

/* Total, sum, grand total …: see judge.c. */
static bool
may_begin_total(struct text text)
{
	return memchr("TtGgSsCc", *text.data, 8) != NULL;
}

bool
plain_project_is_odd(struct text clean, struct arena *scratch)
{
	return clean.length == 0 || cell_no_id(clean) ||
	       (may_begin_total(clean) && row_is_total_word(clean, scratch));
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
	bool odd = plain_project_is_odd(clean, product->arena);
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

/* Looks up the known projects; for the others the worker's slots are fetched
 * into the cache. */
static void
find_known(struct reader *reader)
{
	struct batch *batch = &reader->batch;
	const struct spellings *known = reader->plain->known;
	for (size_t i = 0; i < batch->count; i++) {
		if (batch->odd[i])
			continue;
		const struct spelling_key *key = &batch->projects[i];
		batch->known[i] = spellings_find(known, key)->number;
		if (batch->known[i] == SPELLING_FREE)
			spellings_prefetch(&reader->worker->spellings, key);
	}
}

/* The number of a row's project. Known projects (those that contracts name)
 * have SPELLING_FIRST + their id; what the worker itself has numbered from
 * SPELLING_FIRST on follows behind them, and so is larger by their count.
 * SPELLING_ODD if it is no project, SPELLING_FREE without memory. */
static inline uint32_t
number_of(const struct reader *reader, size_t i)
{
	const struct batch *batch = &reader->batch;
	const struct spelling_key *project = &batch->projects[i];
	struct worker *worker = reader->worker;
	if (batch->known[i] != SPELLING_FREE)
		return batch->known[i];
	const struct spelling *slot =
	    spellings_find(&worker->spellings, project);
	uint32_t number =
	    slot->number != SPELLING_FREE
		? slot->number
		: add_project(worker, reader->product, project, slot);
	return number < SPELLING_FIRST
		   ? number
		   : number + (uint32_t)reader->plain->known->count;
}

/* ---- rows ---- */

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

/* Row `i` of the batch. */
static struct plain_row
row_at(const struct reader *reader, size_t i)
{
	const uint32_t *ends = reader->segment->marks.ends;
	const struct batch *batch = &reader->batch;
	struct plain_row row = batch->first;
	row.first += (uint32_t)(i * reader->plain->columns);
	row.last += (uint32_t)(i * reader->plain->columns);
	row.begin = i ? ends[row.first - 1] + 1 : row.begin;
	row.end = ends[row.last] + 1;
	row.line += i;
	row.lines = i + 1 == batch->count ? batch->last_lines : 1;
	return row;
}

static bool
set_row_aside(struct reader *reader, size_t i)
{
	const struct plain_row row = row_at(reader, i);
	return set_aside(reader->product, &row);
}

/* Marks rows that may be a sum at the file's end. The project's own text was
 * looked at when it was first seen. */
static void
look_for_totals(struct reader *reader)
{
	struct batch *batch = &reader->batch;
	size_t first_wanted = reader->plain->first_wanted;
	if (first_wanted == reader->plain->column[PROJECT])
		return;
	struct column column = column_of(reader, first_wanted);
	for (size_t i = 0; i < batch->count; i++) {
		struct text text = next_cell(&column);
		if (!unwrap(&column, &text) || text.length == 0 ||
		    may_begin_total(text))
			batch->odd[i] = true;
	}
}

/* Takes a row of the batch or sets it aside; false without memory. */
static bool
take_row(struct reader *reader, size_t i)
{
	const struct batch *batch = &reader->batch;
	struct product *product = reader->product;
	struct tally *tallies = product->tallies;
	const struct amounts *cost = &batch->cost, *hourly = &batch->hourly;
	enum cost_kind kind = cost->filled[i]     ? COST_AMOUNT
			      : hourly->filled[i] ? COST_HOURLY
						  : COST_NONE;
	if (batch->odd[i] || !batch->hours.filled[i] || hourly->value[i] < 0 ||
	    (kind == COST_NONE && reader->plain->rated))
		return set_row_aside(reader, i);
	uint32_t number = number_of(reader, i);
	if (number < SPELLING_FIRST)
		return number == SPELLING_ODD && set_row_aside(reader, i);
	tallies[HOURS].plain += batch->hours.marked[i];
	tallies[COST].filled += cost->filled[i];
	tallies[COST].plain += cost->marked[i];
	tallies[HOURLY].filled += hourly->filled[i];
	tallies[HOURLY].plain += hourly->marked[i];
	product->rows[product->count++] = (struct timesheet){
		.source = { reader->plain->taker->input,
		    (uint32_t)(batch->first.line + i) },
		.project = number - SPELLING_FIRST,
		.day = batch->days[i],
		.kind = kind,
		.hours = batch->hours.value[i],
		.amount =
		    kind == COST_AMOUNT ? cost->value[i] : hourly->value[i],
	};
	if (i + 1 == batch->count)
		product->continuation += batch->last_lines - 1;
	return true;
}

/* Takes the rows of the batch, which is then empty. */
static bool
take_batch(struct reader *reader)
{
	struct batch *batch = &reader->batch;
	memset(batch->odd, 0, sizeof batch->odd);
	read_projects(reader);
	read_days(reader);
	find_known(reader);
	read_amounts(reader, HOURS, &batch->hours);
	read_amounts(reader, COST, &batch->cost);
	read_amounts(reader, HOURLY, &batch->hourly);
	look_for_totals(reader);
	for (size_t i = 0; i < batch->count; i++)
		if (!take_row(reader, i))
			return false;
	batch->count = 0;
	return true;
}

bool
plain_timesheets_read(const struct plain_timesheets *plain,
    struct worker *worker, struct product *product,
    const struct segment *segment)
{
	struct reader reader = { plain, segment, worker, product,
		{ .count = 0 } };
	struct batch *batch = &reader.batch;
	struct plain_walk walk;
	plain_walk_start(&walk, segment);
	while (plain_walk_next(&walk)) {
		const struct plain_row *row = &walk.row;
		bool fits = row->last - row->first + 1 == plain->columns &&
			    (row->lines == 1 || plain_row_has_free_line_feeds(
						    &walk, plain->free_text));
		if (fits) {
			if (batch->count++ == 0)
				batch->first = *row;
			batch->last_lines = row->lines;
		}
		if ((!fits || row->lines > 1 || batch->count == BATCH_ROWS) &&
		    !take_batch(&reader))
			return false;
		if (!fits && !set_aside(product, row))
			return false;
	}
	if (!take_batch(&reader))
		return false;
	product->tallies[DAY] =
	    (struct tally){ product->count, product->count };
	product->tallies[HOURS].filled = product->count;
	return true;
}
