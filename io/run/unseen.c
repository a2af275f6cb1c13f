#include "io/run/unseen.h"

#include <stddef.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

bool
unseen_is(uint32_t character)
{
	if (uc_is_property_default_ignorable_code_point(character))
		return character < 0xfe00 || character > 0xfe0f;
	return uc_is_general_category_withtable(
	    character, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf |
			   UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp);
}

/* The bytes of the character at `at`, and whether it is seen. */
static size_t
character_at(struct text text, size_t at, bool *seen)
{
	ucs4_t character;
	int taken = u8_mbtouc(
	    &character, (const uint8_t *)text.data + at, text.length - at);
	*seen = !unseen_is(character);
	return taken > 0 ? (size_t)taken : 1;
}

struct text
unseen_removed(struct text text, struct arena *arena)
{
	bool seen = true;
	size_t kept = 0;
	while (kept < text.length) {
		size_t bytes = character_at(text, kept, &seen);
		if (!seen)
			break;
		kept += bytes;
	}
	if (kept == text.length)
		return text.length ? text : text_of("");
	char *copy = arena_copy(arena, text.data, text.length);
	for (size_t at = kept, bytes; copy && at < text.length; at += bytes) {
		bytes = character_at(text, at, &seen);
		if (seen) {
			memmove(copy + kept, text.data + at, bytes);
			kept += bytes;
		}
	}
	if (copy)
		copy[kept] = '\0';
	return (struct text){ copy, kept };
}
