/* Texts as they stand in the file → small numbers, for one thread.
 *
 * What a text means (trimmed, in NFC) is looked at once, when it is first seen;
 * after that its bytes find its number. Several spellings of one id have a
 * number each; it is the data set's dictionary that makes them one. */
#ifndef IO_IMPORT_ROWS_SPELLINGS_H
#define IO_IMPORT_ROWS_SPELLINGS_H

#include <stdbool.h>

#include "engine/base/text.h"
#include "io/import/csv/words.h"

struct arena;

/* A text of up to 12 bytes as it is, or what stands for a longer one: the last
 * byte of `tail` is then one that UTF-8 does not know. Texts hold no NUL. */
struct spelling {
	uint64_t head;
	uint32_t tail;
	uint32_t number; /* SPELLING_FREE: an empty slot */
};

enum { SPELLING_FREE = 0, SPELLING_ODD = 1, SPELLING_FIRST = 2 };
enum { SPELLING_INLINE = 12 };

struct spellings {
	struct arena *arena;
	struct spelling *slots;
	struct text *raw; /* by number − SPELLING_FIRST */
	size_t slot_count, used, count, capacity;
};

/* An empty set, whose texts lie in `arena`, with room for `count` before it
 * grows; false without memory. The caller frees it. */
bool spellings_init(
    struct spellings *spellings, size_t count, struct arena *arena);
void spellings_free(struct spellings *spellings);

/* A text, what its slot holds, and the code of its place. */
struct spelling_key {
	struct text text;
	uint64_t head, code;
	uint32_t tail;
};

/* What stands for a text that is longer than SPELLING_INLINE. */
struct spelling spelling_of_long(struct text text);

static inline uint64_t
spelling_mix(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product =
	    (unsigned __int128)a * (unsigned __int128)b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* A hash that keeps neighbours together: texts that differ in the last two bits
 * only share a cache line. Ids are mostly counted up, and rows of one time name
 * ids of one time. */
static inline uint64_t
spelling_code(uint64_t head, uint32_t tail)
{
	if (tail >= 0xff000000u)
		return head; /* a hash */
	uint64_t end = tail ? tail : head, before = tail ? head : 0;
	unsigned last = (63u - (unsigned)__builtin_clzll(end | 1)) & ~7u;
	uint64_t low = end >> last & 3;
	return (spelling_mix(before ^ 0x9e3779b97f4a7c15u,
		    (end - (low << last)) ^ 0x8ebc6af09c88c6e3u)
		   << 2) |
	       low;
}

/* The key of a text; 16 bytes from `text.data` on must be readable. */
static inline struct spelling_key
spelling_key(struct text text)
{
	uint64_t head = word_at(text.data);
	uint32_t tail = 0;
	if (text.length <= 8) {
		head = word_begin(head, text.length);
	} else if (text.length <= SPELLING_INLINE) {
		tail = (uint32_t)word_begin(
		    word_at(text.data + 8), text.length - 8);
	} else {
		struct spelling hash = spelling_of_long(text);
		head = hash.head;
		tail = hash.tail;
	}
	return (
	    struct spelling_key){ text, head, spelling_code(head, tail), tail };
}

/* Has the memory fetched that spellings_find will look at. */
static inline void
spellings_prefetch(
    const struct spellings *spellings, const struct spelling_key *key)
{
	__builtin_prefetch(
	    &spellings->slots[key->code & (spellings->slot_count - 1)]);
}

/* Do slot and key, alike in what stands for them, hold the same long text? */
bool spelling_is_same_long(const struct spellings *spellings,
    const struct spelling *slot, const struct spelling_key *key);

/* The slot of a text: where it is, or the free one where it belongs. Valid
 * until the next spellings_add. */
static inline const struct spelling *
spellings_find(
    const struct spellings *spellings, const struct spelling_key *key)
{
	size_t mask = spellings->slot_count - 1;
	for (size_t at = key->code & mask;; at = (at + 1) & mask) {
		const struct spelling *slot = &spellings->slots[at];
		if (slot->number == SPELLING_FREE ||
		    (slot->head == key->head && slot->tail == key->tail &&
			(key->text.length <= SPELLING_INLINE ||
			    spelling_is_same_long(spellings, slot, key))))
			return slot;
	}
}

/* Gives the next number to no text; false without memory. */
bool spellings_skip(struct spellings *spellings);

/* Fills a free slot: an odd text is one that cannot be an id. Returns its
 * number, or SPELLING_FREE without memory. */
uint32_t spellings_add(struct spellings *spellings,
    const struct spelling_key *key, const struct spelling *slot, bool odd);

#endif
