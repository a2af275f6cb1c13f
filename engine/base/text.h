/* Bytes with a length, and dictionaries that turn texts into small numbers.
 *
 * Texts are UTF-8 in NFC, compared by bytes. They are not NUL-terminated in
 * general; those of a dictionary are. */
#ifndef ENGINE_BASE_TEXT_H
#define ENGINE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct text {
	const char *data;
	size_t length;
};

#define NO_ID UINT32_MAX

/* The text of a string; NULL has none. */
static inline struct text
text_of(const char *string)
{
	return (struct text){ string, string ? strlen(string) : 0 };
}

/* Bytes as lower-case hexadecimal digits, two a byte, and a NUL. */
void hex_print(char *text, const uint8_t *bytes, size_t count);

bool text_equal(struct text a, struct text b);
bool text_is(struct text text, const char *string);

/* Less than, equal to or greater than 0, by bytes. */
int text_compare(struct text a, struct text b);

/* The edit distance (insert, delete, replace a code point's byte, swap
 * neighbours), ignoring ASCII case; at most `limit` + 1 is returned. */
size_t text_distance(struct text a, struct text b, size_t limit);

/* Of `count` names the one nearest to `name`, or NULL if none is near enough
 * to be meant (a third of its length). `names` may hold NULLs. */
const char *text_nearest(
    struct text name, const char *const *names, size_t count);

/* A text that is made piece by piece: { .arena = … } at first. */
struct growing_text {
	struct arena *arena;
	char *bytes;
	size_t length, capacity;
	bool failed; /* no memory */
};

/* Appends a string; NULL, which is one that had no memory, is a failure. */
void text_append(struct growing_text *text, const char *string);

/* What was made, perhaps ""; NULL if any of it failed. */
const char *text_grown(const struct growing_text *text);

/* Texts numbered 0, 1, 2 … in the order in which they were first seen. */
struct dictionary {
	struct arena *arena;
	struct text *texts;
	uint64_t *slots; /* high half: hash; low half: id + 1; 0 = free */
	uint32_t count, capacity, slot_count;
};

/* The hash of a text by which dictionaries find it. */
uint64_t text_hash(struct text text);

/* Makes a look-up of the text of that hash, soon, find what it needs in the
 * processor's cache: its slot (step 0), later its place (1), later its bytes
 * (2). */
void dictionary_prefetch(
    const struct dictionary *dictionary, uint64_t hash, int step);

/* An empty dictionary whose texts live in `arena`. */
void dictionary_init(struct dictionary *dictionary, struct arena *arena);

/* The number of a text, added (copied) if new; NO_ID without memory. */
uint32_t dictionary_add(struct dictionary *dictionary, struct text text);

/* The number of a text, or NO_ID if it is not there. */
uint32_t dictionary_find(const struct dictionary *dictionary, struct text text);

/* The text of a number; an empty text for NO_ID. NUL-terminated. */
struct text dictionary_text(const struct dictionary *dictionary, uint32_t id);

#endif
