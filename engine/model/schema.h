/* The tables and their columns: what a cell must be, and where it is kept.
 *
 * tables.def has a row for each table, schema.def one for each column. Import,
 * the records that a run keeps, kpi sql, kpi diff, kpi.yaml's maps and messages
 * derive from them; rows.h reads and adds rows by them. */
#ifndef ENGINE_MODEL_SCHEMA_H
#define ENGINE_MODEL_SCHEMA_H

#include "engine/model/dataset.h"

/* ---- tables ---- */

/* When a table is read: what others refer to goes before them. */
enum reading_turn {
	READ_NAMES,     /* ids with their aliases */
	READ_CONTRACTS, /* contracts, clients, projects, managers */
	READ_OWNERS,    /* further managers and clients */
	READ_RECORDS,   /* what refers to all of these */
	READ_PLAN,
	READ_TURNS
};

enum table_flag {
	TABLE_MAIN = 1,
	TABLE_SETTINGS = 2,
	TABLE_NAMED = 4,
	TABLE_ALWAYS_KEPT = 8
};

struct table_kind {
	const char *name, *files, *noun, *about;
	enum reading_turn turn;
	unsigned flags;
	size_t row_size;    /* 0: it keeps its rows in a way of its own */
	size_t rows, count; /* members of struct dataset, by their offsets */
};

extern const struct table_kind table_kinds[TABLE_COUNT];

/* ---- columns ---- */

/* What the cells of a column are, and the type of the member that keeps
 * them. */
enum field_type {
	FIELD_TEXT,    /* any text; struct text */
	FIELD_WORD,    /* any text, of which many are the same: uint32_t, its
			  number in dataset.words; NO_ID if blank */
	FIELD_MANAGER, /* an id: uint32_t, its number in dataset.managers … */
	FIELD_CLIENT,  /* … dataset.client_ids; aliases stand for these two */
	FIELD_CONTRACT, /* … dataset.contract_ids */
	FIELD_PROJECT,  /* … dataset.projects */
	FIELD_ALIASES,  /* `a|b|c`: further names of the id in the table's
			   first column */
	FIELD_DATE,     /* date; DATE_NONE if blank */
	FIELD_DECIMAL,  /* decimal; DECIMAL_NONE if blank */
	/* One of a few words (schema_words), the first if blank. */
	FIELD_STAGE,       /* enum stage */
	FIELD_KIND,        /* enum kind */
	FIELD_PER,         /* enum per */
	FIELD_RECURRING,   /* enum recurring */
	FIELD_SURVEY_KIND, /* enum survey_kind */
	FIELD_YES,         /* blank or `yes`; bool */
	FIELD_ESTIMATOR,   /* enum estimator */
	FIELD_PLAN_SCOPE,  /* enum plan_scope */
	FIELD_PRORATE,     /* enum prorate */
	FIELD_TYPE_COUNT
};

enum field_flag {
	FIELD_REQUIRED = 1,
	FIELD_COLUMN_REQUIRED = 2,
	FIELD_FREE = 4,
	FIELD_NOT_NEGATIVE = 8,
	FIELD_UNIQUE = 16,
	FIELD_GOES_BY = 32,
	FIELD_KNOWN = 64,
	FIELD_NOT_IN_TOTALS = 128,
	FIELD_DURATION = 256,
	FIELD_ENTRY_ID = 512,
	FIELD_FAR_IS_BLANK = 1024,
	FIELD_DASH_IS_NONE = 2048,
	FIELD_DERIVED = 4096,
	FIELD_SHARE = 8192,
};

#define NOT_KEPT SIZE_MAX

struct field {
	enum table table;
	const char *name;
	enum field_type type;
	unsigned flags;
	size_t kept; /* where in the row's struct, in bytes; or NOT_KEPT */
};

/* FIELD_CONTRACTS_contract_id …: all fields of all tables, table by table. */
enum field_index {
#define FIELD(TABLE, column, type, flags, kept) FIELD_##TABLE##_##column,
#include "engine/model/schema.def"
#undef FIELD
	FIELD_COUNT
};

extern const struct field schema_fields[FIELD_COUNT];

/* The fields of a table that files may have: from `first` on, `count` of them.
 * Those that are DERIVED stand behind them. */
struct field_range {
	size_t first, count;
};
struct field_range schema_range(enum table table);

/* The index of a table's column, by its name or its other name; FIELD_COUNT if
 * it has none of that name. */
size_t schema_find(enum table table, struct text column);

/* Another name that a column may stand under in a file: `from` for joined_on;
 * NULL for most. */
const char *schema_other_name(size_t field);

/* The first column of a table with one of the flags; FIELD_COUNT if it has
 * none. */
size_t schema_flagged(enum table table, unsigned flags);

/* The columns that a table's rows keep: first those of the list (ended by
 * FIELD_COUNT; NULL: none), then the others in the schema's order. Their
 * number. */
size_t schema_kept(
    enum table table, const size_t *first, size_t fields[FIELD_COUNT]);

/* Are the cells an id, which must not be `*`? Are they text of any kind? */
static inline bool
field_is_id(enum field_type type)
{
	return type >= FIELD_MANAGER && type <= FIELD_PROJECT;
}

static inline bool
field_is_text(enum field_type type)
{
	return type <= FIELD_ALIASES;
}

/* The words that a cell of this type may be, in the order of their codes, ended
 * by NULL; NULL for other types. */
const char *const *schema_words(enum field_type type);

/* What is said of another word, where that is not made of the words; NULL. */
const char *schema_expected(enum field_type type);

/* The dictionary whose numbers a row keeps for cells of this type; NULL for
 * types that are not kept as numbers. */
const struct dictionary *schema_dictionary(
    const struct dataset *dataset, enum field_type type);

#endif
