#include "io/cli/query/answer.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/export/workbook/report.h"

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

/* ---- CSV ---- */

static void
write_csv_cell(FILE *to, struct text text)
{
	bool quote = false;
	for (size_t i = 0; i < text.length && !quote; i++)
		quote = strchr("\",\n\r", text.data[i]) && text.data[i];
	if (!quote) {
		fwrite(text.data, 1, text.length, to);
		return;
	}
	putc('"', to);
	for (size_t i = 0; i < text.length; i++) {
		if (text.data[i] == '"')
			putc('"', to);
		putc(text.data[i], to);
	}
	putc('"', to);
}

static void
write_csv_row(const struct answer *answer, const struct datum *row)
{
	char buffer[DATUM_TEXT_SIZE];
	for (size_t i = 0; i < answer->columns; i++) {
		if (i)
			putc(',', answer->to);
		write_csv_cell(answer->to, datum_print(buffer, &row[i]));
	}
	putc('\n', answer->to);
}

/* ---- JSON ---- */

static void
write_json_text(struct answer *answer, struct text text)
{
	json_t *value = json_stringn(text.data, text.length);
	char *quoted = value ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
	if (quoted)
		fputs(quoted, answer->to);
	else
		answer->out_of_memory = true;
	free(quoted);
	json_decref(value);
}

static void
write_json_row(struct answer *answer, const struct datum *row)
{
	char buffer[DATUM_TEXT_SIZE];
	fputs(answer->count ? ",\n  {" : "\n  {", answer->to);
	for (size_t i = 0; i < answer->columns; i++) {
		if (i)
			fputs(", ", answer->to);
		write_json_text(answer, text_of(answer->names[i]));
		fputs(": ", answer->to);
		if (row[i].kind == DATUM_NONE)
			fputs("null", answer->to);
		else if (row[i].kind == DATUM_TEXT)
			write_json_text(answer, row[i].as.text);
		else if (row[i].kind == DATUM_DATE)
			fprintf(answer->to, "\"%s\"",
			    date_print(buffer, row[i].as.date));
		else
			fputs(datum_print(buffer, &row[i]).data, answer->to);
	}
	putc('}', answer->to);
}

/* ---- kept rows ---- */

static void
keep_row(struct answer *answer, const struct datum *row)
{
	for (size_t i = 0; i < answer->columns; i++) {
		struct datum *cells = arena_grown(answer->arena, answer->cells,
		    answer->cell_count, &answer->capacity, sizeof *cells);
		struct datum datum = row[i];
		if (datum.kind == DATUM_TEXT)
			datum.as.text.data = arena_copy(answer->arena,
			    datum.as.text.data, datum.as.text.length);
		if (!cells ||
		    (datum.kind == DATUM_TEXT && !datum.as.text.data)) {
			answer->out_of_memory = true;
			return;
		}
		answer->cells = cells;
		cells[answer->cell_count++] = datum;
	}
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

static enum status
print_table(struct answer *answer)
{
	size_t columns = answer->columns, rows = answer->count + 1;
	struct text *cells =
	    arena_allocate(answer->arena, rows * columns, sizeof *cells);
	bool *right = arena_allocate(answer->arena, columns, sizeof *right);
	if (!cells || !right)
		return STATUS_MEMORY;
	for (size_t c = 0; c < columns; c++)
		cells[c] = text_of(answer->names[c]);
	for (size_t i = 0; i < answer->cell_count; i++) {
		char buffer[DATUM_TEXT_SIZE];
		struct datum datum = answer->cells[i];
		struct text text = datum_print(buffer, &datum);
		if (text.data == buffer)
			text.data =
			    arena_copy(answer->arena, buffer, text.length);
		if (!text.data)
			return STATUS_MEMORY;
		cells[columns + i] = text;
		right[i % columns] |= datum.kind == DATUM_INTEGER ||
				      datum.kind == DATUM_EXACT ||
				      datum.kind == DATUM_REAL;
	}
	return grid_print(answer->to, cells, rows, columns, right);
}

void
answer_sheet(const struct answer *answer, struct sheet *sheet)
{
	size_t columns = answer->columns;
	for (size_t c = 0; c < columns; c++)
		sheet_string(sheet, 0, (int)c, ROLE_HEADING, answer->names[c]);
	for (size_t i = 0; i < answer->cell_count; i++) {
		uint32_t row = (uint32_t)(i / columns) + 1;
		int column = (int)(i % columns);
		struct datum datum = answer->cells[i];
		struct quantity number =
		    datum.kind == DATUM_REAL ? quantity_real(datum.as.real)
		    : datum.kind == DATUM_EXACT
			? quantity_exact(datum.as.exact)
			: quantity_exact(datum.as.integer * WIDE_ONE);
		if (datum.kind == DATUM_TEXT)
			sheet_text(
			    sheet, row, column, ROLE_BODY, datum.as.text);
		else if (datum.kind == DATUM_DATE)
			sheet_date(sheet, row, column, datum.as.date);
		else if (datum.kind != DATUM_NONE)
			sheet_number(sheet, row, column, ROLE_BODY,
			    answer->number_format
				? (enum measure_format)answer->number_format(
				      answer, i / columns, i % columns)
				: FORMAT_PLAIN,
			    number);
	}
	sheet->freeze_row = 1;
	sheet_fit(sheet, 8, 50);
}

void
answer_begin(struct answer *answer, enum answer_format format, FILE *to,
    const char **names, size_t columns, struct arena *arena)
{
	*answer = (struct answer){ .format = format,
		.to = to,
		.arena = arena,
		.names = names,
		.columns = columns };
	if (format == ANSWER_JSON)
		putc('[', to);
	for (size_t i = 0; format == ANSWER_CSV && i < columns; i++) {
		if (i)
			putc(',', to);
		write_csv_cell(to, text_of(names[i]));
	}
	if (format == ANSWER_CSV)
		putc('\n', to);
}

void
answer_row(struct answer *answer, const struct datum *row)
{
	if (answer->format == ANSWER_CSV)
		write_csv_row(answer, row);
	else if (answer->format == ANSWER_JSON)
		write_json_row(answer, row);
	else
		keep_row(answer, row);
	answer->count++;
}

enum status
answer_end(struct answer *answer)
{
	if (answer->format == ANSWER_JSON)
		fputs(answer->count ? "\n]\n" : "]\n", answer->to);
	if (answer->out_of_memory)
		return STATUS_MEMORY;
	return answer->format == ANSWER_TABLE ? print_table(answer) : STATUS_OK;
}
