#include "io/run/alike.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "io/run/unseen.h"

/* The dot over a Turkish i, and what is not shown. */
static bool
is_ignored(ucs4_t character)
{
	return character == 0x307 ||
	       uc_is_property_default_ignorable_code_point(character) ||
	       unseen_is(character);
}

struct text
alike_key(struct text name, struct arena *arena)
{
	size_t length = 0, kept = 0;
	uint8_t *folded = u8_casefold((const uint8_t *)name.data, name.length,
	    NULL, UNINORM_NFKD, NULL, &length);
	char *key = folded ? arena_allocate(arena, length + 1, 1)
			   : arena_refused(arena);
	for (size_t i = 0; key && i < length;) {
		ucs4_t character;
		int taken = u8_mbtoucr(&character, folded + i, length - i);
		size_t bytes = taken > 0 ? (size_t)taken : 1;
		if (character == 0x131) { /* an i without its dot */
			key[kept++] = 'i';
		} else if (!is_ignored(character)) {
			memcpy(key + kept, folded + i, bytes);
			kept += bytes;
		}
		i += bytes;
	}
	free(folded);
	return (struct text){ key, kept };
}
