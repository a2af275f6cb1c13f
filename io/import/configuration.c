#include "io/import/configuration.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/arena.h"
#include "io/import/cell.h"
#include "io/import/yaml_tree.h"

/* What the readers below share. */
struct reading {
	struct configuration *configuration;
	struct arena *arena;
	struct diagnostics *diagnostics;
	enum table table; /* while a table's entry is read */
	struct source_configuration *source;
};

typedef enum status read_value(
    struct reading *reading, const struct yaml_node *node);

/* A key that a mapping may have, and what reads its value. */
struct key {
	const char *name;
	read_value *read;
};

static enum status __attribute__((format(printf, 3, 4)))
wrong(struct reading *reading, const struct yaml_node *node, const char *format,
    ...)
{
	va_list arguments;
	char text[600];
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	return diagnostics_fail(reading->diagnostics, STATUS_USAGE, "%s:%u: %s",
	    reading->configuration->path, node->line, text);
}

/* What was found, for "expected …, found …". */
static const char *
found(const struct yaml_node *node)
{
	return node->shape == YAML_SCALAR ? node->text.data
	       : node->shape == YAML_LIST ? "(a list)"
					  : "(a mapping)";
}

static enum status
no_memory(struct reading *reading)
{
	return diagnostics_no_memory(reading->diagnostics);
}

static enum status
unknown_key(struct reading *reading, const struct yaml_node *key,
    const char *const *names, size_t count)
{
	char known[500] = "";
	size_t used = 0;
	const char *nearest = text_nearest(key->text, names, count);
	if (nearest)
		return wrong(reading, key, "unknown key %s; did you mean %s?",
		    key->text.data, nearest);
	for (size_t i = 0; i < count && used + 40 < sizeof known; i++)
		used += (size_t)snprintf(known + used, sizeof known - used,
		    "%s%s", i ? ", " : "", names[i]);
	return wrong(reading, key, "unknown key %s; known here: %s",
	    key->text.data, known);
}

/* Reads a mapping of known keys. */
static enum status
read_keys(struct reading *reading, const struct yaml_node *node,
    const struct key *keys, size_t count)
{
	enum { MOST_KEYS = 32 };
	const char *names[MOST_KEYS];
	for (size_t i = 0; i < count; i++)
		names[i] = keys[i].name;
	if (node->shape != YAML_MAPPING)
		return wrong(reading, node,
		    "expected a mapping (key: value), found %s", found(node));
	for (const struct yaml_node *value = node->first; value;
	     value = value->next) {
		size_t i = 0;
		while (i < count && !text_is(value->key->text, keys[i].name))
			i++;
		enum status status =
		    i == count ? unknown_key(reading, value->key, names, count)
			       : keys[i].read(reading, value);
		if (status)
			return status;
	}
	return STATUS_OK;
}

/* ---- values ---- */

static enum status
read_integer(struct reading *reading, const struct yaml_node *node, int least,
    int most, int *number)
{
	decimal value = 0;
	bool whole = node->shape == YAML_SCALAR &&
		     decimal_parse(node->text, &value) == DECIMAL_OK &&
		     value % DECIMAL_ONE == 0;
	value /= DECIMAL_ONE;
	if (!whole || value < least || value > most)
		return wrong(reading, node,
		    "%s: expected a whole number from %d to %d, found %s",
		    node->key->text.data, least, most, found(node));
	*number = (int)value;
	return STATUS_OK;
}

static enum status
read_decimal(
    struct reading *reading, const struct yaml_node *node, decimal *value)
{
	enum decimal_status status = node->shape == YAML_SCALAR
					 ? decimal_parse(node->text, value)
					 : DECIMAL_NOT_A_NUMBER;
	return status == DECIMAL_OK ? STATUS_OK
				    : wrong(reading, node, "%s: found %s: %s",
					  node->key->text.data, found(node),
					  decimal_reason(status));
}

static bool
is_currency(struct text text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] < 'A' || text.data[i] > 'Z')
			return false;
	return text.length == 3;
}

static enum status
read_currency(struct reading *reading, const struct yaml_node *node)
{
	if (node->shape != YAML_SCALAR || !is_currency(node->text))
		return wrong(reading, node,
		    "currency: expected three capital letters such as VND, "
		    "found %s",
		    found(node));
	reading->configuration->definitions.currency = node->text.data;
	return STATUS_OK;
}

static enum status
read_fiscal_year(struct reading *reading, const struct yaml_node *node)
{
	return read_integer(reading, node, 1, 12,
	    &reading->configuration->definitions.fiscal_year_start);
}

static enum status
read_grace_days(struct reading *reading, const struct yaml_node *node)
{
	return read_integer(reading, node, 0, 3650,
	    &reading->configuration->definitions.grace_days);
}

static enum status
read_scale_min(struct reading *reading, const struct yaml_node *node)
{
	return read_decimal(
	    reading, node, &reading->configuration->definitions.scale_min);
}

static enum status
read_scale_max(struct reading *reading, const struct yaml_node *node)
{
	return read_decimal(
	    reading, node, &reading->configuration->definitions.scale_max);
}

static enum status
read_scale(struct reading *reading, const struct yaml_node *node)
{
	static const struct key keys[] = { { "min", read_scale_min },
		{ "max", read_scale_max } };
	struct definitions *definitions = &reading->configuration->definitions;
	definitions->scale_min = definitions->scale_max = DECIMAL_NONE;
	enum status status = read_keys(reading, node, keys, 2);
	if (status)
		return status;
	if (definitions->scale_min == DECIMAL_NONE ||
	    definitions->scale_max == DECIMAL_NONE ||
	    definitions->scale_min >= definitions->scale_max)
		return wrong(reading, node,
		    "scale: expected {min: A, max: B} with A less than B");
	return STATUS_OK;
}

static enum status
read_kinds(struct reading *reading, const struct yaml_node *node)
{
	const char *const *words = schema_words(FIELD_KIND);
	unsigned *kinds = &reading->configuration->definitions.close_rate_kinds;
	*kinds = 0;
	if (node->shape != YAML_LIST || !node->first)
		return wrong(reading, node,
		    "kinds: expected a list such as [new, upsell], found %s",
		    found(node));
	for (const struct yaml_node *kind = node->first; kind;
	     kind = kind->next) {
		int code = 0;
		while (words[code] && (kind->shape != YAML_SCALAR ||
					  !text_is(kind->text, words[code])))
			code++;
		if (!words[code])
			return wrong(reading, kind,
			    "kinds: expected new, renewal, upsell or "
			    "cross_sell, found %s",
			    found(kind));
		*kinds |= 1u << code;
	}
	return STATUS_OK;
}

static enum status
read_close_rate(struct reading *reading, const struct yaml_node *node)
{
	static const struct key keys[] = { { "kinds", read_kinds } };
	return read_keys(reading, node, keys, 1);
}

static enum status
read_min_raters(struct reading *reading, const struct yaml_node *node)
{
	return read_integer(reading, node, 1, 1000,
	    &reading->configuration->definitions.min_raters);
}

static enum status
read_coordination(struct reading *reading, const struct yaml_node *node)
{
	static const struct key keys[] = { { "min_raters", read_min_raters } };
	return read_keys(reading, node, keys, 1);
}

static enum status
read_exchange_rates(struct reading *reading, const struct yaml_node *node)
{
	if (node->shape != YAML_MAPPING)
		return wrong(reading, node,
		    "exchange_rates: expected a mapping such as {USD: 25400}, "
		    "found %s",
		    found(node));
	for (const struct yaml_node *value = node->first; value;
	     value = value->next) {
		struct exchange_rate *rate =
		    arena_allocate(reading->arena, 1, sizeof *rate);
		if (!rate)
			return no_memory(reading);
		if (!is_currency(value->key->text))
			return wrong(reading, value->key,
			    "exchange_rates: expected a currency such as USD, "
			    "found %s",
			    value->key->text.data);
		enum status status = read_decimal(reading, value, &rate->rate);
		if (status)
			return status;
		if (rate->rate <= 0)
			return wrong(reading, value,
			    "exchange_rates: %s: expected more than 0, found "
			    "%s",
			    value->key->text.data, value->text.data);
		rate->currency = value->key->text;
		rate->next = reading->configuration->exchange_rates;
		reading->configuration->exchange_rates = rate;
	}
	return STATUS_OK;
}

/* ---- tables ---- */

static enum status
add_pattern(struct reading *reading, const struct yaml_node *node)
{
	struct source_configuration *source = reading->source;
	if (node->shape != YAML_SCALAR || node->text.length == 0)
		return wrong(reading, node,
		    "files: expected a file name or a wildcard, found %s",
		    found(node));
	size_t capacity = source->pattern_count;
	const char **patterns = arena_grown(reading->arena, source->patterns,
	    source->pattern_count, &capacity, sizeof *patterns);
	if (!patterns)
		return no_memory(reading);
	patterns[source->pattern_count++] = node->text.data;
	source->patterns = patterns;
	return STATUS_OK;
}

static enum status
read_files(struct reading *reading, const struct yaml_node *node)
{
	enum status status = STATUS_OK;
	if (node->shape != YAML_LIST)
		return add_pattern(reading, node);
	for (const struct yaml_node *item = node->first; item && !status;
	     item = item->next)
		status = add_pattern(reading, item);
	return status;
}

/* The field that a key names, in the table that is being read. */
static enum status
read_field(struct reading *reading, const struct yaml_node *key, size_t *field)
{
	struct field_range range = schema_range(reading->table);
	const char *names[FIELD_COUNT];
	*field = schema_find(reading->table, key->text);
	if (*field != FIELD_COUNT)
		return STATUS_OK;
	for (size_t i = 0; i < range.count; i++)
		names[i] = schema_fields[range.first + i].name;
	return unknown_key(reading, key, names, range.count);
}

static enum status
read_columns(struct reading *reading, const struct yaml_node *node)
{
	if (node->shape != YAML_MAPPING)
		return wrong(reading, node,
		    "columns: expected column: header pairs, found %s",
		    found(node));
	for (const struct yaml_node *value = node->first; value;
	     value = value->next) {
		struct column_map *map =
		    arena_allocate(reading->arena, 1, sizeof *map);
		if (!map)
			return no_memory(reading);
		enum status status =
		    read_field(reading, value->key, &map->field);
		if (status)
			return status;
		if (value->shape != YAML_SCALAR || value->text.length == 0)
			return wrong(reading, value,
			    "columns: %s: expected the header of a column, "
			    "found %s",
			    value->key->text.data, found(value));
		map->header = value->text;
		map->line = value->line;
		map->next = reading->source->columns;
		reading->source->columns = map;
	}
	return STATUS_OK;
}

/* A value that the schema would not take is an error here, not in each row. */
static enum status
check_value(struct reading *reading, size_t field, const struct yaml_node *node)
{
	struct value value = { .text = node->text };
	const char *reason =
	    node->shape == YAML_SCALAR
		? cell_read(&schema_fields[field], &value, reading->arena)
		: "expected a single value";
	return reason ? wrong(reading, node, "%s: %s: %s",
			    schema_fields[field].name, found(node), reason)
		      : STATUS_OK;
}

static enum status
read_values_of(struct reading *reading, const struct yaml_node *node)
{
	size_t field;
	enum status status = read_field(reading, node->key, &field);
	if (status)
		return status;
	if (node->shape != YAML_MAPPING)
		return wrong(reading, node,
		    "values: %s: expected pairs such as {Won: won}, found %s",
		    node->key->text.data, found(node));
	for (const struct yaml_node *value = node->first; value;
	     value = value->next) {
		struct value_map *map =
		    arena_allocate(reading->arena, 1, sizeof *map);
		if (!map)
			return no_memory(reading);
		status = check_value(reading, field, value);
		if (status)
			return status;
		*map = (struct value_map){ field, value->key->text, value->text,
			reading->source->values };
		reading->source->values = map;
	}
	return STATUS_OK;
}

static enum status
read_values(struct reading *reading, const struct yaml_node *node)
{
	enum status status = STATUS_OK;
	if (node->shape != YAML_MAPPING)
		return wrong(reading, node,
		    "values: expected column: {…} pairs, found %s",
		    found(node));
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next)
		status = read_values_of(reading, value);
	return status;
}

static enum status
read_constants(struct reading *reading, const struct yaml_node *node)
{
	if (node->shape != YAML_MAPPING)
		return wrong(reading, node,
		    "constants: expected column: value pairs, found %s",
		    found(node));
	for (const struct yaml_node *value = node->first; value;
	     value = value->next) {
		struct constant *constant =
		    arena_allocate(reading->arena, 1, sizeof *constant);
		if (!constant)
			return no_memory(reading);
		enum status status =
		    read_field(reading, value->key, &constant->field);
		if (!status)
			status = check_value(reading, constant->field, value);
		if (status)
			return status;
		constant->value = value->text;
		constant->line = value->line;
		constant->next = reading->source->constants;
		reading->source->constants = constant;
	}
	return STATUS_OK;
}

/* A column cannot both come from the file and be constant. */
static enum status
check_source(struct reading *reading, const struct yaml_node *node)
{
	const struct source_configuration *source = reading->source;
	if (source->pattern_count == 0)
		return wrong(reading, node, "%s: files is missing",
		    table_name(reading->table));
	for (const struct constant *c = source->constants; c; c = c->next)
		for (const struct column_map *m = source->columns; m;
		     m = m->next)
			if (m->field == c->field)
				return diagnostics_fail(reading->diagnostics,
				    STATUS_USAGE,
				    "%s:%u: %s is mapped to a column on line "
				    "%u; it cannot be constant as well",
				    reading->configuration->path, c->line,
				    schema_fields[c->field].name, m->line);
	return STATUS_OK;
}

/* One source of a table: a file name, or a mapping with files and maps. */
static enum status
read_source(struct reading *reading, const struct yaml_node *node)
{
	static const struct key keys[] = { { "files", read_files },
		{ "columns", read_columns }, { "values", read_values },
		{ "constants", read_constants } };
	struct source_configuration *source =
	    arena_allocate(reading->arena, 1, sizeof *source);
	struct source_configuration **tail =
	    &reading->configuration->sources[reading->table];
	if (!source)
		return no_memory(reading);
	while (*tail)
		tail = &(*tail)->next;
	*tail = source;
	source->line = node->line;
	reading->source = source;
	enum status status =
	    node->shape == YAML_SCALAR
		? add_pattern(reading, node)
		: read_keys(reading, node, keys, sizeof keys / sizeof *keys);
	return status ? status : check_source(reading, node);
}

static enum status
read_table(
    struct reading *reading, const struct yaml_node *node, enum table table)
{
	enum status status = STATUS_OK;
	reading->table = table;
	if (node->shape != YAML_LIST)
		return read_source(reading, node);
	for (const struct yaml_node *item = node->first; item && !status;
	     item = item->next)
		status = read_source(reading, item);
	return status;
}

#define TABLE_READER(name, TABLE)                                              \
	static enum status read_##name(                                        \
	    struct reading *reading, const struct yaml_node *node)             \
	{                                                                      \
		return read_table(reading, node, TABLE);                       \
	}
TABLE_READER(contracts, TABLE_CONTRACTS)
TABLE_READER(timesheets, TABLE_TIMESHEETS)
TABLE_READER(surveys, TABLE_SURVEYS)
TABLE_READER(people, TABLE_PEOPLE)
TABLE_READER(assignments, TABLE_ASSIGNMENTS)
#undef TABLE_READER

static const struct key top_keys[] = {
	{ "currency", read_currency },
	{ "fiscal_year_start", read_fiscal_year },
	{ "grace_days", read_grace_days },
	{ "scale", read_scale },
	{ "close_rate", read_close_rate },
	{ "coordination", read_coordination },
	{ "exchange_rates", read_exchange_rates },
	{ "contracts", read_contracts },
	{ "timesheets", read_timesheets },
	{ "surveys", read_surveys },
	{ "people", read_people },
	{ "assignments", read_assignments },
};

/* ---- defaults ---- */

static enum status
add_default_sources(struct reading *reading)
{
	static const char *const defaults[TABLE_COUNT] = {
		[TABLE_CONTRACTS] = "contracts*.csv",
		[TABLE_TIMESHEETS] = "timesheets*.csv",
		[TABLE_SURVEYS] = "surveys*.csv",
		[TABLE_PEOPLE] = "people.csv",
		[TABLE_ASSIGNMENTS] = "assignments.csv",
	};
	for (int table = 0; table < TABLE_COUNT; table++) {
		struct source_configuration *source =
		    arena_allocate(reading->arena, 1, sizeof *source);
		const char **pattern =
		    arena_allocate(reading->arena, 1, sizeof *pattern);
		if (!source || !pattern)
			return no_memory(reading);
		*pattern = defaults[table];
		source->patterns = pattern;
		source->pattern_count = 1;
		if (!reading->configuration->sources[table])
			reading->configuration->sources[table] = source;
	}
	return STATUS_OK;
}

enum status
configuration_read(struct configuration *configuration, const char *folder,
    struct arena *arena, struct diagnostics *diagnostics)
{
	struct reading reading = { .configuration = configuration,
		.arena = arena,
		.diagnostics = diagnostics };
	*configuration = (struct configuration){
		.definitions = { .currency = "VND",
		    .fiscal_year_start = 1,
		    .close_rate_kinds = 1u << KIND_NEW | 1u << KIND_UPSELL |
					1u << KIND_CROSS_SELL,
		    .scale_min = DECIMAL_ONE,
		    .scale_max = 5 * DECIMAL_ONE,
		    .min_raters = MIN_RATERS },
	};
	const char *path = arena_format(arena, "%s/kpi.yaml", folder);
	if (!path)
		return diagnostics_no_memory(diagnostics);
	if (access(path, F_OK) == 0) {
		const struct yaml_node *root;
		configuration->path = path;
		enum status status =
		    yaml_tree_read(&root, path, arena, diagnostics);
		/* An empty file is an empty mapping. */
		if (!status && root &&
		    !(root->shape == YAML_SCALAR && root->text.length == 0))
			status = read_keys(&reading, root, top_keys,
			    sizeof top_keys / sizeof *top_keys);
		if (status)
			return status;
	}
	return add_default_sources(&reading);
}
