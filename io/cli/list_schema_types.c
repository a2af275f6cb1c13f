#include "io/cli/list_schema_types.h"

#include <stdio.h>
#include <string.h>

#include "io/import/config/pay.h"
#include "io/import/config/source.h"

/* ---- parts ---- */

void
schema_write_names(struct schema_writer *writer, const char *name,
    const char *const *names, size_t count)
{
	json_open(&writer->json, name, '[');
	for (size_t i = 0; i < count; i++)
		json_put_text(&writer->json, NULL, names[i]);
	json_close(&writer->json, ']');
}

static void
refer(struct schema_writer *writer, const char *definition)
{
	char reference[80];
	snprintf(reference, sizeof reference, "#/$defs/%s", definition);
	json_put_text(&writer->json, "$ref", reference);
}

/* An object that refers to one of $defs. */
static void
write_reference(
    struct schema_writer *writer, const char *name, const char *definition)
{
	json_open(&writer->json, name, '{');
	refer(writer, definition);
	json_close(&writer->json, '}');
}

/* One of a list of words that NULL ends. */
static void
write_choice(
    struct schema_writer *writer, const char *name, const char *const *words)
{
	size_t count = 0;
	while (words[count])
		count++;
	json_open(&writer->json, name, '{');
	schema_write_names(writer, "enum", words, count);
	json_close(&writer->json, '}');
}

/* A mapping with these keys (NULL ends them), all of the values of one
 * definition. */
static void
write_mapping(struct schema_writer *writer, const char *const *keys,
    const char *definition)
{
	json_put_text(&writer->json, "type", "object");
	json_put_as_is(&writer->json, "additionalProperties", "false");
	json_open(&writer->json, "properties", '{');
	for (; *keys; keys++)
		write_reference(writer, *keys, definition);
	json_close(&writer->json, '}');
}

/* ---- by column ---- */

/* A mapping with the columns of the writer's table as keys; `value` writes what
 * each is. */
static void
write_by_column(struct schema_writer *writer, const struct setting *setting,
    void (*value)(struct schema_writer *writer, const struct field *field,
	const struct setting *setting))
{
	json_put_text(&writer->json, "type", "object");
	if (writer->table == TABLE_COUNT)
		return;
	struct field_range range = schema_range(writer->table);
	json_put_as_is(&writer->json, "additionalProperties", "false");
	json_open(&writer->json, "properties", '{');
	for (size_t f = range.first; f < range.first + range.count; f++)
		value(writer, &schema_fields[f], setting);
	json_close(&writer->json, '}');
}

static void
write_headers(struct schema_writer *writer, const struct field *field,
    const struct setting *setting)
{
	(void)setting;
	write_reference(writer, field->name, "headers");
}

/* A value that stands for a cell of the field. */
static void
write_cell(
    struct schema_writer *writer, const struct field *field, const char *name)
{
	const char *const *words = schema_words(field->type);
	if (!words) {
		write_reference(writer, name,
		    field->type == FIELD_DATE      ? "day"
		    : field->type == FIELD_DECIMAL ? "amount"
						   : "cell");
		return;
	}
	json_open(&writer->json, name, '{');
	json_open(&writer->json, "enum", '[');
	for (; *words; words++)
		if (**words)
			json_put_text(&writer->json, NULL, *words);
	json_put_text(&writer->json, NULL, "");
	json_put_as_is(&writer->json, NULL, "null");
	json_close(&writer->json, ']');
	json_close(&writer->json, '}');
}

static void
write_constant(struct schema_writer *writer, const struct field *field,
    const struct setting *setting)
{
	(void)setting;
	write_cell(writer, field, field->name);
}

static void
write_pairs(struct schema_writer *writer, const struct field *field,
    const struct setting *setting)
{
	(void)setting;
	json_open(&writer->json, field->name, '{');
	json_put_text(&writer->json, "type", "object");
	write_cell(writer, field, "additionalProperties");
	json_close(&writer->json, '}');
}

static void
write_form_of(struct schema_writer *writer, const struct field *field,
    const struct setting *setting)
{
	write_choice(writer, field->name, setting_words(setting));
}

/* One of the words for all columns, or one by column. */
static void
write_form(struct schema_writer *writer, const struct setting *setting)
{
	json_open(&writer->json, "anyOf", '[');
	write_choice(writer, NULL, setting_words(setting));
	json_open(&writer->json, NULL, '{');
	write_by_column(writer, setting, write_form_of);
	json_close(&writer->json, '}');
	json_close(&writer->json, ']');
}

bool
schema_names_columns(enum setting_type type)
{
	return type == SETTING_COLUMNS || type == SETTING_VALUES ||
	       type == SETTING_CONSTANTS || type == SETTING_FORM;
}

/* ---- definitions ---- */

/* Definitions with a fixed text. Those that are made from lists of words, such
 * as the names of tables, are written by functions. */
static const struct definition_row {
	const char *name, *json;
} definition_rows[] = {
	/* What stands in a file may look like a number or like true. */
	{ "text", "{\"type\": [\"string\", \"number\", \"boolean\"], "
		  "\"minLength\": 1}" },
	{ "texts", "{\"anyOf\": [{\"$ref\": \"#/$defs/text\"}, {\"type\": "
		   "\"array\", \"minItems\": 1, "
		   "\"items\": {\"$ref\": \"#/$defs/text\"}}]}" },
	{ "cell", "{\"type\": [\"string\", \"number\", \"boolean\", "
		  "\"null\"]}" },
	{ "day", "{\"type\": [\"string\", \"null\"], \"pattern\": "
		 "\"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$\"}" },
	{ "amount", "{\"type\": [\"number\", \"string\", \"null\"], "
		    "\"pattern\": \"^(-?[0-9]+([.][0-9]+)?)?$\"}" },
	{ "not_negative", "{\"type\": \"number\", \"minimum\": 0}" },
	{ "share", "{\"type\": \"number\", \"minimum\": 0, \"maximum\": 1}" },
	{ "rate", "{\"type\": \"number\", \"exclusiveMinimum\": 0}" },
	{ "exchange_rates",
	    "{\"type\": \"object\", \"propertyNames\": {\"pattern\": "
	    "\"" RATES_CURRENCY "\"}, \"additionalProperties\": {\"anyOf\": "
	    "[{\"$ref\": \"#/$defs/rate\"}, {\"type\": \"object\", "
	    "\"propertyNames\": {\"pattern\": \"" PERIOD_PATTERN "\"}, "
	    "\"additionalProperties\": {\"$ref\": \"#/$defs/rate\"}}]}}" },
	{ "hourly_cost",
	    "{\"anyOf\": [{\"$ref\": \"#/$defs/not_negative\"}, "
	    "{\"type\": \"object\", "
	    "\"propertyNames\": {\"pattern\": \"" PERIOD_PATTERN "\"}, "
	    "\"additionalProperties\": "
	    "{\"$ref\": \"#/$defs/not_negative\"}}]}" },
	{ "hourly_costs", "{\"type\": \"object\", \"additionalProperties\": "
			  "{\"$ref\": \"#/$defs/hourly_cost\"}}" },
	{ "mix", "{\"type\": \"object\", \"minProperties\": 1, "
		 "\"additionalProperties\": {\"$ref\": \"#/$defs/texts\"}}" },
	{ "bands", "{\"type\": \"object\", \"minProperties\": 1, "
		   "\"propertyNames\": {\"minLength\": 1}, "
		   "\"additionalProperties\": "
		   "{\"$ref\": \"#/$defs/not_negative\"}}" },
	{ "ladder",
	    "{\"anyOf\": [{\"$ref\": \"#/$defs/share\"}, {\"type\": "
	    "\"object\", \"minProperties\": 1, \"propertyNames\": "
	    "{\"pattern\": \"^[0-9]+([.][0-9]+)?$\"}, "
	    "\"additionalProperties\": {\"$ref\": \"#/$defs/share\"}}]}" },
	{ "row_rules", "{\"anyOf\": [{\"$ref\": \"#/$defs/row_rule\"}, "
		       "{\"type\": \"array\", "
		       "\"items\": {\"$ref\": \"#/$defs/row_rule\"}}]}" },
};

static void
define_table(struct schema_writer *writer)
{
	const char *names[TABLE_COUNT];
	for (int table = 0; table < TABLE_COUNT; table++)
		names[table] = table_name((enum table)table);
	json_open(&writer->json, "table", '{');
	schema_write_names(writer, "enum", names, TABLE_COUNT);
	json_close(&writer->json, '}');
}

/* Opens an object of which these keys are known; its properties are open. */
static void
open_keys(struct schema_writer *writer, const char *name)
{
	json_open(&writer->json, name, '{');
	json_put_text(&writer->json, "type", "object");
	json_put_as_is(&writer->json, "additionalProperties", "false");
	json_open(&writer->json, "properties", '{');
}

static void
close_keys(struct schema_writer *writer)
{
	json_close(&writer->json, '}');
	json_close(&writer->json, '}');
}

/* The key `levels`: a mapping of levels to values of one definition. */
static void
write_levels(struct schema_writer *writer, const char *definition)
{
	json_open(&writer->json, "levels", '{');
	json_put_text(&writer->json, "type", "object");
	json_put_as_is(&writer->json, "minProperties", "1");
	write_reference(writer, "additionalProperties", definition);
	json_close(&writer->json, '}');
}

/* A rate for all kinds, or ladders by kind; of everybody with mode and levels
 * beside them. */
static void
define_rates(struct schema_writer *writer, const char *name, bool everybody)
{
	const char *const *kinds = schema_words(FIELD_KIND);
	json_open(&writer->json, name, '{');
	json_open(&writer->json, "anyOf", '[');
	write_reference(writer, NULL, "share");
	open_keys(writer, NULL);
	for (int kind = 0; kind < SOLD_KINDS; kind++)
		write_reference(writer, kinds[kind], "ladder");
	if (everybody) {
		write_choice(writer, "mode", commission_modes);
		write_levels(writer, "level_rates");
	}
	close_keys(writer);
	json_close(&writer->json, ']');
	json_close(&writer->json, '}');
}

static void
define_caps(struct schema_writer *writer, const char *name, bool everybody)
{
	open_keys(writer, name);
	for (int i = 0; i < CAP_COUNT; i++)
		write_reference(writer, cap_names[i], "not_negative");
	if (everybody)
		write_levels(writer, "level_caps");
	close_keys(writer);
}

static void
define_payroll_columns(struct schema_writer *writer)
{
	const char *const required[] = { payroll_fields[PAYROLL_EMPLOYEE],
		payroll_fields[PAYROLL_AMOUNT] };
	json_open(&writer->json, "payroll_columns", '{');
	write_mapping(writer, payroll_fields, "text");
	schema_write_names(writer, "required", required, 2);
	json_close(&writer->json, '}');
}

/* The headers of a column, or one of its shapes. */
static void
define_headers(struct schema_writer *writer)
{
	struct json_writer *json = &writer->json;
	json_open(json, "headers", '{');
	json_open(json, "anyOf", '[');
	write_reference(writer, NULL, "texts");
	json_open(json, NULL, '{');
	json_put_text(json, "type", "object");
	json_put_as_is(json, "additionalProperties", "false");
	json_open(json, "properties", '{');
	for (size_t i = 0; column_shapes[i]; i++)
		write_reference(writer, column_shapes[i], "texts");
	write_choice(writer, "name_order", column_name_orders);
	write_reference(writer, COLUMN_INSTEAD, "texts");
	json_close(json, '}');
	json_open(json, "anyOf", '[');
	for (size_t i = 0; column_shapes[i]; i++) {
		json_open(json, NULL, '{');
		schema_write_names(writer, "required", &column_shapes[i], 1);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_close(json, '}');
	json_close(json, ']');
	json_close(json, '}');
}

/* Selects rows: by what their cells say, or by how few cells are filled. */
static void
define_row_rule(struct schema_writer *writer)
{
	static const char *const yes[] = { "yes", NULL };
	struct json_writer *json = &writer->json;
	json_open(json, "row_rule", '{');
	json_put_text(json, "type", "object");
	json_put_as_is(json, "additionalProperties", "false");
	json_open(json, "properties", '{');
	for (size_t i = 0; i < SKIP_LONE_CELL; i++)
		write_reference(
		    writer, skip_rule_keys[i], i < SKIP_IS ? "text" : "texts");
	write_choice(writer, skip_rule_keys[SKIP_LONE_CELL], yes);
	json_close(json, '}');
	json_open(json, "anyOf", '[');
	for (size_t i = SKIP_IS; i < SKIP_KEY_COUNT; i++) {
		json_open(json, NULL, '{');
		schema_write_names(writer, "required", &skip_rule_keys[i], 1);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_close(json, '}');
}

void
schema_write_definitions(struct schema_writer *writer)
{
	size_t count = sizeof definition_rows / sizeof *definition_rows;
	for (size_t i = 0; i < count; i++)
		json_put_as_is(&writer->json, definition_rows[i].name,
		    definition_rows[i].json);
	define_table(writer);
	define_rates(writer, "commission", true);
	define_rates(writer, "level_rates", false);
	define_caps(writer, "caps", true);
	define_caps(writer, "level_caps", false);
	define_payroll_columns(writer);
	define_headers(writer);
	define_row_rule(writer);
}

/* ---- types ---- */

static void
write_number(struct schema_writer *writer, const struct setting *setting)
{
	json_put_text(&writer->json, "type",
	    setting->type == SETTING_WHOLE ? "integer" : "number");
	if (setting->rule.least)
		json_put_as_is(&writer->json, "minimum", setting->rule.least);
	if (setting->rule.most)
		json_put_as_is(&writer->json, "maximum", setting->rule.most);
	if (*setting->otherwise)
		json_put_as_is(&writer->json, "default", setting->otherwise);
}

static void
write_text(struct schema_writer *writer, const struct setting *setting)
{
	if (setting->rule.pattern) {
		json_put_text(&writer->json, "type", "string");
		json_put_text(&writer->json, "pattern", setting->rule.pattern);
	} else {
		refer(writer, "text");
	}
	if (*setting->otherwise)
		json_put_text(&writer->json, "default", setting->otherwise);
}

static void
write_word(struct schema_writer *writer, const struct setting *setting)
{
	static const char *const yes_no[] = { "no", "yes", NULL };
	const char *const *words =
	    setting->type == SETTING_YES_NO ? yes_no : setting_words(setting);
	size_t count = 0;
	while (words[count])
		count++;
	schema_write_names(writer, "enum", words, count);
	if (*setting->otherwise)
		json_put_text(&writer->json, "default", setting->otherwise);
}

/* A word or a list of them. */
static void
write_words(struct schema_writer *writer, const struct setting *setting)
{
	json_open(&writer->json, "anyOf", '[');
	write_choice(writer, NULL, setting_words(setting));
	json_open(&writer->json, NULL, '{');
	json_put_text(&writer->json, "type", "array");
	json_put_as_is(&writer->json, "minItems", "1");
	write_choice(writer, "items", setting_words(setting));
	json_close(&writer->json, '}');
	json_close(&writer->json, ']');
}

/* A file, a source of the table, or a list of these. */
static void
write_files(struct schema_writer *writer, const char *table)
{
	json_open(&writer->json, "anyOf", '[');
	write_reference(writer, NULL, "text");
	write_reference(writer, NULL, table);
	json_open(&writer->json, NULL, '{');
	json_put_text(&writer->json, "type", "array");
	json_open(&writer->json, "items", '{');
	json_open(&writer->json, "anyOf", '[');
	write_reference(writer, NULL, "text");
	write_reference(writer, NULL, table);
	json_close(&writer->json, ']');
	json_close(&writer->json, '}');
	json_close(&writer->json, '}');
	json_close(&writer->json, ']');
}

void
schema_write_type(struct schema_writer *writer, const struct yaml_key *key)
{
	/* The types that are one of $defs. */
	static const char *const defined[] = {
		[SETTING_EXCHANGE_RATES] = "exchange_rates",
		[SETTING_HOURLY_RATES] = "not_negative",
		[SETTING_HOURLY_COSTS] = "hourly_costs",
		[SETTING_HOURLY_COST] = "hourly_cost",
		[SETTING_MIX] = "mix",
		[SETTING_COMMISSION] = "commission",
		[SETTING_CAPS] = "caps",
		[SETTING_BANDS] = "bands",
		[SETTING_PAYROLL_COLUMNS] = "payroll_columns",
		[SETTING_TABLE] = "table",
		[SETTING_TEXTS] = "texts",
		[SETTING_ROW_RULES] = "row_rules",
	};
	const struct setting *setting = key->setting;
	switch (setting->type) {
	case SETTING_TEXT:
		write_text(writer, setting);
		break;
	case SETTING_WHOLE:
	case SETTING_DECIMAL:
		write_number(writer, setting);
		break;
	case SETTING_WORD:
	case SETTING_YES_NO:
		write_word(writer, setting);
		break;
	case SETTING_WORDS:
		write_words(writer, setting);
		break;
	case SETTING_FILES:
		write_files(writer, table_name((enum table)key->offset));
		break;
	case SETTING_COLUMNS:
		write_by_column(writer, setting, write_headers);
		break;
	case SETTING_VALUES:
		write_by_column(writer, setting, write_pairs);
		break;
	case SETTING_CONSTANTS:
		write_by_column(writer, setting, write_constant);
		break;
	case SETTING_FORM:
		write_form(writer, setting);
		break;
	case SETTING_KEYS: /* the keys below them say all */
	case SETTING_ALL_KEYS:
		break;
	default:
		refer(writer, defined[setting->type]);
	}
}
