#include "io/import/rows/ahead.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/rows/ahead_fields.h"
#include "io/import/rows/attributes.h"
#include "io/import/rows/footers.h"
#include "io/import/rows/rejects.h"
#include "io/import/rows/word_readings.h"

/* The most rows of a segment that are read ahead; a segment has more only where
 * they are very short. */
enum { MOST_ROWS = 8192 };

/* What became of a row; `attributes` is NULL if it was not read. */
struct ahead {
	const struct text *attributes;
};

/* What becomes of a segment. */
struct product {
	struct arena *arena; /* of texts; emptied for each segment */
	struct arena_mark empty;
	struct plain_record *plain;
	size_t count, capacity; /* rows */
	struct ahead *rows;
	/* By row, then by field of the table, behind room for the fields of the
	 * tables before: see values_of. */
	struct value *values;
	struct evidence evidence[FIELD_COUNT];
};

struct plain_rows {
	struct row_taker *taker; /* the committer's */
	struct row_taker reader; /* as it was before the first segment: what
				    workers may read */
	struct file_forms *forms;
	struct field_range range;
	struct plain_fields plan;
	/* Fields whose texts are looked up, and where. */
	struct look_up {
		size_t field;
		const struct dictionary *dictionary;
	} look_ups[FIELD_COUNT];
	size_t look_up_count;
	struct product *products; /* by slot */
	unsigned slots;
};

enum status
plain_rows_new(
    struct plain_rows **rows, struct row_taker *taker, struct file_forms *forms)
{
	*rows = NULL;
	if (taker->header->skip_count || taker->duplicates ||
	    taken_may_go(taker))
		return STATUS_OK;
	struct plain_rows *made = calloc(1, sizeof *made);
	if (!made)
		return STATUS_MEMORY;
	*made = (struct plain_rows){ .taker = taker,
		.reader = *taker,
		.forms = forms,
		.range = schema_range(taker->source->table),
		.slots = segments_slots(taker->loading->options.jobs) };
	plain_fields_plan(&made->plan, &made->reader, forms);
	for (size_t i = 0; i < made->range.count; i++) {
		size_t field = made->range.first + i;
		const struct dictionary *dictionary =
		    table_dictionary(taker->loading->data, field);
		if (dictionary)
			made->look_ups[made->look_up_count++] =
			    (struct look_up){ field, dictionary };
	}
	made->products = calloc(made->slots, sizeof *made->products);
	if (!made->products) {
		free(made);
		return STATUS_MEMORY;
	}
	*rows = made;
	return STATUS_OK;
}

static void
empty_product(struct product *product)
{
	arena_free(product->arena);
	free(product->plain);
	free(product->rows);
	free(product->values);
}

void
plain_rows_free(struct plain_rows *rows)
{
	if (!rows)
		return;
	for (unsigned slot = 0; slot < rows->slots; slot++)
		empty_product(&rows->products[slot]);
	free(rows->products);
	free(rows);
}

/* Empties the product of the last segment in its slot and makes room. */
static bool
start_product(
    const struct plain_rows *rows, struct product *product, size_t count)
{
	if (!product->arena) {
		product->arena = arena_new();
		product->plain = malloc(sizeof *product->plain);
		/* A first chunk, which is kept from segment to segment. */
		if (!product->arena || !product->plain ||
		    !arena_allocate(product->arena, 1, 1))
			return false;
		product->plain->types = rows->taker->file->types;
		product->empty = arena_mark(product->arena);
	}
	arena_release(product->arena, product->empty);
	memset(product->evidence, 0, sizeof product->evidence);
	product->count = 0;
	if (count <= product->capacity)
		return true;
	free(product->rows);
	free(product->values);
	product->rows = malloc(count * sizeof *product->rows);
	product->values =
	    malloc((rows->range.first + count * rows->range.count) *
		   sizeof *product->values);
	product->capacity = product->rows && product->values ? count : 0;
	return product->capacity;
}

/* A row's values, by field of the schema. */
static struct value *
values_of(
    const struct plain_rows *rows, const struct product *product, size_t row)
{
	return product->values + row * rows->range.count;
}

/* Cells whose doubled quotes were undone lie in room that the next record
 * needs. */
static bool
keep_cells(struct plain_record *plain, struct arena *arena)
{
	for (size_t i = 0; i < plain->record.count; i++) {
		struct csv_cell *cell = &plain->cells[i];
		if (cell->data < plain->text ||
		    cell->data >= plain->text + sizeof plain->text)
			continue;
		cell->data = arena_copy(arena, cell->data, cell->length);
		if (!cell->data)
			return false;
	}
	return true;
}

static bool
add_evidence(const struct plain_rows *rows, struct product *product,
    const struct text *seen, uint64_t line)
{
	struct field_range range = rows->range;
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (rows->forms->undecided[f] && seen[f].data &&
		    !evidence_add(&product->evidence[f], &schema_fields[f],
			&rows->forms->forms[f], seen[f], line, NULL))
			return false;
	return true;
}

/* Hashes the texts that will be looked up, so that prefetch knows where. */
static void
hash_texts(const struct plain_rows *rows, struct value *values)
{
	for (size_t i = 0; i < rows->look_up_count; i++) {
		struct value *value = &values[rows->look_ups[i].field];
		value->as.hash = text_hash(value->text);
	}
}

/* Reads a row into `values`, with the result that row_take would have; its
 * attributes, or NULL if row_take must read it. */
static const struct text *
read_closely(const struct plain_rows *rows, struct row_taker *taker,
    struct product *product, const struct plain_walk *walk,
    struct value *values)
{
	const struct csv_record *record = &product->plain->record;
	struct text seen[FIELD_COUNT];
	struct refusal refusal;
	const char *reason;
	size_t column;
	plain_record_make(product->plain, walk, taker->header->wanted,
	    taker->header->columns);
	if (record->line + record->lines > UINT32_MAX ||
	    !keep_cells(product->plain, product->arena) ||
	    row_judge(taker, record, &reason, &column) != ROW_DATA ||
	    row_read(
		taker, record, values, rows->forms ? seen : NULL, &refusal) ||
	    refusal.reason || word_readings_concern(taker, values))
		return NULL;
	hash_texts(rows, values);
	const struct text *attributes = attributes_read(taker, record);
	return attributes && (!rows->forms || add_evidence(rows, product, seen,
						  record->line))
		   ? attributes
		   : NULL;
}

enum status
plain_rows_prepare(struct plain_rows *rows, struct segment *segment)
{
	struct product *product = &rows->products[segment->slot];
	size_t count = segment->marks.row_count;
	struct plain_walk walk;
	if (count > MOST_ROWS)
		count = MOST_ROWS;
	if (!start_product(rows, product, count))
		return STATUS_MEMORY;
	struct row_taker taker = rows->reader;
	taker.scratch = product->arena;
	plain_walk_start(&walk, segment);
	for (; product->count < count && plain_walk_next(&walk);
	     product->count++) {
		struct ahead *row = &product->rows[product->count];
		struct value *values = values_of(rows, product, product->count);
		row->attributes = plain_fields_read(&rows->plan, &walk, values,
		    product->evidence, product->arena);
		if (!row->attributes)
			row->attributes =
			    read_closely(rows, &taker, product, &walk, values);
		if (row->attributes && footers_is_bare(rows->taker, values))
			row->attributes = NULL;
	}
	return STATUS_OK;
}

/* Fetches into the cache what rows further down will look up: first the slots,
 * later what these point to. */
static void
prefetch(const struct plain_rows *rows, const struct product *product,
    size_t row, int step)
{
	if (row >= product->count || !product->rows[row].attributes)
		return;
	const struct value *values = values_of(rows, product, row);
	for (size_t i = 0; i < rows->look_up_count; i++) {
		const struct look_up *look_up = &rows->look_ups[i];
		const struct value *value = &values[look_up->field];
		if (value->text.length)
			dictionary_prefetch(
			    look_up->dictionary, value->as.hash, step);
	}
}

/* Counts the words of a row, where all are wanted. */
static enum status
note_words(struct plain_rows *rows, const struct product *product,
    const struct value *values, const struct plain_walk *walk)
{
	const struct row_taker *taker = rows->taker;
	struct source source = { taker->input, (uint32_t)walk->row.line };
	decimal money = DECIMAL_NONE;
	if (!taker->words->any_shown)
		return STATUS_OK;
	if (taker->source->table == TABLE_CONTRACTS &&
	    !reject_value_read(taker, values, &money)) {
		plain_record_make(product->plain, walk, taker->header->wanted,
		    taker->header->columns);
		money = reject_value(taker, &product->plain->record);
	}
	return word_readings_note_shown(taker, values, source, money)
		   ? diagnostics_no_memory(taker->diagnostics)
		   : STATUS_OK;
}

static enum status
add_row(struct plain_rows *rows, const struct product *product, size_t row,
    const struct plain_walk *walk)
{
	struct row_taker *taker = rows->taker;
	struct value *values = values_of(rows, product, row);
	struct source source = { taker->input, (uint32_t)walk->row.line };
	struct refusal refusal;
	struct arena_mark mark = arena_mark(taker->scratch);
	taker->counts.continuation += walk->row.lines - 1;
	enum status status = note_words(rows, product, values, walk);
	if (!status)
		status = row_add(taker, values, product->rows[row].attributes,
		    source, &refusal);
	if (!status && refusal.reason) {
		plain_record_make(product->plain, walk, taker->header->wanted,
		    taker->header->columns);
		status = reject_row(taker, &product->plain->record,
		    schema_fields[refusal.field].name,
		    values[refusal.field].text, refusal.reason);
	}
	arena_release(taker->scratch, mark);
	return status;
}

enum status
plain_rows_commit(struct plain_rows *rows, struct segment *segment,
    enum status (*other)(void *context, const struct plain_walk *walk),
    void *context)
{
	const struct product *product = &rows->products[segment->slot];
	enum status status = STATUS_OK;
	struct plain_walk walk;
	for (size_t f = 0; rows->forms && f < FIELD_COUNT; f++)
		evidence_join(&rows->forms->evidence[f], &product->evidence[f]);
	plain_walk_start(&walk, segment);
	for (size_t row = 0; !status && plain_walk_next(&walk); row++) {
		for (int step = 0; step < 3; step++)
			prefetch(
			    rows, product, row + 12 - (size_t)step * 4, step);
		status = row < product->count && product->rows[row].attributes
			     ? add_row(rows, product, row, &walk)
			     : other(context, &walk);
	}
	return status;
}
