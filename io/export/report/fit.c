/* How wide the columns and how high the rows of a sheet are. */
#include <math.h>
#include <uniwidth.h>

#include "io/export/report/numbers.h"
#include "io/export/report/report.h"

/* How many characters a cell takes when printed. For a number: its digits, a
 * comma for each three, and room for sign, decimals, unit or arrow. */
static double
width_of(const struct cell *cell)
{
	if (cell->kind == CELL_TEXT)
		return u8_width((const uint8_t *)cell->text.data,
		    cell->text.length, "UTF-8");
	double digits =
	    fabs(cell->number) < 10 ? 1 : floor(log10(fabs(cell->number))) + 1;
	bool change = cell->format >= FORMAT_PERCENT_VARIANCE;
	switch ((enum measure_format)cell->format) {
	case FORMAT_DATE:
		return 10;
	case FORMAT_SHORT_MONEY:
		return 9;
	case FORMAT_MONEY:
	case FORMAT_MONEY_VARIANCE:
	case FORMAT_MONEY_CHANGE:
		return digits + floor((digits - 1) / 3) + (change ? 6 : 4);
	case FORMAT_COUNT:
		return digits + floor((digits - 1) / 3);
	case FORMAT_POINTS_CHANGE:
		return digits + 10;
	default:
		return digits + 6;
	}
}

static bool
is_heading(const struct cell *cell)
{
	return cell->role == ROLE_HEADING ||
	       cell->role == ROLE_HEADING_NUMBER ||
	       cell->role == ROLE_HEADING_AFTER;
}

static bool
in_table(const struct cell *cell)
{
	switch ((enum role)cell->role) {
	case ROLE_TITLE:
	case ROLE_SUBTITLE:
	case ROLE_WARNING:
	case ROLE_SENTENCE:
	case ROLE_STRONG:
	case ROLE_SECTION:
	case ROLE_NOTE:
	case ROLE_REMARK:
	case ROLE_WRAPPED_REMARK:
	case ROLE_WRAPPED:
	case ROLE_WRAPPED_CELL:
		return false; /* these may reach over the cells beside them */
	default:
		return cell->column < SHEET_COLUMNS;
	}
}

/* Texts of tables stay in their columns. */
static bool
wraps(const struct cell *cell)
{
	return cell->role == ROLE_BODY || cell->role == ROLE_LABEL ||
	       cell->role == ROLE_LINK;
}

/* Does the cell stand in a row beside which a strip is drawn? Such rows are
 * equally high, so their texts take one line. */
static bool
is_beside_strip(const struct sheet *sheet, const struct cell *cell)
{
	enum { ROW_PIXELS = 20 };
	for (const struct chart *c = sheet->charts; c; c = c->next)
		if (c->kind == CHART_STRIP && cell->row >= c->row &&
		    cell->row < c->row + (uint32_t)((c->y_offset + c->height) /
						    ROW_PIXELS))
			return true;
	return false;
}

/* How many lines a wrapped text takes in its column. */
static double
lines_of(const struct sheet *sheet, const struct cell *cell)
{
	double width = sheet->widths[cell->column];
	/* Words do not break: a line is seldom full, here by 92 %. In tables
	 * letters of 10 points make up for that, as widths count digits of
	 * 11. */
	double full = wraps(cell) ? 1.03 : 0.92;
	/* A remark's letters are smaller. */
	double taken =
	    width_of(cell) * (cell->role == ROLE_WRAPPED_REMARK ? 0.9 : 1);
	double lines = width > 0 ? ceil(taken / (width * full)) : 1;
	return fmin(fmax(lines, 1), 25);
}

static void
wrap_height(struct sheet *sheet, const struct cell *cell)
{
	double lines = lines_of(sheet, cell);
	if (wraps(cell) && (lines < 2 || is_beside_strip(sheet, cell)))
		return;
	sheet_height(sheet, cell->row, 4 + 13 * lines);
}

/* 13 points a line, 12 of a remark, and a little room around; headings have two
 * lines. */
static void
fit_heights(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->cell_count; i++) {
		const struct cell *cell = &sheet->cells[i];
		if (cell->column >= SHEET_COLUMNS || cell->kind != CELL_TEXT)
			continue;
		if (cell->role == ROLE_WRAPPED ||
		    cell->role == ROLE_WRAPPED_CELL || wraps(cell))
			wrap_height(sheet, cell);
		else if (cell->role == ROLE_WRAPPED_REMARK &&
			 lines_of(sheet, cell) > 1)
			sheet_height(
			    sheet, cell->row, 4 + 12 * lines_of(sheet, cell));
		else if (is_heading(cell))
			sheet_height(sheet, cell->row,
			    6 + 13 * fmax(lines_of(sheet, cell), 2));
	}
}

/* The characters of the longest word, which cannot be wrapped. */
static double
longest_word(struct text text)
{
	double longest = 0;
	for (size_t i = 0, from = 0; i <= text.length; i++) {
		if (i < text.length && text.data[i] != ' ')
			continue;
		longest =
		    fmax(longest, u8_width((const uint8_t *)text.data + from,
				      i - from, "UTF-8"));
		from = i + 1;
	}
	return longest;
}

/* The characters of a number as it is printed; width_of has room for more.
 * `cents`: money has decimal places. */
static double
number_width(const struct cell *cell, bool cents)
{
	bool signless = cell->number >= 0;
	switch ((enum measure_format)cell->format) {
	case FORMAT_PERCENT:
	case FORMAT_SCORE:
	case FORMAT_RATIO:
	case FORMAT_PROBABILITY:
	case FORMAT_PLAIN:
		return width_of(cell) - 1 - (signless ? 1 : 0);
	case FORMAT_MONEY:
		return width_of(cell) - (signless && !cents ? 1 : 0);
	default:
		return width_of(cell);
	}
}

/* The least width of a cell's column: of its number, or of its longest word,
 * but long ones break. Links are cut, not wrapped, by LibreOffice: they have
 * room on one line, unless they are long. */
static double
least_width(const struct cell *cell, bool cents)
{
	enum { BREAKS = 16, LINK_MOST = 20 };
	double bold = cell->role == ROLE_BODY || cell->role == ROLE_MUTED ||
			      cell->role == ROLE_WRAPPED
			  ? 1
			  : 1.08;
	/* Letters have 10 points, and columns are counted in those of 11. */
	if (cell->kind == CELL_NUMBER)
		return number_width(cell, cents) * 0.92 * bold + 1;
	if (cell->role == ROLE_LINK)
		return fmin(width_of(cell), LINK_MOST) * 0.92 + 1.5;
	return fmin(longest_word(cell->text) * 0.92 * bold, BREAKS) + 1.5;
}

enum { TEXT_LEAST = 9 };

/* By column: the least width, and whether there are texts, which can wrap. */
struct narrowest {
	double width[SHEET_COLUMNS];
	bool wraps[SHEET_COLUMNS];
};

static struct narrowest
find_narrowest(const struct sheet *sheet)
{
	struct narrowest least = { { 0 }, { false } };
	const char *currency = sheet->report->currency;
	bool cents = currency && currency_form(currency).places > 0;
	for (int column = 0; column < SHEET_COLUMNS; column++)
		least.width[column] = TEXT_LEAST;
	for (size_t i = 0; i < sheet->cell_count; i++) {
		const struct cell *cell = &sheet->cells[i];
		if (cell->kind == CELL_BLANK || !in_table(cell))
			continue;
		double *width = &least.width[cell->column];
		*width = fmax(*width, least_width(cell, cents));
		if (wraps(cell) && is_beside_strip(sheet, cell))
			*width = fmax(*width, width_of(cell) + 1);
		/* Two lines of 92 % each. */
		if (is_heading(cell) && is_beside_strip(sheet, cell))
			*width = fmax(*width, width_of(cell) / 1.84 + 0.1);
		least.wraps[cell->column] |= wraps(cell);
	}
	return least;
}

/* Makes the columns that were chosen here narrower until the sheet can be read
 * on paper: those of numbers as far as they go, then those of texts, the widest
 * first, whose cells wrap. */
static void
narrow(struct sheet *sheet, const bool chosen[SHEET_COLUMNS])
{
	if (sheet_pixels(sheet) <= PAPER_PIXELS)
		return;
	struct narrowest least = find_narrowest(sheet);
	for (int column = 0; column < SHEET_COLUMNS; column++)
		if (chosen[column] && !least.wraps[column])
			sheet->widths[column] =
			    fmin(sheet->widths[column], least.width[column]);
	while (sheet_pixels(sheet) > PAPER_PIXELS) {
		int widest = -1;
		for (int column = 0; column < SHEET_COLUMNS; column++)
			if (chosen[column] &&
			    sheet->widths[column] > least.width[column] &&
			    (widest < 0 ||
				sheet->widths[column] > sheet->widths[widest]))
				widest = column;
		if (widest < 0)
			return;
		sheet->widths[widest] =
		    fmax(least.width[widest], sheet->widths[widest] - 0.5);
	}
}

void
sheet_fit(struct sheet *sheet, double least, double most)
{
	double widest[SHEET_COLUMNS] = { 0 };
	for (size_t i = 0; i < sheet->cell_count; i++) {
		const struct cell *cell = &sheet->cells[i];
		if (cell->kind == CELL_BLANK || !in_table(cell))
			continue;
		double width = width_of(cell);
		/* Headings wrap onto a second line, where they are long. */
		if (is_heading(cell))
			width =
			    width > 12 ? fmax(12, width / 2 + 4) : width + 2;
		if (cell->role == ROLE_LABEL || cell->role == ROLE_KEY ||
		    cell->role == ROLE_TOTAL)
			width *= 1.08; /* bold */
		if (width > widest[cell->column])
			widest[cell->column] = width;
	}
	bool chosen[SHEET_COLUMNS] = { false };
	for (int column = 0; column < SHEET_COLUMNS; column++) {
		chosen[column] =
		    sheet->widths[column] == 0 && widest[column] > 0;
		if (chosen[column])
			sheet->widths[column] =
			    fmin(most, fmax(least, widest[column] + 2));
	}
	narrow(sheet, chosen);
	fit_heights(sheet);
}
