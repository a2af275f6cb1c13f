/* How a sheet is printed: by which scale, and where its pages end. */
#include <math.h>

#include "engine/base/arena.h"
#include "io/export/report/report.h"

/* A4 within our margins, and what a row takes by default, in points. */
static const double long_side = 784, short_side = 516, row_points = 15;
/* Of the heading that is repeated, and of what the renderer counts otherwise.
 */
static const double pixel_points = 0.75, slack = 0.98;

static double
column_pixels(const struct sheet *sheet, int column)
{
	return sheet->widths[column] > 0 ? sheet->widths[column] * 7 + 5 : 64;
}

static double
height_at(const struct sheet *sheet, uint32_t row)
{
	double points =
	    row < sheet->height_count ? (double)sheet->heights[row] : 0;
	return points > 0 ? points : row_points;
}

/* Where a chart ends to the right. */
static double
right_edge(const struct sheet *sheet, const struct chart *chart)
{
	double edge = chart->x_offset + chart->width;
	for (int column = 0; column < chart->column; column++)
		edge += column_pixels(sheet, column);
	return edge;
}

double
sheet_pixels(const struct sheet *sheet)
{
	int columns = 0;
	double width = 0;
	for (size_t i = 0; i < sheet->cell_count; i++)
		if (sheet->cells[i].column >= columns)
			columns = sheet->cells[i].column + 1;
	for (int column = 0; column < columns && column < SHEET_COLUMNS;
	     column++)
		width += column_pixels(sheet, column);
	for (const struct chart *c = sheet->charts; c; c = c->next)
		width = fmax(width, right_edge(sheet, c));
	return width;
}

/* The row below a chart. */
static uint32_t
row_below(const struct sheet *sheet, const struct chart *chart)
{
	double left = (chart->y_offset + chart->height) * pixel_points;
	uint32_t row = chart->row;
	while (left > 0)
		left -= height_at(sheet, row++);
	return row;
}

/* Does what stands in the cell belong to the row below it? */
static bool
leads_on(const struct cell *cell)
{
	switch ((enum role)cell->role) {
	case ROLE_TITLE:
	case ROLE_SUBTITLE:
	case ROLE_SECTION:
	case ROLE_HEADING:
	case ROLE_HEADING_NUMBER:
	case ROLE_HEADING_AFTER:
	case ROLE_STRONG:
		return true;
	default:
		return false;
	}
}

/* By row: may no page begin with it? NULL without memory. */
static bool *
tied_rows(const struct sheet *sheet, uint32_t *rows)
{
	*rows = 0;
	for (size_t i = 0; i < sheet->cell_count; i++)
		if (sheet->cells[i].row >= *rows)
			*rows = sheet->cells[i].row + 1;
	for (const struct chart *c = sheet->charts; c; c = c->next)
		*rows =
		    row_below(sheet, c) > *rows ? row_below(sheet, c) : *rows;
	bool *tied = arena_allocate(
	    sheet->report->arena, (size_t)*rows + 2, sizeof *tied);
	for (size_t i = 0; tied && i < sheet->cell_count; i++)
		if (leads_on(&sheet->cells[i]))
			tied[sheet->cells[i].row + 1] = true;
	for (const struct chart *c = sheet->charts; c && tied; c = c->next)
		for (uint32_t r = c->row + 1; r < row_below(sheet, c); r++)
			tied[r] = true;
	return tied;
}

/* Where pages must end, from top to bottom: before what would be cut. Elsewhere
 * they end where they are full. */
static void
break_pages(struct sheet *sheet, double page)
{
	uint32_t rows, first = 0;
	const bool *tied = tied_rows(sheet, &rows);
	sheet->breaks = arena_allocate(
	    sheet->report->arena, (size_t)rows + 1, sizeof *sheet->breaks);
	if (!tied || !sheet->breaks) {
		sheet->report->out_of_memory = true;
		return;
	}
	double taken = 0;
	for (uint32_t row = 0; row < rows; row++) {
		taken += height_at(sheet, row);
		if (taken <= page)
			continue;
		uint32_t at = row;
		while (at > first && tied[at])
			at--;
		if (at == first)
			at = row; /* higher than a page */
		if (at < row)
			sheet->breaks[sheet->break_count++] = at;
		first = at;
		row = at - 1;
		taken = sheet->repeat_row && at > sheet->repeat_row
			    ? height_at(sheet, sheet->repeat_row)
			    : 0;
	}
}

double
sheet_scale(const struct sheet *sheet)
{
	double width = sheet_pixels(sheet) * pixel_points;
	double room = sheet->portrait ? short_side : long_side;
	return width > room ? room / width : 1;
}

void
sheet_lay_out(struct sheet *sheet)
{
	double width = sheet_pixels(sheet) * pixel_points;
	/* Upright where that has letters of 9 points, too. */
	sheet->portrait = width * 0.9 <= short_side;
	double page = sheet->portrait ? long_side : short_side;
	sheet->break_count = 0;
	break_pages(sheet, page / sheet_scale(sheet) * slack);
}
