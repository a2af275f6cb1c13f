#include "engine/base/text.h"

#include <string.h>

#include "engine/base/arena.h"

void
hex_print(char *text, const uint8_t *bytes, size_t count)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < count; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * count] = '\0';
}

bool
text_equal(struct text a, struct text b)
{
	return a.length == b.length &&
	       (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

bool
text_is(struct text text, const char *string)
{
	return text_equal(text, text_of(string));
}

int
text_compare(struct text a, struct text b)
{
	size_t common = a.length < b.length ? a.length : b.length;
	int order = common ? memcmp(a.data, b.data, common) : 0;
	return order ? order : (a.length > b.length) - (a.length < b.length);
}

static unsigned
lower(char byte)
{
	unsigned value = (unsigned char)byte;
	return value >= 'A' && value <= 'Z' ? value + 32 : value;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment (Damerau–Levenshtein without overlapping edits)
 * over three rows. */
size_t
text_distance(struct text a, struct text b, size_t limit)
{
	enum { LONGEST = 64 };
	size_t rows[3][LONGEST + 1];
	if (a.length > LONGEST || b.length > LONGEST)
		return text_equal(a, b) ? 0 : limit + 1;
	for (size_t j = 0; j <= b.length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3],
		       *above2 = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			unsigned x = lower(a.data[i - 1]);
			unsigned y = lower(b.data[j - 1]);
			row[j] = least(above[j - 1] + (x != y),
			    least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && x == lower(b.data[j - 2]) &&
			    y == lower(a.data[i - 2]))
				row[j] = least(row[j], above2[j - 2] + 1);
		}
	}
	return least(rows[a.length % 3][b.length], limit + 1);
}

const char *
text_nearest(struct text name, const char *const *names, size_t count)
{
	size_t limit = name.length < 4 ? 1 : name.length / 3 + 1;
	const char *nearest = NULL;
	for (size_t i = 0; i < count; i++) {
		if (!names[i])
			continue;
		size_t distance = text_distance(name, text_of(names[i]), limit);
		if (distance <= limit) {
			nearest = names[i];
			if (distance == 0)
				break;
			limit = distance - 1;
		}
	}
	return nearest;
}

/* wyhash's mixing step over 8 bytes at a time: fast, and good enough for
 * tables that are bounded by the size of the input. */
static uint64_t
mix(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product =
	    (unsigned __int128)a * (unsigned __int128)b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t
text_hash(struct text text)
{
	uint64_t state = 0x9e3779b97f4a7c15u ^ text.length, word;
	const char *at = text.data;
	size_t left = text.length;
	for (; left >= 8; left -= 8, at += 8) {
		memcpy(&word, at, 8);
		state = mix(state ^ word, 0xe7037ed1a0b428dbu);
	}
	word = 0;
	if (left && text.length >= 8)
		memcpy(&word, at + left - 8, 8); /* some of them twice */
	else if (left)
		memcpy(&word, at, left);
	state = mix(state ^ word, 0x8ebc6af09c88c6e3u);
	return mix(state, 0x589965cc75374cc3u);
}

void
dictionary_init(struct dictionary *dictionary, struct arena *arena)
{
	*dictionary = (struct dictionary){ .arena = arena };
}

/* The slot that holds the text, or the free one where it belongs. */
static uint32_t
find_slot(const struct dictionary *dictionary, struct text text, uint64_t code)
{
	uint32_t mask = dictionary->slot_count - 1;
	uint32_t at = (uint32_t)(code >> 32) & mask;
	for (;; at = (at + 1) & mask) {
		uint64_t slot = dictionary->slots[at];
		if (slot == 0)
			return at;
		uint32_t id = (uint32_t)slot - 1;
		if (slot >> 32 == code >> 32 &&
		    text_equal(dictionary->texts[id], text))
			return at;
	}
}

/* Room for twice as many. The tables grow in place, so the texts go into their
 * slots anew. */
static bool
grow(struct dictionary *dictionary)
{
	uint32_t capacity =
	    dictionary->capacity ? dictionary->capacity * 2 : 64;
	if (capacity > UINT32_MAX / 4)
		return false;
	struct text *texts =
	    arena_enlarged(dictionary->arena, dictionary->texts,
		dictionary->count * sizeof *texts, capacity * sizeof *texts);
	if (!texts)
		return false;
	dictionary->texts = texts;
	uint64_t *slots = arena_enlarged(dictionary->arena, dictionary->slots,
	    dictionary->slot_count * sizeof *slots,
	    (size_t)capacity * 2 * sizeof *slots);
	if (!slots)
		return false;
	memset(slots, 0, dictionary->slot_count * sizeof *slots);
	dictionary->slots = slots;
	dictionary->capacity = capacity;
	dictionary->slot_count = capacity * 2;
	uint32_t mask = dictionary->slot_count - 1;
	for (uint32_t id = 0; id < dictionary->count; id++) {
		uint64_t code = text_hash(texts[id]);
		uint32_t at = (uint32_t)(code >> 32) & mask;
		while (slots[at])
			at = (at + 1) & mask;
		slots[at] = (code >> 32 << 32) | (id + 1);
	}
	return true;
}

uint32_t
dictionary_add(struct dictionary *dictionary, struct text text)
{
	if (dictionary->count == dictionary->capacity && !grow(dictionary))
		return NO_ID;
	uint64_t code = text_hash(text);
	uint32_t at = find_slot(dictionary, text, code);
	if (dictionary->slots[at])
		return (uint32_t)dictionary->slots[at] - 1;
	char *copy = arena_copy(dictionary->arena, text.data, text.length);
	if (!copy)
		return NO_ID;
	uint32_t id = dictionary->count++;
	dictionary->texts[id] = (struct text){ copy, text.length };
	dictionary->slots[at] = (code >> 32 << 32) | (id + 1);
	return id;
}

uint32_t
dictionary_find(const struct dictionary *dictionary, struct text text)
{
	if (dictionary->count == 0)
		return NO_ID;
	uint64_t slot =
	    dictionary->slots[find_slot(dictionary, text, text_hash(text))];
	return slot ? (uint32_t)slot - 1 : NO_ID;
}

void
dictionary_prefetch(
    const struct dictionary *dictionary, uint64_t hash, int step)
{
	if (dictionary->count == 0)
		return;
	const uint64_t *slot =
	    &dictionary
		 ->slots[(uint32_t)(hash >> 32) & (dictionary->slot_count - 1)];
	if (step == 0)
		__builtin_prefetch(slot);
	else if (*slot && *slot >> 32 == hash >> 32) {
		const struct text *text =
		    &dictionary->texts[(uint32_t)*slot - 1];
		__builtin_prefetch(step == 1 ? (const void *)text : text->data);
	}
}

struct text
dictionary_text(const struct dictionary *dictionary, uint32_t id)
{
	return id == NO_ID ? text_of("") : dictionary->texts[id];
}

void
text_append(struct growing_text *text, const char *string)
{
	size_t length = string ? strlen(string) : 0;
	size_t wanted = text->length + length + 1;
	text->failed |= !string;
	if (wanted > text->capacity) {
		char *larger = arena_enlarged(
		    text->arena, text->bytes, text->length, 2 * wanted);
		text->failed |= !larger;
		if (!larger)
			return;
		text->bytes = larger;
		text->capacity = 2 * wanted;
	}
	memcpy(text->bytes + text->length, string ? string : "", length + 1);
	text->length += length;
}

const char *
text_grown(const struct growing_text *text)
{
	if (text->failed)
		return NULL;
	return text->bytes ? text->bytes : "";
}
