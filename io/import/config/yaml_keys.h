/* Reading known keys out of a YAML tree: what kpi.yaml and the format files
 * share. Every error names file and line, what was found, and the nearest name
 * that is known. */
#ifndef IO_IMPORT_CONFIG_YAML_KEYS_H
#define IO_IMPORT_CONFIG_YAML_KEYS_H

#include "engine/base/decimal.h"
#include "io/import/config/yaml_tree.h"

/* Where the reading stands. `target` is what the keys' functions fill. */
struct yaml_reading {
	const char *path;
	struct arena *arena;
	struct diagnostics *diagnostics;
	void *target;
};

typedef enum status yaml_read(
    struct yaml_reading *reading, const struct yaml_node *node);

/* A key that a mapping may have, and what reads its value. */
struct yaml_key {
	const char *name;
	yaml_read *read;
};

/* An error at a node; STATUS_USAGE. */
enum status yaml_wrong(struct yaml_reading *reading,
    const struct yaml_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What was found, for "expected …, found …". */
const char *yaml_found(const struct yaml_node *node);

enum status yaml_no_memory(struct yaml_reading *reading);

/* The error for a key that is none of `names`. */
enum status yaml_unknown_key(struct yaml_reading *reading,
    const struct yaml_node *key, const char *const *names, size_t count);

/* Reads a mapping of known keys, at most 32. */
enum status yaml_read_keys(struct yaml_reading *reading,
    const struct yaml_node *node, const struct yaml_key *keys, size_t count);

/* Values. `words` ends with NULL; *code is the word's index. */
enum status yaml_integer(struct yaml_reading *reading,
    const struct yaml_node *node, int least, int most, int *number);
enum status yaml_decimal(
    struct yaml_reading *reading, const struct yaml_node *node, decimal *value);
enum status yaml_word(struct yaml_reading *reading,
    const struct yaml_node *node, const char *const *words, int *code);

/* One text or a list of texts, none of them empty. */
enum status yaml_texts(struct yaml_reading *reading,
    const struct yaml_node *node, const struct text **texts, size_t *count);

#endif
