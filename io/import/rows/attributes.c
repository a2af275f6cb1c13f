#include "io/import/rows/attributes.h"

#include <string.h>

#include "engine/base/arena.h"

/* What is known of an attribute while its table is being read. */
struct attribute_growth {
	struct text folded; /* the header, to find it in other files */
	size_t capacity;    /* of its words */
};

/* The attribute of that header, added if new; SIZE_MAX without memory. */
static size_t
find_or_add(struct loading *loading, enum table table, const char *name,
    struct text folded)
{
	struct attributes *attributes = &loading->data->attributes[table];
	struct attribute_growing *growing = &loading->attributes[table];
	struct arena *arena = loading->arena;
	for (size_t i = 0; i < attributes->count; i++)
		if (text_equal(growing->rows[i].folded, folded))
			return i;
	attributes->rows = arena_grown(arena, attributes->rows,
	    attributes->count, &growing->capacity, sizeof *attributes->rows);
	growing->rows = arena_grown(arena, growing->rows, attributes->count,
	    &growing->growth_capacity, sizeof *growing->rows);
	if (!attributes->rows || !growing->rows)
		return SIZE_MAX;
	attributes->rows[attributes->count] = (struct attribute){ name, NULL };
	growing->rows[attributes->count] =
	    (struct attribute_growth){ folded, 0 };
	return attributes->count++;
}

static bool
is_wanted(const struct loading *loading, enum table table, const char *column)
{
	const struct import_options *options = &loading->options;
	return table != TABLE_TIMESHEETS ||
	       (options->wants && options->wants(options->context, column));
}

static bool
add_feed(struct loading *loading, enum table table, const char *name,
    struct text folded, struct attribute_feed feed, struct attribute_plan *plan)
{
	if (!is_wanted(loading, table, name))
		return true;
	feed.attribute = find_or_add(loading, table, name, folded);
	plan->feeds[plan->count++] = feed;
	return feed.attribute != SIZE_MAX;
}

enum status
attributes_plan(struct loading *loading, enum table table,
    struct header *header, struct attribute_plan *plan)
{
	static const size_t details[] = { FIELD_TIMESHEETS_entry_id,
		FIELD_TIMESHEETS_employee, FIELD_TIMESHEETS_department,
		FIELD_TIMESHEETS_note };
	enum { DETAILS = sizeof details / sizeof *details };
	*plan = (struct attribute_plan){ .feeds = arena_allocate(loading->arena,
					     header->columns + DETAILS,
					     sizeof *plan->feeds) };
	bool has_memory = plan->feeds != NULL;
	if (table_kinds[table].flags & TABLE_SETTINGS)
		return has_memory ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; i < header->columns && has_memory; i++)
		if (!header->listed[i] && *header->names[i])
			has_memory = add_feed(loading, table, header->names[i],
			    header->folded[i],
			    (struct attribute_feed){ 0, i, FIELD_COUNT }, plan);
	for (size_t d = 0;
	     table == TABLE_TIMESHEETS && d < DETAILS && has_memory; d++) {
		const char *name = schema_fields[details[d]].name;
		if (header->feeds[details[d]].count)
			has_memory = add_feed(loading, table, name,
			    text_of(name),
			    (struct attribute_feed){ 0, NO_COLUMN, details[d] },
			    plan);
	}
	for (size_t i = 0; i < plan->count && has_memory; i++) {
		const struct attribute_feed *feed = &plan->feeds[i];
		if (feed->column != NO_COLUMN)
			header->wanted[feed->column] = true;
		else
			for (size_t c = 0; c < header->feeds[feed->field].count;
			     c++)
				header->wanted[header->feeds[feed->field]
						   .columns[c]] = true;
	}
	return has_memory ? STATUS_OK : STATUS_MEMORY;
}

/* Room for `rows` words, new ones blank. */
static bool
reserve(struct loading *loading, enum table table, size_t index, size_t rows)
{
	struct attribute *attribute =
	    &loading->data->attributes[table].rows[index];
	size_t *capacity = &loading->attributes[table].rows[index].capacity;
	if (rows <= *capacity && attribute->words)
		return true;
	size_t larger = rows < 64 ? 64 : rows + rows / 2;
	uint32_t *words = arena_allocate(loading->arena, larger, sizeof *words);
	if (!words)
		return false;
	if (attribute->words)
		memcpy(words, attribute->words, *capacity * sizeof *words);
	memset(words + *capacity, 0xff,
	    (larger - *capacity) * sizeof *words); /* NO_ID */
	attribute->words = words;
	*capacity = larger;
	return true;
}

static struct text
text_of_feed(const struct row_taker *taker, const struct csv_record *record,
    const struct attribute_feed *feed)
{
	if (feed->column == NO_COLUMN)
		return row_text(taker, record, feed->field, NULL);
	if (feed->column >= record->count)
		return text_of("");
	const struct csv_cell *cell = &record->cells[feed->column];
	return cell_clean(
	    (struct text){ cell->data, cell->length }, true, taker->scratch);
}

const struct text *
attributes_read(const struct row_taker *taker, const struct csv_record *record)
{
	const struct attribute_plan *plan = taker->attributes;
	struct text *texts =
	    arena_allocate(taker->scratch, plan->count, sizeof *texts);
	for (size_t i = 0; texts && i < plan->count; i++) {
		texts[i] = text_of_feed(taker, record, &plan->feeds[i]);
		if (!texts[i].data)
			return NULL;
	}
	return texts;
}

enum status
attributes_take(const struct row_taker *taker, const struct text *texts)
{
	const struct attribute_plan *plan = taker->attributes;
	struct loading *loading = taker->loading;
	struct dataset *data = loading->data;
	enum table table = taker->source->table;
	size_t row = rows_count(data, table) - 1;
	for (size_t i = 0; i < plan->count; i++) {
		size_t attribute = plan->feeds[i].attribute;
		if (texts[i].length == 0)
			continue;
		uint32_t word = dictionary_add(&data->words, texts[i]);
		if (word == NO_ID ||
		    !reserve(loading, table, attribute, row + 1))
			return STATUS_MEMORY;
		data->attributes[table].rows[attribute].words[row] = word;
	}
	return STATUS_OK;
}

enum status
attributes_finish_table(struct loading *loading, enum table table)
{
	struct dataset *data = loading->data;
	for (size_t i = 0; i < data->attributes[table].count; i++)
		if (!reserve(loading, table, i, rows_count(data, table)))
			return STATUS_MEMORY;
	return STATUS_OK;
}

enum status
attributes_finish(struct loading *loading)
{
	enum status status = STATUS_OK;
	for (int table = 0; table < TABLE_COUNT && !status; table++)
		status = attributes_finish_table(loading, (enum table)table);
	return status;
}
