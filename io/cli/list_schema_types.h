/* What a value of a key may be, as JSON Schema: each type of setting.h, and the
 * definitions that these refer to. */
#ifndef IO_CLI_LIST_SCHEMA_TYPES_H
#define IO_CLI_LIST_SCHEMA_TYPES_H

#include "io/import/config/yaml_keys.h"
#include "io/run/json_writer.h"

enum { SCHEMA_KEYS_MOST = 64 };

struct schema_writer {
	struct json_writer json;
	enum language language; /* of descriptions */
	enum table table; /* whose columns are meant; TABLE_COUNT: unknown */
	struct arena *arena;
};

/* The members that say what the value of a key is, into an open object. */
void schema_write_type(
    struct schema_writer *writer, const struct yaml_key *key);

/* Does a value of this type name columns of a table? */
bool schema_names_columns(enum setting_type type);

/* A list of texts. */
void schema_write_names(struct schema_writer *writer, const char *name,
    const char *const *names, size_t count);

/* The members of $defs: all that a type refers to, but the tables. */
void schema_write_definitions(struct schema_writer *writer);

#endif
