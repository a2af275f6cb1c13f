#include "io/cli/query/relation.h"

#include <string.h>
#include <strings.h>

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "engine/model/schema.h"

struct datum
datum_text(struct text text)
{
	struct datum datum = { .kind = text.length ? DATUM_TEXT : DATUM_NONE };
	datum.as.text = text;
	return datum;
}

struct datum
datum_key(const struct dictionary *dictionary, uint32_t id)
{
	struct datum datum = datum_text(dictionary_text(dictionary, id));
	datum.id = id;
	return datum;
}

struct datum
datum_word(const struct dataset *data, uint32_t id)
{
	return datum_text(dictionary_text(&data->words, id));
}

struct datum
datum_date(date day)
{
	struct datum datum = { .kind =
				   day == DATE_NONE ? DATUM_NONE : DATUM_DATE };
	datum.as.date = day;
	return datum;
}

struct datum
datum_exact(wide value)
{
	struct datum datum = { .kind = DATUM_EXACT };
	datum.as.exact = value;
	return datum;
}

struct datum
datum_decimal(decimal value)
{
	return value == DECIMAL_NONE ? (struct datum){ .kind = DATUM_NONE }
				     : datum_exact(decimal_widen(value));
}

struct datum
datum_integer(int64_t value)
{
	struct datum datum = { .kind = DATUM_INTEGER };
	datum.as.integer = value;
	return datum;
}

struct datum
datum_real(double value)
{
	struct datum datum = { .kind = DATUM_REAL };
	datum.as.real = value;
	return datum;
}

struct datum
datum_optional(struct optional value)
{
	return value.defined ? datum_real(value.value)
			     : (struct datum){ .kind = DATUM_NONE };
}

struct datum
datum_quantity(struct quantity value)
{
	if (!value.defined)
		return (struct datum){ .kind = DATUM_NONE };
	return value.kind == QUANTITY_EXACT
		   ? datum_exact(value.as.exact)
		   : datum_real(quantity_double(value));
}

/* `FILE:LINE`. */
struct datum
datum_source(const struct ground *ground, struct source source)
{
	if (source.line == 0)
		return (struct datum){ .kind = DATUM_NONE };
	const char *text = place_text(ground->data, source, ground->scratch);
	return datum_text(text_of(text ? text : ""));
}

static bool
has_column(const struct relation *relation, const char *name)
{
	for (size_t i = 0; i < relation->column_count; i++)
		if (strcasecmp(relation->columns[i].name, name) == 0)
			return true;
	return false;
}

struct relation *
relation_new(const struct ground *ground, const char *name, const char *about,
    const struct relation_column *columns, size_t count, enum table attributes)
{
	const struct attributes *more =
	    attributes < TABLE_COUNT ? &ground->data->attributes[attributes]
				     : NULL;
	struct relation *relation =
	    arena_allocate(ground->arena, 1, sizeof *relation);
	if (!relation)
		return NULL;
	*relation = (struct relation){ .name = name,
		.about = about,
		.ground = ground,
		.fixed = count,
		.column_count = count,
		.attributes_of = attributes };
	relation->columns = arena_allocate(ground->arena,
	    count + (more ? more->count : 0), sizeof *relation->columns);
	if (!relation->columns)
		return NULL;
	memcpy(relation->columns, columns, count * sizeof *columns);
	for (size_t i = 0; more && i < more->count; i++) {
		const char *column = more->rows[i].name;
		/* A column of ours goes by its name; the file's gives way. */
		while (column && has_column(relation, column))
			column = arena_format(ground->arena, "%s_", column);
		if (!column)
			return NULL;
		relation->columns[relation->column_count++] =
		    (struct relation_column)COLUMN_OWN_(TEXT, column, KEY_NONE);
	}
	return relation;
}

/* A cell that lies in a record as it is. */
static struct datum
stored(const struct relation *relation, const struct relation_column *column,
    size_t row)
{
	const struct dataset *data = relation->ground->data;
	const void *cell = (const char *)relation->records +
			   row * relation->record_size + column->offset;
	switch (column->store) {
	case STORE_ID:
		return datum_key(relation_dictionary(relation, column->key),
		    *(const uint32_t *)cell);
	case STORE_WORD:
		return datum_word(data, *(const uint32_t *)cell);
	case STORE_TEXT:
		return datum_text(*(const struct text *)cell);
	case STORE_DATE:
		return datum_date(*(const date *)cell);
	case STORE_DECIMAL:
		return datum_decimal(*(const decimal *)cell);
	case STORE_STAGE:
		return datum_text(text_of(
		    schema_words(FIELD_STAGE)[*(const enum stage *)cell]));
	case STORE_KIND:
		return datum_text(text_of(
		    schema_words(FIELD_KIND)[*(const enum kind *)cell]));
	case STORE_SOURCE:
		return datum_source(
		    relation->ground, *(const struct source *)cell);
	case STORE_OWN:
		break;
	}
	return (struct datum){ .kind = DATUM_NONE };
}

struct datum
relation_read(const struct relation *relation, size_t row, size_t index)
{
	const struct relation_column *column = &relation->columns[index];
	if (column->store != STORE_OWN)
		return stored(relation, column, row);
	if (index < relation->fixed || relation->attributes_of == TABLE_COUNT)
		return relation->read(relation, row, index);
	const struct dataset *data = relation->ground->data;
	const struct attribute *attribute =
	    &data->attributes[relation->attributes_of]
		 .rows[index - relation->fixed];
	return datum_word(data, attribute->words[row]);
}

size_t
relation_find(const struct relation *relation, struct text name)
{
	size_t i = 0;
	while (i < relation->column_count &&
	       (strlen(relation->columns[i].name) != name.length ||
		   strncasecmp(
		       relation->columns[i].name, name.data, name.length) != 0))
		i++;
	return i;
}

const struct dictionary *
relation_dictionary(const struct relation *relation, enum relation_key key)
{
	const struct dataset *data = relation->ground->data;
	switch (key) {
	case KEY_CONTRACT:
		return &data->contract_ids;
	case KEY_CLIENT:
		return &data->client_ids;
	case KEY_PROJECT:
		return &data->projects;
	case KEY_MANAGER:
		return &data->managers;
	case KEY_NONE:
	case KEY_COUNT:
		break;
	}
	return NULL;
}

static uint32_t
key_of(const struct relation *relation, size_t row, size_t column)
{
	struct datum datum = relation_read(relation, row, column);
	return datum.kind == DATUM_NONE ? NO_ID : datum.id;
}

/* A counting sort of the rows by the id in the column. */
enum status
relation_index(struct relation *relation, size_t column)
{
	enum relation_key key = relation->columns[column].key;
	struct arena *arena = relation->ground->arena;
	if (!relation->index)
		relation->index = arena_allocate(
		    arena, relation->column_count, sizeof *relation->index);
	if (!relation->index)
		return STATUS_MEMORY;
	struct grouping *index = &relation->index[column];
	if (index->first)
		return STATUS_OK;
	size_t things = relation_dictionary(relation, key)->count;
	uint32_t *first = arena_allocate(arena, things + 2, sizeof *first);
	uint32_t *order = arena_allocate(arena, relation->rows, sizeof *order);
	if (!first || !order)
		return STATUS_MEMORY;
	for (size_t row = 0; row < relation->rows; row++) {
		uint32_t id = key_of(relation, row, column);
		if (id != NO_ID)
			first[id + 2]++;
	}
	for (size_t id = 2; id < things + 2; id++)
		first[id] += first[id - 1];
	for (size_t row = 0; row < relation->rows; row++) {
		uint32_t id = key_of(relation, row, column);
		if (id != NO_ID)
			order[first[id + 1]++] = (uint32_t)row;
	}
	*index = (struct grouping){ first, order };
	return STATUS_OK;
}

enum status
relations_make(struct relations *relations, const struct ground *ground)
{
	struct relation *(*const makers[])(const struct ground *) = {
		relation_contracts, relation_timesheets, relation_surveys,
		relation_people, relation_assignments, relation_clients,
		relation_projects, relation_observations, relation_kpi
	};
	relations->count = 0;
	size_t count = sizeof makers / sizeof *makers;
	if (!ground->results)
		count -= 2; /* observations and kpi are of results */
	for (size_t i = 0; i < count; i++) {
		struct relation *relation = makers[i](ground);
		if (!relation)
			return STATUS_MEMORY;
		relations->rows[relations->count++] = relation;
	}
	return STATUS_OK;
}
