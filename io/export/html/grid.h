/* A sheet's cells in their places, and what they are together: rows of text,
 * and tables. A table begins with headings, or with a row that is no text, and
 * ends before an empty row, other headings or a text of its own. */
#ifndef IO_EXPORT_HTML_GRID_H
#define IO_EXPORT_HTML_GRID_H

#include "io/export/report/report.h"

/* The cells of a row that hold something, by column. */
struct grid_row {
	uint32_t row;
	size_t count;
	const struct cell *const *cells;
};

/* A shading, and the least and greatest number in its range. */
struct grid_shade {
	const struct shade *shade;
	double low, high;
};

struct grid {
	const struct sheet *sheet;
	const struct cell **cells; /* by row and column */
	size_t cell_count;
	struct grid_row *rows;
	size_t row_count;
	struct grid_shade *shades;
	size_t shade_count;
};

/* Rows first … last − 1 of a grid: one of text, or a table whose first `heads`
 * rows are headings. */
struct block {
	bool table;
	size_t first, last, heads;
};

/* False without memory. */
bool grid_make(
    struct grid *grid, const struct sheet *sheet, struct arena *arena);

/* NULL where there is nothing. */
const struct cell *grid_find(
    const struct grid *grid, uint32_t row, uint16_t column);

/* NULL where none is. */
const struct grid_shade *grid_shade(
    const struct grid *grid, const struct cell *cell);

/* The block that begins with this row. */
struct block grid_block(const struct grid *grid, size_t first);

#endif
