#include "io/export/report/names.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unigbrk.h>
#include <unistr.h>

#include "engine/base/arena.h"
#include "io/run/alike.h"
#include "io/run/unseen.h"

/* Bytes of a name: a unit is at most three of UTF-8. */
enum { NAME_UNITS = 31, NAME_SIZE = NAME_UNITS * 3 + 1 };

static bool
is_taken(const struct report *report, struct text key)
{
	for (const struct sheet *sheet = report->sheets; sheet;
	     sheet = sheet->next)
		if (text_equal(sheet->key, key))
			return true;
	return text_is(key, "history"); /* Excel's own */
}

static size_t
units_of(const uint8_t *text, size_t length)
{
	size_t units = 0;
	for (size_t i = 0; i < length; i++)
		units += text[i] >= 0xf0 ? 2 : (text[i] & 0xc0) != 0x80;
	return units;
}

/* Copies as much of the name as `most` units hold: of letters with their marks,
 * or of characters. The bytes. */
static size_t
copy_units(char to[NAME_SIZE], struct text name, size_t most, bool letters)
{
	const uint8_t *at = (const uint8_t *)name.data;
	const uint8_t *end = at + name.length;
	size_t length = 0, units = 0;
	while (at < end) {
		const uint8_t *next =
		    letters ? u8_grapheme_next(at, end)
			    : at + u8_mblen(at, (size_t)(end - at));
		size_t bytes = (size_t)(next - at);
		units += units_of(at, bytes);
		if (units > most)
			break;
		memcpy(to + length, at, bytes);
		length += bytes;
		at = next;
	}
	to[length] = '\0';
	return length;
}

/* Characters that a name may not have become hyphens. */
static void
make_legal(char *name)
{
	size_t length = strlen(name);
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)name[i] < 0x20 ||
		    strchr("[]:*?/\\", name[i]) ||
		    (name[i] == '\'' && (i == 0 || i + 1 == length)))
			name[i] = '-';
}

/* The name with this number (1: without) at its end. */
static void
number_name(char to[NAME_SIZE], struct text name, size_t number)
{
	char end[24] = "";
	if (number > 1)
		snprintf(end, sizeof end, " (%zu)", number);
	size_t most = NAME_UNITS - strlen(end);
	size_t length = copy_units(to, name, most, true);
	if (length == 0) /* its first letter has too many marks */
		length = copy_units(to, name, most, false);
	memcpy(to + length, end, strlen(end) + 1);
	make_legal(to);
}

bool
sheet_set_name(
    struct sheet *sheet, const struct report *report, struct text name)
{
	char made[NAME_SIZE];
	name = unseen_removed(name, report->arena);
	if (!name.data)
		return false;
	if (name.length == 0)
		name = text_of("-");
	for (size_t number = 1;; number++) {
		number_name(made, name, number);
		sheet->key = alike_key(text_of(made), report->arena);
		if (!sheet->key.data || !is_taken(report, sheet->key))
			break;
	}
	sheet->name = arena_copy(report->arena, made, strlen(made));
	return sheet->name && sheet->key.data;
}
