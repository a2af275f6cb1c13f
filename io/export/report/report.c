#include "io/export/report/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>

#include "engine/base/arena.h"
#include "io/export/report/names.h"
#include "io/run/unseen.h"

void
report_init(struct report *report, struct arena *arena)
{
	*report = (struct report){ .arena = arena };
}

/* U+FFFE or U+FFFF in UTF-8, which XML cannot hold, at `at`? */
static bool
is_no_character(const struct text text, size_t at)
{
	return text.length - at >= 3 &&
	       memcmp(text.data + at, "\xef\xbf", 2) == 0 &&
	       (unsigned char)text.data[at + 2] >= 0xbe;
}

/* The 16-bit units that a character takes, by its first byte of UTF-8; 0 for
 * its later ones. */
static size_t
units_of(unsigned char byte)
{
	return byte >= 0xf0 ? 2 : (byte & 0xc0) != 0x80;
}

/* The bytes of as many characters as a cell has room for. */
static size_t
bytes_that_fit(struct text text)
{
	size_t units = 0, i = 0;
	if (text.length <= CELL_UNITS)
		return text.length;
	for (; i < text.length; i++) {
		units += units_of((unsigned char)text.data[i]);
		if (units > CELL_UNITS)
			break;
	}
	return i;
}

/* What a spreadsheet can hold: valid UTF-8 without control characters and
 * those that are none, and not too long. The text itself if it is so. */
static struct text
presentable(struct report *report, struct text text)
{
	size_t length = bytes_that_fit(text);
	bool fits = length == text.length &&
		    u8_check((const uint8_t *)text.data, text.length) == NULL;
	for (size_t i = 0; i < text.length && fits; i++)
		fits = (unsigned char)text.data[i] >= 0x20 &&
		       !is_no_character(text, i);
	if (fits)
		return text;
	report->cut_texts += length < text.length;
	char *copy = arena_copy(report->arena, text.data, length);
	if (!copy) {
		report->out_of_memory = true;
		return text_of("");
	}
	const uint8_t *bad;
	while ((bad = u8_check((uint8_t *)copy, length)) != NULL)
		copy[bad - (uint8_t *)copy] = '?';
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)copy[i] < 0x20)
			copy[i] = ' ';
		else if (is_no_character((struct text){ copy, length }, i))
			copy[i + 2] = '\xbd'; /* U+FFFD */
	return (struct text){ copy, length };
}

/* Room in the report's arena; a failure is remembered. */
static void *
room(struct report *report, size_t size)
{
	void *memory = arena_allocate(report->arena, 1, size);
	report->out_of_memory |= memory == NULL;
	return memory;
}

struct sheet *
report_sheet(struct report *report, struct text name)
{
	struct sheet *sheet = room(report, sizeof *sheet);
	if (!sheet ||
	    !sheet_set_name(sheet, report, presentable(report, name))) {
		report->out_of_memory = true;
		report->lost = (struct sheet){ .report = report, .name = "" };
		return &report->lost;
	}
	sheet->report = report;
	if (report->last_sheet)
		report->last_sheet->next = sheet;
	else
		report->sheets = sheet;
	report->last_sheet = sheet;
	return sheet;
}

void
report_put_last(struct report *report, struct sheet *sheet)
{
	struct sheet **at = &report->sheets;
	if (sheet == &report->lost || sheet == report->last_sheet)
		return;
	while (*at != sheet)
		at = &(*at)->next;
	*at = sheet->next;
	sheet->next = NULL;
	report->last_sheet->next = sheet;
	report->last_sheet = sheet;
}

/* The least height, in points, of a row with a cell of that role; 0: the
 * default. */
static double
height_of(enum role role)
{
	switch (role) {
	case ROLE_TITLE:
		return 30;
	case ROLE_SECTION:
		return 24;
	case ROLE_HEADING:
	case ROLE_HEADING_NUMBER:
	case ROLE_HEADING_AFTER:
		return 30;
	default:
		return 0;
	}
}

void
sheet_height(struct sheet *sheet, uint32_t row, double points)
{
	if (row >= sheet->height_count) {
		size_t count = (size_t)row * 2 + 64;
		float *heights = arena_allocate(
		    sheet->report->arena, count, sizeof *heights);
		if (!heights) {
			sheet->report->out_of_memory = true;
			return;
		}
		if (sheet->height_count)
			memcpy(heights, sheet->heights,
			    sheet->height_count * sizeof *heights);
		sheet->heights = heights;
		sheet->height_count = count;
	}
	if ((float)points > sheet->heights[row])
		sheet->heights[row] = (float)points;
}

static void
put(struct sheet *sheet, struct cell cell)
{
	struct cell *cells = arena_grown(sheet->report->arena, sheet->cells,
	    sheet->cell_count, &sheet->cell_capacity, sizeof *cells);
	if (!cells) {
		sheet->report->out_of_memory = true;
		return;
	}
	sheet->cells = cells;
	cells[sheet->cell_count++] = cell;
	double height = height_of(cell.role);
	if (height > 0)
		sheet_height(sheet, cell.row, height);
}

void
sheet_text(struct sheet *sheet, uint32_t row, int column, enum role role,
    struct text text)
{
	struct report *report = sheet->report;
	bool first = report->cut_texts == 0;
	struct cell cell = { .row = row,
		.column = (uint16_t)column,
		.kind = text.length ? CELL_TEXT : CELL_BLANK,
		.role = (uint8_t)role,
		.text = presentable(report, text) };
	put(sheet, cell);
	if (first && report->cut_texts) {
		report->cut_sheet = sheet;
		report->cut_row = row;
		report->cut_column = column;
	}
}

void
sheet_string(struct sheet *sheet, uint32_t row, int column, enum role role,
    const char *text)
{
	sheet->report->out_of_memory |= text == NULL;
	sheet_text(sheet, row, column, role, text_of(text));
}

void
sheet_number(struct sheet *sheet, uint32_t row, int column, enum role role,
    enum measure_format format, struct quantity quantity)
{
	double number = quantity.defined ? quantity_double(quantity) : NAN;
	if (format == FORMAT_POINTS_CHANGE)
		number *= 100;
	sheet_real(sheet, row, column, role, format, number);
}

void
sheet_real(struct sheet *sheet, uint32_t row, int column, enum role role,
    enum measure_format format, double number)
{
	/* A chart takes a blank cell with a format for 0. */
	if (sheet->drawn && !isfinite(number))
		return;
	put(sheet, (struct cell){ .row = row,
		       .column = (uint16_t)column,
		       .kind = isfinite(number) ? CELL_NUMBER : CELL_BLANK,
		       .format = (uint8_t)format,
		       .role = (uint8_t)role,
		       .number = number == 0 ? 0 : number });
}

void
sheet_formula(struct sheet *sheet, uint32_t row, int column, enum role role,
    enum measure_format format, const char *formula, double number,
    const char *text)
{
	struct report *report = sheet->report;
	/* The caller may change or free its text. */
	char *copy =
	    text ? arena_copy(report->arena, text, strlen(text)) : NULL;
	report->out_of_memory |= !formula || (text && !copy);
	put(sheet,
	    (struct cell){ .row = row,
		.column = (uint16_t)column,
		.kind = text ? CELL_TEXT : CELL_NUMBER,
		.format = (uint8_t)format,
		.role = (uint8_t)role,
		.number = number == 0 || text ? 0 : number,
		.text = copy ? presentable(report, text_of(copy)) : text_of(""),
		.formula = formula ? formula : "0" });
}

void
sheet_count(struct sheet *sheet, uint32_t row, int column, uint64_t count)
{
	sheet_number(sheet, row, column, ROLE_BODY, FORMAT_COUNT,
	    quantity_real((double)count));
}

void
sheet_date(struct sheet *sheet, uint32_t row, int column, date day)
{
	/* Spreadsheets count days from 1899-12-30, which is 25,569 days before
	 * our day 0, and wrongly before March 1900. */
	bool fits = day >= date_of(1900, 3, 1);
	sheet_number(sheet, row, column, ROLE_BODY, FORMAT_DATE,
	    quantity_optional((struct optional){ fits, (double)day + 25569 }));
}

void
sheet_link(struct sheet *sheet, uint32_t row, int column, struct text text,
    const char *target)
{
	put(sheet, (struct cell){ .row = row,
		       .column = (uint16_t)column,
		       .kind = CELL_TEXT,
		       .role = ROLE_LINK,
		       .text = presentable(sheet->report, text),
		       .link = target });
}

void
sheet_table(struct sheet *sheet, struct range range)
{
	struct table_range *table = room(sheet->report, sizeof *table);
	if (!table)
		return;
	table->range = range;
	table->next = sheet->tables;
	sheet->tables = table;
}

void
sheet_shade_as(struct sheet *sheet, const struct shade *shade)
{
	struct shade *copy = room(sheet->report, sizeof *copy);
	if (!copy)
		return;
	*copy = *shade;
	copy->next = sheet->shades;
	sheet->shades = copy;
}

void
sheet_shade(struct sheet *sheet, struct range range, enum shading shading)
{
	sheet_shade_as(
	    sheet, &(struct shade){ .range = range, .shading = shading });
}

void
sheet_accept(struct sheet *sheet, const struct validation *validation)
{
	struct validation *copy = room(sheet->report, sizeof *copy);
	if (!copy)
		return;
	*copy = *validation;
	copy->next = sheet->validations;
	sheet->validations = copy;
}

/* The same for a text of a chart, which may be NULL, without what cannot be
 * seen. */
static const char *
presentable_string(struct report *report, const char *text)
{
	if (!text)
		return NULL;
	struct text seen =
	    unseen_removed(presentable(report, text_of(text)), report->arena);
	report->out_of_memory |= !seen.data;
	return seen.data;
}

struct chart *
sheet_chart(struct sheet *sheet, const struct chart *chart)
{
	struct chart *copy = room(sheet->report, sizeof *copy);
	if (!copy)
		return NULL;
	*copy = *chart;
	copy->title = presentable_string(sheet->report, chart->title);
	copy->description =
	    presentable_string(sheet->report, chart->description);
	copy->series = NULL;
	copy->next = NULL;
	*(sheet->last_chart ? &sheet->last_chart->next : &sheet->charts) = copy;
	return sheet->last_chart = copy;
}

/* The names of a series' points, of which some may be NULL. */
static const char *const *
presentable_names(struct report *report, const struct series *series)
{
	const struct range *at = &series->values;
	size_t count = (size_t)(at->last_row - at->first_row + 1) *
		       (size_t)(at->last_column - at->first_column + 1);
	const char **names = room(report, count * sizeof *names);
	for (size_t i = 0; names && i < count; i++)
		names[i] = presentable_string(report, series->names[i]);
	return names;
}

void
chart_series(
    struct sheet *sheet, struct chart *chart, const struct series *series)
{
	struct series *copy = chart ? room(sheet->report, sizeof *copy) : NULL;
	struct series **tail = chart ? &chart->series : NULL;
	if (!copy)
		return;
	*copy = *series;
	copy->name = presentable_string(sheet->report, series->name);
	if (series->names)
		copy->names = presentable_names(sheet->report, series);
	copy->next = NULL;
	while (*tail)
		tail = &(*tail)->next;
	*tail = copy;
}

const char *
cell_reference(char text[REFERENCE_SIZE], uint32_t row, int column, bool fixed)
{
	char *at = text;
	/* Up to two letters: A to Z, then AA to ZZ. */
	if (fixed)
		*at++ = '$';
	if (column >= 26)
		*at++ = (char)('A' + column / 26 % 27 - 1);
	*at++ = (char)('A' + column % 26);
	if (fixed)
		*at++ = '$';
	whole_print(at, (uint64_t)row + 1);
	return text;
}

const struct cell *
sheet_find(const struct sheet *sheet, uint32_t row, int column)
{
	for (size_t i = sheet->cell_count; i-- > 0;)
		if (sheet->cells[i].row == row &&
		    sheet->cells[i].column == column)
			return sheet->cells[i].kind == CELL_BLANK
				   ? NULL
				   : &sheet->cells[i];
	return NULL;
}
