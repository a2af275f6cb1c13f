#define _DEFAULT_SOURCE /* madvise */

#include "io/import/rows/spellings.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "engine/base/arena.h"

enum { FIRST_SLOTS = 1024 };

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
spellings_init(struct spellings *spellings, size_t count, struct arena *arena)
{
	*spellings =
	    (struct spellings){ .arena = arena, .slot_count = FIRST_SLOTS };
	while (spellings->slot_count / 2 <= count)
		spellings->slot_count *= 2;
	spellings->slots = allocate_slots(spellings->slot_count);
	return spellings->slots != NULL;
}

void
spellings_free(struct spellings *spellings)
{
	free(spellings->slots);
	spellings->slots = NULL;
}

struct spelling
spelling_of_long(struct text text)
{
	uint64_t state = text.length;
	for (size_t at = 0; at < text.length; at += 8) {
		size_t from = at + 8 <= text.length ? at : text.length - 8;
		state = spelling_mix(
		    state ^ word_at(text.data + from), 0xe7037ed1a0b428dbu);
	}
	return (struct spelling){ .head = state,
		.tail = (uint32_t)text.length | 0xff000000u };
}

bool
spelling_is_same_long(const struct spellings *spellings,
    const struct spelling *slot, const struct spelling_key *key)
{
	/* Long texts that are no names (SPELLING_ODD) are not kept, so there is
	 * nothing to compare with: they are judged each time. */
	return slot->number >= SPELLING_FIRST &&
	       text_equal(
		   spellings->raw[slot->number - SPELLING_FIRST], key->text);
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
		size_t at = spelling_code(slot->head, slot->tail) & (count - 1);
		while (slots[at].number != SPELLING_FREE)
			at = (at + 1) & (count - 1);
		slots[at] = *slot;
	}
	free(spellings->slots);
	spellings->slots = slots;
	spellings->slot_count = count;
	return true;
}

/* Gives the next number to a text whose bytes stay. */
static bool
add_raw(struct spellings *spellings, struct text text)
{
	struct text *raw = arena_grown(spellings->arena, spellings->raw,
	    spellings->count, &spellings->capacity, sizeof *raw);
	if (!raw || spellings->count > UINT32_MAX - SPELLING_FIRST - 1)
		return false;
	spellings->raw = raw;
	raw[spellings->count++] = text;
	return true;
}

bool
spellings_skip(struct spellings *spellings)
{
	return add_raw(spellings, (struct text){ "", 0 });
}

uint32_t
spellings_add(struct spellings *spellings, const struct spelling_key *key,
    const struct spelling *slot, bool odd)
{
	struct text text = key->text;
	struct spelling filled = { key->head, key->tail, 0 };
	filled.number = SPELLING_ODD;
	if (!odd) {
		/* A short text stands in its slot and needs no copy. */
		const char *copy = "";
		if (text.length > SPELLING_INLINE)
			copy = arena_copy(
			    spellings->arena, text.data, text.length);
		if (!copy ||
		    !add_raw(spellings, (struct text){ copy, text.length }))
			return SPELLING_FREE;
		filled.number = SPELLING_FIRST - 1 + (uint32_t)spellings->count;
	}
	/* Long texts that are no names are not kept: they cannot fill the
	 * table. */
	if (odd && text.length > SPELLING_INLINE)
		return SPELLING_ODD;
	spellings->slots[slot - spellings->slots] = filled;
	spellings->used++;
	return spellings->used * 2 < spellings->slot_count || grow(spellings)
		   ? filled.number
		   : SPELLING_FREE;
}
