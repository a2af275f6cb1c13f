#include "io/run/json_writer.h"

#include <stdio.h>
#include <unistr.h>

static void
quote_byte(struct output *output, unsigned char byte)
{
	static const char short_names[] = { ['\b'] = 'b',
		['\t'] = 't',
		['\n'] = 'n',
		['\f'] = 'f',
		['\r'] = 'r',
		['"'] = '"',
		['\\'] = '\\' };
	char escape[sizeof "\\u0000"];
	if (byte < sizeof short_names && short_names[byte]) {
		output_byte(output, '\\');
		output_byte(output, short_names[byte]);
	} else if (byte < ' ' || byte == 0x7f) {
		snprintf(escape, sizeof escape, "\\u%04X", byte);
		output_text(output, escape);
	} else {
		output_byte(output, (char)byte);
	}
}

/* What JSON lets stand and YAML, as which it may be read, does not, or takes for
 * the end of a line. */
static bool
is_odd(ucs4_t character)
{
	return (character >= 0x80 && character < 0xa0) || character == 0x2028 ||
	       character == 0x2029 || character == 0xfeff ||
	       character == 0xfffe || character == 0xffff;
}

/* The character at `bytes`, which is valid and not ASCII; its size. */
static size_t
quote_character(struct output *output, const uint8_t *bytes, size_t length)
{
	ucs4_t character;
	char escape[sizeof "\\u0000"];
	size_t size = (size_t)u8_mbtouc(&character, bytes, length);
	if (is_odd(character)) {
		snprintf(escape, sizeof escape, "\\u%04X",
		    (unsigned)character & 0xffff);
		output_text(output, escape);
	} else {
		output_write(output, (const char *)bytes, size);
	}
	return size;
}

void
json_quote(struct output *output, const struct text *parts, size_t count)
{
	output_byte(output, '"');
	for (size_t part = 0; part < count; part++) {
		const uint8_t *bytes = (const uint8_t *)parts[part].data;
		size_t length = parts[part].length;
		bool valid = u8_check(bytes, length) == NULL;
		for (size_t i = 0, size; i < length; i += size) {
			size = 1;
			if (bytes[i] >= 0x80 && valid)
				size = quote_character(
				    output, bytes + i, length - i);
			else
				quote_byte(
				    output, bytes[i] < 0x80 ? bytes[i] : '?');
		}
	}
	output_byte(output, '"');
}

static void
new_line(struct json_writer *writer)
{
	output_byte(writer->output, '\n');
	for (int i = 0; i < writer->depth; i++)
		output_text(writer->output, "  ");
}

/* What stands in front of a value: comma, line, name. */
static void
lead(struct json_writer *writer, const char *name)
{
	if (writer->inside)
		output_byte(writer->output, ',');
	if (writer->depth)
		new_line(writer);
	writer->inside = true;
	if (!name)
		return;
	struct text text = text_of(name);
	json_quote(writer->output, &text, 1);
	output_text(writer->output, ": ");
}

void
json_open(struct json_writer *writer, const char *name, char bracket)
{
	lead(writer, name);
	output_byte(writer->output, bracket);
	writer->depth++;
	writer->inside = false;
}

void
json_close(struct json_writer *writer, char bracket)
{
	writer->depth--;
	if (writer->inside)
		new_line(writer);
	output_byte(writer->output, bracket);
	writer->inside = true;
	if (writer->depth == 0)
		output_byte(writer->output, '\n');
}

void
json_put_text(struct json_writer *writer, const char *name, const char *text)
{
	struct text whole = text_of(text);
	lead(writer, name);
	if (text)
		json_quote(writer->output, &whole, 1);
	else
		output_text(writer->output, "null");
}

void
json_put_span(struct json_writer *writer, const char *name, struct text text)
{
	lead(writer, name);
	json_quote(writer->output, &text, 1);
}

void
json_put_as_is(struct json_writer *writer, const char *name, const char *token)
{
	lead(writer, name);
	output_text(writer->output, token);
}

void
json_put_whole(struct json_writer *writer, const char *name, uint64_t number)
{
	lead(writer, name);
	output_whole(writer->output, number);
}
