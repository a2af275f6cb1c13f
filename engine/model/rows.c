#include "engine/model/rows.h"

#include <string.h>

#include "engine/base/arena.h"

/* The member of the data set that points to the table's first row. All
 * pointers to structs look alike, but must not be read as one another. */
static void *
first_row(const struct dataset *data, enum table table)
{
	void *first;
	memcpy(
	    &first, (const char *)data + table_kinds[table].rows, sizeof first);
	return first;
}

static void
set_first_row(struct dataset *data, enum table table, const void *first)
{
	memcpy((char *)data + table_kinds[table].rows, &first, sizeof first);
}

static size_t *
count_of(struct dataset *data, enum table table)
{
	return (size_t *)((char *)data + table_kinds[table].count);
}

size_t
rows_count(const struct dataset *data, enum table table)
{
	const struct table_kind *kind = &table_kinds[table];
	return kind->row_size
		   ? *(const size_t *)((const char *)data + kind->count)
		   : data->timesheets.count;
}

const void *
rows_at(const struct dataset *data, enum table table, size_t index)
{
	return (const char *)first_row(data, table) +
	       index * table_kinds[table].row_size;
}

struct datum
rows_cell(
    const struct dataset *data, const void *row, const struct field *field)
{
	const void *kept = (const char *)row + field->kept;
	unsigned code;
	switch (field->type) {
	case FIELD_TEXT:
	case FIELD_ALIASES:
		return datum_text(*(const struct text *)kept);
	case FIELD_WORD:
	case FIELD_MANAGER:
	case FIELD_CLIENT:
	case FIELD_CONTRACT:
	case FIELD_PROJECT:
		return datum_key(schema_dictionary(data, field->type),
		    *(const uint32_t *)kept);
	case FIELD_DATE:
		return datum_date(*(const date *)kept);
	case FIELD_DECIMAL:
		return datum_decimal(*(const decimal *)kept);
	case FIELD_YES:
		code = *(const bool *)kept;
		break;
	default:
		memcpy(&code, kept, sizeof code);
		break;
	}
	return datum_string(schema_words(field->type)[code]);
}

bool
rows_add(
    struct dataset *data, enum table table, const void *row, size_t *capacity)
{
	size_t size = table_kinds[table].row_size;
	size_t *count = count_of(data, table);
	char *rows = arena_grown(
	    data->arena, first_row(data, table), *count, capacity, size);
	if (!rows)
		return false;
	set_first_row(data, table, rows);
	memcpy(rows + (*count)++ * size, row, size);
	return true;
}

void
rows_drop(struct dataset *data, enum table table, const bool *dropped)
{
	const struct attributes *attributes = &data->attributes[table];
	size_t size = table_kinds[table].row_size, kept = 0;
	size_t count = rows_count(data, table);
	char *rows = first_row(data, table);
	for (size_t i = 0; i < count; i++) {
		if (dropped[i])
			continue;
		memmove(rows + kept * size, rows + i * size, size);
		for (size_t a = 0; a < attributes->count; a++) {
			uint32_t *words = attributes->rows[a].words;
			words[kept] = words[i];
		}
		kept++;
	}
	*count_of(data, table) = kept;
}

void
rows_trim(struct dataset *data, enum table table)
{
	size_t size = table_kinds[table].row_size;
	if (size)
		set_first_row(data, table,
		    arena_trimmed(data->arena, first_row(data, table),
			rows_count(data, table) * size));
}

bool
rows_intern(
    struct dataset *data, enum field_type type, struct text text, uint32_t *id)
{
	/* schema_dictionary gives it to readers, and so const; who may change
	 * the data set may change its dictionaries. */
	struct dictionary *dictionary =
	    (struct dictionary *)schema_dictionary(data, type);
	*id = text.length ? dictionary_add(dictionary, text) : NO_ID;
	return text.length == 0 || *id != NO_ID;
}
