#include "io/import/rows/names.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/forms/cell.h"

enum { WORDS_MOST = 8 };

static int
by_bytes(const void *left, const void *right)
{
	const struct text *a = left, *b = right;
	return text_compare(*a, *b);
}

/* Letters and digits of the part before an `@`, in words of lower case without
 * diacritics, sorted: `Anh Nguyễn`, `nguyen.anh` and `nguyen_anh@x.vn` are one.
 */
static struct text
bare_name(struct text name, struct arena *arena)
{
	struct text words[WORDS_MOST], skeleton = cell_skeleton(name, arena);
	size_t count = 0, length = 0;
	char *bare = arena_allocate(arena, skeleton.length + 1, 1);
	if (!skeleton.data || !bare)
		return (struct text){ NULL, 0 };
	const char *at = memchr(skeleton.data, '@', skeleton.length);
	if (at)
		skeleton.length = (size_t)(at - skeleton.data);
	while (skeleton.length && count < WORDS_MOST) {
		size_t word = 0;
		while (word < skeleton.length &&
		       !memchr(" .,_-", skeleton.data[word], 5))
			word++;
		if (word)
			words[count++] = (struct text){ skeleton.data, word };
		word += word < skeleton.length;
		skeleton.data += word;
		skeleton.length -= word;
	}
	qsort(words, count, sizeof *words, by_bytes);
	for (size_t i = 0; i < count; i++) {
		if (i)
			bare[length++] = ' ';
		memcpy(bare + length, words[i].data, words[i].length);
		length += words[i].length;
	}
	return (struct text){ bare, length };
}

static size_t
distance(
    struct text wanted, struct text name, size_t limit, struct arena *arena)
{
	struct text bare = bare_name(name, arena);
	return bare.length ? text_distance(wanted, bare, limit) : limit + 1;
}

uint32_t
names_nearest(
    const struct dataset *data, struct text name, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct text wanted = bare_name(name, scratch);
	size_t limit = wanted.length / 4;
	uint32_t nearest = NO_ID;
	for (uint32_t i = 0; wanted.length && i < data->person_count; i++) {
		const struct person *person = &data->people[i];
		struct text names[] = { dictionary_text(
					    &data->managers, person->manager),
			dictionary_text(&data->words, person->name) };
		for (size_t n = 0; n < 2; n++) {
			struct arena_mark inner = arena_mark(scratch);
			size_t far = distance(wanted, names[n], limit, scratch);
			arena_release(scratch, inner);
			if (far > limit || (nearest != NO_ID && far == limit))
				continue;
			limit = far;
			nearest = i;
		}
	}
	arena_release(scratch, mark);
	return nearest;
}
