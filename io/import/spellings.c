#define _DEFAULT_SOURCE /* madvise */

#include "io/import/spellings.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "engine/arena.h"

enum { FIRST_SLOTS = 1024, INLINE_BYTES = 16 };

/* Zeroed slots; many of them on huge pages, for they are looked up at random.
 */
static struct spelling *
allocate_slots(size_t count)
{
	enum { HUGE_PAGE = 2 * 1024 * 1024 };
	size_t bytes = count * sizeof(struct spelling);
	if (bytes < HUGE_PAGE)
		return calloc(count, sizeof(struct spelling));
	bytes = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	struct spelling *slots = aligned_alloc(HUGE_PAGE, bytes);
	if (!slots)
		return NULL;
#ifdef MADV_HUGEPAGE
	madvise(slots, bytes, MADV_HUGEPAGE);
#endif
	return memset(slots, 0, bytes);
}

bool
spellings_init(struct spellings *spellings, struct arena *arena)
{
	*spellings =
	    (struct spellings){ .arena = arena, .slot_count = FIRST_SLOTS };
	spellings->slots = allocate_slots(FIRST_SLOTS);
	return spellings->slots != NULL;
}

void
spellings_free(struct spellings *spellings)
{
	free(spellings->slots);
	spellings->slots = NULL;
}

static uint64_t
mix(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product =
	    (unsigned __int128)a * (unsigned __int128)b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* The two words of a text: all of it, or its beginning and a hash. */
static struct spelling
words_of(struct text text)
{
	struct spelling slot = { .length = (uint32_t)text.length };
	memcpy(&slot.head, text.data, 8);
	memcpy(&slot.tail, text.data + 8, 8);
	if (text.length < 8) {
		slot.head &= text.length ? ~0ull >> (64 - 8 * text.length) : 0;
		slot.tail = 0;
	} else if (text.length < INLINE_BYTES) {
		slot.tail &=
		    text.length > 8 ? ~0ull >> (64 - 8 * (text.length - 8)) : 0;
	} else if (text.length > INLINE_BYTES) {
		uint64_t state = text.length, word;
		for (size_t at = 8; at < text.length; at += 8) {
			size_t from =
			    at + 8 <= text.length ? at : text.length - 8;
			memcpy(&word, text.data + from, 8);
			state = mix(state ^ word, 0xe7037ed1a0b428dbu);
		}
		slot.tail = state;
	}
	return slot;
}

static size_t
place_of(const struct spelling *slot, size_t mask)
{
	uint64_t code = mix(slot->head ^ 0x9e3779b97f4a7c15u,
	    slot->tail ^ slot->length ^ 0x8ebc6af09c88c6e3u);
	return (size_t)code & mask;
}

static bool
is_same(const struct spellings *spellings, const struct spelling *slot,
    const struct spelling *wanted, struct text text)
{
	if (slot->head != wanted->head || slot->tail != wanted->tail ||
	    slot->length != wanted->length)
		return false;
	/* An odd long text has no copy to compare with; it is looked at anew.
	 */
	return text.length <= INLINE_BYTES ||
	       (slot->number >= SPELLING_FIRST &&
		   text_equal(
		       spellings->raw[slot->number - SPELLING_FIRST], text));
}

struct spelling *
spellings_find(const struct spellings *spellings, struct text text)
{
	struct spelling wanted = words_of(text);
	size_t mask = spellings->slot_count - 1;
	for (size_t at = place_of(&wanted, mask);; at = (at + 1) & mask) {
		struct spelling *slot = &spellings->slots[at];
		if (slot->number == SPELLING_FREE ||
		    is_same(spellings, slot, &wanted, text))
			return slot;
	}
}

void
spellings_prefetch(const struct spellings *spellings, struct text text)
{
	struct spelling wanted = words_of(text);
	__builtin_prefetch(
	    &spellings->slots[place_of(&wanted, spellings->slot_count - 1)]);
}

static bool
grow(struct spellings *spellings)
{
	size_t count = spellings->slot_count * 2;
	struct spelling *slots = allocate_slots(count);
	if (!slots)
		return false;
	for (size_t i = 0; i < spellings->slot_count; i++) {
		const struct spelling *slot = &spellings->slots[i];
		if (slot->number == SPELLING_FREE)
			continue;
		size_t at = place_of(slot, count - 1);
		while (slots[at].number != SPELLING_FREE)
			at = (at + 1) & (count - 1);
		slots[at] = *slot;
	}
	free(spellings->slots);
	spellings->slots = slots;
	spellings->slot_count = count;
	return true;
}

uint32_t
spellings_add(struct spellings *spellings, struct text text,
    const struct spelling *slot, bool odd)
{
	struct spelling filled = words_of(text);
	filled.number = SPELLING_ODD;
	if (!odd) {
		struct text *raw = arena_grown(spellings->arena, spellings->raw,
		    spellings->count, &spellings->capacity, sizeof *raw);
		/* Short ones are in their slot. */
		const char *copy = "";
		if (text.length > INLINE_BYTES)
			copy = arena_copy(
			    spellings->arena, text.data, text.length);
		if (!raw || !copy ||
		    spellings->count > UINT32_MAX - SPELLING_FIRST - 1)
			return SPELLING_FREE;
		spellings->raw = raw;
		raw[spellings->count] = (struct text){ copy, text.length };
		filled.number = SPELLING_FIRST + (uint32_t)spellings->count++;
	}
	/* Odd long texts are not kept, so that they cannot fill the table. */
	if (odd && text.length > INLINE_BYTES)
		return SPELLING_ODD;
	spellings->slots[slot - spellings->slots] = filled;
	spellings->used++;
	return spellings->used * 4 < spellings->slot_count * 3 ||
		       grow(spellings)
		   ? filled.number
		   : SPELLING_FREE;
}
