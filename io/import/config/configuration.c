#include "io/import/config/configuration.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "engine/model/setting_rules.h"
#include "io/import/config/commission.h"
#include "io/import/config/mix.h"
#include "io/import/config/pay.h"
#include "io/import/config/rates.h"

static struct configuration *
target(const struct yaml_reading *reading)
{
	return reading->target;
}

/* `scale: {min: A, max: B}`: both or none. */
static enum status
read_scale(struct yaml_reading *reading, const struct yaml_node *node)
{
	struct definitions *definitions = &target(reading)->definitions;
	definitions->scale_min = definitions->scale_max = DECIMAL_NONE;
	enum status status = yaml_read_below(reading, node);
	if (status)
		return status;
	if (definitions->scale_min == DECIMAL_NONE ||
	    definitions->scale_max == DECIMAL_NONE ||
	    definitions->scale_min >= definitions->scale_max)
		return yaml_wrong(reading, node,
		    "scale: expected {min: A, max: B} with A less than B");
	return STATUS_OK;
}

/* ---- csv ---- */

/* The row's words stand for the characters in `marks`. */
static enum status
read_mark(struct yaml_reading *reading, const struct yaml_node *node,
    const char *marks, char *mark)
{
	const char *const *words = setting_words(reading->key->setting);
	for (size_t i = 0; node->shape == YAML_SCALAR && words[i]; i++)
		if (text_is(node->text, words[i])) {
			*mark = marks[i];
			return STATUS_OK;
		}
	return yaml_unexpected(reading, node);
}

static enum status
read_csv_delimiter(struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_mark(
	    reading, node, ",;\t", &target(reading)->csv.delimiter);
}

static enum status
read_csv_decimal(struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_mark(reading, node, ".,", &target(reading)->csv.decimal);
}

/* `csv: {delimiter: ";", decimal: ","}` */
static enum status
read_csv(struct yaml_reading *reading, const struct yaml_node *node)
{
	const struct csv_shape *csv = &target(reading)->csv;
	enum status status = yaml_read_below(reading, node);
	if (!status && csv->delimiter == csv->decimal)
		return yaml_wrong(reading, node,
		    "csv: a comma cannot stand both between cells and in "
		    "numbers; say delimiter: \";\" too");
	return status;
}

/* ---- tables ---- */

/* Adds one source of a table; its file, or a mapping with files and maps. */
static enum status
add_source(struct yaml_reading *reading, const struct yaml_node *node,
    enum table table)
{
	struct configuration *configuration = target(reading);
	struct source_configuration **tail = &configuration->sources[table];
	struct source_configuration *source =
	    arena_allocate(reading->arena, 1, sizeof *source);
	if (!source)
		return yaml_no_memory(reading);
	while (*tail)
		tail = &(*tail)->next;
	*tail = source;
	const char *within =
	    arena_format(reading->arena, "%s.", reading->key->setting->key);
	if (!within)
		return yaml_no_memory(reading);
	reading->within = within;
	enum status status = source_read(reading, node, table, source);
	reading->within = NULL;
	reading->target = configuration;
	return status;
}

/* One source or a list of them; the row says of which table. */
static enum status
read_table(struct yaml_reading *reading, const struct yaml_node *node)
{
	enum table table = (enum table)reading->key->offset;
	enum status status = STATUS_OK;
	if (node->shape != YAML_LIST)
		return add_source(reading, node, table);
	for (const struct yaml_node *item = node->first; item && !status;
	     item = item->next)
		status = add_source(reading, item, table);
	return status;
}

/* ---- the table of keys ---- */

/* What reads a definition, by its type. */
#define READ_TEXT yaml_read_value
#define READ_WHOLE yaml_read_value
#define READ_DECIMAL yaml_read_value
#define READ_WORD yaml_read_value
#define READ_WORDS yaml_read_value
#define READ_YES_NO yaml_read_value
#define READ_EXCHANGE_RATES rates_read_exchange
#define READ_HOURLY_RATES rates_read_hourly
#define READ_MIX mix_read
#define READ_COMMISSION commission_read
#define READ_CAPS caps_read
#define READ_BANDS pay_read_bands

#define FILES_OF_A_TABLE                                                       \
	SUCH_AS(N_("a file, a wildcard, a list of them, or a mapping with "    \
		   "the keys of TABLE"))
/* Words that are hard to read where they stand in a list. */
#define ONE_MARK_OF(MESSAGE, ...)                                              \
	{                                                                      \
		.words = (const char *const[]){ __VA_ARGS__, NULL },           \
		.expects = MESSAGE                                             \
	}
#define EARNING_CODE SUCH_AS(N_("an earning code"))

static const struct yaml_key rows[] = {
#define DEFINITION(NAME, KEY, TYPE, ...)                                       \
	{ &definitions_table[DEFINITION_##NAME].setting, READ_##TYPE,          \
		offsetof(struct configuration, definitions.NAME) },
#include "engine/model/definitions.def"
#undef DEFINITION
#define KEY YAML_KEY
#define YAML_TARGET configuration
#include "io/import/config/configuration.def"
#define FILES_OF(ID) read_table, TABLE_##ID
#define TABLE(ID, name, row, files, ...)                                       \
	KEY(#name, FILES, FILES_OF_A_TABLE, files, FILES_OF(ID),               \
	    N_("Where this table is, and how its files are read."))
#include "engine/model/tables.def"
#undef KEY
#undef YAML_TARGET
};

const struct yaml_keys configuration_keys = { rows,
	sizeof rows / sizeof *rows };

/* ---- what holds where kpi.yaml is silent ---- */

/* The files of a table's name: those of tables.def, and workbooks called
 * likewise. */
static enum status
take_default_files(
    struct yaml_reading *reading, struct source_configuration *source)
{
	static const char *const files[TABLE_COUNT] = {
#define TABLE(ID, name, row, files, ...) files,
#include "engine/model/tables.def"
	};
	const char *csv = files[source->table];
	int stem = (int)(strlen(csv) - strlen(".csv"));
	struct text *patterns =
	    arena_allocate(reading->arena, 2, sizeof *patterns);
	const char *xlsx = arena_format(reading->arena, "%.*s.xlsx", stem, csv);
	if (!patterns || !xlsx)
		return yaml_no_memory(reading);
	patterns[0] = text_of(csv);
	patterns[1] = text_of(xlsx);
	source->patterns = patterns;
	source->pattern_count = 2;
	return STATUS_OK;
}

/* A table that kpi.yaml does not mention, or whose source names no files, has
 * the files of its name. */
static enum status
add_default_sources(struct yaml_reading *reading)
{
	struct configuration *configuration = target(reading);
	enum status status = STATUS_OK;
	for (int table = 0; table < TABLE_COUNT; table++) {
		struct source_configuration *source =
		    configuration->sources[table];
		if (!source)
			source =
			    arena_allocate(reading->arena, 1, sizeof *source);
		if (!source)
			return yaml_no_memory(reading);
		source->table = (enum table)table;
		configuration->sources[table] = source;
		for (; source && !status; source = source->next) {
			source->table = (enum table)table;
			if (!source->own_files)
				status = take_default_files(reading, source);
		}
	}
	return status;
}

/* Everything else: as if it stood in the file. */
static enum status
read_defaults(struct yaml_reading *reading)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < configuration_keys.count && !status; i++)
		if (rows[i].setting->type != SETTING_FILES)
			status = yaml_read_otherwise(reading, &rows[i]);
	return status;
}

void
configuration_ask_format(
    struct configuration *configuration, enum table table, struct text name)
{
	for (struct source_configuration *source =
		 configuration->sources[table];
	     source; source = source->next) {
		source->format = name;
		source->format_from = "--format";
	}
}

/* The fiscal year first: the periods of rates depend on it. */
static enum status
read_fiscal_year(struct yaml_reading *reading, const struct yaml_node *root)
{
	reading->key = &rows[DEFINITION_fiscal_year_start];
	if (root->shape == YAML_MAPPING)
		for (const struct yaml_node *node = root->first; node;
		     node = node->next)
			if (text_is(
				node->key->text, reading->key->setting->key))
				return yaml_read_value(reading, node);
	return STATUS_OK;
}

static enum status
read_file(struct yaml_reading *reading)
{
	const struct yaml_node *root;
	enum status status = yaml_tree_read(&root, reading->path,
	    target(reading)->sha256, reading->arena, reading->diagnostics);
	/* An empty file is an empty mapping. */
	if (status || !root ||
	    (root->shape == YAML_SCALAR && root->text.length == 0))
		return status;
	status = read_fiscal_year(reading, root);
	reading->said = &target(reading)->said;
	if (!status)
		status = yaml_read_keys(reading, root, &configuration_keys);
	return status ? status : clawback_check(reading);
}

enum status
configuration_read(struct configuration *configuration, const char *folder,
    struct arena *arena, struct diagnostics *diagnostics)
{
	struct yaml_reading reading = { .target = configuration,
		.arena = arena,
		.diagnostics = diagnostics };
	*configuration = (struct configuration){ .path = NULL };
	const char *path = arena_format(arena, "%s/kpi.yaml", folder);
	if (!path)
		return diagnostics_no_memory(diagnostics);
	enum status status = read_defaults(&reading);
	/* One of which it is not known whether it is there is an error. */
	if (!status && (access(path, F_OK) == 0 ||
			   (errno != ENOENT && errno != ENOTDIR))) {
		reading.path = configuration->path = path;
		status = read_file(&reading);
	}
	if (status)
		return status;
	pay_complete_unit(&configuration->definitions);
	return add_default_sources(&reading);
}
