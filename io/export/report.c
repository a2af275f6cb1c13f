#include "io/export/report.h"

#include <math.h>
#include <string.h>
#include <strings.h>
#include <unistr.h>
#include <uniwidth.h>

#include "engine/arena.h"

enum { NAME_CHARACTERS = 31, COLUMNS = 64, TEXT_BYTES = 16000 };

void
report_init(struct report *report, struct arena *arena)
{
	*report = (struct report){ .arena = arena };
}

static bool
is_taken(const struct report *report, const char *name)
{
	for (const struct sheet *sheet = report->sheets; sheet;
	     sheet = sheet->next)
		if (strcasecmp(sheet->name, name) == 0)
			return true;
	return strcasecmp(name, "History") == 0;
}

/* Copies at most `most` characters of UTF-8, bad ones replaced. */
static size_t
copy_name(char *to, struct text name, size_t most)
{
	size_t length = 0, characters = 0;
	for (size_t i = 0; i < name.length; i++) {
		unsigned char byte = (unsigned char)name.data[i];
		if ((byte & 0xc0) != 0x80 && ++characters > most)
			break;
		bool bad =
		    byte < 0x20 || strchr("[]:*?/\\", byte) ||
		    (byte == '\'' && (length == 0 || i + 1 == name.length));
		to[length++] = bad ? '-' : name.data[i];
	}
	to[length] = '\0';
	return length;
}

static const char *
legal_name(struct report *report, struct text name)
{
	char buffer[NAME_CHARACTERS * 4 + 16];
	copy_name(buffer, name.length ? name : text_of("-"), NAME_CHARACTERS);
	/* Two managers may be called the same. */
	for (int again = 2; is_taken(report, buffer) && again < 1000; again++) {
		size_t length = copy_name(buffer, name, NAME_CHARACTERS - 6);
		const char *number =
		    arena_format(report->arena, " (%d)", again);
		if (number)
			memcpy(buffer + length, number, strlen(number) + 1);
	}
	return arena_copy(report->arena, buffer, strlen(buffer));
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
	const char *legal = legal_name(report, name);
	if (!sheet || !legal) {
		report->out_of_memory = true;
		report->lost = (struct sheet){ .report = report, .name = "" };
		return &report->lost;
	}
	sheet->name = legal;
	sheet->report = report;
	if (report->last_sheet)
		report->last_sheet->next = sheet;
	else
		report->sheets = sheet;
	report->last_sheet = sheet;
	return sheet;
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
}

/* What a spreadsheet can hold: valid UTF-8 without control characters, and
 * not too long. The text itself if it is so. */
static struct text
presentable(struct report *report, struct text text)
{
	bool fine = text.length <= TEXT_BYTES &&
		    u8_check((const uint8_t *)text.data, text.length) == NULL;
	for (size_t i = 0; i < text.length && fine; i++)
		fine = (unsigned char)text.data[i] >= 0x20;
	if (fine)
		return text;
	size_t length = text.length < TEXT_BYTES ? text.length : TEXT_BYTES;
	while (length < text.length && length &&
	       ((unsigned char)text.data[length] & 0xc0) == 0x80)
		length--;
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
	return (struct text){ copy, length };
}

void
sheet_text(struct sheet *sheet, uint32_t row, int column, enum role role,
    struct text text)
{
	put(sheet, (struct cell){ .row = row,
		       .column = (uint16_t)column,
		       .kind = text.length ? CELL_TEXT : CELL_BLANK,
		       .role = role,
		       .text = presentable(sheet->report, text) });
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
	put(sheet, (struct cell){ .row = row,
		       .column = (uint16_t)column,
		       .kind = isfinite(number) ? CELL_NUMBER : CELL_BLANK,
		       .format = format,
		       .role = role,
		       .number = number });
}

void
sheet_count(struct sheet *sheet, uint32_t row, int column, uint64_t count)
{
	sheet_number(sheet, row, column, ROLE_BODY, FORMAT_COUNT,
	    (struct quantity){ true, false, { .real = (double)count } });
}

void
sheet_date(struct sheet *sheet, uint32_t row, int column, date day)
{
	/* Spreadsheets count days from 1899-12-30, and wrongly before
	 * March 1900. */
	bool fits = day >= date_of(1900, 3, 1);
	sheet_number(sheet, row, column, ROLE_BODY, FORMAT_DATE,
	    (struct quantity){ fits, false, { .real = (double)day + 25569 } });
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
sheet_shade(struct sheet *sheet, struct range range, enum shading shading)
{
	struct shade *shade = room(sheet->report, sizeof *shade);
	if (!shade)
		return;
	*shade = (struct shade){ range, shading, sheet->shades };
	sheet->shades = shade;
}

struct chart *
sheet_chart(struct sheet *sheet, const struct chart *chart)
{
	struct chart *copy = room(sheet->report, sizeof *copy);
	struct chart **tail = &sheet->charts;
	if (!copy)
		return NULL;
	*copy = *chart;
	copy->series = NULL;
	copy->next = NULL;
	while (*tail)
		tail = &(*tail)->next;
	return *tail = copy;
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
	copy->next = NULL;
	while (*tail)
		tail = &(*tail)->next;
	*tail = copy;
}

/* How many characters a cell takes when printed. */
static double
width_of(const struct cell *cell)
{
	if (cell->kind == CELL_TEXT)
		return u8_width((const uint8_t *)cell->text.data,
		    cell->text.length, "UTF-8");
	if (cell->format == FORMAT_DATE)
		return 10;
	double digits =
	    fabs(cell->number) < 10 ? 1 : floor(log10(fabs(cell->number))) + 1;
	bool change = cell->format >= FORMAT_MONEY_CHANGE;
	switch (cell->format) {
	case FORMAT_MONEY:
	case FORMAT_MONEY_CHANGE:
		return digits + floor((digits - 1) / 3) + (change ? 5 : 3);
	case FORMAT_COUNT:
		return digits + floor((digits - 1) / 3);
	default:
		return digits + 6;
	}
}

static bool
in_table(const struct cell *cell)
{
	switch (cell->role) {
	case ROLE_TITLE:
	case ROLE_SUBTITLE:
	case ROLE_SECTION:
	case ROLE_NOTE:
	case ROLE_REMARK:
	case ROLE_WRAPPED:
		return false; /* may reach over the cells beside them */
	default:
		return cell->column < COLUMNS;
	}
}

void
sheet_fit(struct sheet *sheet, double least, double most)
{
	double widest[COLUMNS] = { 0 };
	for (size_t i = 0; i < sheet->cell_count; i++) {
		const struct cell *cell = &sheet->cells[i];
		if (cell->kind == CELL_BLANK || !in_table(cell))
			continue;
		double width = width_of(cell);
		/* Headings wrap onto a second line. */
		if (cell->role == ROLE_HEADING ||
		    cell->role == ROLE_HEADING_NUMBER)
			width =
			    width > 14 ? fmax(14, width / 2 + 3) : width + 2;
		if (width > widest[cell->column])
			widest[cell->column] = width;
	}
	for (int column = 0; column < COLUMNS; column++)
		if (sheet->widths[column] == 0 && widest[column] > 0)
			sheet->widths[column] =
			    fmin(most, fmax(least, widest[column] + 2));
}

int
sheet_lines(const struct sheet *sheet, const struct cell *cell)
{
	double width = sheet->widths[cell->column];
	/* Words do not break: a line is seldom full. */
	double lines = width > 0 ? ceil(width_of(cell) / (width * 0.95)) : 1;
	return lines > 1 ? (int)fmin(lines, 25) : 1;
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
