#include "io/export/workbook/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>

#include "engine/base/arena.h"

/* Bytes of a name: a unit is at most three of UTF-8. */
enum { NAME_UNITS = 31, NAME_SIZE = NAME_UNITS * 3 + 1 };

/* Not to be told apart in some language or by the eye: the dot over a Turkish
 * i, and what is not shown. */
static bool
is_ignored(ucs4_t character)
{
	return character == 0x307 ||
	       uc_is_property_default_ignorable_code_point(character) ||
	       uc_is_general_category_withtable(
		   character, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf);
}

/* What names that are alike have in common; NULL without memory. */
static const char *
folded_name(struct arena *arena, const char *name)
{
	size_t length = 0, kept = 0;
	uint8_t *folded = u8_casefold((const uint8_t *)name, strlen(name), NULL,
	    UNINORM_NFKD, NULL, &length);
	char *made = folded ? arena_allocate(arena, length + 1, 1) : NULL;
	for (size_t i = 0; made && i < length;) {
		ucs4_t character;
		int taken = u8_mbtoucr(&character, folded + i, length - i);
		if (taken < 1)
			break;
		if (character == 0x131) /* a Turkish i without its dot */
			made[kept++] = 'i';
		else if (!is_ignored(character)) {
			memcpy(made + kept, folded + i, (size_t)taken);
			kept += (size_t)taken;
		}
		i += (size_t)taken;
	}
	free(folded);
	return made;
}

static bool
is_taken(const struct report *report, const char *folded)
{
	for (const struct sheet *sheet = report->sheets; sheet;
	     sheet = sheet->next)
		if (strcmp(sheet->folded, folded) == 0)
			return true;
	return strcmp(folded, "history") == 0; /* Excel's own */
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
	if (name.length == 0)
		name = text_of("-");
	for (size_t number = 1;; number++) {
		number_name(made, name, number);
		sheet->folded = folded_name(report->arena, made);
		if (!sheet->folded || !is_taken(report, sheet->folded))
			break;
	}
	sheet->name = arena_copy(report->arena, made, strlen(made));
	return sheet->name && sheet->folded;
}
