/* A sum of many exact fractions.
 *
 * The small ones are added up in integers, those of each denominator by
 * themselves (there are few: scales, planned days); these sums are brought
 * together at the end. */
#ifndef ENGINE_BASE_RATIONAL_SUM_H
#define ENGINE_BASE_RATIONAL_SUM_H

#include "engine/base/rational.h"

struct rational_sum {
	struct arena *arena;
	struct rational_part *parts; /* by hash of the denominator */
	size_t count, capacity;      /* capacity: a power of two, or 0 */
	struct rational rest;        /* of all that is not small */
};

/* An empty sum, which lives in the arena. */
struct rational_sum rational_sum_begin(struct arena *arena);

void rational_sum_add(struct rational_sum *sum, struct rational value);

/* All that was added; a failed value if one of them was, or memory ran out. */
struct rational rational_sum_total(const struct rational_sum *sum);

#endif
