#include "io/import/config/configuration.h"

#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/import/config/pay.h"
#include "io/import/config/rates.h"

static struct configuration *
target(const struct yaml_reading *reading)
{
	return reading->target;
}

/* ---- definitions ---- */

static enum status
read_currency(struct yaml_reading *reading, const struct yaml_node *node)
{
	if (node->shape != YAML_SCALAR || !rates_is_currency(node->text))
		return yaml_wrong(reading, node,
		    "currency: expected three capital letters such as VND, "
		    "found %s",
		    yaml_found(node));
	target(reading)->definitions.currency = node->text.data;
	return STATUS_OK;
}

static enum status
read_fiscal_year(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_integer(reading, node, 1, 12,
	    &target(reading)->definitions.fiscal_year_start);
}

static enum status
read_grace_days(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_integer(
	    reading, node, 0, 3650, &target(reading)->definitions.grace_days);
}

static enum status
read_scale_min(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_decimal(
	    reading, node, &target(reading)->definitions.scale_min);
}

static enum status
read_scale_max(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_decimal(
	    reading, node, &target(reading)->definitions.scale_max);
}

static enum status
read_scale(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = { { "min", read_scale_min },
		{ "max", read_scale_max } };
	struct definitions *definitions = &target(reading)->definitions;
	definitions->scale_min = definitions->scale_max = DECIMAL_NONE;
	enum status status = yaml_read_keys(reading, node, keys, 2);
	if (status)
		return status;
	if (definitions->scale_min == DECIMAL_NONE ||
	    definitions->scale_max == DECIMAL_NONE ||
	    definitions->scale_min >= definitions->scale_max)
		return yaml_wrong(reading, node,
		    "scale: expected {min: A, max: B} with A less than B");
	return STATUS_OK;
}

static enum status
read_kinds(struct yaml_reading *reading, const struct yaml_node *node)
{
	const char *const *words = schema_words(FIELD_KIND);
	unsigned *kinds = &target(reading)->definitions.close_rate_kinds;
	*kinds = 0;
	if (node->shape != YAML_LIST || !node->first)
		return yaml_wrong(reading, node,
		    "kinds: expected a list such as [new, upsell], found %s",
		    yaml_found(node));
	for (const struct yaml_node *kind = node->first; kind;
	     kind = kind->next) {
		int code = 0;
		while (words[code] && (kind->shape != YAML_SCALAR ||
					  !text_is(kind->text, words[code])))
			code++;
		if (!words[code])
			return yaml_wrong(reading, kind,
			    "kinds: expected new, renewal, upsell or "
			    "cross_sell, found %s",
			    yaml_found(kind));
		*kinds |= 1u << code;
	}
	return STATUS_OK;
}

static enum status
read_close_rate(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = { { "kinds", read_kinds } };
	return yaml_read_keys(reading, node, keys, 1);
}

static enum status
read_min_raters(struct yaml_reading *reading, const struct yaml_node *node)
{
	return yaml_integer(
	    reading, node, 1, 1000, &target(reading)->definitions.min_raters);
}

static enum status
read_coordination(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const struct yaml_key keys[] = { { "min_raters",
	    read_min_raters } };
	return yaml_read_keys(reading, node, keys, 1);
}

static enum status
read_duplicates(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const char *const words[] = { "report", "drop", NULL };
	int code = 0;
	enum status status = yaml_word(reading, node, words, &code);
	target(reading)->drop_duplicates = code == 1;
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
	enum status status = source_read(reading, node, table, source);
	reading->target = configuration;
	return status;
}

static enum status
read_table(struct yaml_reading *reading, const struct yaml_node *node,
    enum table table)
{
	enum status status = STATUS_OK;
	if (node->shape != YAML_LIST)
		return add_source(reading, node, table);
	for (const struct yaml_node *item = node->first; item && !status;
	     item = item->next)
		status = add_source(reading, item, table);
	return status;
}

#define TABLE(ID, name, ...)                                                   \
	static enum status read_##name(                                        \
	    struct yaml_reading *reading, const struct yaml_node *node)        \
	{                                                                      \
		return read_table(reading, node, TABLE_##ID);                  \
	}
#include "engine/model/tables.def"

static enum status
read_pay(struct yaml_reading *reading, const struct yaml_node *node)
{
	return pay_read(reading, node, &target(reading)->pay);
}

static enum status
read_payroll(struct yaml_reading *reading, const struct yaml_node *node)
{
	return payroll_read(reading, node, &target(reading)->pay.payroll);
}

static const struct yaml_key top_keys[] = {
	{ "currency", read_currency },
	{ "fiscal_year_start", read_fiscal_year },
	{ "grace_days", read_grace_days },
	{ "scale", read_scale },
	{ "close_rate", read_close_rate },
	{ "coordination", read_coordination },
	{ "exchange_rates", rates_read_exchange },
	{ "rates", rates_read_hourly },
	{ "duplicates", read_duplicates },
#define TABLE(ID, name, ...) { #name, read_##name },
#include "engine/model/tables.def"
	{ "pay", read_pay },
	{ "payroll", read_payroll },
};

/* ---- defaults ---- */

/* A table that kpi.yaml does not mention, or whose source names no files, has
 * the files of its name. */
static enum status
add_default_sources(struct yaml_reading *reading)
{
	static const struct text defaults[TABLE_COUNT] = {
#define TABLE(ID, name, row, files, ...) { files, sizeof files - 1 },
#include "engine/model/tables.def"
	};
	struct configuration *configuration = target(reading);
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
		for (; source; source = source->next) {
			if (source->pattern_count)
				continue;
			source->patterns = &defaults[table];
			source->pattern_count = 1;
		}
	}
	return STATUS_OK;
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

enum status
configuration_read(struct configuration *configuration, const char *folder,
    struct arena *arena, struct diagnostics *diagnostics)
{
	struct yaml_reading reading = { .target = configuration,
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
		.rates = { .otherwise = DECIMAL_NONE },
		.pay = pay_terms_default(),
	};
	const char *path = arena_format(arena, "%s/kpi.yaml", folder);
	if (!path)
		return diagnostics_no_memory(diagnostics);
	if (access(path, F_OK) == 0) {
		const struct yaml_node *root;
		reading.path = configuration->path = path;
		enum status status =
		    yaml_tree_read(&root, path, arena, diagnostics);
		/* An empty file is an empty mapping. */
		/* The fiscal year first: the periods of rates depend on it. */
		for (const struct yaml_node *node =
			 !status && root && root->shape == YAML_MAPPING
			     ? root->first
			     : NULL;
		     node && !status; node = node->next)
			if (text_is(node->key->text, "fiscal_year_start"))
				status = read_fiscal_year(&reading, node);
		if (!status && root &&
		    !(root->shape == YAML_SCALAR && root->text.length == 0))
			status = yaml_read_keys(&reading, root, top_keys,
			    sizeof top_keys / sizeof *top_keys);
		if (status)
			return status;
	}
	pay_terms_complete(
	    &configuration->pay, configuration->definitions.currency);
	return add_default_sources(&reading);
}
