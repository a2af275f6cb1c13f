#include "io/import/config/source_parts.h"

#include <stddef.h>

#include "engine/base/arena.h"

const char *const skip_rule_keys[] = { [SKIP_RULE] = "rule",
	[SKIP_COLUMN] = "column",
	[SKIP_IS] = "is",
	[SKIP_STARTS_WITH] = "starts_with",
	[SKIP_LONE_CELL] = "lone_cell" };

static enum status
read_skip_rule(
    struct yaml_reading *reading, const struct yaml_node *node, bool unfinished)
{
	struct source_configuration *source = source_target(reading);
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
		while (i < SKIP_KEY_COUNT &&
		       !text_is(value->key->text, skip_rule_keys[i]))
			i++;
		enum status status =
		    i == SKIP_KEY_COUNT
			? yaml_unknown_key(reading, value->key, skip_rule_keys,
			      SKIP_KEY_COUNT)
			: yaml_texts(reading, value, &texts, &count);
		if (status)
			return status;
		if (i == SKIP_RULE)
			rule->name = texts[0].data;
		else if (i == SKIP_COLUMN)
			rule->header = texts[0];
		else if (i == SKIP_LONE_CELL)
			rule->lone = text_is(texts[0], "yes");
		else {
			rule->words = texts;
			rule->word_count = count;
			rule->prefix = i == SKIP_STARTS_WITH;
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
read_rules(
    struct yaml_reading *reading, const struct yaml_node *node, bool unfinished)
{
	enum status status = STATUS_OK;
	if (node->shape != YAML_LIST)
		return read_skip_rule(reading, node, unfinished);
	for (const struct yaml_node *item = node->first; item && !status;
	     item = item->next)
		status = read_skip_rule(reading, item, unfinished);
	return status;
}

enum status
source_read_skip(struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_rules(reading, node, false);
}

enum status
source_read_skip_rows(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	struct yaml_key key = *reading->key;
	const struct yaml_key *before = reading->key;
	key.offset = offsetof(struct source_configuration, rows_above);
	reading->key = &key;
	enum status status = yaml_read_value(reading, node);
	reading->key = before;
	source_target(reading)->rows_above++;
	return status;
}

enum status
source_read_unfinished(
    struct yaml_reading *reading, const struct yaml_node *node)
{
	return read_rules(reading, node, true);
}
