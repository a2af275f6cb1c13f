#include "io/export/html/table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/export/html/chart.h"
#include "io/export/report/numbers.h"

/* From so many rows on a table has a height of its own on large screens. */
enum { TALL_ROWS = 40 };

/* More columns than these are printed smaller. */
enum { MANY_COLUMNS = 13 };

/* The columns of a table that hold anything below their headings, and the strip
 * beside its rows. */
struct columns {
	const struct grid *grid;
	const struct block *block;
	bool used[SHEET_COLUMNS];
	int first, last, used_count; /* columns */
	const struct chart *strip;
	int strip_columns;
};

/* ---- how a cell looks ---- */

static const char *
class_of(const struct cell *cell)
{
	static const char *const classes[ROLES] = {
		[ROLE_NOTE] = "r",
		[ROLE_LABEL] = "k",
		[ROLE_REMARK] = "r",
		[ROLE_WRAPPED_REMARK] = "r",
		[ROLE_GOOD] = "g",
		[ROLE_BAD] = "b",
		[ROLE_KEY] = "k",
		[ROLE_MUTED] = "m",
		[ROLE_WRAPPED] = "w",
		[ROLE_INPUT] = "i",
		[ROLE_TOTAL] = "k",
		[ROLE_CENTRED] = "c",
		[ROLE_HIDDEN] = "x",
		[ROLE_SENTENCE] = "w",
		[ROLE_STRONG] = "k",
		[ROLE_WARNING] = "b",
	};
	return classes[cell->role];
}

/* A bar behind the number, from 0 to it; of variances to both sides. */
static void
bar_style(
    const struct grid_shade *shade, double number, char *classes, char *style)
{
	double low = fmin(shade->low, 0), high = fmax(shade->high, 0);
	double zero = high > low ? -low / (high - low) * 100 : 0;
	double end = high > low ? (number - low) / (high - low) * 100 : 0;
	bool variance = shade->shade->shading == SHADING_VARIANCE;
	strcat(classes, !variance ? " a" : number > 0 ? " ab" : " ag");
	sprintf(style, " style=\"--s:%.0f%%;--e:%.0f%%\"", fmin(zero, end),
	    fmax(zero, end));
}

/* One of nine steps from bad to good, or from nothing to much. */
static void
scale_class(const struct grid_shade *shade, double number, char *classes)
{
	const struct shade *model = shade->shade;
	bool heat = model->shading == SHADING_HEAT;
	double low = model->has_limits ? model->low : heat ? 0 : shade->low;
	double high = model->has_limits ? model->high : shade->high;
	double share = high > low ? (number - low) / (high - low) : 0.5;
	int step = (int)lround(fmin(fmax(share, 0), 1) * 8);
	if (model->shading == SHADING_LOW_IS_GOOD)
		step = 8 - step;
	sprintf(classes + strlen(classes), " %c%d", heat ? 'h' : 's', step);
}

/* The attributes of a cell within `classes` and `style`. */
static void
shade_cell(const struct grid *grid, const struct cell *cell, char *classes,
    char *style)
{
	const struct grid_shade *shade =
	    cell->kind == CELL_NUMBER ? grid_shade(grid, cell) : NULL;
	if (!shade)
		return;
	switch (shade->shade->shading) {
	case SHADING_BARS:
	case SHADING_VARIANCE:
		bar_style(shade, cell->number, classes, style);
		break;
	case SHADING_HIGH_IS_GOOD:
	case SHADING_LOW_IS_GOOD:
	case SHADING_HEAT:
		scale_class(shade, cell->number, classes);
		break;
	case SHADING_WARNING: /* depends on what is typed into the workbook */
	case SHADINGS:
		break;
	}
}

/* ---- what a cell says ---- */

/* The number of the sheet of that name on the page; 0 if it has none. */
static unsigned
sheet_number_of(const struct report *report, const char *name)
{
	unsigned number = 1;
	for (const struct sheet *s = report->sheets; s; s = s->next, number++)
		if (strcmp(s->name, name) == 0)
			return number;
	return 0;
}

void
html_cell(struct html *html, const struct cell *cell)
{
	char text[NUMBER_TEXT_SIZE];
	unsigned target =
	    cell->link ? sheet_number_of(html->report, cell->link) : 0;
	if (cell->kind == CELL_NUMBER)
		html_string(
		    html, number_in_cell(text, html->report,
			      (enum measure_format)cell->format, cell->number));
	if (cell->kind != CELL_TEXT)
		return;
	if (target)
		html_format(html, "<a href=\"#s%u\">", target);
	html_text(html, cell->text);
	if (target)
		html_raw(html, "</a>");
}

/* ---- tables ---- */

static void
write_heading(struct html *html, const struct cell *cell)
{
	if (!cell) {
		html_raw(html, "<td>");
		return;
	}
	html_raw(html, cell->role == ROLE_HEADING_NUMBER
			   ? "<th scope=col class=n>"
			   : "<th scope=col>");
	html_cell(html, cell);
}

/* `span`: how many columns it reaches over. */
static void
write_cell(struct html *html, const struct columns *table,
    const struct cell *cell, int span)
{
	char classes[40] = "", style[60] = "";
	bool head = cell->kind == CELL_TEXT && cell->column == table->first;
	const char *role = class_of(cell);
	if (cell->kind == CELL_NUMBER && cell->role != ROLE_CENTRED)
		strcat(classes, " n");
	if (role)
		sprintf(classes + strlen(classes), " %s", role);
	shade_cell(table->grid, cell, classes, style);
	html_raw(html, head ? "<th scope=row" : "<td");
	if (*classes)
		html_format(html,
		    strchr(classes + 1, ' ') ? " class=\"%s\"" : " class=%s",
		    classes + 1);
	html_raw(html, style);
	if (span > 1)
		html_format(html, " colspan=%d", span);
	html_raw(html, ">");
	html_cell(html, cell);
}

static bool
in_strip(const struct columns *table, int column)
{
	return table->strip && column >= table->strip->column &&
	       column < table->strip->column + table->strip_columns;
}

static const struct cell *
next_in(const struct grid_row *row, size_t *at, int column)
{
	while (*at < row->count && row->cells[*at]->column < column)
		++*at;
	return *at < row->count && row->cells[*at]->column == column
		   ? row->cells[*at]
		   : NULL;
}

/* Texts that reach over the empty cells beside them. */
static int
span_of(const struct columns *table, const struct grid_row *row, size_t at)
{
	const struct cell *cell = row->cells[at];
	int until =
	    at + 1 < row->count ? row->cells[at + 1]->column : table->last + 1;
	int span = 1;
	if (cell->role != ROLE_SENTENCE && cell->role != ROLE_REMARK &&
	    cell->role != ROLE_NOTE)
		return 1;
	for (int column = cell->column + 1;
	     column < until && !in_strip(table, column); column++)
		span += table->used[column];
	return span;
}

static void
write_strip(struct html *html, const struct columns *table,
    const struct grid_row *row, const struct cell *cell)
{
	const struct chart *strip = table->strip;
	html_format(html, "<td colspan=%d class=z>", table->strip_columns);
	if (cell)
		html_cell(html, cell);
	else if (row->row > strip->row &&
		 row->row - strip->row < strip->values.high)
		html_strip(
		    html, table->grid->sheet, strip, row->row - strip->row);
}

static void
write_body_row(
    struct html *html, const struct columns *table, const struct grid_row *row)
{
	size_t at = 0;
	html_raw(html,
	    row->cells[0]->role == ROLE_TOTAL ? "\n<tr class=t>" : "\n<tr>");
	for (int column = table->first; column <= table->last; column++) {
		const struct cell *cell = next_in(row, &at, column);
		if (in_strip(table, column)) {
			write_strip(html, table, row, cell);
			column += table->strip_columns - 1;
		} else if (cell) {
			int span = span_of(table, row, at);
			write_cell(html, table, cell, span);
			while (span-- > 1)
				do
					column++;
				while (!table->used[column]);
		} else if (table->used[column])
			html_raw(html, "<td>");
	}
}

static void
write_head_row(
    struct html *html, const struct columns *table, const struct grid_row *row)
{
	size_t at = 0;
	html_raw(html, "<tr>");
	for (int column = table->first; column <= table->last; column++)
		if (table->used[column])
			write_heading(html, next_in(row, &at, column));
}

/* How many columns of the sheet lie under a strip: a character has 7 pixels,
 * the edges of a column 5. */
static int
columns_under(const struct sheet *sheet, const struct chart *strip)
{
	double left = strip->width;
	int count = 0;
	for (int column = strip->column; column < SHEET_COLUMNS && left > 2;
	     column++, count++)
		left -= sheet->widths[column] > 0
			    ? sheet->widths[column] * 7 + 5
			    : 64;
	return count;
}

static void
find_strip(struct columns *table)
{
	const struct grid *grid = table->grid;
	const struct block *block = table->block;
	for (const struct chart *c = grid->sheet->charts; c; c = c->next)
		if (c->kind == CHART_STRIP &&
		    c->row >= grid->rows[block->first].row &&
		    c->row <= grid->rows[block->last - 1].row) {
			table->strip = c;
			table->strip_columns = columns_under(grid->sheet, c);
		}
	for (int i = 0; table->strip && i < table->strip_columns; i++)
		table->used[table->strip->column + i] = true;
}

static void
find_columns(struct columns *table)
{
	const struct grid *grid = table->grid;
	size_t body = table->block->first + table->block->heads;
	for (size_t r = body; r < table->block->last; r++)
		for (size_t i = 0; i < grid->rows[r].count; i++)
			if (grid->rows[r].cells[i]->column < SHEET_COLUMNS)
				table->used[grid->rows[r].cells[i]->column] =
				    true;
	find_strip(table);
	table->first = SHEET_COLUMNS;
	for (int column = 0; column < SHEET_COLUMNS; column++)
		if (table->used[column]) {
			if (table->first == SHEET_COLUMNS)
				table->first = column;
			table->last = column;
			table->used_count++;
		}
}

void
html_table(struct html *html, const struct grid *grid,
    const struct block *block, struct text caption)
{
	struct columns table = { .grid = grid, .block = block };
	size_t body = block->first + block->heads;
	find_columns(&table);
	unsigned id = ++html->ids;
	html_format(html,
	    "<div class=\"t%s%s\" tabindex=0 role=group aria-labelledby=c%u>"
	    "<table><caption id=c%u>",
	    block->last - body >= TALL_ROWS ? " l" : "",
	    table.used_count > MANY_COLUMNS ? " o" : "", id, id);
	html_text(html, caption);
	html_raw(html, "</caption>");
	if (block->heads)
		html_raw(html, "<thead>");
	for (size_t r = block->first; r < body; r++)
		write_head_row(html, &table, &grid->rows[r]);
	html_raw(html, "<tbody>");
	for (size_t r = body; r < block->last; r++)
		write_body_row(html, &table, &grid->rows[r]);
	html_raw(html, "</table></div>\n");
}
