/* kpi sql: any question, in SQL, over the sealed tables. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/query/database.h"
#include "io/cli/query/print.h"
#include "io/cli/query/prompt.h"
#include "io/cli/query/sql_words.h"
#include "io/cli/talk.h"
#include "io/run/destination.h"
#include "metrics/periods/contract.h"

struct asking {
	struct session session;
	struct ground ground;
	struct relations relations;
	struct database database;
	enum answer_format format;
};

/* JSON has no infinite numbers: they become texts, spelled as SQLite spells
 * them. */
static struct datum
datum_of_real(double value)
{
	return isfinite(value) ? datum_real(value)
			       : datum_string(value > 0 ? "Inf" : "-Inf");
}

static struct datum
datum_of(sqlite3_stmt *statement, int column)
{
	struct datum datum = { .kind = DATUM_TEXT };
	switch (sqlite3_column_type(statement, column)) {
	case SQLITE_NULL:
		return datum_nothing();
	case SQLITE_INTEGER:
		return datum_integer(sqlite3_column_int64(statement, column));
	case SQLITE_FLOAT:
		return datum_of_real(sqlite3_column_double(statement, column));
	default: /* an empty text stays a text, not NULL */
		datum.as.text.data =
		    (const char *)sqlite3_column_text(statement, column);
		datum.as.text.length =
		    (size_t)sqlite3_column_bytes(statement, column);
		return datum;
	}
}

/* All rows of a statement into the answer. */
static enum status
put_rows(struct asking *asking, sqlite3_stmt *statement, struct values *values)
{
	struct session *session = &asking->session;
	struct arena *arena = session->arena;
	int columns = sqlite3_column_count(statement), code;
	const char **names =
	    arena_allocate(arena, (size_t)columns, sizeof *names);
	bool named = names != NULL;
	for (int i = 0; i < columns && named; i++) {
		const char *name = sqlite3_column_name(statement, i);
		names[i] = arena_copy(arena, name, strlen(name));
		named = names[i] != NULL;
	}
	if (!named)
		return diagnostics_no_memory(&session->diagnostics);
	values_begin(values, names, (size_t)columns);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		for (int i = 0; i < columns; i++)
			values_put(values, datum_of(statement, i));
	return code == SQLITE_DONE ? STATUS_OK
				   : database_step_failed(&asking->database);
}

static enum status
answer_statement(struct asking *asking, sqlite3_stmt *statement)
{
	struct printing printing;
	enum status status =
	    print_begin(&printing, &asking->session, asking->format);
	return status ? status
		      : print_end(&printing,
			    put_rows(asking, statement, &printing.values), NULL,
			    NULL);
}

/* Where a second statement begins; NULL if there is none. */
static const char *
second_statement(const char *tail)
{
	struct text text = text_of(tail);
	size_t at = 0;
	struct sql_word word = sql_next(text, &at);
	while (word.kind == SQL_SIGN && *word.text.data == ';')
		word = sql_next(text, &at);
	return word.kind == SQL_END ? NULL : tail + word.at;
}

/* Each statement of a text in turn; `one` allows only one. */
static enum status
answer_text(struct asking *asking, struct text sql, bool one)
{
	enum status status = STATUS_OK;
	const char *tail = sql.data;
	bool failed = false;
	while (!status && *tail) {
		struct text rest = text_of(tail);
		sqlite3_stmt *statement = database_prepare(
		    &asking->database, rest, rest, 0, &tail, &failed);
		const char *second = one ? second_statement(tail) : NULL;
		if (failed)
			return STATUS_USAGE;
		if (second) {
			talk_error("one statement at a time; the second begins "
				   "at: %s",
			    second);
			status = STATUS_USAGE;
		} else if (statement) {
			status = answer_statement(asking, statement);
		}
		sqlite3_finalize(statement);
	}
	return status;
}

static void
prompt_statement(void *context, struct text sql)
{
	struct asking *asking = context;
	struct arena_mark mark = arena_mark(asking->session.arena);
	answer_text(asking, sql, false);
	arena_release(asking->session.arena, mark);
}

/* Standard input as a text; NULL without memory. */
static const char *
read_all(FILE *from, struct arena *arena)
{
	size_t used = 0, capacity = 0;
	char *text = NULL;
	for (int c = 0; c != EOF;) {
		c = getc(from);
		text = arena_grown(arena, text, used, &capacity, 1);
		if (!text)
			return NULL;
		text[used++] = c == EOF ? '\0' : (char)c;
	}
	return text;
}

/* Does the question need this column of the timesheets? It does if it names the
 * column or asks for all. An empty text stands for the prompt, whose questions
 * are not known in advance and may need any. */
static bool
is_asked_for(const void *context, const char *column)
{
	const struct text *sql = context;
	return sql->length == 0 || sql_mentions(*sql, column) ||
	       sql_has_star(*sql);
}

/* What the question needs to have computed before it is asked. NULL: all. */
static enum status
prepare(struct asking *asking, const char *sql)
{
	struct session *session = &asking->session;
	struct text text = text_of(sql ? sql : "");
	bool results = !sql || sql_mentions(text, "observations") ||
		       sql_mentions(text, "kpi");
	bool view = results || sql_mentions(text, "clients");
	bool rows = !sql || sql_mentions(text, "timesheets");
	struct import_options import = { .wants = is_asked_for,
		.context = &text };
	if (!view && !rows && !sql_mentions(text, "projects"))
		import.without |= 1u << TABLE_TIMESHEETS;
	if (!rows) {
		import.register_cost_queries = session_register_cost_queries;
		import.cost_queries_context = session;
	}
	struct writes writes = print_writes(session->options, asking->format);
	if (!sql && writes.path &&
	    destination_same(writes.path, "/dev/stdin", NULL)) {
		talk_error("%s: is the question itself, so it is not written "
			   "over; choose another place with --out",
		    writes.path);
		return STATUS_OUTPUT;
	}
	enum status status =
	    session_load(session, session->options, import, &writes);
	if (!status && results)
		status = session_evaluate(session);
	else if (!status && view)
		status = session_schedule(session);
	if (status)
		return status;
	static struct view today;
	if (view)
		today = (struct view){ .data = &session->data,
			.definitions = &session->configuration.definitions,
			.period =
			    session->schedule.periods[session->schedule.run],
			.as_of =
			    session->schedule.as_of[session->schedule.run] };
	if (view && contracts_cut(&today, session->arena)) {
		talk_error("out of memory");
		return STATUS_MEMORY;
	}
	asking->ground = (struct ground){ .data = &session->data,
		.results = results ? &session->results : NULL,
		.view = view ? &today : NULL,
		.arena = session->arena,
		.scratch = arena_new() };
	if (!asking->ground.scratch ||
	    relations_make(&asking->relations, &asking->ground)) {
		talk_error("out of memory");
		return STATUS_MEMORY;
	}
	return database_open(&asking->database, &asking->relations,
	    session->configuration.definitions.fiscal_year_start);
}

/* `kpi sql`, `kpi sql DATASET`, `kpi sql SQL` or `kpi sql DATASET SQL`. */
static const char *
read_places(struct options *options)
{
	const char *first = options->places[0], *sql = options->places[1];
	options->dataset = ".";
	if (first && !sql && !destination_is_folder(first) &&
	    strchr(first, ' '))
		return first;
	if (first)
		options->dataset = first;
	return sql;
}

static enum status
ask(struct asking *asking, const char *sql)
{
	bool prompted = !sql && isatty(STDIN_FILENO);
	if (!sql && !prompted) {
		sql = read_all(stdin, asking->session.arena);
		if (!sql)
			return STATUS_MEMORY;
	}
	if (!prompted)
		return answer_text(asking, text_of(sql), true);
	prompt_run(&asking->relations, prompt_statement, asking);
	return STATUS_OK;
}

int
command_sql(const struct options *options)
{
	struct options own = *options;
	struct asking asking = { .format = ANSWER_TABLE };
	const char *sql = read_places(&own);
	if (!answer_format_read(options->answer_format, &asking.format))
		return 2;
	asking.session.options = &own;
	enum status status = prepare(&asking, sql);
	if (!status)
		status = ask(&asking, sql);
	database_close(&asking.database);
	int code = status ? status_exit_code(status)
			  : session_exit_code(&asking.session);
	arena_free(asking.ground.scratch);
	session_close(&asking.session);
	return code;
}
