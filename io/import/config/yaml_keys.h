/* Reading known keys out of a YAML tree: what kpi.yaml and the format files
 * share. A table says which keys there are, what their values may be and what
 * they mean (engine/model/setting.h); every error names file and line, what was
 * expected, what was found, and the nearest name that is known. */
#ifndef IO_IMPORT_CONFIG_YAML_KEYS_H
#define IO_IMPORT_CONFIG_YAML_KEYS_H

#include "engine/base/decimal.h"
#include "engine/model/setting.h"
#include "io/import/config/yaml_tree.h"

struct yaml_reading;

typedef enum status yaml_read(
    struct yaml_reading *reading, const struct yaml_node *node);

/* A key that a mapping may have, and what reads its value. A key with dots is
 * one of a mapping within: `scale.min` is the key min of the mapping scale. */
struct yaml_key {
	const struct setting *setting;
	yaml_read *read;
	/* In the target, of what yaml_read_value fills; of FILES the table. */
	size_t offset;
};

/* Rows of a key table are written as
 *     KEY(key, type, rule, otherwise, reader, explanation)
 * with one of these as the reader. A key without an explanation only leads to
 * those below it. */
#define INTO(MEMBER) yaml_read_value, offsetof(struct YAML_TARGET, MEMBER)
#define BY(READ) READ, 0
#define YAML_KEY(KEY, TYPE, RULE, OTHERWISE, READER, EXPLANATION)              \
	{ &(const struct setting){                                             \
	      KEY, SETTING_##TYPE, RULE, OTHERWISE, EXPLANATION },             \
		READER },

/* A table of keys. */
struct yaml_keys {
	const struct yaml_key *rows;
	size_t count;
};

/* A key that stands in the file: where, and how it is called from the file's
 * root on (`contracts.files`). */
struct yaml_said {
	const struct yaml_key *key;
	const char *name;
	const struct yaml_node *node;
	struct yaml_said *next;
};

/* Where the reading stands. `target` is what the keys' functions fill. */
struct yaml_reading {
	const char *path;
	struct arena *arena;
	struct diagnostics *diagnostics;
	void *target;
	const struct yaml_keys *keys; /* the table, and */
	const struct yaml_key *key;   /* its row whose value is being read */
	const char *within; /* a mapping of another table that holds this one:
			       `contracts.`; NULL: none */
	struct yaml_said **said; /* the list of what is read; NULL: unwanted */
};

/* An error at a node; STATUS_USAGE. */
enum status yaml_wrong(struct yaml_reading *reading,
    const struct yaml_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The error `KEY: expected …, found …` for the row that is being read. */
enum status yaml_unexpected(
    struct yaml_reading *reading, const struct yaml_node *node);

/* What was found, for "expected …, found …". */
const char *yaml_found(const struct yaml_node *node);

enum status yaml_no_memory(struct yaml_reading *reading);

/* The error for a key that is none of `names`. */
enum status yaml_unknown_key(struct yaml_reading *reading,
    const struct yaml_node *key, const char *const *names, size_t count);

/* Reads a mapping of keys of the table. */
enum status yaml_read_keys(struct yaml_reading *reading,
    const struct yaml_node *node, const struct yaml_keys *keys);

/* The same for the keys of the table below the one that is being read. */
enum status yaml_read_below(
    struct yaml_reading *reading, const struct yaml_node *node);

/* Reads what a row says for the case that the file is silent, if it says
 * something. */
enum status yaml_read_otherwise(
    struct yaml_reading *reading, const struct yaml_key *key);

/* Values. yaml_read_value puts one of a simple type where the row says.
 * `words` ends with NULL; *code is the word's index. */
yaml_read yaml_read_value;
enum status yaml_decimal(
    struct yaml_reading *reading, const struct yaml_node *node, decimal *value);
enum status yaml_word(struct yaml_reading *reading,
    const struct yaml_node *node, const char *const *words, int *code);

/* A word of the row or a list of them, as a bit set. */
enum status yaml_words(
    struct yaml_reading *reading, const struct yaml_node *node, unsigned *set);

/* One text or a list of texts, none of them empty. */
enum status yaml_texts(struct yaml_reading *reading,
    const struct yaml_node *node, const struct text **texts, size_t *count);

#endif
