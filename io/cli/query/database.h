/* SQLite over relations: read-only, in memory, nothing stored.
 *
 * Each relation is a virtual table: SQLite asks for the rows and cells that it
 * needs, joins on ids find their rows by index. Money and hours arrive as
 * integers where they are whole, else as the nearest double; dsum() adds them
 * exactly. Dates are ISO texts. */
#ifndef IO_CLI_QUERY_DATABASE_H
#define IO_CLI_QUERY_DATABASE_H

#include <sqlite3.h>

#include "io/cli/query/relation.h"

struct database {
	sqlite3 *handle;
	struct relations relations;
	int fiscal_year_start;
	uint64_t seconds; /* that a statement may take; 0: any */
	double deadline;  /* of the one that runs */
	char late[300];   /* what is said of it when the time is over */
	enum { NOT_STOPPED, STOPPED_LATE, STOPPED_BY_USER } stopped;
};

/* Opens a database with these relations, which outlive it. An error is said.
 * Whatever the status, database_close frees all. */
enum status database_open(struct database *database,
    const struct relations *relations, int fiscal_year_start);
void database_close(struct database *database);

/* One statement, ready to step; NULL when it is wrong, which is said, with the
 * place in `shown` (the text the user typed, which begins `prefix` bytes into
 * `sql`). A blank text gives NULL and no word; *failed tells them apart. */
sqlite3_stmt *database_prepare(struct database *database, struct text sql,
    struct text shown, size_t prefix, const char **tail, bool *failed);

/* Bounds what each statement from now on may take: seconds, and megabytes of
 * SQLite's memory (of all databases of the program); 0: any. And Ctrl-C stops
 * it, while interrupt.h watches. */
void database_bound(
    struct database *database, uint64_t seconds, uint64_t megabytes);

/* A statement is about to be stepped: its time begins; and it was. If it cannot
 * be stopped by itself, the program ends in between (watchdog.h). */
void database_start(struct database *database);
void database_stop(struct database *database);

/* What the last error was: STATUS_USAGE, or STATUS_MEMORY. */
enum status database_error(const struct database *database);

/* Says why a step failed; the same status. */
enum status database_step_failed(struct database *database);

/* ---- the virtual table, database_table.c ---- */

extern const sqlite3_module database_module;

/* A datum as the result of an SQL function or column. */
void database_result(sqlite3_context *context, struct datum datum);

/* ---- the functions, database_functions.c ---- */

int database_add_functions(struct database *database);

#endif
