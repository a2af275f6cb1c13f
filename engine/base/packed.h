/* Many integers in little room: each is base + unit × a cell, with cells as
 * narrow as the integers allow (no bytes at all where they are all alike).
 * Nothing is lost. */
#ifndef ENGINE_BASE_PACKED_H
#define ENGINE_BASE_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct packed {
	int64_t base;
	uint64_t unit;
	const void *cells;
	unsigned width; /* bits a cell: 0, 2, 8, 16, 32 or 64 */
};

/* Packs `count` integers, at least one; the cells lie in `arena`. False without
 * memory. */
bool packed_make(struct packed *column, const int64_t *values, size_t count,
    struct arena *arena);

/* Row `row`'s integer. */
static inline int64_t
packed_at(const struct packed *column, size_t row)
{
	uint64_t cell = 0;
	switch (column->width) {
	case 2:
		cell =
		    ((const uint8_t *)column->cells)[row / 4] >> row % 4 * 2 &
		    3;
		break;
	case 8:
		cell = ((const uint8_t *)column->cells)[row];
		break;
	case 16:
		cell = ((const uint16_t *)column->cells)[row];
		break;
	case 32:
		cell = ((const uint32_t *)column->cells)[row];
		break;
	case 64:
		cell = ((const uint64_t *)column->cells)[row];
		break;
	default:
		break;
	}
	return (int64_t)((uint64_t)column->base + cell * column->unit);
}

#endif
