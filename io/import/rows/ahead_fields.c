#include "io/import/rows/ahead_fields.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/forms/decimal.h"
#include "io/import/rows/attributes.h"

/* ---- can it be done? ---- */

/* The form of a date that is not in the plain grammar, if its cells say all
 * that is to be known; else NULL. */
static const struct form *
dated_form(const struct row_taker *taker, size_t field)
{
	const struct feed *feed = &taker->header->feeds[field];
	const struct form *form = &taker->forms[field];
	return schema_fields[field].type == FIELD_DATE && feed->count == 1 &&
		       form->dates > DATES_YMD && !taker->file->types &&
		       !taker->header->zones[feed->columns[0]].known &&
		       row_field_is_direct(taker, field)
		   ? form
		   : NULL;
}

/* What feeds the table's field goes into the plan; false if it is not plain. */
static bool
plan_field(
    struct plain_fields *plan, const struct file_forms *forms, size_t field)
{
	const struct header *header = plan->taker->header;
	const struct feed *feed = &header->feeds[field];
	const struct field *schema = &schema_fields[field];
	struct value *blank = &plan->blank[field];
	*blank = (struct value){ .text = text_of(""), .written = text_of("") };
	const struct form *dated = dated_form(plan->taker, field);
	if (!dated && !row_field_is_plain(plan->taker, field))
		return false;
	if (feed->count && !header->wanted[feed->columns[0]])
		return true; /* as row_read leaves it */
	cell_read(schema, &form_canonical, blank, NULL);
	if (feed->count)
		plan->fields[plan->count++] = (struct plain_field){
			.field = field,
			.column = feed->columns[0],
			.type = schema->type,
			.flags = schema->flags,
			.dated = dated,
			.undecided = forms && forms->undecided[field],
			.is_id = cell_holds_id(schema),
			.looked_up =
			    table_dictionary(
				plan->taker->loading->data, field) != NULL,
		};
	return feed->count || !(schema->flags & FIELD_REQUIRED);
}

void
plain_fields_plan(struct plain_fields *plan, const struct row_taker *taker,
    const struct file_forms *forms)
{
	*plan = (struct plain_fields){ .taker = taker,
		.possible = true,
		.range = schema_range(taker->source->table) };
	for (size_t f = 0; f < plan->range.count && plan->possible; f++)
		plan->possible = plan_field(plan, forms, plan->range.first + f);
}

/* ---- cells ---- */

/* The text of a row's cell, without its quotes; without data if a quote in it
 * is doubled. */
static inline struct text
cell_of(const struct plain_walk *walk, size_t column)
{
	struct text text;
	const char *begin, *end;
	plain_row_bounds(walk, column, &begin, &end);
	if (!plain_cell(begin, end, &text.data, &text.length))
		text.data = NULL;
	return text;
}

/* Any cell as a text, cleaned; without data there is no memory. */
static inline struct text
text_of_cell(const struct plain_walk *walk, size_t column, bool free_text,
    struct arena *arena)
{
	struct text text;
	const char *begin, *end;
	plain_row_bounds(walk, column, &begin, &end);
	if (!plain_cell(begin, end, &text.data, &text.length)) {
		char *single = arena_allocate(arena, text.length, 1);
		if (!single)
			return (struct text){ NULL, 0 };
		text.length = plain_undouble(single, text.data, text.length);
		text.data = single;
	}
	return cell_clean(text, free_text, arena);
}

static bool
read_word(enum field_type type, struct text text, int *code)
{
	const char *const *words = schema_words(type);
	for (int i = 0; words[i]; i++)
		if (text_is(text, words[i])) {
			*code = i;
			return true;
		}
	return false;
}

/* Reads a cell into its value; false if it is not canonical. *marked: it is a
 * number with a point. */
static inline bool
read_cell(const struct plain_field *field, const struct plain_walk *walk,
    struct value *value, struct arena *arena, bool *marked)
{
	struct text text = field_is_text(field->type) || field->dated
			       ? text_of_cell(walk, field->column,
				     field->flags & FIELD_FREE, arena)
			       : cell_of(walk, field->column);
	if (!text.data || text.length == 0)
		return text.data && !(field->flags & FIELD_REQUIRED);
	value->text = value->written = text;
	if (field_is_text(field->type)) {
		if (field->looked_up)
			value->as.hash = text_hash(text);
		return !field->is_id || !cell_no_id(text);
	}
	if (field->dated)
		return !cell_read(
		    &schema_fields[field->field], field->dated, value, arena);
	if (field->type == FIELD_DATE)
		return date_parse(text, &value->as.date) &&
		       date_is_plausible(value->as.date);
	if (field->type == FIELD_DECIMAL)
		return plain_decimal(text, &value->as.decimal, marked) &&
		       (!(field->flags & FIELD_NOT_NEGATIVE) ||
			   value->as.decimal >= 0);
	return read_word(field->type, text, &value->as.code);
}

/* ---- rows ---- */

/* Of a row whose first filled cell does not say so: could it be a sum all the
 * same? See judge.c. */
static bool
may_be_numbered_total(
    const struct plain_fields *plan, const struct plain_walk *walk)
{
	const struct header *header = plan->taker->header;
	const struct feed *id = &header->feeds[plan->range.first];
	if (id->count == 0)
		return false;
	struct text text = cell_of(walk, id->columns[0]);
	if (!text.data || text.length)
		return !text.data || row_may_be_total(text);
	for (size_t i = 0; i < header->columns; i++) {
		if (!header->wanted[i])
			continue;
		text = cell_of(walk, i);
		if (!text.data || (text.length && row_may_be_total(text)))
			return true;
	}
	return false;
}

/* Could the row be a sum at the file's end, or a blank one? */
static bool
may_be_no_data(const struct plain_fields *plan, const struct plain_walk *walk)
{
	const struct header *header = plan->taker->header;
	for (size_t i = 0; i < header->columns; i++) {
		if (!header->wanted[i])
			continue;
		struct text text = cell_of(walk, i);
		if (!text.data || text.length)
			return !text.data || *text.data <= ' ' ||
			       row_may_be_total(text) ||
			       may_be_numbered_total(plan, walk);
	}
	return true;
}

/* Does the row have a cell for each column, and line feeds only where they may
 * be? */
static bool
is_regular(const struct plain_fields *plan, const struct plain_walk *walk)
{
	const struct plain_row *row = &walk->row;
	return row->last - row->first + 1 == plan->taker->header->columns &&
	       row->line + row->lines <= UINT32_MAX &&
	       (row->lines == 1 || plain_row_has_free_line_feeds(
				       walk, plan->taker->header->free_text));
}

static const struct text *
read_attributes(const struct plain_fields *plan, const struct plain_walk *walk,
    const struct value *values, struct arena *arena)
{
	static const struct text none;
	const struct attribute_plan *attributes = plan->taker->attributes;
	if (attributes->count == 0)
		return &none;
	struct text *texts =
	    arena_allocate(arena, attributes->count, sizeof *texts);
	for (size_t i = 0; texts && i < attributes->count; i++) {
		const struct attribute_feed *feed = &attributes->feeds[i];
		texts[i] = feed->column == NO_COLUMN
			       ? values[feed->field].text
			       : text_of_cell(walk, feed->column, true, arena);
		if (!texts[i].data)
			return NULL;
	}
	return texts;
}

/* Adds the fields of the mask, `marked` ones of them numbers with a point. */
static void
add_evidence(const struct plain_fields *plan, uint64_t filled, uint64_t marked,
    uint64_t line, struct evidence *evidence)
{
	for (; filled; filled &= filled - 1) {
		size_t i = (size_t)__builtin_ctzll(filled);
		const struct plain_field *field = &plan->fields[i];
		evidence_add_plain(&evidence[field->field],
		    field->type == FIELD_DECIMAL, marked >> i & 1, line);
	}
}

const struct text *
plain_fields_read(const struct plain_fields *plan,
    const struct plain_walk *walk, struct value *values,
    struct evidence *evidence, struct arena *arena)
{
	size_t first = plan->range.first;
	uint64_t filled = 0, marked = 0;
	if (!plan->possible || !is_regular(plan, walk) ||
	    may_be_no_data(plan, walk))
		return NULL;
	memcpy(&values[first], &plan->blank[first],
	    plan->range.count * sizeof *values);
	for (size_t i = 0; i < plan->count; i++) {
		const struct plain_field *field = &plan->fields[i];
		struct value *value = &values[field->field];
		bool point = false;
		if (!read_cell(field, walk, value, arena, &point))
			return NULL;
		if (field->undecided && value->text.length) {
			filled |= 1ull << i;
			marked |= (uint64_t)point << i;
		}
		if (field->type == FIELD_DATE &&
		    table_ignores(field->field, values))
			*value = plan->blank[field->field];
	}
	const struct text *texts = read_attributes(plan, walk, values, arena);
	if (texts)
		add_evidence(plan, filled, marked, walk->row.line, evidence);
	return texts;
}
