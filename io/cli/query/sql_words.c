#include "io/cli/query/sql_words.h"

#include <string.h>
#include <strings.h>
#include <unicase.h>
#include <uninorm.h>

static bool
is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '$' ||
	       (unsigned char)c >= 0x80;
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Behind spaces and comments; *open is set if the last one does not end. */
static size_t
skip_blanks(struct text sql, size_t at, bool *open)
{
	while (at < sql.length) {
		const char *here = sql.data + at;
		size_t left = sql.length - at;
		if (is_space(*here)) {
			at++;
		} else if (left >= 3 && memcmp(here, "\xef\xbb\xbf", 3) == 0) {
			at += 3; /* a byte order mark: to SQLite a space */
		} else if (left >= 2 && memcmp(here, "--", 2) == 0) {
			const char *end = memchr(here, '\n', left);
			at = end ? (size_t)(end - sql.data) + 1 : sql.length;
		} else if (left >= 2 && memcmp(here, "/*", 2) == 0) {
			at += 2;
			while (at < sql.length &&
			       !(at + 1 < sql.length &&
				   memcmp(sql.data + at, "*/", 2) == 0))
				at++;
			*open = at + 1 >= sql.length;
			at = at + 2 < sql.length ? at + 2 : sql.length;
		} else {
			break;
		}
	}
	return at;
}

/* The text between two quotes; *at moves from behind the opening one to behind
 * the closing one. Doubled quotes within it are not undoubled. */
static struct text
quoted(struct text sql, size_t *at, char close)
{
	size_t from = *at;
	while (*at < sql.length) {
		if (sql.data[*at] != close) {
			++*at;
		} else if (*at + 1 < sql.length && close != ']' &&
			   sql.data[*at + 1] == close) {
			*at += 2;
		} else {
			break;
		}
	}
	struct text text = { sql.data + from, *at - from };
	if (*at < sql.length)
		++*at;
	return text;
}

struct sql_word
sql_next(struct text sql, size_t *at)
{
	bool open;
	*at = skip_blanks(sql, *at, &open);
	struct sql_word word = { SQL_END, { "", 0 }, *at };
	if (*at >= sql.length)
		return word;
	char c = sql.data[*at];
	if (c == '\'' || c == '"' || c == '`' || c == '[') {
		++*at;
		word.kind = c == '\'' ? SQL_STRING : SQL_NAME;
		word.text = quoted(sql, at, c == '[' ? ']' : c);
		return word;
	}
	size_t from = *at;
	word.kind = !is_name_byte(c)       ? SQL_SIGN
		    : c >= '0' && c <= '9' ? SQL_NUMBER
					   : SQL_NAME;
	++*at;
	while (word.kind != SQL_SIGN && *at < sql.length &&
	       (is_name_byte(sql.data[*at]) ||
		   (word.kind == SQL_NUMBER && sql.data[*at] == '.')))
		++*at;
	word.text = (struct text){ sql.data + from, *at - from };
	return word;
}

static bool
word_is(const struct sql_word *word, const char *text)
{
	return strlen(text) == word->text.length &&
	       strncasecmp(word->text.data, text, word->text.length) == 0;
}

bool
sql_mentions(struct text sql, const char *name)
{
	size_t at = 0;
	for (struct sql_word word = sql_next(sql, &at); word.kind != SQL_END;
	     word = sql_next(sql, &at))
		/* SQLite also takes a text in single quotes for a name, so only
		 * numbers are excluded. */
		if (word.kind != SQL_NUMBER && word_is(&word, name))
			return true;
	return false;
}

bool
sql_names_all(struct text sql)
{
	size_t at = 0;
	bool list = false, in = false; /* may `*`, or a table, come now? */
	for (struct sql_word word = sql_next(sql, &at); word.kind != SQL_END;
	     word = sql_next(sql, &at)) {
		if (list && word.kind == SQL_SIGN && word_is(&word, "*"))
			return true;
		if (in && !word_is(&word, "("))
			return true;
		if (word.kind == SQL_NAME && word_is(&word, "natural"))
			return true;
		in = word.kind == SQL_NAME && word_is(&word, "in");
		list = word_is(&word, "select") || word_is(&word, "distinct") ||
		       word_is(&word, "all") || word_is(&word, ",") ||
		       word_is(&word, ".");
	}
	return false;
}

enum { NAME_MOST = 500 };

/* The name without what SQL or the program may add to it or leave out: quotes
 * (doubled within quotes), spaces, `_`. Its length, or NAME_MOST if it is too
 * long. */
static size_t
bare_name(uint8_t bare[NAME_MOST], struct text name)
{
	size_t length = 0;
	for (size_t i = 0; i < name.length && length < NAME_MOST; i++)
		if (!is_space(name.data[i]) && !strchr("_'\"`", name.data[i]))
			bare[length++] = (uint8_t)name.data[i];
	return length;
}

bool
sql_may_read(struct text sql, const char *column)
{
	uint8_t wanted[NAME_MOST], found[NAME_MOST];
	size_t length = bare_name(wanted, text_of(column)), at = 0;
	if (sql_names_all(sql) || length == NAME_MOST)
		return true;
	for (struct sql_word word = sql_next(sql, &at); word.kind != SQL_END;
	     word = sql_next(sql, &at)) {
		int order = 1;
		size_t bytes = bare_name(found, word.text);
		if (word.kind == SQL_NUMBER)
			continue;
		if (bytes == NAME_MOST ||
		    u8_casecmp(wanted, length, found, bytes, NULL, UNINORM_NFKC,
			&order) != 0 ||
		    order == 0)
			return true;
	}
	return false;
}

/* Is the word complete, that is, does a quoted one have its closing quote? */
static bool
is_complete(struct text sql, const struct sql_word *word)
{
	bool opens = word->at < sql.length &&
		     strchr("'\"`[", sql.data[word->at]) != NULL;
	return !opens ||
	       word->text.data + word->text.length < sql.data + sql.length;
}

bool
sql_is_closed(struct text condition)
{
	size_t at = 0;
	int depth = 0;
	bool open = false; /* a comment that does not end */
	skip_blanks(condition, at, &open);
	for (struct sql_word word = sql_next(condition, &at);
	     word.kind != SQL_END; word = sql_next(condition, &at)) {
		skip_blanks(condition, at, &open);
		if (!is_complete(condition, &word))
			return false;
		if (word.kind != SQL_SIGN)
			continue;
		depth += word_is(&word, "(") - word_is(&word, ")");
		if (depth < 0 || word_is(&word, ";"))
			return false;
	}
	return depth == 0 && !open;
}

size_t
sql_conjuncts(struct text condition, struct text *parts, size_t most)
{
	size_t at = 0, from = 0, count = 0;
	int depth = 0, between = 0;
	for (struct sql_word word = sql_next(condition, &at);;
	     word = sql_next(condition, &at)) {
		bool name = word.kind == SQL_NAME;
		if (word.kind == SQL_SIGN)
			depth += word_is(&word, "(") - word_is(&word, ")");
		depth += name && word_is(&word, "case");
		depth -= name && word_is(&word, "end");
		if (depth == 0 && name && word_is(&word, "or"))
			return 1; /* an OR of parts: not to be split */
		if (depth == 0 && name && word_is(&word, "between"))
			between++;
		bool and = depth == 0 && name && word_is(&word, "and");
		if (and&&between > 0) {
			between--;
			and = false;
		}
		if (!and&&word.kind != SQL_END)
			continue;
		if (count < most)
			parts[count] = (struct text){ condition.data + from,
				word.at - from };
		count++;
		from = at;
		if (word.kind == SQL_END)
			return count;
	}
}
