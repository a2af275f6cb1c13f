#include "io/import/config/settings.h"

#include <string.h>

#include "engine/base/arena.h"

/* What is being listed. */
struct listing {
	struct setting_lines *lines;
	size_t capacity;
	const struct configuration *configuration; /* or NULL */
	struct arena *arena;
};

static enum status
add_line(struct listing *listing, struct setting_line line)
{
	struct setting_lines *lines = listing->lines;
	struct setting_line *rows = arena_grown(listing->arena, lines->rows,
	    lines->count, &listing->capacity, sizeof *rows);
	if (!rows || !line.name || !line.in_force)
		return STATUS_MEMORY;
	lines->rows = rows;
	rows[lines->count++] = line;
	return STATUS_OK;
}

/* The first time from `said` on that a key stands in kpi.yaml, or NULL. */
static const struct yaml_said *
find_said(const struct yaml_said *said, const struct yaml_key *key)
{
	while (said && said->key != key)
		said = said->next;
	return said;
}

static const struct yaml_said *
all_said(const struct listing *listing)
{
	return listing->configuration ? listing->configuration->said : NULL;
}

/* The files of a table, of all its sources. */
static const char *
files_in_force(const struct listing *listing, enum table table)
{
	const char *text = "";
	for (const struct source_configuration *source =
		 listing->configuration->sources[table];
	     source; source = source->next)
		for (size_t i = 0; i < source->pattern_count && text; i++)
			text = arena_format(listing->arena, "%s%s%s", text,
			    *text ? ", " : "", source->patterns[i].data);
	return text;
}

/* Is `key` one of the mapping `above`, as scale.min is of scale? */
static bool
is_below(const char *key, const char *above)
{
	size_t length = strlen(above);
	return strncmp(key, above, length) == 0 && key[length] == '.';
}

static bool
has_keys_below(const char *above)
{
	for (size_t i = 0; i < configuration_keys.count; i++)
		if (is_below(configuration_keys.rows[i].setting->key, above))
			return true;
	return false;
}

/* What a node says; of a mapping whose keys are listed, too, only that. */
static const char *
said_in_force(const struct listing *listing, const struct yaml_said *said)
{
	return said->node->shape == YAML_MAPPING &&
		       has_keys_below(said->key->setting->key)
		   ? "{…}"
		   : yaml_node_text(said->node, listing->arena);
}

/* What holds where kpi.yaml does not say it: what the row says, or what
 * follows from other keys. */
static const char *
otherwise_in_force(const struct listing *listing, size_t index)
{
	const struct setting *setting = configuration_keys.rows[index].setting;
	return index < DEFINITION_COUNT && !*setting->otherwise
		   ? definition_text(&definitions_table[index],
			 &listing->configuration->definitions, ", ",
			 listing->arena)
		   : setting->otherwise;
}

/* A key of the file's root, or below it. */
static enum status
add_key(struct listing *listing, size_t index)
{
	const struct yaml_key *key = &configuration_keys.rows[index];
	const struct yaml_said *said = find_said(all_said(listing), key);
	struct setting_line line = { .setting = key->setting,
		.name = key->setting->key,
		.in_force = "",
		.line = said ? said->node->key->line : 0 };
	if (key->setting->type == SETTING_FILES && listing->configuration)
		line.in_force =
		    files_in_force(listing, (enum table)key->offset);
	else if (said)
		line.in_force = said_in_force(listing, said);
	else if (listing->configuration)
		line.in_force = otherwise_in_force(listing, index);
	return add_line(listing, line);
}

/* The key, and below a definition what only its reader knows of: rates.employee
 * is read by that of rates. */
static enum status
add_with_keys_below(struct listing *listing, size_t index)
{
	const struct setting *setting = configuration_keys.rows[index].setting;
	enum status status = STATUS_OK;
	if (setting->explanation)
		status = add_key(listing, index);
	for (size_t i = DEFINITION_COUNT;
	     index < DEFINITION_COUNT && i < configuration_keys.count &&
	     !status;
	     i++)
		if (is_below(
			configuration_keys.rows[i].setting->key, setting->key))
			status = add_key(listing, i);
	return status;
}

static bool
is_below_definition(const struct setting *setting)
{
	for (size_t i = 0; i < DEFINITION_COUNT; i++)
		if (is_below(setting->key, definitions_table[i].setting.key))
			return true;
	return false;
}

/* A key of sources: wherever it stands, or once. */
static enum status
add_source_key(struct listing *listing, const struct yaml_key *key)
{
	const struct yaml_said *said = find_said(all_said(listing), key);
	if (!said)
		return add_line(
		    listing, (struct setting_line){ .setting = key->setting,
				 .name = arena_format(listing->arena,
				     "TABLE.%s", key->setting->key),
				 .in_force = "" });
	enum status status = STATUS_OK;
	for (; said && !status; said = find_said(said->next, key))
		status = add_line(listing,
		    (struct setting_line){ .setting = key->setting,
			.name = said->name,
			.in_force = yaml_node_text(said->node, listing->arena),
			.line = said->node->key->line });
	return status;
}

enum status
settings_list(struct setting_lines *lines,
    const struct configuration *configuration, struct arena *arena)
{
	struct listing listing = {
		.lines = lines, .configuration = configuration, .arena = arena
	};
	enum status status = STATUS_OK;
	*lines = (struct setting_lines){ .count = 0 };
	for (size_t i = 0; i < configuration_keys.count && !status; i++)
		if (!is_below_definition(configuration_keys.rows[i].setting))
			status = add_with_keys_below(&listing, i);
	for (size_t i = 0; i < source_keys.count && !status; i++)
		status = add_source_key(&listing, &source_keys.rows[i]);
	return status;
}
