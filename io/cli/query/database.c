#include "io/cli/query/database.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "engine/base/arena.h"
#include "io/cli/interrupt.h"
#include "io/cli/query/sql_words.h"
#include "io/cli/query/watchdog.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"

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

/* Makes SQLite declare the virtual table now, as its own tables of JSON below:
 * once the authorizer is set, it would refuse that. */
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
		code = sqlite3_exec(database->handle,
		    "SELECT 1 FROM json_each('[]'), json_tree('[]')", NULL,
		    NULL, NULL);
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
struct names {
	const char *rows[NAMES_MOST];
	size_t count;
};

static void
add_columns(struct names *names, const struct relation *relation)
{
	for (size_t c = 0;
	     c < relation->column_count && names->count < NAMES_MOST; c++)
		names->rows[names->count++] = relation->columns[c].name;
}

static const char *
nearest_table(const struct database *database, struct text wanted)
{
	struct names names = { .count = 0 };
	for (size_t i = 0; i < database->relations.count; i++)
		names.rows[names.count++] = database->relations.rows[i]->name;
	return text_nearest(wanted, names.rows, names.count);
}

/* Of the columns of the tables that the statement names; where it names none,
 * as a condition, of all. */
static const char *
nearest_column(
    const struct database *database, struct text wanted, struct text sql)
{
	const struct relations *relations = &database->relations;
	struct names names = { .count = 0 };
	for (size_t i = 0; i < relations->count; i++)
		if (sql_mentions(sql, relations->rows[i]->name))
			add_columns(&names, relations->rows[i]);
	for (size_t i = 0; i < relations->count && names.count == 0; i++)
		add_columns(&names, relations->rows[i]);
	return text_nearest(wanted, names.rows, names.count);
}

/* The first table that has the column; NULL if none has. */
static const char *
table_with(const struct database *database, struct text column)
{
	for (size_t i = 0; i < database->relations.count; i++) {
		const struct relation *relation = database->relations.rows[i];
		if (relation_find(relation, column) < relation->column_count)
			return relation->name;
	}
	return NULL;
}

/* What stands in the message behind `begin`, without the table or alias; empty
 * if it begins otherwise. */
static struct text
unknown_name(const char *message, const char *begin)
{
	size_t length = strlen(begin);
	if (strncmp(message, begin, length) != 0)
		return text_of("");
	const char *dot = strrchr(message + length, '.');
	return text_of(dot ? dot + 1 : message + length);
}

/* Where a statement is wrong, where SQLite does not say it: at a table's name,
 * or at the end. -1: unknown. */
static int
place_of_error(struct text sql, const char *message, struct text table)
{
	size_t at = 0, end = 0;
	for (struct sql_word word = sql_next(sql, &at); word.kind != SQL_END;
	     word = sql_next(sql, &at)) {
		if (table.length && text_equal(word.text, table))
			return (int)word.at;
		end = at;
	}
	return strcmp(message, "incomplete input") == 0 ? (int)end : -1;
}

static void
say_error(const struct database *database, struct text shown, size_t prefix)
{
	const char *message = sqlite3_errmsg(database->handle);
	int offset = sqlite3_error_offset(database->handle);
	struct text column = unknown_name(message, "no such column: ");
	struct text table = unknown_name(message, "no such table: ");
	const char *elsewhere =
	    column.length ? table_with(database, column) : NULL;
	const char *nearest = NULL;
	if (table.length)
		nearest = nearest_table(database, table);
	else if (column.length && !elsewhere)
		nearest = nearest_column(database, column, shown);
	if (sqlite3_errcode(database->handle) == SQLITE_AUTH)
		talk_error(
		    "%s: this only reads: SELECT, WITH and VALUES", message);
	else if (elsewhere)
		talk_error("%s here; %s has it", message, elsewhere);
	else if (nearest)
		talk_error("%s; did you mean %s?", message, nearest);
	else
		talk_error("%s", message);
	if (offset < 0 && prefix == 0)
		offset = place_of_error(shown, message, table);
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

#define LATE                                                                   \
	N_("stopped after %ju s; --timeout gives a statement more (0: any "    \
	   "time)")

static double
seconds_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* SQLite asks every so many of its steps whether to stop. */
enum { STEPS_BETWEEN = 20000 };

static int
is_to_stop(void *context)
{
	struct database *database = context;
	if (interrupt_seen())
		database->stopped = STOPPED_BY_USER;
	else if (database->seconds && seconds_now() > database->deadline)
		database->stopped = STOPPED_LATE;
	return database->stopped != NOT_STOPPED;
}

void
database_bound(struct database *database, uint64_t seconds, uint64_t megabytes)
{
	database->seconds = seconds;
	int length = snprintf(
	    database->late, sizeof database->late, "kpi: %s", _("error: "));
	snprintf(database->late + length,
	    sizeof database->late - (size_t)length, _(LATE),
	    (uintmax_t)seconds);
	strcat(database->late, "\n");
	sqlite3_hard_heap_limit64((sqlite3_int64)(megabytes << 20));
	sqlite3_progress_handler(
	    database->handle, STEPS_BETWEEN, is_to_stop, database);
}

void
database_start(struct database *database)
{
	database->stopped = NOT_STOPPED;
	database->deadline = seconds_now() + (double)database->seconds;
	if (database->seconds)
		watchdog_start(database->seconds, database->late);
}

void
database_stop(struct database *database)
{
	if (database->seconds)
		watchdog_stop();
}

enum status
database_error(const struct database *database)
{
	return sqlite3_errcode(database->handle) == SQLITE_NOMEM ? STATUS_MEMORY
								 : STATUS_USAGE;
}

enum status
database_step_failed(struct database *database)
{
	int code = sqlite3_errcode(database->handle);
	sqlite3_int64 limit = sqlite3_hard_heap_limit64(-1);
	if (database->stopped == STOPPED_BY_USER)
		talk_error("interrupted");
	else if (database->stopped == STOPPED_LATE)
		talk_error(LATE, (uintmax_t)database->seconds);
	else if (code == SQLITE_NOMEM && limit > 0)
		talk_error("out of memory, of which a statement may take %jd "
			   "MB; --memory gives it more",
		    (intmax_t)(limit >> 20));
	else
		talk_error("%s", sqlite3_errmsg(database->handle));
	return database_error(database);
}
