#include "io/cli/query/relation.h"

#include <string.h>
#include <strings.h>

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "engine/model/rows.h"

struct datum
datum_word(const struct dataset *data, uint32_t id)
{
	return datum_key(&data->words, id);
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
    const struct relation_column *columns, size_t count, enum table table)
{
	const struct attributes *more =
	    table < TABLE_COUNT ? &ground->data->attributes[table] : NULL;
	struct relation *relation =
	    arena_allocate(ground->arena, 1, sizeof *relation);
	if (!relation)
		return NULL;
	*relation = (struct relation){ .name = name,
		.about = about,
		.ground = ground,
		.fixed = count,
		.column_count = count,
		.table = table };
	relation->columns = arena_allocate(ground->arena,
	    count + (more ? more->count : 0), sizeof *relation->columns);
	if (!relation->columns)
		return NULL;
	memcpy(relation->columns, columns, count * sizeof *columns);
	for (size_t i = 0; more && i < more->count; i++) {
		const char *column = more->rows[i].name;
		/* A column of the program keeps its name; one of the file with
		 * the same name gets a `_` behind it. */
		while (column && has_column(relation, column))
			column = arena_format(ground->arena, "%s_", column);
		if (!column)
			return NULL;
		relation->columns[relation->column_count++] =
		    (struct relation_column)COLUMN_OWN_(TEXT, column, KEY_NONE);
	}
	return relation;
}

struct datum
relation_read(const struct relation *relation, size_t row, size_t index)
{
	const struct relation_column *column = &relation->columns[index];
	const struct dataset *data = relation->ground->data;
	enum table table = relation->table;
	switch (column->store) {
	case STORE_MADE:
		return column->make(relation, row);
	case STORE_FIELD:
		return rows_cell(data, rows_at(data, table, row),
		    &schema_fields[column->field]);
	case STORE_SOURCE:
		return datum_source(relation->ground,
		    *(const struct source *)rows_at(data, table, row));
	case STORE_OWN:
		break;
	}
	if (index < relation->fixed || table == TABLE_COUNT)
		return relation->read(relation, row, index);
	const struct attribute *attribute =
	    &data->attributes[table].rows[index - relation->fixed];
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
	struct relation *(*const makers[])(
	    const struct ground *) = { relation_clients, relation_projects,
		relation_observations, relation_kpi, relation_fair,
		relation_reliability, relation_pipeline };
	struct relation **next = relations->rows;
	for (int table = 0; table < TABLE_COUNT; table++)
		if (*table_kinds[table].about)
			*next++ = relation_of_table(ground, (enum table)table);
	size_t count = sizeof makers / sizeof *makers;
	if (!ground->results)
		count -= 5; /* all but clients and projects */
	for (size_t i = 0; i < count; i++)
		*next++ = makers[i](ground);
	relations->count = (size_t)(next - relations->rows);
	for (size_t i = 0; i < relations->count; i++)
		if (!relations->rows[i])
			return STATUS_MEMORY;
	return STATUS_OK;
}
