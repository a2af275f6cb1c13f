#include "io/cli/query/database.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/query/sql_words.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"

/* The authorizer: allows only statements that read. */
static int
authorize(void *context, int action, const char *first, const char *second,
    const char *schema, const char *trigger)
{
	(void)context;
	(void)first;
	(void)schema;
	(void)trigger;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return second && strcmp(second, "load_extension") == 0
			   ? SQLITE_DENY
			   : SQLITE_OK;
	default:
		return SQLITE_DENY;
	}
}

/* Makes SQLite declare the virtual table now: once the authorizer is set, it
 * would refuse that. */
static int
connect_table(sqlite3 *handle, struct relation *relation)
{
	char sql[80];
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_create_module(
	    handle, relation->name, &database_module, relation);
	if (code != SQLITE_OK)
		return code;
	sqlite3_snprintf(
	    sizeof sql, sql, "SELECT 1 FROM \"%w\"", relation->name);
	code = sqlite3_prepare_v2(handle, sql, -1, &statement, NULL);
	sqlite3_finalize(statement);
	return code;
}

enum status
database_open(struct database *database, const struct relations *relations,
    int fiscal_year_start)
{
	*database = (struct database){ .relations = *relations,
		.fiscal_year_start = fiscal_year_start };
	int code = sqlite3_open_v2(":memory:", &database->handle,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	/* Large sorts stay in memory: nothing is written. */
	if (code == SQLITE_OK)
		code = sqlite3_exec(database->handle,
		    "PRAGMA temp_store = MEMORY; PRAGMA query_only = ON", NULL,
		    NULL, NULL);
	for (size_t i = 0; i < relations->count && code == SQLITE_OK; i++)
		code = connect_table(database->handle, relations->rows[i]);
	if (code == SQLITE_OK)
		code = database_add_functions(database);
	if (code == SQLITE_OK) {
		sqlite3_limit(database->handle, SQLITE_LIMIT_ATTACHED, 0);
		code =
		    sqlite3_set_authorizer(database->handle, authorize, NULL);
	}
	if (code == SQLITE_OK)
		return STATUS_OK;
	talk_error("SQLite: %s", sqlite3_errstr(code));
	return code == SQLITE_NOMEM ? STATUS_MEMORY : STATUS_BROKEN;
}

void
database_close(struct database *database)
{
	sqlite3_close(database->handle);
	database->handle = NULL;
}

/* The line of `text` that holds `offset`, and a caret below the place. */
static void
show_place(struct text text, size_t offset)
{
	size_t from = offset, until = offset;
	while (from > 0 && text.data[from - 1] != '\n')
		from--;
	while (until < text.length && text.data[until] != '\n')
		until++;
	terminal_print(
	    stderr, "  %.*s\n  ", (int)(until - from), text.data + from);
	terminal_pad(stderr,
	    terminal_width((struct text){ text.data + from, offset - from }));
	terminal_print(stderr, "^\n");
}

enum { NAMES_MOST = 1000 };

/* The name nearest to an unknown table's or column's; NULL if none is. */
static const char *
nearest_name(const struct database *database, const char *wanted, bool table)
{
	static const char *names[NAMES_MOST];
	size_t count = 0;
	for (size_t i = 0; i < database->relations.count; i++) {
		const struct relation *relation = database->relations.rows[i];
		if (table && count < NAMES_MOST)
			names[count++] = relation->name;
		for (size_t c = 0;
		     !table && c < relation->column_count && count < NAMES_MOST;
		     c++)
			names[count++] = relation->columns[c].name;
	}
	const char *dot = strrchr(wanted, '.');
	return text_nearest(text_of(dot ? dot + 1 : wanted), names, count);
}

static void
say_error(const struct database *database, struct text shown, size_t prefix)
{
	static const char no_column[] = "no such column: ";
	static const char no_table[] = "no such table: ";
	const char *message = sqlite3_errmsg(database->handle);
	int offset = sqlite3_error_offset(database->handle);
	const char *nearest = NULL;
	if (strncmp(message, no_column, sizeof no_column - 1) == 0)
		nearest = nearest_name(
		    database, message + sizeof no_column - 1, false);
	else if (strncmp(message, no_table, sizeof no_table - 1) == 0)
		nearest =
		    nearest_name(database, message + sizeof no_table - 1, true);
	if (sqlite3_errcode(database->handle) == SQLITE_AUTH)
		talk_error(
		    "%s: this only reads: SELECT, WITH and VALUES", message);
	else if (nearest)
		talk_error("%s; did you mean %s?", message, nearest);
	else
		talk_error("%s", message);
	if (offset >= 0 && (size_t)offset >= prefix &&
	    (size_t)offset - prefix <= shown.length)
		show_place(shown, (size_t)offset - prefix);
}

sqlite3_stmt *
database_prepare(struct database *database, struct text sql, struct text shown,
    size_t prefix, const char **tail, bool *failed)
{
	sqlite3_stmt *statement = NULL;
	*failed = sql.length > INT32_MAX ||
		  sqlite3_prepare_v2(database->handle, sql.data,
		      (int)sql.length, &statement, tail) != SQLITE_OK;
	if (*failed)
		say_error(database, shown, prefix);
	return statement;
}

enum status
database_step_failed(struct database *database)
{
	talk_error("%s", sqlite3_errmsg(database->handle));
	return sqlite3_errcode(database->handle) == SQLITE_NOMEM ? STATUS_MEMORY
								 : STATUS_USAGE;
}
