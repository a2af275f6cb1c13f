/* The sealed tables, and what is computed from them, as rows and named columns,
 * for questions by SQL, --where and --by.
 *
 * A relation holds nothing: it reads its cells from the data set and the
 * results when they are asked for. */
#ifndef IO_CLI_QUERY_RELATION_H
#define IO_CLI_QUERY_RELATION_H

#include "engine/model/datum.h"

/* Ids that occur in several relations. A join on one of them finds its rows by
 * an index. */
enum relation_key {
	KEY_NONE,
	KEY_CONTRACT,
	KEY_CLIENT,
	KEY_PROJECT,
	KEY_MANAGER,
	KEY_COUNT
};

enum column_type { COLUMN_TEXT, COLUMN_DATE, COLUMN_NUMBER };

/* Where a cell comes from. */
enum store {
	STORE_OWN,   /* the relation's reader */
	STORE_MADE,  /* a function of its own */
	STORE_FIELD, /* what a table's row keeps */
	STORE_SOURCE /* where the row stands */
};

struct relation;
struct relation_column {
	const char *name;
	enum column_type type;
	enum relation_key key;
	enum store store;
	size_t field; /* of STORE_FIELD: enum field_index */
	struct datum (*make)(const struct relation *relation, size_t row);
};

/* Rows of column tables. */
#define COLUMN_OWN_(type, name, key)                                           \
	{                                                                      \
		name, COLUMN_##type, key, STORE_OWN, 0, NULL                   \
	}
#define COLUMN_MADE_(type, name, key, make)                                    \
	{                                                                      \
		name, COLUMN_##type, key, STORE_MADE, 0, make                  \
	}
#define COLUMN_KEPT_(type, name, key, field)                                   \
	{                                                                      \
		name, COLUMN_##type, key, STORE_FIELD, field, NULL             \
	}

/* What relations read. Results, observations and views may be missing (NULL);
 * then the relations that need them are not there either. */
struct ground {
	const struct dataset *data;
	const struct results *results;
	const struct view *view; /* the run's own period and as_of */
	/* For `record`: the observations of one metric, and its metric. */
	const struct metric *metric;
	const struct observations *observations;
	const uint32_t *teams; /* see team_on: by manager, words or NO_ID */
	const uint32_t *leads; /* by observation; NULL: not asked for */
	struct arena *arena;
	struct arena *scratch; /* of texts that a cell makes; emptied by the
				  one who reads */
};

struct relation {
	const char *name;
	const char *about; /* one line */
	const struct ground *ground;
	size_t rows;
	struct relation_column *columns;
	size_t column_count, fixed; /* fixed: without attributes */
	enum table table; /* whose rows they are; TABLE_COUNT: none's */
	/* For columns of STORE_OWN; NULL if there are none. */
	struct datum (*read)(
	    const struct relation *relation, size_t row, size_t column);
	const struct relation *base; /* of `record`: what it is a record of */
	const void *own;             /* whatever its reader needs besides */
	struct grouping *index;      /* by column; made when first asked for */
};

/* A cell. `row` and `column` are within bounds. */
struct datum relation_read(
    const struct relation *relation, size_t row, size_t column);

/* The column of that name, ASCII case ignored; column_count if there is none.
 */
size_t relation_find(const struct relation *relation, struct text name);

/* The dictionary of a key. */
const struct dictionary *relation_dictionary(
    const struct relation *relation, enum relation_key key);

/* Makes the index of a key's column. STATUS_OK or STATUS_MEMORY. */
enum status relation_index(struct relation *relation, size_t column);

/* All relations that the ground has; in its arena, NULL without memory. */
enum { RELATIONS_MOST = TABLE_COUNT + 7 };
struct relations {
	struct relation *rows[RELATIONS_MOST];
	size_t count;
};
enum status relations_make(
    struct relations *relations, const struct ground *ground);

/* The records behind a metric's observations, a row an observation, with the
 * columns of the record and whose it is: what --by and --where see. NULL
 * without memory. Ground: metric, observations, teams, view. */
struct relation *relation_of_records(const struct ground *ground);

/* The rows of a table. NULL without memory. */
struct relation *relation_of_table(
    const struct ground *ground, enum table table);

/* ---- for the files that define relations ---- */

/* A relation with `fixed` columns and the attributes of a table (TABLE_COUNT:
 * none). NULL without memory. The caller sets rows and read. */
struct relation *relation_new(const struct ground *ground, const char *name,
    const char *about, const struct relation_column *columns, size_t fixed,
    enum table table);

struct datum datum_word(const struct dataset *data, uint32_t id);
struct datum datum_source(const struct ground *ground, struct source source);

struct relation *relation_clients(const struct ground *ground);
struct relation *relation_projects(const struct ground *ground);
struct relation *relation_observations(const struct ground *ground);
struct relation *relation_kpi(const struct ground *ground);
/* Of finished results. */
struct relation *relation_fair(const struct ground *ground);
struct relation *relation_reliability(const struct ground *ground);
/* Without results.analysis it has no rows. */
struct relation *relation_pipeline(const struct ground *ground);

#endif
