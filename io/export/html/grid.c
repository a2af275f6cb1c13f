#include "io/export/html/grid.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"

/* By place; of one place in the order in which they were put. */
static int
by_place(const void *a, const void *b)
{
	const struct cell *x = *(const struct cell *const *)a,
			  *y = *(const struct cell *const *)b;
	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Only the last one of each place, if it holds something. */
static void
keep_last(struct grid *grid)
{
	size_t kept = 0;
	for (size_t i = 0; i < grid->cell_count; i++) {
		const struct cell *cell = grid->cells[i];
		const struct cell *next =
		    i + 1 < grid->cell_count ? grid->cells[i + 1] : NULL;
		bool covered = next && next->row == cell->row &&
			       next->column == cell->column;
		if (!covered && cell->kind != CELL_BLANK)
			grid->cells[kept++] = cell;
	}
	grid->cell_count = kept;
}

static void
find_rows(struct grid *grid)
{
	for (size_t i = 0; i < grid->cell_count; i++) {
		const struct cell *cell = grid->cells[i];
		struct grid_row *last = grid->rows + grid->row_count;
		if (grid->row_count && last[-1].row == cell->row)
			last[-1].count++;
		else {
			*last =
			    (struct grid_row){ cell->row, 1, &grid->cells[i] };
			grid->row_count++;
		}
	}
}

static bool
is_within(const struct range *range, const struct cell *cell)
{
	return cell->row >= range->first_row && cell->row <= range->last_row &&
	       cell->column >= range->first_column &&
	       cell->column <= range->last_column;
}

static void
measure_shade(struct grid *grid, const struct shade *shade)
{
	struct grid_shade *made = &grid->shades[grid->shade_count++];
	*made = (struct grid_shade){ shade, INFINITY, -INFINITY };
	for (size_t i = 0; i < grid->cell_count; i++) {
		const struct cell *cell = grid->cells[i];
		if (cell->kind != CELL_NUMBER ||
		    !is_within(&shade->range, cell))
			continue;
		made->low = fmin(made->low, cell->number);
		made->high = fmax(made->high, cell->number);
	}
}

static bool
find_shades(struct grid *grid, struct arena *arena)
{
	size_t count = 0;
	for (const struct shade *s = grid->sheet->shades; s; s = s->next)
		count++;
	grid->shades = arena_allocate(arena, count + 1, sizeof *grid->shades);
	for (const struct shade *s = grid->sheet->shades; s && grid->shades;
	     s = s->next)
		measure_shade(grid, s);
	return grid->shades != NULL;
}

bool
grid_make(struct grid *grid, const struct sheet *sheet, struct arena *arena)
{
	size_t count = sheet->cell_count;
	*grid = (struct grid){ .sheet = sheet, .cell_count = count };
	grid->cells = arena_allocate(arena, count + 1, sizeof *grid->cells);
	grid->rows = arena_allocate(arena, count + 1, sizeof *grid->rows);
	if (!grid->cells || !grid->rows)
		return false;
	for (size_t i = 0; i < count; i++)
		grid->cells[i] = &sheet->cells[i];
	qsort(grid->cells, count, sizeof *grid->cells, by_place);
	keep_last(grid);
	find_rows(grid);
	return find_shades(grid, arena);
}

const struct cell *
grid_find(const struct grid *grid, uint32_t row, uint16_t column)
{
	size_t low = 0, high = grid->cell_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct cell *cell = grid->cells[middle];
		if (cell->row == row && cell->column == column)
			return cell;
		if (cell->row < row ||
		    (cell->row == row && cell->column < column))
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct grid_shade *
grid_shade(const struct grid *grid, const struct cell *cell)
{
	for (size_t i = 0; i < grid->shade_count; i++)
		if (is_within(&grid->shades[i].shade->range, cell))
			return &grid->shades[i];
	return NULL;
}

static bool
cell_is_heading(const struct cell *cell)
{
	return cell->role == ROLE_HEADING ||
	       cell->role == ROLE_HEADING_NUMBER ||
	       cell->role == ROLE_HEADING_AFTER;
}

static bool
has_heading(const struct grid_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (cell_is_heading(row->cells[i]))
			return true;
	return false;
}

/* May the cell stand outside of tables? */
static bool
is_text(const struct cell *cell)
{
	switch ((enum role)cell->role) {
	case ROLE_TITLE:
	case ROLE_SUBTITLE:
	case ROLE_SECTION:
	case ROLE_NOTE:
	case ROLE_REMARK:
	case ROLE_LINK:
	case ROLE_SENTENCE:
	case ROLE_STRONG:
	case ROLE_WARNING:
		return true;
	default:
		return false;
	}
}

static bool
is_all_text(const struct grid_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (!is_text(row->cells[i]))
			return false;
	return true;
}

/* A text below a table that is no row of it. */
static bool
ends_table(const struct grid_row *row)
{
	const struct cell *first = row->cells[0];
	return first->column == 0 && first->role != ROLE_LINK &&
	       is_text(first) && is_all_text(row);
}

struct block
grid_block(const struct grid *grid, size_t first)
{
	const struct grid_row *rows = grid->rows;
	struct block block = { .first = first, .last = first + 1 };
	while (block.first + block.heads < grid->row_count &&
	       has_heading(&rows[first + block.heads]) &&
	       rows[first + block.heads].row == rows[first].row + block.heads)
		block.heads++;
	if (block.heads == 0 && is_all_text(&rows[first]))
		return block;
	block.table = true;
	if (block.heads)
		block.last = first + block.heads;
	while (block.last < grid->row_count &&
	       rows[block.last].row == rows[block.last - 1].row + 1 &&
	       !has_heading(&rows[block.last]) &&
	       !ends_table(&rows[block.last]))
		block.last++;
	return block;
}
