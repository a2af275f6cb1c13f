#include "engine/base/packed.h"

#include "engine/base/arena.h"

/* Functions that get a unit are made once for each, so that the compiler can
 * divide by constants. */
#define FOR_UNIT static inline __attribute__((always_inline))

FOR_UNIT bool
divides(const int64_t *values, size_t count, uint64_t base, uint64_t unit)
{
	for (size_t i = 0; i < count; i++)
		if (((uint64_t)values[i] - base) % unit != 0)
			return false;
	return true;
}

/* The largest of a few units that divides all differences to the base; of
 * decimals they are thousands, ones, quarters and hundredths. */
enum { THOUSAND = 10000000, ONE = 10000, QUARTER = 2500, HUNDREDTH = 100 };

static uint64_t
common_unit(const int64_t *values, size_t count, uint64_t base)
{
	return divides(values, count, base, THOUSAND)    ? THOUSAND
	       : divides(values, count, base, ONE)       ? ONE
	       : divides(values, count, base, QUARTER)   ? QUARTER
	       : divides(values, count, base, HUNDREDTH) ? HUNDREDTH
							 : 1;
}

static unsigned
width_of(uint64_t most)
{
	return most == 0            ? 0
	       : most <= 3          ? 2
	       : most <= UINT8_MAX  ? 8
	       : most <= UINT16_MAX ? 16
	       : most <= UINT32_MAX ? 32
				    : 64;
}

#define FILL(type)                                                             \
	for (size_t i = 0; i < count; i++)                                     \
	((type *)cells)[i] = (type)(((uint64_t)values[i] - base) / unit)

/* Four cells of two bits a byte. */
FOR_UNIT void
fill_quarters(uint8_t *cells, const int64_t *values, size_t count,
    uint64_t base, uint64_t unit)
{
	size_t whole = count / 4 * 4;
	for (size_t i = 0; i < whole; i += 4) {
		uint64_t byte = 0;
		for (size_t k = 0; k < 4; k++)
			byte |= ((uint64_t)values[i + k] - base) / unit
				<< k * 2;
		cells[i / 4] = (uint8_t)byte;
	}
	for (size_t i = whole; i < count; i++)
		cells[i / 4] |=
		    (uint8_t)(((uint64_t)values[i] - base) / unit << i % 4 * 2);
}

FOR_UNIT void
fill(void *cells, unsigned width, const int64_t *values, size_t count,
    uint64_t base, uint64_t unit)
{
	switch (width) {
	case 2:
		fill_quarters(cells, values, count, base, unit);
		break;
	case 8:
		FILL(uint8_t);
		break;
	case 16:
		FILL(uint16_t);
		break;
	case 32:
		FILL(uint32_t);
		break;
	default:
		FILL(uint64_t);
		break;
	}
}

static void
fill_by_unit(void *cells, const struct packed *column, const int64_t *values,
    size_t count)
{
	uint64_t base = (uint64_t)column->base;
	switch (column->unit) {
	case THOUSAND:
		fill(cells, column->width, values, count, base, THOUSAND);
		break;
	case ONE:
		fill(cells, column->width, values, count, base, ONE);
		break;
	case QUARTER:
		fill(cells, column->width, values, count, base, QUARTER);
		break;
	case HUNDREDTH:
		fill(cells, column->width, values, count, base, HUNDREDTH);
		break;
	default:
		fill(cells, column->width, values, count, base, 1);
		break;
	}
}

bool
packed_make(struct packed *column, const int64_t *values, size_t count,
    struct arena *arena)
{
	int64_t least = values[0], most = values[0];
	for (size_t i = 1; i < count; i++) {
		least = values[i] < least ? values[i] : least;
		most = values[i] > most ? values[i] : most;
	}
	uint64_t range = (uint64_t)most - (uint64_t)least;
	*column = (struct packed){ .base = least, .unit = 1 };
	if (range > UINT8_MAX)
		column->unit = common_unit(values, count, (uint64_t)least);
	column->width = width_of(range / column->unit);
	if (column->width == 0)
		return true;
	void *cells = column->width < 8
			  ? arena_allocate(arena, count / 4 + 1, 1)
			  : arena_allocate(arena, count, column->width / 8);
	if (!cells)
		return false;
	fill_by_unit(cells, column, values, count);
	column->cells = cells;
	return true;
}
