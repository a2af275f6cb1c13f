#include "io/import/config/source_parts.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/forms/cell.h"
#include "io/locale/locale.h"

/* ---- columns ---- */

static enum status
read_headers(struct yaml_reading *reading, const struct yaml_node *node,
    struct column_map *map)
{
	return yaml_texts(reading, node, &map->headers, &map->header_count);
}

const char *const column_shapes[] = { [COLUMN_ONE_OF] = "header",
	[COLUMN_JOIN] = "join",
	[COLUMN_FIRST_FILLED] = "first",
	[COLUMN_BRACKETS] = "brackets",
	[COLUMN_SPAN] = "span",
	[COLUMN_BEFORE_DASH] = "before_dash",
	NULL };
const char *const column_name_orders[] = { "first_last", "last_first", NULL };

/* One key of a map. */
static enum status
read_shape_key(struct yaml_reading *reading, const struct yaml_node *value,
    struct column_map *map)
{
	enum { NAME_ORDER = COLUMN_SHAPE_COUNT, INSTEAD, KEYS };
	const char *names[KEYS + 1];
	enum status status;
	size_t i = 0;
	int order = 0;
	memcpy(names, column_shapes, sizeof column_shapes);
	names[NAME_ORDER] = "name_order";
	names[INSTEAD] = COLUMN_INSTEAD;
	while (i < KEYS && !text_is(value->key->text, names[i]))
		i++;
	if (i == KEYS)
		return yaml_unknown_key(reading, value->key, names, KEYS);
	if (i == INSTEAD)
		return yaml_texts(
		    reading, value, &map->instead, &map->instead_count);
	if (i == NAME_ORDER) {
		status = yaml_word(reading, value, column_name_orders, &order);
		map->last_first = order == 1;
		return status;
	}
	map->shape = (enum column_shape)i;
	return read_headers(reading, value, map);
}

/* {join: […]}, {first: […]}, {brackets: "… (*)"}, {span: [from, to]},
 * {before_dash: …}, {header: …}, each perhaps with name_order: last_first;
 * header perhaps with instead: […]. */
static enum status
read_shape(struct yaml_reading *reading, const struct yaml_node *node,
    struct column_map *map)
{
	for (const struct yaml_node *value = node->first; value;
	     value = value->next) {
		enum status status = read_shape_key(reading, value, map);
		if (status)
			return status;
	}
	bool span = map->shape == COLUMN_SPAN;
	if (map->instead_count && map->shape != COLUMN_ONE_OF)
		return yaml_wrong(reading, node,
		    "%s: instead: only beside header", node->key->text.data);
	if (!map->header_count)
		return yaml_wrong(reading, node,
		    "%s: expected header, join, first, brackets, span or "
		    "before_dash",
		    node->key->text.data);
	if (span && map->header_count != 2)
		return yaml_wrong(reading, node,
		    "%s: span: expected the headers of two times, from and to",
		    node->key->text.data);
	return !span || schema_fields[map->field].flags & FIELD_DURATION
		   ? STATUS_OK
		   : yaml_wrong(reading, node, "%s: only hours are a span",
			 node->key->text.data);
}

enum status
source_read_columns(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct source_configuration *source = source_target(reading);
	struct column_map **tail = &source->columns;
	enum status status =
	    source_expect_mapping(reading, node, _("column: header pairs"));
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		struct column_map *map =
		    arena_allocate(reading->arena, 1, sizeof *map);
		if (!map)
			return yaml_no_memory(reading);
		map->path = reading->path;
		map->line = value->line;
		map->must_exist = !source->name;
		status = source_read_field(reading, value->key, &map->field);
		if (!status)
			status = value->shape == YAML_MAPPING
				     ? read_shape(reading, value, map)
				     : read_headers(reading, value, map);
		*tail = map;
		tail = &map->next;
	}
	return status;
}

/* ---- values and constants ---- */

/* A value that the schema would not take is an error here, not in each row. */
static enum status
check_value(
    struct yaml_reading *reading, size_t field, const struct yaml_node *node)
{
	struct value value = { .text = node->text };
	const char *reason = node->shape == YAML_SCALAR
				 ? cell_read(&schema_fields[field],
				       &form_canonical, &value, reading->arena)
				 : N_("expected a single value");
	return reason ? yaml_wrong(reading, node, "%s: %s: %s",
			    schema_fields[field].name, yaml_found(node), reason)
		      : STATUS_OK;
}

/* The values of a column, none at first; NULL without memory. */
static struct field_values *
values_of(struct yaml_reading *reading, size_t field)
{
	struct field_values **place = &source_target(reading)->values;
	while (*place && (*place)->field != field)
		place = &(*place)->next;
	if (*place)
		return *place;
	struct field_values *values =
	    arena_allocate(reading->arena, 1, sizeof *values);
	if (!values)
		return NULL;
	values->field = field;
	dictionary_init(&values->words, reading->arena);
	return *place = values;
}

/* Adds a value; of two that say the same the first one counts. False without
 * memory. */
static bool
add_value(struct field_values *values, const struct value_map *value,
    struct arena *arena)
{
	uint32_t count = values->words.count;
	uint32_t id = value->from.data
			  ? dictionary_add(&values->words, value->from)
			  : NO_ID;
	if (id < count)
		return true;
	struct value_map *map = arena_allocate(arena, 1, sizeof *map);
	values->maps = arena_grown(arena, values->maps, count,
	    &values->capacity, sizeof *values->maps);
	if (id == NO_ID || !map || !values->maps)
		return false;
	*map = *value;
	values->maps[id] = map;
	if (!memchr(map->from.data, '*', map->from.length))
		return true;
	if (values->patterns)
		values->last_pattern->next = map;
	else
		values->patterns = map;
	values->last_pattern = map;
	return true;
}

static enum status
read_values_of(struct yaml_reading *reading, const struct yaml_node *node)
{
	size_t field;
	enum status status = source_read_field(reading, node->key, &field);
	if (!status)
		status = source_expect_mapping(
		    reading, node, _("pairs such as {Won: won}"));
	struct field_values *values = status ? NULL : values_of(reading, field);
	if (!status && !values)
		return yaml_no_memory(reading);
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		status = check_value(reading, field, value);
		const struct value_map map = { cell_fold(value->key->text,
						   reading->arena),
			value->text, NULL };
		if (!status && !add_value(values, &map, reading->arena))
			return yaml_no_memory(reading);
	}
	return status;
}

enum status
source_read_values(struct yaml_reading *reading, const struct yaml_node *node)
{
	enum status status =
	    source_expect_mapping(reading, node, "column: {…} pairs");
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next)
		status = read_values_of(reading, value);
	return status;
}

enum status
source_read_constants(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	struct source_configuration *source = source_target(reading);
	enum status status =
	    source_expect_mapping(reading, node, _("column: value pairs"));
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		struct constant *constant =
		    arena_allocate(reading->arena, 1, sizeof *constant);
		if (!constant)
			return yaml_no_memory(reading);
		status =
		    source_read_field(reading, value->key, &constant->field);
		if (!status)
			status = check_value(reading, constant->field, value);
		constant->value = value->text;
		constant->line = value->line;
		constant->next = source->constants;
		source->constants = constant;
	}
	return status;
}
