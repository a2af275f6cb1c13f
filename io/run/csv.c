#include "io/run/csv.h"

#include <stdint.h>

/* What a byte asks for: quotes around the cell it is in, or, where a text
 * begins with it, something that keeps a spreadsheet from running it. */
enum { NEEDS_QUOTES = 1, BEGINS_FORMULA = 2 };
static const uint8_t needs[UINT8_MAX + 1] = {
	[','] = NEEDS_QUOTES,
	['"'] = NEEDS_QUOTES,
	['\n'] = NEEDS_QUOTES,
	['\r'] = NEEDS_QUOTES | BEGINS_FORMULA,
	['\t'] = BEGINS_FORMULA,
	['='] = BEGINS_FORMULA,
	['+'] = BEGINS_FORMULA,
	['-'] = BEGINS_FORMULA,
	['@'] = BEGINS_FORMULA,
};

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
write_cell(
    struct output *output, const struct text *parts, size_t count, bool guarded)
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
	bool formula = guarded && first_of(parts, count) & BEGINS_FORMULA;
	if (at == length && !formula && !(all & NEEDS_QUOTES))
		output->used += length;
	else
		write_quoted(output, formula ? "'" : "", parts, count);
}

void
csv_text(struct output *output, struct text text, bool guarded)
{
	write_cell(output, &text, 1, guarded);
}

void
csv_parts(
    struct output *output, const struct text *parts, size_t count, bool guarded)
{
	write_cell(output, parts, count, guarded);
}
