#include "io/import/bytes/cell_types.h"

#include <stdlib.h>
#include <string.h>

/* Room for `needed` things of `size` bytes; the new place or NULL, and then
 * the old one is still there. */
static void *
grown(void *things, size_t needed, size_t *capacity, size_t size)
{
	if (needed <= *capacity)
		return things;
	size_t more = needed + needed / 2 + 64;
	void *larger = realloc(things, more * size);
	if (larger)
		*capacity = more;
	return larger;
}

static uint32_t
hash_of(const uint8_t *row, size_t count)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < count; i++)
		hash = (hash ^ row[i]) * 16777619u;
	return hash;
}

static bool
is_pattern(const struct cell_types *types, uint32_t number, const uint8_t *row,
    size_t count)
{
	const struct cell_pattern *pattern = &types->patterns[number];
	return pattern->count == count &&
	       memcmp(types->bytes + pattern->begin, row, count) == 0;
}

static void
place(struct cell_types *types, uint32_t number)
{
	uint32_t at = types->patterns[number].hash & (types->slot_count - 1);
	while (types->slots[at])
		at = (at + 1) & (types->slot_count - 1);
	types->slots[at] = number + 1;
}

/* At least every second slot stays free. */
static bool
make_slots(struct cell_types *types)
{
	if (types->pattern_count < types->slot_count / 2)
		return true;
	uint32_t count = types->slot_count ? types->slot_count * 2 : 64;
	uint32_t *slots = calloc(count, sizeof *slots);
	if (!slots)
		return false;
	free(types->slots);
	types->slots = slots;
	types->slot_count = count;
	for (uint32_t i = 0; i < types->pattern_count; i++)
		place(types, i);
	return true;
}

/* A new pattern's number + 1; 0 without memory. */
static uint32_t
add_pattern(
    struct cell_types *types, const uint8_t *row, size_t count, uint32_t hash)
{
	size_t capacity = types->pattern_capacity;
	struct cell_pattern *patterns = grown(types->patterns,
	    types->pattern_count + (size_t)1, &capacity, sizeof *patterns);
	if (!patterns)
		return 0;
	types->patterns = patterns;
	types->pattern_capacity = (uint32_t)capacity;
	uint8_t *bytes =
	    grown(types->bytes, types->length + count, &types->capacity, 1);
	if (!bytes)
		return 0;
	types->bytes = bytes;
	if (!make_slots(types))
		return 0;
	memcpy(bytes + types->length, row, count);
	patterns[types->pattern_count] =
	    (struct cell_pattern){ types->length, (uint32_t)count, hash };
	types->length += count;
	place(types, types->pattern_count);
	return ++types->pattern_count;
}

/* The number + 1 of a pattern; 0 without memory. */
static uint32_t
find_pattern(struct cell_types *types, const uint8_t *row, size_t count)
{
	uint32_t hash = hash_of(row, count), mask = types->slot_count - 1;
	uint32_t at = hash & mask;
	for (; types->slot_count && types->slots[at]; at = (at + 1) & mask)
		if (is_pattern(types, types->slots[at] - 1, row, count))
			return types->slots[at];
	return add_pattern(types, row, count, hash);
}

bool
cell_types_add(
    struct cell_types *types, uint64_t line, const uint8_t *row, size_t count)
{
	while (count && row[count - 1] == CELL_IS_TEXT)
		count--;
	if (count == 0)
		return true;
	uint32_t *lines = grown(
	    types->lines, (size_t)line, &types->line_capacity, sizeof *lines);
	if (!lines)
		return false;
	types->lines = lines;
	while (types->line_count < line)
		lines[types->line_count++] = 0;
	uint32_t last = line > 1 ? lines[line - 2] : 0;
	lines[line - 1] = last && is_pattern(types, last - 1, row, count)
			      ? last
			      : find_pattern(types, row, count);
	return lines[line - 1] != 0;
}

const uint8_t *
cell_types_of(const struct cell_types *types, uint64_t line, size_t *count)
{
	*count = 0;
	if (!types || line == 0 || line > types->line_count ||
	    types->lines[line - 1] == 0)
		return NULL;
	const struct cell_pattern *pattern =
	    &types->patterns[types->lines[line - 1] - 1];
	*count = pattern->count;
	return types->bytes + pattern->begin;
}

void
cell_types_free(struct cell_types *types)
{
	if (!types)
		return;
	free(types->bytes);
	free(types->patterns);
	free(types->slots);
	free(types->lines);
	free(types);
}
