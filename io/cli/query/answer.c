#include "io/cli/query/answer.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
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

static void
print_cell(FILE *to, struct text text, int width, bool right, bool last)
{
	if (right)
		terminal_pad(to, width - terminal_width(text));
	if (right || last)
		terminal_put(to, text);
	else
		terminal_put_padded(to, text, width);
}

/* How wide each column is; NULL without memory. */
static int *
widths_of(const struct text *cells, size_t rows, size_t columns)
{
	int *widths = calloc(columns + 1, sizeof *widths);
	for (size_t i = 0; widths && i < rows * columns; i++) {
		int width = terminal_width(cells[i]);
		if (width > widths[i % columns])
			widths[i % columns] = width;
	}
	return widths;
}

enum status
grid_print(FILE *to, const struct text *cells, size_t rows, size_t columns,
    const bool *right)
{
	int *widths = widths_of(cells, rows, columns);
	if (!widths)
		return STATUS_MEMORY;
	for (size_t i = 0; i < rows * columns; i++) {
		size_t c = i % columns;
		print_cell(to, cells[i], widths[c], right[c], c + 1 == columns);
		fputs(c + 1 == columns ? "\n" : "  ", to);
		for (size_t u = 0; i + 1 == columns && u < columns; u++) {
			underline(to, widths[u]);
			fputs(u + 1 == columns ? "\n" : "  ", to);
		}
	}
	free(widths);
	return STATUS_OK;
}

enum status
answer_print(FILE *to, const struct values *values)
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
	return grid_print(to, cells, rows, columns, right);
}
