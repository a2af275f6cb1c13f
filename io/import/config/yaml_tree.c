#include "io/import/config/yaml_tree.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unictype.h>
#include <unistd.h>
#include <unistr.h>
#include <yaml.h>

#include "engine/base/arena.h"
#include "io/import/bytes/digests.h"
#include "io/import/forms/cell.h"
#include "io/locale/locale.h"

enum { FILE_BYTES = 1 << 20, DEPTH = 16 };

struct reading {
	yaml_parser_t parser;
	const char *path;
	struct arena *arena;
	struct diagnostics *diagnostics;
};

/* Each error in the text has a problem that libyaml names. Where an allocation
 * fails it names none, and does not always say that it was memory. */
static enum status
syntax_error(struct reading *reading)
{
	const yaml_parser_t *parser = &reading->parser;
	if (parser->error == YAML_MEMORY_ERROR || !parser->problem)
		return diagnostics_no_memory(reading->diagnostics);
	return diagnostics_fail(reading->diagnostics, STATUS_USAGE,
	    "%s:%zu:%zu: not valid YAML: %s%s%s", reading->path,
	    parser->problem_mark.line + 1, parser->problem_mark.column + 1,
	    parser->problem, parser->context ? ", " : "",
	    parser->context ? parser->context : "");
}

static enum status
next_event(struct reading *reading, yaml_event_t *event)
{
	return yaml_parser_parse(&reading->parser, event)
		   ? STATUS_OK
		   : syntax_error(reading);
}

static enum status read_node(struct reading *reading, yaml_event_t *event,
    int depth, struct yaml_node **node);

/* The keys of a mapping as far as it is read: the first few stand in its nodes
 * only, since most mappings are small. */
struct keys {
	const struct yaml_node *first;
	size_t count;
	struct dictionary many;
};

enum { FEW = 16 };

/* The number of the key among those that are there; their count if it is new;
 * SIZE_MAX without memory. */
static size_t
find_key(struct keys *keys, struct text key)
{
	size_t at = 0;
	if (keys->count <= FEW)
		for (const struct yaml_node *node = keys->first; node;
		     node = node->next, at++)
			if (text_equal(node->key->text, key))
				return at;
	if (keys->count < FEW)
		return keys->count;
	if (keys->count == FEW)
		for (const struct yaml_node *node = keys->first; node;
		     node = node->next)
			if (dictionary_add(&keys->many, node->key->text) ==
			    NO_ID)
				return SIZE_MAX;
	uint32_t id = dictionary_add(&keys->many, key);
	return id == NO_ID ? SIZE_MAX : id;
}

static enum status
add_key(struct reading *reading, struct keys *keys, const struct yaml_node *key)
{
	const struct yaml_node *before = keys->first;
	size_t at = find_key(keys, key->text);
	if (at == SIZE_MAX)
		return diagnostics_no_memory(reading->diagnostics);
	if (at == keys->count) {
		keys->count++;
		return STATUS_OK;
	}
	while (at--)
		before = before->next;
	return diagnostics_fail(reading->diagnostics, STATUS_USAGE,
	    "%s:%u: the key %s stands twice (first on line %u)", reading->path,
	    key->line, key->text.data, before->key->line);
}

/* The items of a list or the pairs of a mapping, up to its end. */
static enum status
read_children(struct reading *reading, int depth, struct yaml_node *parent)
{
	const struct yaml_node **tail = &parent->first;
	bool mapping = parent->shape == YAML_MAPPING;
	struct keys keys = { 0 };
	dictionary_init(&keys.many, reading->arena);
	for (;;) {
		yaml_event_t event;
		struct yaml_node *key = NULL, *child = NULL;
		enum status status = next_event(reading, &event);
		if (status)
			return status;
		if (event.type == YAML_SEQUENCE_END_EVENT ||
		    event.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&event);
			return STATUS_OK;
		}
		status = read_node(reading, &event, depth + 1, &child);
		if (status)
			return status;
		if (mapping) {
			key = child;
			if (key->shape != YAML_SCALAR)
				return diagnostics_fail(reading->diagnostics,
				    STATUS_USAGE,
				    "%s:%u: expected a key, found a list or "
				    "mapping",
				    reading->path, key->line);
			keys.first = parent->first;
			status = add_key(reading, &keys, key);
			if (!status)
				status = next_event(reading, &event);
			if (!status)
				status = read_node(
				    reading, &event, depth + 1, &child);
			if (status)
				return status;
			child->key = key;
		}
		*tail = child;
		tail = &child->next;
	}
}

static enum status
read_scalar(
    struct reading *reading, const yaml_event_t *event, struct yaml_node *node)
{
	struct text raw = { (const char *)event->data.scalar.value,
		event->data.scalar.length };
	struct text clean = cell_clean(raw, false, reading->arena);
	const char *copy =
	    clean.data ? arena_copy(reading->arena, clean.data, clean.length)
		       : NULL;
	if (!copy)
		return diagnostics_no_memory(reading->diagnostics);
	if (memchr(copy, 0, clean.length))
		return diagnostics_fail(reading->diagnostics, STATUS_USAGE,
		    "%s:%u: a NUL character", reading->path, node->line);
	node->text = (struct text){ copy, clean.length };
	return STATUS_OK;
}

/* Turns an event, which it frees, and what belongs to it into a node. */
static enum status
read_node(struct reading *reading, yaml_event_t *event, int depth,
    struct yaml_node **result)
{
	struct yaml_node *node =
	    arena_allocate(reading->arena, 1, sizeof *node);
	enum status status = STATUS_OK;
	yaml_event_type_t type = event->type;
	if (!node) {
		yaml_event_delete(event);
		return diagnostics_no_memory(reading->diagnostics);
	}
	node->line = (uint32_t)event->start_mark.line + 1;
	if (type == YAML_SCALAR_EVENT)
		status = read_scalar(reading, event, node);
	yaml_event_delete(event);
	*result = node;
	if (depth > DEPTH)
		return diagnostics_fail(reading->diagnostics, STATUS_USAGE,
		    "%s:%u: nested too deeply", reading->path, node->line);
	switch (type) {
	case YAML_SCALAR_EVENT:
		return status;
	case YAML_SEQUENCE_START_EVENT:
		node->shape = YAML_LIST;
		return read_children(reading, depth, node);
	case YAML_MAPPING_START_EVENT:
		node->shape = YAML_MAPPING;
		return read_children(reading, depth, node);
	default:
		return diagnostics_fail(reading->diagnostics, STATUS_USAGE,
		    "%s:%u: aliases (*name) are not supported; write the value "
		    "out",
		    reading->path, node->line);
	}
}

static enum status
read_document(struct reading *reading, const struct yaml_node **root)
{
	bool seen = false;
	for (;;) {
		yaml_event_t event;
		struct yaml_node *node = NULL;
		enum status status = next_event(reading, &event);
		if (status)
			return status;
		yaml_event_type_t type = event.type;
		if (type == YAML_STREAM_END_EVENT) {
			yaml_event_delete(&event);
			return STATUS_OK;
		}
		if (type == YAML_STREAM_START_EVENT ||
		    type == YAML_DOCUMENT_START_EVENT ||
		    type == YAML_DOCUMENT_END_EVENT) {
			yaml_event_delete(&event);
			continue;
		}
		status = read_node(reading, &event, 0, &node);
		if (status)
			return status;
		if (seen)
			return diagnostics_fail(reading->diagnostics,
			    STATUS_USAGE, "%s:%u: a second document",
			    reading->path, node->line);
		seen = true;
		*root = node;
	}
}

static enum status
cannot(const char *path, const char *what, struct diagnostics *diagnostics)
{
	return diagnostics_fail(
	    diagnostics, STATUS_INPUT, "%s: cannot read: %s", path, what);
}

/* Opens a regular file; a pipe or a device is no file to wait for. */
static enum status
open_regular(int *descriptor, const char *path, struct diagnostics *diagnostics)
{
	struct stat found;
	*descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (*descriptor < 0 || fstat(*descriptor, &found) != 0)
		return cannot(path, locale_error(errno), diagnostics);
	return S_ISREG(found.st_mode)
		   ? STATUS_OK
		   : cannot(path,
			 S_ISDIR(found.st_mode) ? _("it is a folder")
						: _("it is no regular file"),
			 diagnostics);
}

static enum status
read_bytes(const char *path, char *bytes, size_t *size,
    struct diagnostics *diagnostics)
{
	int descriptor;
	enum status status = open_regular(&descriptor, path, diagnostics);
	ssize_t count = 1;
	for (*size = 0; !status && count && *size <= FILE_BYTES;
	     *size += (size_t)count) {
		do
			count = read(
			    descriptor, bytes + *size, FILE_BYTES + 1 - *size);
		while (count < 0 && errno == EINTR);
		if (count < 0) {
			status = cannot(path, locale_error(errno), diagnostics);
			count = 0;
		}
	}
	if (descriptor >= 0)
		close(descriptor);
	return status || *size <= FILE_BYTES
		   ? status
		   : cannot(path, _("larger than 1 MiB"), diagnostics);
}

enum status
yaml_tree_parse(const struct yaml_node **root, const char *path,
    struct text bytes, struct arena *arena, struct diagnostics *diagnostics)
{
	struct reading reading = {
		.path = path, .arena = arena, .diagnostics = diagnostics
	};
	*root = NULL;
	if (!yaml_parser_initialize(&reading.parser))
		return diagnostics_no_memory(diagnostics);
	yaml_parser_set_input_string(
	    &reading.parser, (const unsigned char *)bytes.data, bytes.length);
	enum status status = read_document(&reading, root);
	yaml_parser_delete(&reading.parser);
	return status;
}

enum status
yaml_tree_read(const struct yaml_node **root, const char *path, char sha256[65],
    struct arena *arena, struct diagnostics *diagnostics)
{
	size_t size = 0;
	char *bytes = malloc(FILE_BYTES + 1);
	if (!bytes)
		return diagnostics_no_memory(diagnostics);
	enum status status = read_bytes(path, bytes, &size, diagnostics);
	if (!status && sha256)
		digests_of_bytes(bytes, size, sha256);
	if (!status)
		status = yaml_tree_parse(root, path,
		    (struct text){ bytes, size }, arena, diagnostics);
	free(bytes);
	return status;
}

/* ---- writing ---- */

/* Would YAML read these bytes as this very text, also between braces? */
static bool
is_plain(struct text text)
{
	static const char *const words[] = { "yes", "no", "true", "false",
		"null", "on", "off", "y", "n" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_distance(text, text_of(words[i]), 0) == 0)
			return false;
	if (text.length == 0 || text.data[text.length - 1] == ' ' ||
	    !(isalpha((unsigned char)*text.data) ||
		(unsigned char)*text.data >= 0x80))
		return false;
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.data[i];
		if (byte < 0x80 && !isalnum(byte) && !strchr(" _-./*+", byte))
			return false;
	}
	return true;
}

/* A character that a terminal does not show as it is. */
static bool
is_unseen(ucs4_t character)
{
	return uc_is_general_category_withtable(
	    character, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf |
			   UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp);
}

const char *
yaml_quoted(struct text text, struct arena *arena)
{
	const uint8_t *bytes = (const uint8_t *)text.data;
	bool plain = is_plain(text);
	char *quoted = arena_allocate(arena, text.length * 10 + 3, 1), *to;
	if (!quoted)
		return NULL;
	to = quoted;
	*to++ = '"';
	for (size_t i = 0, size; i < text.length; i += size) {
		ucs4_t character;
		size =
		    (size_t)u8_mbtouc(&character, bytes + i, text.length - i);
		if (is_unseen(character)) {
			to += sprintf(to, "\\U%08x", (unsigned)character);
			plain = false;
			continue;
		}
		if (character == '"' || character == '\\')
			*to++ = '\\';
		memcpy(to, bytes + i, size);
		to += size;
	}
	if (plain)
		return arena_copy(arena, text.data, text.length);
	*to++ = '"';
	*to = '\0';
	return quoted;
}

/* ---- as text ---- */

/* A scalar, in quotes where a bare one would be read as something else. */
static const char *
scalar_text(struct text text, struct arena *arena)
{
	if (text.length && !strpbrk(text.data, ",:{}[]#'\"\\") &&
	    !strchr("&*!|>%@`", text.data[0]))
		return text.data;
	/* Within single quotes only these stand for something else. */
	char *quoted = arena_allocate(arena, 2 * text.length + 3, 1);
	size_t length = 0;
	if (!quoted)
		return NULL;
	quoted[length++] = '\'';
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] == '\'')
			quoted[length++] = '\'';
		quoted[length++] = text.data[i];
	}
	quoted[length] = '\'';
	return quoted;
}

static void
append_node(struct growing_text *line, const struct yaml_node *node)
{
	bool mapping = node->shape == YAML_MAPPING;
	if (node->shape == YAML_SCALAR) {
		text_append(line, scalar_text(node->text, line->arena));
		return;
	}
	text_append(line, mapping ? "{" : "[");
	for (const struct yaml_node *item = node->first; item && !line->failed;
	     item = item->next) {
		if (item != node->first)
			text_append(line, ", ");
		if (mapping) {
			text_append(
			    line, scalar_text(item->key->text, line->arena));
			text_append(line, ": ");
		}
		append_node(line, item);
	}
	text_append(line, mapping ? "}" : "]");
}

const char *
yaml_node_text(const struct yaml_node *node, struct arena *arena)
{
	struct growing_text line = { .arena = arena };
	append_node(&line, node);
	return text_grown(&line);
}
