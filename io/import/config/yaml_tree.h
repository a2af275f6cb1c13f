/* A YAML file as a tree with line numbers.
 *
 * libyaml does the reading. libcyaml, which sits on it, is not used: its
 * schemas know neither free keys (a file's headers, currency codes) nor one key
 * of several shapes (a name, a list or a mapping), and its messages cannot say
 * which key was meant. */
#ifndef IO_IMPORT_CONFIG_YAML_TREE_H
#define IO_IMPORT_CONFIG_YAML_TREE_H

#include "engine/base/status.h"
#include "engine/base/text.h"

struct arena;

enum yaml_shape { YAML_SCALAR, YAML_LIST, YAML_MAPPING };

struct yaml_node {
	enum yaml_shape shape;
	uint32_t line;
	struct text text;              /* of a scalar; NUL-terminated, in NFC */
	const struct yaml_node *key;   /* in a mapping */
	const struct yaml_node *first; /* of a list or mapping */
	const struct yaml_node *next;
};

/* Reads a text, which messages call `path`, into `arena`. *root is NULL for an
 * empty one. STATUS_USAGE for an error in it (with line and column, also for a
 * key that stands twice and for aliases). */
enum status yaml_tree_parse(const struct yaml_node **root, const char *path,
    struct text bytes, struct arena *arena, struct diagnostics *diagnostics);

/* The same of a file of at most 1 MiB; `sha256` (may be NULL) is the digest of
 * the bytes that were parsed. STATUS_INPUT when it cannot be read, or is no
 * regular file. */
enum status yaml_tree_read(const struct yaml_node **root, const char *path,
    char sha256[65], struct arena *arena, struct diagnostics *diagnostics);

/* A text as it can be written between the braces of a mapping: as it is, or in
 * double quotes where YAML would read it otherwise. In `arena`; NULL without
 * memory. For lines that the user pastes into kpi.yaml. */
const char *yaml_quoted(struct text text, struct arena *arena);

/* A node as it could stand in a file, on one line: `{A: 110, B: "x, y"}`. NULL
 * without memory. */
const char *yaml_node_text(const struct yaml_node *node, struct arena *arena);

#endif
