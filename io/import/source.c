#include "io/import/source.h"

#include <string.h>

#include "engine/arena.h"
#include "io/import/cell.h"

/* The source that is being read. */
static struct source_configuration *
target(const struct yaml_reading *reading)
{
	return reading->target;
}

static enum status
expect_mapping(struct yaml_reading *reading, const struct yaml_node *node,
    const char *example)
{
	return node->shape == YAML_MAPPING
		   ? STATUS_OK
		   : yaml_wrong(reading, node, "%s: expected %s, found %s",
			 node->key->text.data, example, yaml_found(node));
}

/* The field that a key names, in the table that is being read. */
static enum status
read_field(
    struct yaml_reading *reading, const struct yaml_node *key, size_t *field)
{
	struct field_range range = schema_range(target(reading)->table);
	const char *names[FIELD_COUNT];
	*field = schema_find(target(reading)->table, key->text);
	if (*field != FIELD_COUNT)
		return STATUS_OK;
	for (size_t i = 0; i < range.count; i++)
		names[i] = schema_fields[range.first + i].name;
	return yaml_unknown_key(reading, key, names, range.count);
}

/* ---- columns ---- */

static enum status
read_headers(struct yaml_reading *reading, const struct yaml_node *node,
    struct column_map *map)
{
	return yaml_texts(reading, node, &map->headers, &map->header_count);
}

/* {join: […]}, {first: […]}, {brackets: "… (*)"}, {header: …}, each perhaps
 * with name_order: last_first. */
static enum status
read_shape(struct yaml_reading *reading, const struct yaml_node *node,
    struct column_map *map)
{
	static const char *const shapes[] = { [COLUMN_ONE_OF] = "header",
		[COLUMN_JOIN] = "join",
		[COLUMN_FIRST_FILLED] = "first",
		[COLUMN_BRACKETS] = "brackets",
		"name_order" };
	static const char *const orders[] = { "first_last", "last_first",
		NULL };
	const size_t count = sizeof shapes / sizeof *shapes;
	for (const struct yaml_node *value = node->first; value;
	     value = value->next) {
		size_t i = 0;
		int order = 0;
		while (i < count && !text_is(value->key->text, shapes[i]))
			i++;
		enum status status =
		    i == count
			? yaml_unknown_key(reading, value->key, shapes, count)
		    : i == count - 1 ? yaml_word(reading, value, orders, &order)
				     : read_headers(reading, value, map);
		if (status)
			return status;
		if (i == count - 1)
			map->last_first = order == 1;
		else
			map->shape = (enum column_shape)i;
	}
	return map->header_count
		   ? STATUS_OK
		   : yaml_wrong(reading, node,
			 "%s: expected header, join, first or brackets",
			 node->key->text.data);
}

static enum status
read_columns(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct source_configuration *source = target(reading);
	enum status status =
	    expect_mapping(reading, node, "column: header pairs");
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		struct column_map *map =
		    arena_allocate(reading->arena, 1, sizeof *map);
		if (!map)
			return yaml_no_memory(reading);
		map->path = reading->path;
		map->line = value->line;
		map->must_exist = !source->name;
		status = read_field(reading, value->key, &map->field);
		if (!status)
			status = value->shape == YAML_MAPPING
				     ? read_shape(reading, value, map)
				     : read_headers(reading, value, map);
		map->next = source->columns;
		source->columns = map;
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
				 : "expected a single value";
	return reason ? yaml_wrong(reading, node, "%s: %s: %s",
			    schema_fields[field].name, yaml_found(node), reason)
		      : STATUS_OK;
}

static enum status
read_values_of(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct source_configuration *source = target(reading);
	size_t field;
	enum status status = read_field(reading, node->key, &field);
	if (!status)
		status =
		    expect_mapping(reading, node, "pairs such as {Won: won}");
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		struct value_map *map =
		    arena_allocate(reading->arena, 1, sizeof *map);
		if (!map)
			return yaml_no_memory(reading);
		status = check_value(reading, field, value);
		*map = (struct value_map){ field,
			cell_fold(value->key->text, reading->arena),
			value->text, NULL };
		if (!status && !map->from.data)
			return yaml_no_memory(reading);
		struct value_map **tail = &source->values;
		while (*tail)
			tail = &(*tail)->next;
		*tail = map; /* of two patterns the first one counts */
	}
	return status;
}

static enum status
read_values(struct yaml_reading *reading, const struct yaml_node *node)
{
	enum status status = expect_mapping(reading, node, "column: {…} pairs");
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next)
		status = read_values_of(reading, value);
	return status;
}

static enum status
read_constants(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct source_configuration *source = target(reading);
	enum status status =
	    expect_mapping(reading, node, "column: value pairs");
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		struct constant *constant =
		    arena_allocate(reading->arena, 1, sizeof *constant);
		if (!constant)
			return yaml_no_memory(reading);
		status = read_field(reading, value->key, &constant->field);
		if (!status)
			status = check_value(reading, constant->field, value);
		constant->value = value->text;
		constant->line = value->line;
		constant->next = source->constants;
		source->constants = constant;
	}
	return status;
}

/* ---- forms ---- */

static const char *const orders[] = { [DATES_UNDECIDED] = "auto",
	[DATES_ISO] = "iso",
	[DATES_YMD] = "ymd",
	[DATES_DMY] = "dmy",
	[DATES_MDY] = "mdy",
	NULL };
static const char *const styles[] = { [NUMBERS_UNDECIDED] = "auto",
	[NUMBERS_PLAIN] = "plain",
	[NUMBERS_POINT] = "point",
	[NUMBERS_COMMA] = "comma",
	NULL };

/* One word for all columns, or column: word pairs. */
static enum status
read_forms(struct yaml_reading *reading, const struct yaml_node *node,
    const char *const *words,
    void (*set)(struct source_configuration *source, size_t field, int code))
{
	struct source_configuration *source = target(reading);
	enum status status = STATUS_OK;
	int code = 0;
	if (node->shape == YAML_SCALAR) {
		status = yaml_word(reading, node, words, &code);
		for (size_t f = 0; f < FIELD_COUNT; f++)
			set(source, f, code);
		return status;
	}
	status = expect_mapping(reading, node, "a word, or column: word pairs");
	for (const struct yaml_node *value = node->first; value && !status;
	     value = value->next) {
		size_t field;
		status = read_field(reading, value->key, &field);
		if (!status)
			status = yaml_word(reading, value, words, &code);
		if (!status)
			set(source, field, code);
	}
	return status;
}

static void
set_order(struct source_configuration *source, size_t field, int code)
{
	source->date_order[field] = (enum date_order)code;
}

static void
set_style(struct source_configuration *source, size_t field, int code)
{
	source->number_style[field] = (enum number_style)code;
}

static enum status
read_date_order(struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_forms(reading, node, orders, set_order);
}

static enum status
read_number_style(struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_forms(reading, node, styles, set_style);
}

static enum status
read_also(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct source_configuration *source = target(reading);
	static const char *const words[] = { "excel_dates", "unix_dates",
		"suffixes", NULL };
	bool *const switches[] = { &source->excel_dates, &source->unix_dates,
		&source->suffixes };
	if (node->shape != YAML_LIST)
		return yaml_wrong(reading, node,
		    "also: expected a list of excel_dates, unix_dates, "
		    "suffixes; found %s",
		    yaml_found(node));
	for (const struct yaml_node *item = node->first; item;
	     item = item->next) {
		size_t i = 0;
		while (words[i] && (item->shape != YAML_SCALAR ||
				       !text_is(item->text, words[i])))
			i++;
		if (!words[i])
			return yaml_wrong(reading, item,
			    "also: expected excel_dates, unix_dates or "
			    "suffixes, found %s",
			    yaml_found(item));
		*switches[i] = true;
	}
	return STATUS_OK;
}

static enum status
read_delimiter(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const char *const words[] = { "comma", "semicolon", "tab", "bar",
		NULL };
	int code;
	enum status status = yaml_word(reading, node, words, &code);
	if (!status)
		target(reading)->delimiter = ",;\t|"[code];
	return status;
}

static enum status
read_encoding(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const char *const words[] = { "utf-8", "utf-16le", "utf-16be",
		"windows-1252", "windows-1258", NULL };
	int code;
	enum status status = yaml_word(reading, node, words, &code);
	if (!status)
		target(reading)->encoding = words[code];
	return status;
}

static enum status
read_header_rows(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_integer(
	    reading, node, 1, 10, &target(reading)->header_rows);
}

static enum status
read_free_text(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_texts(reading, node, &target(reading)->free_text,
	    &target(reading)->free_text_count);
}

/* ---- rows to skip ---- */

static enum status
read_skip_rule(
    struct yaml_reading *reading, const struct yaml_node *node, bool unfinished)
{
	static const char *const names[] = { "rule", "column", "is",
		"starts_with", "lone_cell" };
	struct source_configuration *source = target(reading);
	struct skip_rule *rule =
	    arena_allocate(reading->arena, 1, sizeof *rule);
	if (!rule)
		return yaml_no_memory(reading);
	*rule = (struct skip_rule){ .name = unfinished ? "unfinished" : "skip",
		.unfinished = unfinished,
		.path = reading->path,
		.line = node->line };
	if (node->shape != YAML_MAPPING)
		return yaml_wrong(reading, node,
		    "expected {rule: name, column: header, is: [words]}, found "
		    "%s",
		    yaml_found(node));
	for (const struct yaml_node *value = node->first; value;
	     value = value->next) {
		const struct text *texts;
		size_t count, i = 0;
		while (i < 5 && !text_is(value->key->text, names[i]))
			i++;
		enum status status =
		    i == 5 ? yaml_unknown_key(reading, value->key, names, 5)
			   : yaml_texts(reading, value, &texts, &count);
		if (status)
			return status;
		if (i == 0)
			rule->name = texts[0].data;
		else if (i == 1)
			rule->header = texts[0];
		else if (i == 4)
			rule->lone = text_is(texts[0], "yes");
		else {
			rule->words = texts;
			rule->word_count = count;
			rule->prefix = i == 3;
		}
	}
	if (!rule->word_count && !rule->lone)
		return yaml_wrong(reading, node,
		    "a rule needs words: is: [Total] or starts_with: [Total]; "
		    "or lone_cell: yes");
	struct skip_rule **tail = &source->skips;
	while (*tail)
		tail = &(*tail)->next;
	*tail = rule; /* the first that fits names the reason */
	return STATUS_OK;
}

static enum status
read_skip(struct yaml_reading *reading, const struct yaml_node *node)
{
	enum status status = STATUS_OK;
	if (node->shape != YAML_LIST)
		return read_skip_rule(reading, node, false);
	for (const struct yaml_node *item = node->first; item && !status;
	     item = item->next)
		status = read_skip_rule(reading, item, false);
	return status;
}

static enum status
read_unfinished(struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_skip_rule(reading, node, true);
}

/* ---- a source ---- */

static enum status
read_files(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_texts(reading, node, &target(reading)->patterns,
	    &target(reading)->pattern_count);
}

static enum status
read_format(struct yaml_reading *reading, const struct yaml_node *node)
{
	if (node->shape != YAML_SCALAR || node->text.length == 0)
		return yaml_wrong(reading, node,
		    "format: expected a name that kpi list formats knows, "
		    "found %s",
		    yaml_found(node));
	target(reading)->format = node->text;
	target(reading)->format_from =
	    arena_format(reading->arena, "%s:%u", reading->path, node->line);
	return target(reading)->format_from ? STATUS_OK
					    : yaml_no_memory(reading);
}

static enum status
read_recognize(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_texts(reading, node, &target(reading)->recognize,
	    &target(reading)->recognize_count);
}

static enum status
read_title(struct yaml_reading *reading, const struct yaml_node *node)
{
	target(reading)->title = yaml_found(node);
	return STATUS_OK;
}

static enum status
read_table_name(struct yaml_reading *reading, const struct yaml_node *node)
{
	const char *words[TABLE_COUNT + 1] = { NULL };
	int code;
	for (int table = 0; table < TABLE_COUNT; table++)
		words[table] = table_name((enum table)table);
	enum status status = yaml_word(reading, node, words, &code);
	if (!status)
		target(reading)->table = (enum table)code;
	return status;
}

/* The keys that both have stand behind those that only one has. */
#define SHARED_KEYS                                                            \
	{ "columns", read_columns }, { "values", read_values },                \
	    { "constants", read_constants },                                   \
	    { "date_order", read_date_order },                                 \
	    { "number_style", read_number_style }, { "also", read_also },      \
	    { "delimiter", read_delimiter }, { "encoding", read_encoding },    \
	    { "header_rows", read_header_rows },                               \
	    { "free_text", read_free_text }, { "skip", read_skip },            \
	{                                                                      \
		"unfinished", read_unfinished                                  \
	}

static const struct yaml_key source_keys[] = { { "files", read_files },
	{ "format", read_format }, SHARED_KEYS };
static const struct yaml_key format_keys[] = { { "table", read_table_name },
	{ "title", read_title }, { "recognize", read_recognize }, SHARED_KEYS };

/* A column cannot both come from the file and be constant. */
static enum status
check_constants(struct yaml_reading *reading)
{
	const struct source_configuration *source = target(reading);
	for (const struct constant *c = source->constants; c; c = c->next)
		for (const struct column_map *m = source->columns; m;
		     m = m->next)
			if (m->field == c->field)
				return diagnostics_fail(reading->diagnostics,
				    STATUS_USAGE,
				    "%s:%u: %s is mapped to a column on line "
				    "%u; it cannot be constant as well",
				    reading->path, c->line,
				    schema_fields[c->field].name, m->line);
	return STATUS_OK;
}

enum status
source_read(struct yaml_reading *reading, const struct yaml_node *node,
    enum table table, struct source_configuration *source)
{
	*source = (struct source_configuration){
		.path = reading->path, .line = node->line, .table = table
	};
	reading->target = source;
	enum status status =
	    node->shape == YAML_SCALAR
		? read_files(reading, node)
		: yaml_read_keys(reading, node, source_keys,
		      sizeof source_keys / sizeof *source_keys);
	return status ? status : check_constants(reading);
}

enum status
source_read_format(struct yaml_reading *reading, const struct yaml_node *root,
    struct source_configuration *source)
{
	const struct yaml_node *first = root->first;
	reading->target = source;
	if (root->shape != YAML_MAPPING || !first ||
	    !text_is(first->key->text, "table"))
		return yaml_wrong(reading, root,
		    "a format begins with the key table: contracts, "
		    "timesheets, surveys …");
	enum status status = yaml_read_keys(reading, root, format_keys,
	    sizeof format_keys / sizeof *format_keys);
	if (!status && !source->recognize_count)
		status = yaml_wrong(reading, root,
		    "recognize is missing: the headers that tell this format "
		    "from others");
	return status ? status : check_constants(reading);
}

struct source_configuration
source_merged(const struct source_configuration *over,
    const struct source_configuration *under)
{
	struct source_configuration merged = *over;
	if (!under)
		return merged;
	merged.under = under;
	merged.name = under->name;
	merged.title = under->title;
	if (!merged.delimiter)
		merged.delimiter = under->delimiter;
	if (!merged.encoding)
		merged.encoding = under->encoding;
	if (!merged.header_rows)
		merged.header_rows = under->header_rows;
	if (!merged.free_text_count) {
		merged.free_text = under->free_text;
		merged.free_text_count = under->free_text_count;
	}
	for (size_t f = 0; f < FIELD_COUNT; f++) {
		if (!merged.date_order[f])
			merged.date_order[f] = under->date_order[f];
		if (!merged.number_style[f])
			merged.number_style[f] = under->number_style[f];
	}
	merged.excel_dates |= under->excel_dates;
	merged.unix_dates |= under->unix_dates;
	merged.suffixes |= under->suffixes;
	return merged;
}
