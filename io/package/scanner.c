#include "io/package/scanner.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>

enum {
	ROOM_BYTES = 128 * 1024,
	NAME_BYTES = 64,
	MOST_ATTRIBUTES = 256,
	REFERENCE_BYTES = 12 /* the longest one of a character is shorter */
};

struct scanner {
	const struct package_reader *reader;
	/* bytes[begin..end) are to be scanned. */
	char *bytes;
	size_t begin, end;
	/* The elements that are open: their names, for their ends. */
	char names[SCANNER_DEPTH][NAME_BYTES];
	size_t lengths[SCANNER_DEPTH];
	unsigned depth;
	bool begun, rooted; /* something, and the root, has come */
	const char *attributes[2 * MOST_ATTRIBUTES + 2];
};

static const char damaged[] = N_("is damaged: it is no well-formed XML");

struct scanner *
scanner_new(void)
{
	struct scanner *scanner = calloc(1, sizeof *scanner);
	if (scanner)
		scanner->bytes = malloc(SCANNER_TAG + ROOM_BYTES);
	if (scanner && !scanner->bytes) {
		free(scanner);
		scanner = NULL;
	}
	return scanner;
}

void
scanner_free(struct scanner *scanner)
{
	if (scanner)
		free(scanner->bytes);
	free(scanner);
}

void
scanner_begin(struct scanner *scanner, const struct package_reader *reader)
{
	scanner->reader = reader;
	scanner->begin = scanner->end = 0;
	scanner->depth = 0;
	scanner->begun = scanner->rooted = false;
}

char *
scanner_room(struct scanner *scanner, size_t *size)
{
	size_t left = scanner->end - scanner->begin;
	memmove(scanner->bytes, scanner->bytes + scanner->begin, left);
	scanner->begin = 0;
	scanner->end = left;
	*size = SCANNER_TAG + ROOM_BYTES - left;
	if (*size > ROOM_BYTES)
		*size = ROOM_BYTES;
	return scanner->bytes + left;
}

static bool
is_space(char byte)
{
	return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

static bool
begins(const char *at, const char *limit, const char *with)
{
	size_t size = strlen(with);
	return (size_t)(limit - at) >= size && memcmp(at, with, size) == 0;
}

bool
scanner_knows(const char *bytes, size_t count)
{
	const char *limit = bytes + count;
	char declaration[128];
	if (begins(bytes, limit, "\xef\xbb\xbf"))
		bytes += 3;
	if (bytes == limit || *bytes != '<' ||
	    memchr(bytes, 0, limit - bytes > 4 ? 4 : (size_t)(limit - bytes)))
		return false;
	if (!begins(bytes, limit, "<?xml"))
		return true;
	size_t length = (size_t)(limit - bytes);
	if (length >= sizeof declaration)
		length = sizeof declaration - 1;
	memcpy(declaration, bytes, length);
	declaration[length] = '\0';
	declaration[strcspn(declaration, ">")] = '\0';
	const char *encoding = strstr(declaration, "encoding");
	if (!encoding)
		return true;
	encoding += strcspn(encoding, "\"'");
	return *encoding && (strncasecmp(encoding + 1, "utf-8", 5) == 0 ||
				strncasecmp(encoding + 1, "us-ascii", 8) == 0);
}

/* ---- references ---- */

/* The number behind `&#`, up to `;`; 0 if it is none that XML allows. */
static ucs4_t
number_of(const char *at, const char *end)
{
	ucs4_t point = 0, base = 10;
	if (at < end && *at == 'x') {
		base = 16;
		at++;
	}
	if (at == end)
		return 0;
	for (; at < end; at++) {
		unsigned digit = (unsigned char)(*at - '0');
		if (digit >= 10 && base == 16)
			digit = (unsigned char)((*at | 32) - 'a') + 10u;
		if (digit >= base || point > 0x10ffff)
			return 0;
		point = point * base + digit;
	}
	return point;
}

/* Decodes the reference [at, end) without & and ; to `to`; the bytes written, 0
 * if there is no such character. It takes no more room than it had. */
static size_t
put_reference(char *to, const char *at, const char *end)
{
	static const struct {
		const char *name;
		char character;
	} entities[] = { { "amp", '&' }, { "lt", '<' }, { "gt", '>' },
		{ "quot", '"' }, { "apos", '\'' } };
	size_t length = (size_t)(end - at);
	if (length && *at == '#') {
		ucs4_t point = number_of(at + 1, end);
		int size = point ? u8_uctomb((uint8_t *)to, point, 4) : 0;
		return size > 0 ? (size_t)size : 0;
	}
	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
		if (strlen(entities[i].name) == length &&
		    memcmp(entities[i].name, at, length) == 0) {
			*to = entities[i].character;
			return 1;
		}
	return 0;
}

/* Decodes the references in bytes[0..*length), in place; false if one is
 * wrong. */
static bool
decode(char *bytes, size_t *length)
{
	char *to = bytes, *end = bytes + *length;
	for (char *at = bytes; at < end;) {
		if (*at != '&') {
			*to++ = *at++;
			continue;
		}
		char *semicolon = memchr(at, ';', (size_t)(end - at));
		size_t size =
		    semicolon ? put_reference(to, at + 1, semicolon) : 0;
		if (size == 0)
			return false;
		to += size;
		at = semicolon + 1;
	}
	*length = (size_t)(to - bytes);
	return true;
}

/* ---- tags ---- */

/* The last byte of a tag that begins at `at`, behind whatever is in quotes;
 * NULL: it is not there yet. */
static char *
end_of_tag(char *at, char *end)
{
	for (; at < end; at++) {
		if (*at == '>')
			return at;
		if (*at == '"' || *at == '\'') {
			at = memchr(at + 1, *at, (size_t)(end - at) - 1);
			if (!at)
				return NULL;
		}
	}
	return NULL;
}

static char *
end_of_name(char *at, const char *end)
{
	while (at < end && !is_space(*at) && *at != '=' && *at != '/' &&
	       *at != '<' && *at != '"' && *at != '\'')
		at++;
	return at;
}

static char *
skip_space(char *at, const char *end)
{
	while (at < end && is_space(*at))
		at++;
	return at;
}

/* Reads the attributes in [at, end) and ends each name and value with a NUL;
 * false if they are none. *end is written to. */
static bool
read_attributes(struct scanner *scanner, char *at, char *end)
{
	size_t count = 0;
	while ((at = skip_space(at, end)) < end) {
		char *name = at, *name_end = end_of_name(at, end);
		at = skip_space(name_end, end);
		if (name_end == name || at == end || *at != '=' ||
		    count == MOST_ATTRIBUTES)
			return false;
		at = skip_space(at + 1, end);
		if (at == end || (*at != '"' && *at != '\''))
			return false;
		char *value = at + 1;
		char *value_end = memchr(value, *at, (size_t)(end - value));
		if (!value_end)
			return false;
		size_t length = (size_t)(value_end - value);
		if (memchr(value, '<', length) ||
		    (memchr(value, '&', length) && !decode(value, &length)))
			return false;
		*name_end = value[length] = '\0';
		scanner->attributes[count++ * 2] = name;
		scanner->attributes[count * 2 - 1] = value;
		at = value_end + 1;
	}
	scanner->attributes[count * 2] = NULL;
	return true;
}

static const char *
without_prefix(const char *name)
{
	const char *colon = *name && name[1] ? strchr(name, ':') : NULL;
	return colon ? colon + 1 : name;
}

/* An element begins; its tag is [at, end] without the <. */
static const char *
begin_element(struct scanner *scanner, char *at, char *end)
{
	bool empty = end > at && end[-1] == '/';
	char *close = empty ? end - 1 : end, *name_end = end_of_name(at, close);
	size_t length = (size_t)(name_end - at);
	const struct package_reader *reader = scanner->reader;
	if (length == 0 || length >= NAME_BYTES ||
	    (scanner->depth == 0 && scanner->rooted))
		return damaged;
	if (scanner->depth == SCANNER_DEPTH)
		return N_("nests elements too deeply");
	scanner->rooted = true;
	char *name = scanner->names[scanner->depth];
	memcpy(name, at, length);
	name[length] = '\0';
	scanner->lengths[scanner->depth++] = length;
	if (!read_attributes(scanner, name_end, close))
		return damaged;
	const char *local = without_prefix(name);
	reader->start(reader->context, local, scanner->attributes);
	if (!empty)
		return NULL;
	scanner->depth--;
	reader->end(reader->context, local);
	return NULL;
}

static const char *
end_element(struct scanner *scanner, const char *at, const char *end)
{
	while (end > at && is_space(end[-1]))
		end--;
	size_t length = (size_t)(end - at);
	if (scanner->depth == 0)
		return damaged;
	const char *name = scanner->names[scanner->depth - 1];
	if (scanner->lengths[scanner->depth - 1] != length ||
	    memcmp(name, at, length) != 0)
		return damaged;
	scanner->depth--;
	scanner->reader->end(scanner->reader->context, without_prefix(name));
	return NULL;
}

/* ---- everything ---- */

static void
give_text(struct scanner *scanner, const char *text, size_t length)
{
	if (length && scanner->depth)
		scanner->reader->text(scanner->reader->context, text, length);
}

static bool
is_blank(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!is_space(text[i]))
			return false;
	return true;
}

/* Takes what stands before the next tag, or as much of it as is there. */
static const char *
take_text(struct scanner *scanner, bool at_end)
{
	char *text = scanner->bytes + scanner->begin;
	size_t left = scanner->end - scanner->begin, length = 0;
	bool references = false;
	while (length < left && text[length] != '<')
		references |= text[length++] == '&';
	if (length == left && !at_end && references) {
		/* A reference may be cut. */
		size_t cut = length;
		while (cut && text[cut - 1] != '&')
			cut--;
		if (length - cut < REFERENCE_BYTES &&
		    !memchr(text + cut, ';', length - cut))
			length = cut - 1;
	}
	scanner->begin += length;
	if (references && !decode(text, &length))
		return N_("has an entity that XML does not know");
	if (scanner->depth == 0 && !is_blank(text, length))
		return damaged;
	give_text(scanner, text, length);
	return NULL;
}

/* The place behind `end` in [at, limit); NULL: it is not there. */
static char *
behind(char *at, char *limit, const char *end)
{
	size_t size = strlen(end);
	while ((at = memchr(at, *end, (size_t)(limit - at)))) {
		if ((size_t)(limit - at) < size)
			return NULL;
		if (memcmp(at, end, size) == 0)
			return at + size;
		at++;
	}
	return NULL;
}

/* Takes what begins with <! or <?; *next is behind it, or NULL: it is not all
 * there. */
static const char *
take_other(struct scanner *scanner, char *at, char *limit, char **next)
{
	*next = NULL;
	if (at[1] == '?') {
		*next = behind(at + 2, limit, "?>");
	} else if (begins(at, limit, "<!--")) {
		*next = behind(at + 4, limit, "-->");
	} else if (begins(at, limit, "<![CDATA[")) {
		*next = behind(at + 9, limit, "]]>");
		if (*next)
			give_text(scanner, at + 9, (size_t)(*next - at) - 12);
	} else if (limit - at >= 9) {
		return begins(at, limit, "<!DOCTYPE")
			   ? N_("has a document type declaration (DOCTYPE), "
				"which "
				"has no place in a workbook")
			   : damaged;
	}
	return NULL;
}

/* Takes the tag at `begin`; *more: it is not all there. */
static const char *
take_tag(struct scanner *scanner, bool *more)
{
	char *at = scanner->bytes + scanner->begin;
	char *limit = scanner->bytes + scanner->end, *next = NULL;
	const char *wrong = NULL;
	if (limit - at >= 2 && (at[1] == '!' || at[1] == '?')) {
		wrong = take_other(scanner, at, limit, &next);
	} else if (limit - at >= 2) {
		char *end = end_of_tag(at + 1, limit);
		next = end ? end + 1 : NULL;
		if (end)
			wrong = at[1] == '/'
				    ? end_element(scanner, at + 2, end)
				    : begin_element(scanner, at + 1, end);
	}
	*more = !next;
	if (next)
		scanner->begin = (size_t)(next - scanner->bytes);
	return wrong;
}

const char *
scanner_take(struct scanner *scanner, size_t count, const bool *stopped)
{
	bool at_end = count == 0, more = false;
	const char *wrong = NULL;
	scanner->end += count;
	if (!scanner->begun && count) {
		scanner->begun = true;
		if (begins(scanner->bytes, scanner->bytes + scanner->end,
			"\xef\xbb\xbf"))
			scanner->begin = 3;
	}
	while (scanner->begin < scanner->end && !more && !wrong && !*stopped) {
		if (scanner->bytes[scanner->begin] == '<') {
			wrong = take_tag(scanner, &more);
		} else {
			size_t before = scanner->begin;
			wrong = take_text(scanner, at_end);
			more = scanner->begin == before;
		}
	}
	if (wrong || *stopped)
		return wrong;
	if (scanner->end - scanner->begin > SCANNER_TAG)
		return N_("has a tag longer than 1 MiB");
	return at_end && (scanner->depth || !scanner->rooted ||
			     scanner->begin < scanner->end)
		   ? damaged
		   : NULL;
}
