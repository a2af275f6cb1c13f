/* Splits an SQL text into words, for what must be known before SQLite reads it:
 * which tables it names (others need not be read), and where a condition can be
 * split. */
#ifndef IO_CLI_QUERY_SQL_WORDS_H
#define IO_CLI_QUERY_SQL_WORDS_H

#include "engine/base/text.h"

enum sql_word_kind { SQL_END, SQL_NAME, SQL_STRING, SQL_NUMBER, SQL_SIGN };

struct sql_word {
	enum sql_word_kind kind;
	struct text text; /* without quotes */
	size_t at;        /* offset of its first byte in the text */
};

/* The next word from *at on, comments skipped; *at is moved behind it. */
struct sql_word sql_next(struct text sql, size_t *at);

/* Is the name (of a table or column) among the words? ASCII case ignored. */
bool sql_mentions(struct text sql, const char *name);

/* Does it read all columns of a table without naming them: by `*` in a select
 * list, NATURAL JOIN, or `IN table`? */
bool sql_names_all(struct text sql);

/* May it read the column of that name? Without regard to case (of all letters),
 * spaces and `_`: a header is written in several ways, and a column of the file
 * whose name is taken gets a `_` behind it. So true may be wrong, which only
 * costs time; false never is. */
bool sql_may_read(struct text sql, const char *column);

/* Is it one expression in its parentheses: none is closed that was not opened,
 * none stays open, nor does a quote or a comment; no `;`? */
bool sql_is_closed(struct text condition);

/* Splits a condition at the ANDs that join its outermost parts; returns how
 * many parts there are, of which at most `most` are given. */
size_t sql_conjuncts(struct text condition, struct text *parts, size_t most);

#endif
