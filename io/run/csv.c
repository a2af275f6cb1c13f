#include "io/run/csv.h"

#include <stdint.h>
#include <string.h>

/* What a byte asks for: quotes around the cell it is in, in any file or in one
 * with that delimiter; and at the beginning of a text a look at what it would
 * be to a spreadsheet. */
enum {
	NEEDS_QUOTES = 1,
	IS_COMMA = 2,
	IS_SEMICOLON = 4,
	IS_TAB = 8,
	MAY_BEGIN_FORMULA = 16
};
static const uint8_t needs[UINT8_MAX + 1] = {
	[','] = IS_COMMA,
	[';'] = IS_SEMICOLON,
	['"'] = NEEDS_QUOTES,
	['\n'] = NEEDS_QUOTES | MAY_BEGIN_FORMULA,
	['\r'] = NEEDS_QUOTES | MAY_BEGIN_FORMULA,
	['\t'] = IS_TAB | MAY_BEGIN_FORMULA,
	['='] = MAY_BEGIN_FORMULA,
	['+'] = MAY_BEGIN_FORMULA,
	['-'] = MAY_BEGIN_FORMULA,
	['@'] = MAY_BEGIN_FORMULA,
	['\''] = MAY_BEGIN_FORMULA, /* where one follows it */
	[0xef] = MAY_BEGIN_FORMULA, /* the full-width forms */
};

struct csv_rules
csv_rules(char delimiter, bool guarded)
{
	unsigned between =
	    needs[(uint8_t)delimiter] & (IS_COMMA | IS_SEMICOLON | IS_TAB);
	return (struct csv_rules){ NEEDS_QUOTES | between, guarded };
}

/* Is a text run as a formula that begins with these bytes, three at most? The
 * characters are those of OWASP's list, full-width forms included. */
static bool
begins_formula(const char *bytes, size_t length)
{
	static const char *const beginnings[] = { "=", "+", "-", "@", "\t",
		"\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20" };
	for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
		size_t size = strlen(beginnings[i]);
		if (length >= size && memcmp(bytes, beginnings[i], size) == 0)
			return true;
	}
	return false;
}

/* Does the guard put an apostrophe before the parts? */
static bool
is_guarded(const struct text *parts, size_t count)
{
	char bytes[3];
	size_t length = 0;
	for (size_t part = 0; part < count; part++)
		for (size_t i = 0; i < parts[part].length; i++) {
			char byte = parts[part].data[i];
			if (length == 0 && byte == '\'')
				continue;
			bytes[length++] = byte;
			if (length == sizeof bytes)
				return begins_formula(bytes, length);
		}
	return begins_formula(bytes, length);
}

bool
csv_is_guarded(struct text text)
{
	return is_guarded(&text, 1);
}

struct text
csv_unguarded(struct text cell)
{
	bool guarded =
	    cell.length && *cell.data == '\'' && is_guarded(&cell, 1);
	return guarded ? (struct text){ cell.data + 1, cell.length - 1 } : cell;
}

static void
write_quoted(struct output *output, const char *prefix,
    const struct text *parts, size_t count)
{
	output_byte(output, '"');
	output_text(output, prefix);
	for (size_t part = 0; part < count; part++)
		for (size_t i = 0; i < parts[part].length; i++) {
			char byte = parts[part].data[i];
			if (byte == '"')
				output_byte(output, '"');
			output_byte(output, byte);
		}
	output_byte(output, '"');
}

/* What the first byte of the parts asks for. */
static inline unsigned
first_of(const struct text *parts, size_t count)
{
	for (size_t part = 0; part < count; part++)
		if (parts[part].length)
			return needs[(uint8_t)*parts[part].data];
	return 0;
}

/* Copies the parts, and sees on the way whether that was enough. What does not
 * fit into the buffer is quoted, which is always right. */
static inline void
write_cell(struct output *output, const struct text *parts, size_t count,
    struct csv_rules rules)
{
	size_t length = 0, at = 0;
	unsigned all = 0;
	for (size_t part = 0; part < count; part++)
		length += parts[part].length;
	char *to = output_room(
	    output, length < OUTPUT_BUFFER ? length : OUTPUT_BUFFER);
	for (size_t part = 0; part < count && length <= OUTPUT_BUFFER; part++)
		for (size_t i = 0; i < parts[part].length; i++) {
			to[at] = parts[part].data[i];
			all |= needs[(uint8_t)to[at++]];
		}
	bool guard = rules.guarded &&
		     first_of(parts, count) & MAY_BEGIN_FORMULA &&
		     is_guarded(parts, count);
	if (at == length && !guard && !(all & rules.quotes))
		output->used += length;
	else
		write_quoted(output, guard ? "'" : "", parts, count);
}

void
csv_text(struct output *output, struct text text, struct csv_rules rules)
{
	write_cell(output, &text, 1, rules);
}

void
csv_parts(struct output *output, const struct text *parts, size_t count,
    struct csv_rules rules)
{
	write_cell(output, parts, count, rules);
}
