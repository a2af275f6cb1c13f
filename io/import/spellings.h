/* Texts as they stand in the file → small numbers, for one thread.
 *
 * What a text means (trimmed, in NFC) is looked at once, when it is first seen;
 * after that its bytes find its number. Several spellings of one id have a
 * number each; it is the data set's dictionary that makes them one. */
#ifndef IO_IMPORT_SPELLINGS_H
#define IO_IMPORT_SPELLINGS_H

#include <stdbool.h>

#include "engine/text.h"

struct arena;

struct spelling {
	uint64_t head, tail; /* the first bytes, and the next or a hash */
	uint32_t length;
	uint32_t number; /* SPELLING_FREE: an empty slot */
};

enum { SPELLING_FREE = 0, SPELLING_ODD = 1, SPELLING_FIRST = 2 };

struct spellings {
	struct arena *arena;
	struct spelling *slots;
	struct text *raw; /* by number − SPELLING_FIRST */
	size_t slot_count, used, count, capacity;
};

/* An empty set, whose texts lie in `arena`; false without memory. The caller
 * frees it. */
bool spellings_init(struct spellings *spellings, struct arena *arena);
void spellings_free(struct spellings *spellings);

/* The slot of a text: where it is, or the free one where it belongs. 16 bytes
 * from `text.data` on must be readable. Valid until the next spellings_add. */
struct spelling *spellings_find(
    const struct spellings *spellings, struct text text);

/* Has the memory fetched that spellings_find will look at. */
void spellings_prefetch(const struct spellings *spellings, struct text text);

/* Fills a free slot: an odd text is one that cannot be an id. Returns its
 * number, or SPELLING_FREE without memory. */
uint32_t spellings_add(struct spellings *spellings, struct text text,
    const struct spelling *slot, bool odd);

#endif
