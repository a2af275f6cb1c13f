#include "io/cli/query/answer.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/interrupt.h"
#include "io/cli/page.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"

static const char *const format_names[] = { [ANSWER_TABLE] = "table",
	[ANSWER_CSV] = "csv",
	[ANSWER_JSON] = "json",
	[ANSWER_XLSX] = "xlsx" };

bool
answer_format_read(const char *name, enum answer_format *format)
{
	*format = ANSWER_TABLE;
	if (!name)
		return true;
	for (int i = 0; i <= ANSWER_XLSX; i++)
		if (strcmp(name, format_names[i]) == 0) {
			*format = (enum answer_format)i;
			return true;
		}
	talk_error("--format %s: expected table, csv, json or xlsx", name);
	return false;
}

enum values_form
answer_form(enum answer_format format)
{
	return format == ANSWER_CSV    ? VALUES_CSV
	       : format == ANSWER_JSON ? VALUES_JSON
				       : VALUES_KEPT;
}

static void
underline(FILE *to, int width)
{
	while (width-- > 0)
		putc('-', to);
}

/* Prints the text in so many columns; what is too wide ends with an ellipsis.
 */
static void
print_cell(FILE *to, struct text text, int width, bool right, bool last)
{
	int taken = terminal_width(text);
	bool cut = taken > width;
	if (cut)
		text = terminal_cut(text, width - 1);
	else if (right)
		terminal_pad(to, width - taken);
	terminal_put(to, text);
	if (cut) {
		fputs("…", to);
		taken = terminal_width(text) + 1;
	}
	if (!right && !last)
		terminal_pad(to, width - taken);
}

/* How wide each column is, rows from `first` on; NULL without memory. */
static int *
widths_of(const struct text *cells, size_t first, size_t rows, size_t columns)
{
	int *widths = calloc(columns + 1, sizeof *widths);
	for (size_t i = first * columns; widths && i < rows * columns; i++) {
		int width = terminal_width(cells[i]);
		if (width > widths[i % columns])
			widths[i % columns] = width;
	}
	return widths;
}

enum { TEXT_LEAST = 8, GAP = 2 };

/* Makes the widest columns as narrow as need be for a line to have `room`
 * columns: texts down to TEXT_LEAST, numbers as far as their heading is what is
 * wide. False if that is not enough. */
static bool
narrow(
    int *widths, const int *values, const bool *right, size_t columns, int room)
{
	int widest = TEXT_LEAST;
	for (size_t c = 0; c < columns; c++)
		widest = widths[c] > widest ? widths[c] : widest;
	for (int most = widest; most >= TEXT_LEAST; most--) {
		int total = -GAP;
		for (size_t c = 0; c < columns; c++) {
			int least =
			    right[c] && values[c] > most ? values[c] : most;
			if (widths[c] > least)
				widths[c] = least;
			total += widths[c] + GAP;
		}
		if (total <= room)
			return true;
	}
	return false;
}

static void
print_aligned(FILE *to, const struct text *cells, size_t rows, size_t columns,
    const bool *right, const int *widths)
{
	for (size_t i = 0; i < rows * columns && !interrupt_seen(); i++) {
		size_t c = i % columns;
		print_cell(to, cells[i], widths[c], right[c], c + 1 == columns);
		fputs(c + 1 == columns ? "\n" : "  ", to);
		for (size_t u = 0; i + 1 == columns && u < columns; u++) {
			underline(to, widths[u]);
			fputs(u + 1 == columns ? "\n" : "  ", to);
		}
	}
}

/* A line a cell, behind the name of its column; rows apart by a blank line. */
static void
print_expanded(FILE *to, const struct text *cells, size_t rows, size_t columns)
{
	int width = 0;
	for (size_t c = 0; c < columns; c++)
		if (terminal_width(cells[c]) > width)
			width = terminal_width(cells[c]);
	FILE *page = page_begin(to, (rows - 1) * (columns + 1));
	for (size_t i = columns; i < rows * columns && !interrupt_seen(); i++) {
		if (i % columns == 0 && i > columns)
			putc('\n', page);
		struct text name = cells[i % columns];
		if (cells[i].length == 0) {
			terminal_put(page, name);
		} else {
			terminal_put_padded(page, name, width + GAP);
			terminal_put(page, cells[i]);
		}
		putc('\n', page);
	}
	page_end(page, to);
}

enum status
grid_print(FILE *to, const struct text *cells, size_t rows, size_t columns,
    const bool *right)
{
	int *widths = widths_of(cells, 0, rows, columns);
	int *values = widths_of(cells, 1, rows, columns);
	int room = page_width(to);
	enum status status = widths && values ? STATUS_OK : STATUS_MEMORY;
	if (!status && room && !narrow(widths, values, right, columns, room)) {
		print_expanded(to, cells, rows, columns);
	} else if (!status) {
		FILE *page = page_begin(to, rows + 1);
		print_aligned(page, cells, rows, columns, right, widths);
		page_end(page, to);
	}
	free(widths);
	free(values);
	return status;
}

enum status
answer_print(FILE *to, const struct values *values, bool expanded)
{
	size_t columns = values->columns, rows = values->rows + 1;
	struct arena *arena = values->arena;
	struct text *cells =
	    arena_allocate(arena, rows * columns, sizeof *cells);
	bool *right = arena_allocate(arena, columns, sizeof *right);
	if (!cells || !right)
		return STATUS_MEMORY;
	for (size_t c = 0; c < columns; c++)
		cells[c] = text_of(values->names[c]);
	for (size_t i = 0; i < values->cell_count; i++) {
		char buffer[DATUM_TEXT_SIZE];
		const struct datum *datum = &values->cells[i];
		struct text text = datum_print(buffer, datum);
		if (text.data == buffer)
			text.data = arena_copy(arena, buffer, text.length);
		if (!text.data)
			return STATUS_MEMORY;
		cells[columns + i] = text;
		right[i % columns] |= datum_is_number(datum);
	}
	if (!expanded)
		return grid_print(to, cells, rows, columns, right);
	print_expanded(to, cells, rows, columns);
	return STATUS_OK;
}
