#include "io/import/config/yaml_keys.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"

enum { MOST_KEYS = 64 };

enum status
yaml_wrong(struct yaml_reading *reading, const struct yaml_node *node,
    const char *format, ...)
{
	va_list arguments;
	char text[600];
	va_start(arguments, format);
	vsnprintf(text, sizeof text,
	    language_text(reading->diagnostics->language, format), arguments);
	va_end(arguments);
	return diagnostics_fail(reading->diagnostics, STATUS_USAGE, "%s:%u: %s",
	    reading->path, node->line, text);
}

const char *
yaml_found(const struct yaml_node *node)
{
	return node->shape == YAML_SCALAR ? node->text.data
	       : node->shape == YAML_LIST ? _("(a list)")
					  : _("(a mapping)");
}

enum status
yaml_unexpected(struct yaml_reading *reading, const struct yaml_node *node)
{
	const struct setting *setting = reading->key->setting;
	const char *expected =
	    setting_expects(setting, LANGUAGE_EN, reading->arena);
	if (!expected)
		return yaml_no_memory(reading);
	return yaml_wrong(reading, node, "%s: expected %s, found %s",
	    setting->key, expected,
	    *yaml_found(node) ? yaml_found(node) : _("nothing"));
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

/* The keys of a table that begin with `above`: the part of each up to the next
 * dot, once. Those that do not fit into `names` are left out. *count is 0
 * without memory. */
static void
names_below(const struct yaml_reading *reading, const char *above,
    const char *names[MOST_KEYS], size_t *count)
{
	size_t length = strlen(above);
	*count = 0;
	for (size_t i = 0; i < reading->keys->count && *count < MOST_KEYS;
	     i++) {
		const char *key = reading->keys->rows[i].setting->key;
		if (strncmp(key, above, length) != 0)
			continue;
		struct text name = { key + length, strcspn(key + length, ".") };
		if (*count && text_is(name, names[*count - 1]))
			continue;
		names[*count] =
		    arena_copy(reading->arena, name.data, name.length);
		if (!names[(*count)++]) {
			*count = 0;
			return;
		}
	}
}

/* The row of the key `above` + `name`. Else NULL, and *leads says whether it
 * leads to keys below it. */
static const struct yaml_key *
find_key(const struct yaml_keys *keys, const char *above, struct text name,
    bool *leads)
{
	size_t length = strlen(above);
	*leads = false;
	for (size_t i = 0; i < keys->count; i++) {
		const char *key = keys->rows[i].setting->key;
		if (strncmp(key, above, length) != 0 ||
		    strncmp(key + length, name.data, name.length) != 0)
			continue;
		char end = key[length + name.length];
		if (end == '\0')
			return &keys->rows[i];
		*leads |= end == '.';
	}
	return NULL;
}

/* Remembers that the key stands in the file. */
static enum status
note_said(struct yaml_reading *reading, const struct yaml_key *key,
    const struct yaml_node *node)
{
	if (!reading->said)
		return STATUS_OK;
	struct yaml_said *said =
	    arena_allocate(reading->arena, 1, sizeof *said);
	const char *name = arena_format(reading->arena, "%s%s",
	    reading->within ? reading->within : "", key->setting->key);
	if (!said || !name)
		return yaml_no_memory(reading);
	*said = (struct yaml_said){ key, name, node, NULL };
	while (*reading->said)
		reading->said = &(*reading->said)->next;
	*reading->said = said;
	return STATUS_OK;
}

static enum status read_mapping(struct yaml_reading *reading,
    const struct yaml_node *node, const char *above);

/* `pay.unit` is how messages call the key unit of the mapping pay. */
static enum status
dotted_key(struct yaml_reading *reading, const struct yaml_node *key)
{
	const char *dot = strchr(key->text.data, '.');
	return yaml_wrong(reading, key, "unknown key %s; write %.*s: {%s: …}",
	    key->text.data, (int)(dot - key->text.data), key->text.data,
	    dot + 1);
}

static enum status
read_key(struct yaml_reading *reading, const struct yaml_node *value,
    const char *above)
{
	bool leads;
	const struct yaml_key *key =
	    find_key(reading->keys, above, value->key->text, &leads);
	if ((key || leads) && strchr(value->key->text.data, '.'))
		return dotted_key(reading, value->key);
	if (key) {
		reading->key = key;
		enum status status = note_said(reading, key, value);
		return status ? status : key->read(reading, value);
	}
	if (leads) {
		above = arena_format(
		    reading->arena, "%s%s.", above, value->key->text.data);
		return above ? read_mapping(reading, value, above)
			     : yaml_no_memory(reading);
	}
	const char *names[MOST_KEYS];
	size_t count;
	names_below(reading, above, names, &count);
	return count ? yaml_unknown_key(reading, value->key, names, count)
		     : yaml_no_memory(reading);
}

/* Reads a mapping whose keys are those of the table that begin with `above`. */
static enum status
read_mapping(struct yaml_reading *reading, const struct yaml_node *node,
    const char *above)
{
	enum status status = STATUS_OK;
	if (node->shape != YAML_MAPPING)
		return yaml_wrong(reading, node,
		    "%s%sexpected a mapping (key: value), found %s",
		    node->key ? node->key->text.data : "",
		    node->key ? ": " : "", yaml_found(node));
	/* What is wrong with one key hides no other. */
	for (const struct yaml_node *value = node->first;
	     value && (!status || status_concerns_one(status));
	     value = value->next)
		status =
		    status_of_both(status, read_key(reading, value, above));
	return status;
}

enum status
yaml_read_keys(struct yaml_reading *reading, const struct yaml_node *node,
    const struct yaml_keys *keys)
{
	const struct yaml_keys *before = reading->keys;
	const struct yaml_key *row = reading->key;
	reading->keys = keys;
	enum status status = read_mapping(reading, node, "");
	reading->keys = before;
	reading->key = row;
	return status;
}

enum status
yaml_read_below(struct yaml_reading *reading, const struct yaml_node *node)
{
	const struct yaml_key *row = reading->key;
	const char *above =
	    arena_format(reading->arena, "%s.", row->setting->key);
	if (!above)
		return yaml_no_memory(reading);
	enum status status = read_mapping(reading, node, above);
	reading->key = row;
	return status;
}

enum status
yaml_read_otherwise(struct yaml_reading *reading, const struct yaml_key *key)
{
	const struct setting *setting = key->setting;
	const char *dot = strrchr(setting->key, '.');
	const struct yaml_node *root;
	if (!*setting->otherwise)
		return STATUS_OK;
	const char *line = arena_format(reading->arena, "%s: %s",
	    dot ? dot + 1 : setting->key, setting->otherwise);
	if (!line)
		return yaml_no_memory(reading);
	enum status status = yaml_tree_parse(&root, "(default)", text_of(line),
	    reading->arena, reading->diagnostics);
	reading->key = key;
	return status ? status : key->read(reading, root->first);
}

/* ---- values ---- */

/* Is it a number whose point may stand between thousands, as in 350.000? What
 * kpi.yaml says is money or a rate: it is not guessed. */
static bool
may_be_grouped(const struct yaml_node *node)
{
	decimal value;
	struct text text = node->text;
	if (node->shape != YAML_SCALAR || text.length < 5 ||
	    text.data[text.length - 4] != '.' ||
	    decimal_parse(text, &value) != DECIMAL_OK)
		return false;
	size_t sign = *text.data == '-', before = text.length - 4 - sign;
	return before >= 1 && before <= 3 && text.data[sign] != '0';
}

static enum status
refuse_grouped(struct yaml_reading *reading, const struct yaml_node *node)
{
	char plain[WIDE_TEXT_SIZE];
	decimal value = 0;
	const char *end = node->text.data + node->text.length - 3;
	decimal_parse(node->text, &value);
	wide_print(plain, decimal_widen(value));
	return yaml_wrong(reading, node,
	    "%s: %s can be read in two ways: %.*s%s (thousands) or %s; write "
	    "one of these",
	    node->key ? node->key->text.data : reading->key->setting->key,
	    node->text.data, (int)(end - 1 - node->text.data), node->text.data,
	    end, plain);
}

/* A number within the limits of its row. */
static enum status
read_number(
    struct yaml_reading *reading, const struct yaml_node *node, decimal *number)
{
	const struct setting *setting = reading->key->setting;
	decimal least = INT64_MIN, most = INT64_MAX;
	if (may_be_grouped(node))
		return refuse_grouped(reading, node);
	if (setting->rule.least)
		decimal_parse(text_of(setting->rule.least), &least);
	if (setting->rule.most)
		decimal_parse(text_of(setting->rule.most), &most);
	enum decimal_status status = node->shape == YAML_SCALAR
					 ? decimal_parse(node->text, number)
					 : DECIMAL_NOT_A_NUMBER;
	bool whole = setting->type == SETTING_WHOLE;
	if (status == DECIMAL_TOO_FINE && !whole)
		return yaml_wrong(reading, node, "%s: found %s: %s",
		    setting->key, node->text.data, decimal_reason(status));
	return status || *number < least || *number > most ||
		       (whole && *number % DECIMAL_ONE != 0)
		   ? yaml_unexpected(reading, node)
		   : STATUS_OK;
}

/* Which of the words a node is; -1 for none. */
static int
find_word(const struct yaml_node *node, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (node->shape == YAML_SCALAR && text_is(node->text, words[i]))
			return i;
	return -1;
}

enum status
yaml_words(
    struct yaml_reading *reading, const struct yaml_node *node, unsigned *set)
{
	const char *const *words = setting_words(reading->key->setting);
	bool one = node->shape == YAML_SCALAR;
	*set = 0;
	if (!one && (node->shape != YAML_LIST || !node->first))
		return yaml_unexpected(reading, node);
	for (const struct yaml_node *item = one ? node : node->first; item;
	     item = one ? NULL : item->next) {
		int code = find_word(item, words);
		if (code < 0)
			return yaml_unexpected(reading, item);
		*set |= 1u << code;
	}
	return STATUS_OK;
}

enum status
yaml_read_value(struct yaml_reading *reading, const struct yaml_node *node)
{
	static const char *const yes_no[] = { "no", "yes", NULL };
	const struct setting *setting = reading->key->setting;
	void *member = (char *)reading->target + reading->key->offset;
	enum status status = STATUS_OK;
	decimal number;
	int code = 0;
	switch (setting->type) {
	case SETTING_WHOLE:
		status = read_number(reading, node, &number);
		if (!status)
			*(int *)member = (int)(number / DECIMAL_ONE);
		return status;
	case SETTING_DECIMAL:
		return read_number(reading, node, member);
	case SETTING_WORD:
		code = find_word(node, setting_words(setting));
		*(int *)member = code;
		break;
	case SETTING_WORDS:
		return yaml_words(reading, node, member);
	case SETTING_YES_NO:
		code = find_word(node, yes_no);
		*(bool *)member = code == 1;
		break;
	default: /* a text; the others have readers of their own */
		if (node->shape != YAML_SCALAR || node->text.length == 0 ||
		    (setting->rule.holds && !setting->rule.holds(node->text)))
			code = -1;
		*(const char **)member = node->text.data;
	}
	return code < 0 ? yaml_unexpected(reading, node) : STATUS_OK;
}

enum status
yaml_decimal(
    struct yaml_reading *reading, const struct yaml_node *node, decimal *value)
{
	if (may_be_grouped(node))
		return refuse_grouped(reading, node);
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
	*code = find_word(node, words);
	if (*code >= 0)
		return STATUS_OK;
	while (words[count])
		count++;
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
			    *yaml_found(item) ? yaml_found(item)
					      : _("nothing"));
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
