#include "io/import/config/source_parts.h"

#include "engine/base/arena.h"
#include "engine/model/setting_rules.h"

enum status
source_expect_mapping(struct yaml_reading *reading,
    const struct yaml_node *node, const char *example)
{
	return node->shape == YAML_MAPPING
		   ? STATUS_OK
		   : yaml_wrong(reading, node, "%s: expected %s, found %s",
			 node->key->text.data, example, yaml_found(node));
}

enum status
source_read_field(
    struct yaml_reading *reading, const struct yaml_node *key, size_t *field)
{
	struct field_range range = schema_range(source_target(reading)->table);
	const char *names[FIELD_COUNT];
	*field = schema_find(source_target(reading)->table, key->text);
	if (*field < range.first + range.count)
		return STATUS_OK;
	for (size_t i = 0; i < range.count; i++)
		names[i] = schema_fields[range.first + i].name;
	return yaml_unknown_key(reading, key, names, range.count);
}

static enum status
read_files(struct yaml_reading *reading, const struct yaml_node *node)
{
	source_target(reading)->own_files = true;
	return yaml_texts(reading, node, &source_target(reading)->patterns,
	    &source_target(reading)->pattern_count);
}

static enum status
read_format(struct yaml_reading *reading, const struct yaml_node *node)
{
	if (node->shape != YAML_SCALAR || node->text.length == 0)
		return yaml_unexpected(reading, node);
	source_target(reading)->format = node->text;
	source_target(reading)->format_from =
	    arena_format(reading->arena, "%s:%u", reading->path, node->line);
	return source_target(reading)->format_from ? STATUS_OK
						   : yaml_no_memory(reading);
}

static enum status
read_recognize(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_texts(reading, node, &source_target(reading)->recognize,
	    &source_target(reading)->recognize_count);
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
		source_target(reading)->table = (enum table)code;
	return status;
}

static enum status
read_attributes(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_texts(reading, node, &source_target(reading)->attributes,
	    &source_target(reading)->attribute_count);
}

/* ---- the tables of keys ---- */

#define YAML_TARGET source_configuration
#define KEY YAML_KEY

static const struct yaml_key source_rows[] = {
#define SOURCE_KEY YAML_KEY
#define FORMAT_KEY(...)
#include "io/import/config/source.def"
#undef SOURCE_KEY
#undef FORMAT_KEY
};

static const struct yaml_key format_rows[] = {
#define SOURCE_KEY(...)
#define FORMAT_KEY YAML_KEY
#include "io/import/config/source.def"
};

const struct yaml_keys source_keys = { source_rows,
	sizeof source_rows / sizeof *source_rows };
const struct yaml_keys format_keys = { format_rows,
	sizeof format_rows / sizeof *format_rows };

/* A column cannot both come from the file and be constant. */
static enum status
check_constants(struct yaml_reading *reading)
{
	const struct source_configuration *source = source_target(reading);
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
	enum status status = node->shape == YAML_SCALAR
				 ? read_files(reading, node)
				 : yaml_read_keys(reading, node, &source_keys);
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
	enum status status = yaml_read_keys(reading, root, &format_keys);
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
	if (!merged.sheet)
		merged.sheet = under->sheet;
	if (!merged.header_rows)
		merged.header_rows = under->header_rows;
	if (!merged.rows_above)
		merged.rows_above = under->rows_above;
	if (!merged.free_text_count) {
		merged.free_text = under->free_text;
		merged.free_text_count = under->free_text_count;
	}
	for (size_t f = 0; f < FIELD_COUNT; f++) {
		if (!merged.date_order[f])
			merged.date_order[f] = under->date_order[f];
		if (!merged.number_style[f])
			merged.number_style[f] = under->number_style[f];
		merged.rounds[f] |= under->rounds[f];
	}
	if (!merged.unit)
		merged.unit = under->unit;
	merged.excel_dates |= under->excel_dates;
	merged.unix_dates |= under->unix_dates;
	merged.suffixes |= under->suffixes;
	merged.far_dates |= under->far_dates;
	merged.short_years |= under->short_years;
	return merged;
}
