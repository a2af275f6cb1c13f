/* The observations that a question is about, each in its group.
 *
 * Each metric is asked for its observations in each period; SQLite judges
 * --where over the records behind them; the values of the dimensions make the
 * groups. Metrics need no code for any of it. */
#ifndef IO_CLI_QUERY_GATHER_H
#define IO_CLI_QUERY_GATHER_H

#include "io/cli/query/database.h"
#include "io/cli/query/question.h"

/* One metric in one period. */
struct gathering {
	struct observations seen;
	uint32_t *group; /* by observation; NO_ID: filtered out */
	bool missing;    /* a table that the metric needs is not there */
	/* Where the question is about leads: whose copy each observation is,
	 * and of which of the origin_count that there were (leads.h). */
	uint32_t *leads, *origins;
	size_t origin_count;
};

struct gathered {
	struct dictionary groups;
	/* By group and dimension: the text of its value; empty: blank. Those of
	 * time are not set. */
	struct text *cells;
	size_t capacity;
	/* By period and metric. References are empty unless asked for. */
	struct gathering *own, *references;
	/* In all periods of the question: observations before and after the
	 * filters. */
	size_t observed, of_manager, kept;
};

/* What --where and --by see of one kind of record. */
struct lens {
	struct ground ground;
	struct relation *records;
	size_t columns[QUESTION_DIMENSIONS]; /* of the dimensions */
	struct relations relations;
	struct database database;
	sqlite3_stmt *where; /* NULL: all */
};

enum { RECORD_KINDS = RECORD_TIMESHEET + 1 };

struct lenses {
	struct lens *of_kind[RECORD_KINDS];
	const struct question *question;
	struct session *session;
	const bool *managers; /* by id: only theirs; NULL: everybody's */
	const char *where;    /* the condition; NULL: none */
	const uint32_t *teams;
	const bool *leads; /* by id: is one; NULL: they are not asked for */
};

/* Opens the lenses that the metrics need; an error in --by, --where or
 * --manager is said. STATUS_OK, STATUS_USAGE or STATUS_MEMORY. Whatever it is,
 * lenses_close frees all. */
enum status lenses_open(struct lenses *lenses, const struct question *question,
    struct session *session);
void lenses_close(struct lenses *lenses);

/* Gathers everything. STATUS_OK, STATUS_USAGE (said), STATUS_MEMORY or
 * STATUS_OVERFLOW. */
enum status gather(struct gathered *gathered, struct lenses *lenses);

/* The observations of a gathering by group: those of group g are
 * (*order)[(*first)[g]] to (*order)[(*first)[g + 1] - 1]; all that were kept
 * are one run. Both in `scratch`. STATUS_OK or STATUS_MEMORY. */
enum status gathering_sort(const struct gathering *gathering, size_t groups,
    struct arena *scratch, uint32_t **first, uint32_t **order);

/* Says which filter removed everything, and what each part of it leaves. */
void gather_say_nothing(const struct gathered *gathered, struct lenses *lenses);

/* The rows of a lens's records for one gathering and a condition: how many
 * hold; SIZE_MAX if it cannot be evaluated. */
size_t lens_count(struct lens *lens, struct text condition);

/* Points a lens at the observations of a metric in a view. */
void lens_point(struct lens *lens, const struct metric *metric,
    const struct view *view, const struct observations *observations);

#endif
