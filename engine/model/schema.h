/* The canonical tables: which columns there are and what their cells must be.
 * Importers, kpi.yaml's maps and messages derive from schema.def. */
#ifndef ENGINE_MODEL_SCHEMA_H
#define ENGINE_MODEL_SCHEMA_H

#include "engine/model/dataset.h"

enum field_type {
	FIELD_TEXT,
	FIELD_DATE,
	FIELD_DECIMAL,
	FIELD_STAGE,
	FIELD_KIND,
	FIELD_SURVEY_KIND
};

enum field_flag {
	FIELD_REQUIRED = 1,
	FIELD_COLUMN_REQUIRED = 2,
	FIELD_FREE = 4,
	FIELD_NOT_NEGATIVE = 8,
	FIELD_ID = 16,
	FIELD_DURATION = 32,
	FIELD_MAPPED_ONLY = 64
};

struct field {
	enum table table;
	const char *name;
	enum field_type type;
	unsigned flags;
};

/* FIELD_CONTRACTS_contract_id …: all fields of all tables, table by table. */
enum field_index {
#define FIELD(TABLE, column, type, flags) FIELD_##TABLE##_##column,
#include "engine/model/schema.def"
#undef FIELD
	FIELD_COUNT
};

extern const struct field schema_fields[FIELD_COUNT];

/* The fields of a table: from `first` on, `count` of them. */
struct field_range {
	size_t first, count;
};
struct field_range schema_range(enum table table);

/* The index of a table's column; FIELD_COUNT if it has none of that name. */
size_t schema_find(enum table table, struct text column);

/* The words that a STAGE, KIND or SURVEY_KIND may be, in the order of their
 * codes, ended by NULL; NULL for other types. A survey's kind is 0 for client
 * and 1 for internal. */
const char *const *schema_words(enum field_type type);

#endif
