#include "io/import/config/yaml_keys.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/base/arena.h"

enum { MOST_KEYS = 32 };

enum status
yaml_wrong(struct yaml_reading *reading, const struct yaml_node *node,
    const char *format, ...)
{
	va_list arguments;
	char text[600];
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	return diagnostics_fail(reading->diagnostics, STATUS_USAGE, "%s:%u: %s",
	    reading->path, node->line, text);
}

const char *
yaml_found(const struct yaml_node *node)
{
	return node->shape == YAML_SCALAR ? node->text.data
	       : node->shape == YAML_LIST ? "(a list)"
					  : "(a mapping)";
}

enum status
yaml_no_memory(struct yaml_reading *reading)
{
	return diagnostics_no_memory(reading->diagnostics);
}

/* The known names in one line, for messages. */
static void
list_names(char *known, size_t size, const char *const *names, size_t count)
{
	size_t used = 0;
	for (size_t i = 0; i < count && used + 40 < size; i++)
		used += (size_t)snprintf(
		    known + used, size - used, "%s%s", i ? ", " : "", names[i]);
}

enum status
yaml_unknown_key(struct yaml_reading *reading, const struct yaml_node *key,
    const char *const *names, size_t count)
{
	char known[500] = "";
	const char *nearest = text_nearest(key->text, names, count);
	if (nearest)
		return yaml_wrong(reading, key,
		    "unknown key %s; did you mean %s?", key->text.data,
		    nearest);
	list_names(known, sizeof known, names, count);
	return yaml_wrong(reading, key, "unknown key %s; known here: %s",
	    key->text.data, known);
}

enum status
yaml_read_keys(struct yaml_reading *reading, const struct yaml_node *node,
    const struct yaml_key *keys, size_t count)
{
	const char *names[MOST_KEYS];
	for (size_t i = 0; i < count; i++)
		names[i] = keys[i].name;
	if (node->shape != YAML_MAPPING)
		return yaml_wrong(reading, node,
		    "expected a mapping (key: value), found %s",
		    yaml_found(node));
	for (const struct yaml_node *value = node->first; value;
	     value = value->next) {
		size_t i = 0;
		while (i < count && !text_is(value->key->text, keys[i].name))
			i++;
		enum status status = i == count ? yaml_unknown_key(reading,
						      value->key, names, count)
						: keys[i].read(reading, value);
		if (status)
			return status;
	}
	return STATUS_OK;
}

enum status
yaml_integer(struct yaml_reading *reading, const struct yaml_node *node,
    int least, int most, int *number)
{
	decimal value = 0;
	bool whole = node->shape == YAML_SCALAR &&
		     decimal_parse(node->text, &value) == DECIMAL_OK &&
		     value % DECIMAL_ONE == 0;
	value /= DECIMAL_ONE;
	if (!whole || value < least || value > most)
		return yaml_wrong(reading, node,
		    "%s: expected a whole number from %d to %d, found %s",
		    node->key->text.data, least, most, yaml_found(node));
	*number = (int)value;
	return STATUS_OK;
}

enum status
yaml_decimal(
    struct yaml_reading *reading, const struct yaml_node *node, decimal *value)
{
	enum decimal_status status = node->shape == YAML_SCALAR
					 ? decimal_parse(node->text, value)
					 : DECIMAL_NOT_A_NUMBER;
	return status == DECIMAL_OK
		   ? STATUS_OK
		   : yaml_wrong(reading, node, "%s: found %s: %s",
			 node->key->text.data, yaml_found(node),
			 decimal_reason(status));
}

enum status
yaml_word(struct yaml_reading *reading, const struct yaml_node *node,
    const char *const *words, int *code)
{
	char known[300] = "";
	size_t count = 0;
	for (; words[count]; count++)
		if (node->shape == YAML_SCALAR &&
		    text_is(node->text, words[count])) {
			*code = (int)count;
			return STATUS_OK;
		}
	list_names(known, sizeof known, words, count);
	return yaml_wrong(reading, node, "%s: expected one of %s; found %s",
	    node->key->text.data, known, yaml_found(node));
}

enum status
yaml_texts(struct yaml_reading *reading, const struct yaml_node *node,
    const struct text **texts, size_t *count)
{
	size_t length = 0;
	const struct yaml_node *first =
	    node->shape == YAML_LIST ? node->first : node;
	for (const struct yaml_node *item = first; item; item = item->next) {
		length++;
		if (item->shape != YAML_SCALAR || item->text.length == 0)
			return yaml_wrong(reading, item,
			    "%s: expected a text or a list of texts, found %s",
			    node->key ? node->key->text.data : "here",
			    *yaml_found(item) ? yaml_found(item) : "nothing");
		if (node->shape != YAML_LIST)
			break;
	}
	if (length == 0)
		return yaml_wrong(reading, node,
		    "%s: expected a text or a list of texts, found an empty "
		    "list",
		    node->key ? node->key->text.data : "here");
	struct text *list =
	    arena_allocate(reading->arena, length, sizeof *list);
	if (!list)
		return yaml_no_memory(reading);
	*texts = list;
	*count = length;
	for (const struct yaml_node *item = first; length--; item = item->next)
		*list++ = item->text;
	return STATUS_OK;
}
