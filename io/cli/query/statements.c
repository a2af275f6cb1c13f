#include "io/cli/query/statements.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/cli/interrupt.h"
#include "io/cli/query/sql_words.h"
#include "io/cli/talk.h"

/* JSON has no infinite numbers: they become texts, spelled as SQLite spells
 * them. */
static struct datum
datum_of_real(double value)
{
	return isfinite(value) ? datum_real(value)
			       : datum_string(value > 0 ? "Inf" : "-Inf");
}

/* False without memory. */
static bool
datum_of(struct datum *datum, sqlite3_stmt *statement, int column)
{
	*datum = (struct datum){ .kind = DATUM_TEXT };
	switch (sqlite3_column_type(statement, column)) {
	case SQLITE_NULL:
		*datum = datum_nothing();
		return true;
	case SQLITE_INTEGER:
		*datum = datum_integer(sqlite3_column_int64(statement, column));
		return true;
	case SQLITE_FLOAT:
		*datum =
		    datum_of_real(sqlite3_column_double(statement, column));
		return true;
	default: /* an empty text stays a text, not NULL */
		datum->as.text.data =
		    (const char *)sqlite3_column_text(statement, column);
		datum->as.text.length =
		    (size_t)sqlite3_column_bytes(statement, column);
		return datum->as.text.data != NULL;
	}
}

/* The names of the columns; NULL without memory. */
static const char **
names_of(struct arena *arena, sqlite3_stmt *statement)
{
	int columns = sqlite3_column_count(statement);
	const char **names =
	    arena_allocate(arena, (size_t)columns, sizeof *names);
	for (int i = 0; i < columns && names; i++) {
		const char *name = sqlite3_column_name(statement, i);
		names[i] = name ? arena_copy(arena, name, strlen(name)) : NULL;
		if (!names[i])
			return NULL;
	}
	return names;
}

/* Puts a row. Rows that are held until the last has come are bounded by
 * --memory; `held` is what they take. */
static enum status
put_row(const struct statements *statements, sqlite3_stmt *statement,
    struct printing *printing, uint64_t *held)
{
	uint64_t megabytes = statements->session->options->memory;
	int columns = sqlite3_column_count(statement);
	for (int i = 0; i < columns; i++) {
		struct datum datum;
		if (!datum_of(&datum, statement, i))
			return diagnostics_no_memory(
			    &statements->session->diagnostics);
		values_put(&printing->values, datum);
		*held += sizeof datum + sizeof(struct text) +
			 (datum.kind == DATUM_TEXT ? datum.as.text.length : 0);
	}
	if (*held <= megabytes << 20 || !print_holds(printing))
		return STATUS_OK;
	talk_error(
	    "%zu rows are more than %ju MB (--memory); ask for fewer, or "
	    "take --format csv into a file",
	    printing->values.rows, (uintmax_t)megabytes);
	return STATUS_USAGE;
}

static enum status
put_rows(struct statements *statements, sqlite3_stmt *statement,
    struct printing *printing)
{
	struct session *session = statements->session;
	const char **names = names_of(session->arena, statement);
	enum status status = STATUS_OK;
	uint64_t held = 0;
	int code = SQLITE_DONE;
	if (!names)
		return diagnostics_no_memory(&session->diagnostics);
	values_begin(
	    &printing->values, names, (size_t)sqlite3_column_count(statement));
	database_start(&statements->database);
	while (!status && (code = sqlite3_step(statement)) == SQLITE_ROW)
		status = put_row(statements, statement, printing, &held);
	database_stop(&statements->database);
	return status || code == SQLITE_DONE
		   ? status
		   : database_step_failed(&statements->database);
}

static enum status
answer_statement(
    struct statements *statements, sqlite3_stmt *statement, bool first)
{
	struct printing printing;
	enum status status =
	    print_begin(&printing, statements->session, statements->format);
	if (status)
		return status;
	printing.expanded = statements->expanded;
	if (!first && !statements->session->options->out &&
	    statements->format <= ANSWER_CSV)
		putchar('\n'); /* between tables */
	status = put_rows(statements, statement, &printing);
	return print_end(&printing, status, NULL, NULL);
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

enum status
statements_answer(struct statements *statements, struct text sql, bool one)
{
	enum status status = STATUS_OK;
	const char *tail = sql.data;
	bool failed = false, first = true;
	while (!status && *tail) {
		struct text rest = text_of(tail);
		struct arena_mark mark = arena_mark(statements->session->arena);
		sqlite3_stmt *statement = database_prepare(
		    &statements->database, rest, rest, 0, &tail, &failed);
		const char *second = one ? second_statement(tail) : NULL;
		if (failed)
			return database_error(&statements->database);
		if (second) {
			talk_error("one statement at a time; the second begins "
				   "at: %s",
			    second);
			status = STATUS_USAGE;
		} else if (statement) {
			status = answer_statement(statements, statement, first);
			first = false;
		}
		sqlite3_finalize(statement);
		arena_release(statements->session->arena, mark);
	}
	return status;
}

enum status
statements_read(const struct statements *statements, FILE *from,
    const char *name, struct text *sql)
{
	size_t used = 0, capacity = 0;
	char *text = NULL;
	for (int c = 0; c != EOF;) {
		c = getc(from);
		text = arena_grown(
		    statements->session->arena, text, used, &capacity, 1);
		if (!text) {
			talk_error("out of memory");
			return STATUS_MEMORY;
		}
		text[used++] = c == EOF ? '\0' : (char)c;
	}
	*sql = (struct text){ text, used - 1 };
	if (ferror(from))
		talk_error("%s: cannot be read", name);
	else if (strlen(text) != sql->length)
		talk_error("%s: is no text: it has a NUL byte", name);
	else
		return STATUS_OK;
	return STATUS_INPUT;
}
