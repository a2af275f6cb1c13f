#include "engine/model/number_text.h"

#include <string.h>

#include "engine/base/arena.h"

const char *
number_text(struct arena *arena, struct rational value, enum language language)
{
	const char *digits = rational_print(
	    arena, rational_round_to(arena, value, NUMBER_TEXT_PLACES));
	if (!digits)
		return NULL;
	/* Room for a separator behind every digit. */
	size_t length = strlen(digits), size = 2 * length + 1;
	char *text = arena_allocate(arena, size, 1);
	if (!text)
		return NULL;
	memcpy(text, digits, length + 1);
	return number_group(text, size, language);
}

const char *
number_text_wide(struct arena *arena, wide value, enum language language)
{
	return number_text(arena, rational_wide(arena, value), language);
}

const char *
number_text_decimal(struct arena *arena, decimal value, enum language language)
{
	return number_text(arena, rational_decimal(arena, value), language);
}

const char *
number_text_measure(struct arena *arena, struct rational value, enum unit unit,
    enum language language)
{
	if (unit != UNIT_SHARE && unit != UNIT_RATIO)
		return number_text(arena, value, language);
	const char *percent = number_text(arena,
	    rational_multiply(arena, value, rational_whole(100)), language);
	return percent ? arena_format(arena, "%s %%", percent) : NULL;
}

const char *
day_text(struct arena *arena, date day, enum language language)
{
	char text[DATE_TEXT_SIZE];
	if (day == DATE_NONE || language != LANGUAGE_VI)
		return arena_format(arena, "%s", date_print(text, day));
	struct civil civil = date_civil(day);
	return arena_format(
	    arena, "%02d/%02d/%04d", civil.day, civil.month, civil.year);
}
