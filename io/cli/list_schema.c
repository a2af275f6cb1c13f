/* kpi list schema: kpi.yaml and the format files as JSON Schema (draft
 * 2020-12), for editors. Made from the tables that the files are read by. */
#include "io/cli/list_schema.h"

#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "io/cli/delivery.h"
#include "io/cli/list_schema_types.h"
#include "io/cli/talk.h"
#include "io/import/config/configuration.h"
#include "io/locale/locale.h"

/* The part of a key behind the prefix `above`, up to the next dot; empty if the
 * key does not begin with that prefix. */
static struct text
name_below(const char *key, const char *above)
{
	size_t length = strlen(above);
	if (strncmp(key, above, length) != 0)
		return (struct text){ "", 0 };
	return (struct text){ key + length, strcspn(key + length, ".") };
}

/* Does an earlier row of the table begin with the same name? */
static bool
stood_before(const struct yaml_keys *keys, size_t row, const char *above,
    struct text name)
{
	for (size_t i = 0; i < row; i++)
		if (text_equal(
			name_below(keys->rows[i].setting->key, above), name))
			return true;
	return false;
}

static bool write_keys(struct schema_writer *writer,
    const struct yaml_keys *keys, const char *above, bool all);

/* A mapping of the keys below `key` (NULL: there is no row for it). Where the
 * key may also be a single value, both are allowed. */
static bool
write_keys_below(struct schema_writer *writer, const struct yaml_keys *keys,
    const struct yaml_key *key, const char *above)
{
	struct json_writer *json = &writer->json;
	bool only = !key || key->setting->type == SETTING_KEYS ||
		    key->setting->type == SETTING_ALL_KEYS;
	if (only)
		return write_keys(writer, keys, above,
		    key && key->setting->type == SETTING_ALL_KEYS);
	json_open(json, "anyOf", '[');
	json_open(json, NULL, '{');
	schema_write_type(writer, key);
	json_close(json, '}');
	json_open(json, NULL, '{');
	bool done = write_keys(writer, keys, above, false);
	json_close(json, '}');
	json_close(json, ']');
	return done;
}

/* The key `full`, whose last part is `name`: what its row says, and the keys
 * below it. */
static bool
write_key(struct schema_writer *writer, const struct yaml_keys *keys,
    const char *full, const char *name)
{
	const char *above = arena_format(writer->arena, "%s.", full);
	const struct yaml_key *key = NULL;
	bool leads = false, done = above != NULL;
	for (size_t i = 0; done && i < keys->count; i++) {
		const char *row = keys->rows[i].setting->key;
		leads |= strncmp(row, above, strlen(above)) == 0;
		if (strcmp(row, full) == 0)
			key = &keys->rows[i];
	}
	json_open(&writer->json, name, '{');
	if (key && language_text(writer->language, key->setting->explanation))
		json_put_text(&writer->json, "description",
		    language_text(writer->language, key->setting->explanation));
	if (done && leads)
		done = write_keys_below(writer, keys, key, above);
	else if (key)
		schema_write_type(writer, key);
	json_close(&writer->json, '}');
	return done;
}

/* A mapping that may have the keys that begin with `above`, and no others; with
 * `all` it must have every one of them. False without memory. */
static bool
write_keys(struct schema_writer *writer, const struct yaml_keys *keys,
    const char *above, bool all)
{
	const char *names[SCHEMA_KEYS_MOST];
	size_t count = 0;
	bool done = true;
	json_put_text(&writer->json, "type", "object");
	json_open(&writer->json, "properties", '{');
	for (size_t i = 0; i < keys->count && done; i++) {
		struct text name =
		    name_below(keys->rows[i].setting->key, above);
		if (!name.length || stood_before(keys, i, above, name))
			continue;
		const char *copy =
		    arena_copy(writer->arena, name.data, name.length);
		const char *full =
		    copy ? arena_format(writer->arena, "%s%s", above, copy)
			 : NULL;
		done = full && write_key(writer, keys, full, copy);
		if (count < SCHEMA_KEYS_MOST)
			names[count++] = copy;
	}
	json_close(&writer->json, '}');
	json_put_as_is(&writer->json, "additionalProperties", "false");
	if (all && done)
		schema_write_names(writer, "required", names, count);
	return done;
}

static void
begin(struct schema_writer *writer, const char *title)
{
	json_open(&writer->json, NULL, '{');
	json_put_text(&writer->json, "$schema",
	    "https://json-schema.org/draft/2020-12/schema");
	json_put_text(&writer->json, "title", title);
}

/* kpi.yaml; a source of each table is in $defs under the table's name. */
static bool
write_kpi(struct schema_writer *writer)
{
	begin(writer, "kpi.yaml");
	bool done = write_keys(writer, &configuration_keys, "", false);
	json_open(&writer->json, "$defs", '{');
	for (int table = 0; table < TABLE_COUNT && done; table++) {
		writer->table = (enum table)table;
		json_open(&writer->json, table_name(writer->table), '{');
		done = write_keys(writer, &source_keys, "", false);
		json_close(&writer->json, '}');
	}
	schema_write_definitions(writer);
	json_close(&writer->json, '}');
	json_close(&writer->json, '}');
	return done;
}

/* The part of a format that depends on its table: keys whose values name
 * columns. */
static void
write_format_of(struct schema_writer *writer, enum table table)
{
	struct json_writer *json = &writer->json;
	writer->table = table;
	json_open(json, NULL, '{');
	json_open(json, "if", '{');
	json_open(json, "properties", '{');
	json_open(json, "table", '{');
	json_put_text(json, "const", table_name(table));
	json_close(json, '}');
	json_close(json, '}');
	json_close(json, '}');
	json_open(json, "then", '{');
	json_open(json, "properties", '{');
	for (size_t i = 0; i < format_keys.count; i++) {
		const struct yaml_key *key = &format_keys.rows[i];
		if (!schema_names_columns(key->setting->type))
			continue;
		json_open(json, key->setting->key, '{');
		schema_write_type(writer, key);
		json_close(json, '}');
	}
	json_close(json, '}');
	json_close(json, '}');
	json_close(json, '}');
}

static bool
write_format(struct schema_writer *writer)
{
	static const char *const required[] = { "table", "recognize" };
	begin(writer, _("a format of kpi"));
	writer->table = TABLE_COUNT;
	bool done = write_keys(writer, &format_keys, "", false);
	schema_write_names(writer, "required", required, 2);
	json_open(&writer->json, "allOf", '[');
	for (int table = 0; table < TABLE_COUNT; table++)
		write_format_of(writer, (enum table)table);
	json_close(&writer->json, ']');
	json_open(&writer->json, "$defs", '{');
	schema_write_definitions(writer);
	json_close(&writer->json, '}');
	json_close(&writer->json, '}');
	return done;
}

int
list_schema(const struct options *options)
{
	const char *file = options->places[1] ? options->places[1] : "kpi";
	bool of_format = strcmp(file, "format") == 0;
	if (!of_format && strcmp(file, "kpi") != 0) {
		talk_error("list schema %s: expected kpi or format", file);
		return 2;
	}
	struct diagnostics diagnostics = { .arena = arena_new(),
		.language = locale_spoken() };
	struct delivery delivery;
	if (!diagnostics.arena) {
		talk_error("out of memory");
		return 3;
	}
	enum status status = delivery_open(
	    &delivery, NULL, true, diagnostics.arena, &diagnostics);
	if (!status) {
		struct schema_writer writer = { .json.output = delivery.output,
			.language = options->language,
			.arena = diagnostics.arena };
		if (!(of_format ? write_format : write_kpi)(&writer))
			status = diagnostics_no_memory(&diagnostics);
		status = delivery_close(&delivery, status, &diagnostics);
	}
	talk_diagnostics(&diagnostics, options->quiet);
	arena_free(diagnostics.arena);
	return status_exit_code(status);
}
