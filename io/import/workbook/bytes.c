#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "io/import/workbook/parts.h"

bool
growing_room(struct growing *growing, size_t more)
{
	size_t needed = growing->length + more;
	if (needed <= growing->capacity)
		return true;
	size_t capacity = needed + needed / 2 + 4096;
	char *bytes = realloc(growing->bytes, capacity);
	if (!bytes)
		return false;
	growing->bytes = bytes;
	growing->capacity = capacity;
	return true;
}

bool
growing_add(struct growing *growing, const char *bytes, size_t length)
{
	if (!growing_room(growing, length))
		return false;
	if (length)
		memcpy(growing->bytes + growing->length, bytes, length);
	growing->length += length;
	return true;
}

static int
hex_of(char byte)
{
	return byte >= '0' && byte <= '9' ? byte - '0'
	       : (byte | 32) >= 'a' && (byte | 32) <= 'f'
		   ? (byte | 32) - 'a' + 10
		   : -1;
}

/* The character that `_xHHHH_` at `at` stands for; -1 if there is none, or
 * only half a one. */
static int
escaped(const char *at, const char *end)
{
	int point = 0;
	if (end - at < 7 || at[0] != '_' || at[1] != 'x' || at[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		int digit = hex_of(at[i]);
		if (digit < 0)
			return -1;
		point = point * 16 + digit;
	}
	return point >= 0xd800 && point <= 0xdfff ? -1 : point;
}

/* Puts the characters that are meant for the escapes; shortens only. */
static size_t
unescape(char *text, size_t length)
{
	const char *at = text, *end = text + length;
	char *to = text;
	if (!memchr(text, '_', length))
		return length;
	while (at < end) {
		int point = *at == '_' ? escaped(at, end) : -1;
		if (point < 0) {
			*to++ = *at++;
			continue;
		}
		/* At most three bytes, where seven stood. */
		int size = u8_uctomb((uint8_t *)to, (ucs4_t)point, 4);
		to += size > 0 ? size : 0;
		at += 7;
	}
	return (size_t)(to - text);
}

/* Makes CRLF one character; shortens only. */
static size_t
join_line_ends(char *text, size_t length)
{
	char *to = text;
	if (!memchr(text, '\r', length))
		return length;
	for (size_t i = 0; i < length; i++)
		if (text[i] != '\r' || i + 1 == length || text[i + 1] != '\n')
			*to++ = text[i];
	return (size_t)(to - text);
}

bool
growing_add_cell(
    struct growing *growing, char *text, size_t length, bool *digits)
{
	size_t quotes = 0;
	bool special = false;
	length = join_line_ends(text, unescape(text, length));
	*digits = false;
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		if (byte < ' ' || byte == 0x7f)
			text[i] = ' ';
		quotes += byte == '"';
		special |= byte == ',';
		*digits |= byte - (unsigned)'0' < 10;
	}
	if (!quotes && !special)
		return growing_add(growing, text, length);
	if (!growing_room(growing, length + quotes + 2))
		return false;
	char *to = growing->bytes + growing->length;
	*to++ = '"';
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '"')
			*to++ = '"';
		*to++ = text[i];
	}
	*to++ = '"';
	growing->length = (size_t)(to - growing->bytes);
	return true;
}
