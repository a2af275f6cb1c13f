#include "engine/base/rational_sum.h"

#include "engine/base/arena.h"

/* The sum of the small values with a denominator; 0: nothing yet. */
struct rational_part {
	uint32_t denominator;
	wide numerator;
};

enum { FIRST_PARTS = 8 };

/* Where the denominator stands or belongs among `capacity` parts. */
static struct rational_part *
part_of(struct rational_part *parts, size_t capacity, uint32_t denominator)
{
	size_t at = denominator * UINT64_C(0x9e3779b97f4a7c15) >> 32;
	for (;; at++) {
		struct rational_part *part = &parts[at & (capacity - 1)];
		if (part->denominator == denominator || !part->denominator)
			return part;
	}
}

struct rational_sum
rational_sum_begin(struct arena *arena)
{
	return (
	    struct rational_sum){ .arena = arena, .rest = rational_whole(0) };
}

/* Doubles the room. */
static bool
grow(struct rational_sum *sum)
{
	size_t capacity = sum->capacity ? 2 * sum->capacity : FIRST_PARTS;
	struct rational_part *parts =
	    arena_allocate(sum->arena, capacity, sizeof *parts);
	if (!parts)
		return false;
	for (size_t i = 0; i < sum->capacity; i++)
		if (sum->parts[i].denominator)
			*part_of(parts, capacity, sum->parts[i].denominator) =
			    sum->parts[i];
	sum->parts = parts;
	sum->capacity = capacity;
	return true;
}

void
rational_sum_add(struct rational_sum *sum, struct rational value)
{
	if (value.limb_count || rational_failed(value)) {
		sum->rest = rational_add(sum->arena, sum->rest, value);
	} else if (2 * sum->count >= sum->capacity && !grow(sum)) {
		sum->rest = (struct rational){ 0 };
	} else {
		struct rational_part *part =
		    part_of(sum->parts, sum->capacity, value.denominator);
		sum->count += part->denominator == 0;
		part->denominator = value.denominator;
		part->numerator += value.numerator;
	}
}

/* By halves, so that few additions have large numbers. */
static struct rational
total_of(struct arena *arena, const struct rational_part *parts, size_t count)
{
	if (count == 1)
		return parts->denominator ? rational_of(arena, parts->numerator,
						parts->denominator)
					  : rational_whole(0);
	return rational_add(arena, total_of(arena, parts, count / 2),
	    total_of(arena, parts + count / 2, count - count / 2));
}

struct rational
rational_sum_total(const struct rational_sum *sum)
{
	if (!sum->capacity)
		return sum->rest;
	return rational_add(sum->arena, sum->rest,
	    total_of(sum->arena, sum->parts, sum->capacity));
}
