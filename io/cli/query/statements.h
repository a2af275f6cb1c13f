/* Statements of SQL, one after the other, and where their answers go. */
#ifndef IO_CLI_QUERY_STATEMENTS_H
#define IO_CLI_QUERY_STATEMENTS_H

#include "io/cli/query/database.h"
#include "io/cli/query/print.h"

struct statements {
	struct session *session;
	struct database database;
	enum answer_format format;
	bool expanded; /* of a table: a line a cell */
};

/* Answers each statement of the text; `one`: there may be no second. The first
 * that is wrong, or is stopped, ends it with STATUS_USAGE; errors are said. */
enum status statements_answer(
    struct statements *statements, struct text sql, bool one);

/* All of a stream as a text of the session's arena. STATUS_INPUT if it cannot
 * be read or is no text, which is said with the name. */
enum status statements_read(const struct statements *statements, FILE *from,
    const char *name, struct text *sql);

#endif
