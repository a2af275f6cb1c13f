#include "io/import/bytes/dialect.h"

#include <stdlib.h>
#include <string.h>

#include "io/import/bytes/encoding.h"

enum { HEAD_BYTES = 64 * 1024 };

static const char delimiters[] = ",;\t|";

/* ---- the sep= line ---- */

static size_t
line_length(const char *text, size_t length)
{
	size_t at = 0;
	while (at < length && text[at] != '\n' && text[at] != '\r')
		at++;
	return at;
}

/* `sep=;`, plain or within quotes; the delimiter, or 0. */
static char
read_sep_line(const char *text, size_t length)
{
	if (length == 7 && text[0] == '"' && text[6] == '"') {
		text++;
		length -= 2;
	}
	bool sep = length == 5 && (text[0] | 32) == 's' &&
		   (text[1] | 32) == 'e' && (text[2] | 32) == 'p' &&
		   text[3] == '=';
	return sep && memchr(delimiters, text[4], 4) ? text[4] : '\0';
}

static bool
skip_sep_line(struct dialect *dialect, const char *text, size_t length)
{
	size_t line = line_length(text, length);
	char delimiter = read_sep_line(text, line);
	if (!delimiter)
		return false;
	size_t end = line < length && text[line] == '\r' ? 1 : 0;
	end += line + end < length && text[line + end] == '\n' ? 1 : 0;
	dialect->begin_offset += line + end;
	dialect->begin_line = 2;
	dialect->delimiter = delimiter;
	dialect->delimiter_source = "sep= line";
	return true;
}

/* ---- the first record ---- */

/* Of the four, the one that stands most often in the first record outside
 * quotes; the comma if none does. */
static char
most_frequent(const char *text, size_t length)
{
	size_t counts[4] = { 0 }, best = 0;
	bool quoted = false, blank = true;
	for (size_t i = 0; i < length; i++) {
		char byte = text[i];
		if (byte == '"')
			quoted = !quoted;
		if (!quoted && (byte == '\n' || byte == '\r')) {
			if (!blank)
				break;
			continue;
		}
		if (byte != ' ' && byte != '\t')
			blank = false;
		const char *found = quoted ? NULL : memchr(delimiters, byte, 4);
		if (found)
			counts[found - delimiters]++;
	}
	for (size_t i = 1; i < 4; i++)
		if (counts[i] > counts[best])
			best = i;
	return delimiters[best];
}

/* Files that people take for CSV, told by their first bytes. */
static const char *
other_kind(const char *text, size_t length)
{
	static const struct {
		const char *begin, *kind;
	} kinds[] = { { "%PDF", N_("a PDF; export it as CSV") },
		{ "\x1f\x8b", N_("a compressed file; unpack it") } };
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t size = strlen(kinds[i].begin);
		if (length >= size && memcmp(text, kinds[i].begin, size) == 0)
			return kinds[i].kind;
	}
	return NULL;
}

static enum status
find_delimiter(struct dialect *dialect, struct file *file, char declared,
    struct diagnostics *diagnostics)
{
	size_t length = 0;
	char *text = malloc(HEAD_BYTES);
	if (!text)
		return diagnostics_no_memory(diagnostics);
	enum status status =
	    file_read(file, text, HEAD_BYTES, 0, &length, diagnostics);
	const char *kind = status ? NULL : other_kind(text, length);
	if (kind)
		status = diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: this is %s", file->path, kind);
	size_t mark =
	    length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	dialect->begin_line = 1;
	dialect->begin_offset = mark;
	if (!status && !skip_sep_line(dialect, text + mark, length - mark)) {
		dialect->delimiter =
		    declared ? declared
			     : most_frequent(text + mark, length - mark);
		dialect->delimiter_source = declared ? "declared" : "";
	}
	free(text);
	return status;
}

enum status
dialect_find(struct dialect *dialect, struct file *file,
    const struct dialect_declared *declared, bool trusting,
    struct diagnostics *diagnostics)
{
	*dialect = (struct dialect){ 0 };
	const char *encoding = declared->encoding;
	enum status status = STATUS_OK;
	if (trusting && !encoding) {
		status = encoding_of_beginning(file, &encoding, diagnostics);
		dialect->encoding_assumed = encoding != NULL;
	}
	if (!status)
		status = encoding_find(file, encoding, &dialect->encoding,
		    &dialect->encoding_guessed, diagnostics);
	if (!status)
		status = encoding_decode(file, dialect->encoding, diagnostics);
	if (!status)
		status = find_delimiter(
		    dialect, file, declared->delimiter, diagnostics);
	if (status || !dialect->encoding_guessed)
		return status;
	diagnostics_warn(diagnostics,
	    "%s: not UTF-8; it is read as %s, a guess. If names look right, "
	    "say so in kpi.yaml:",
	    file->path, dialect->encoding);
	diagnostics_propose(diagnostics, 0, "%s: {encoding: %s}",
	    declared->table, dialect->encoding);
	return STATUS_OK;
}

const char *
dialect_delimiter_name(char delimiter)
{
	return delimiter == ','    ? "comma"
	       : delimiter == ';'  ? "semicolon"
	       : delimiter == '\t' ? "tab"
				   : "bar";
}
