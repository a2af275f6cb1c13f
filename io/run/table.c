#include "io/run/table.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"
#include "io/run/csv.h"

enum { CELL_BYTES = 256 * 1024, BLOCK_BYTES = 4096 };

/* A table that is being read. */
struct table_reading {
	struct run_table *table;
	struct arena *arena;
	struct diagnostics *diagnostics;
	struct csv_shape shape;       /* of files for people */
	size_t cell_capacity, column; /* of the row so far */
	uint64_t line, first_line;    /* now, and where the row began */
	enum status status;
};

static const char *
copy_cell(struct arena *arena, const char *data, size_t length)
{
	struct text text = csv_unguarded((struct text){ data, length });
	return text.length ? arena_copy(arena, text.data, text.length) : "";
}

static void
fail(struct table_reading *reading, const char *wrong)
{
	if (!reading->status)
		reading->status = diagnostics_fail(reading->diagnostics,
		    STATUS_INPUT, "%s:%ju: not what kpi run wrote: %s",
		    reading->table->path, (uintmax_t)reading->first_line,
		    wrong);
}

/* The cells of the header are the first in `cells`, until it is complete. */
static void
take_cell(void *data, size_t length, void *context)
{
	struct table_reading *reading = context;
	struct run_table *table = reading->table;
	if (reading->status)
		return;
	if (u8_check(data, length) || memchr(data, 0, length)) {
		fail(reading, _("text that is not UTF-8"));
		return;
	}
	size_t at = table->row_count * table->column_count + reading->column;
	const char **cells = arena_grown(reading->arena, table->cells, at,
	    &reading->cell_capacity, sizeof *cells);
	const char *copy = copy_cell(reading->arena, data, length);
	if (!cells || !copy) {
		reading->status = diagnostics_no_memory(reading->diagnostics);
		return;
	}
	table->cells = cells;
	cells[at] = copy;
	reading->column++;
}

static void
take_row(int terminator, void *context)
{
	struct table_reading *reading = context;
	struct run_table *table = reading->table;
	(void)terminator;
	if (!table->columns) {
		table->columns = table->cells;
		table->column_count = reading->column;
		table->cells = NULL;
		reading->cell_capacity = 0;
	} else if (reading->column == table->column_count)
		table->row_count++;
	else
		fail(reading, _("not as many cells as the header has"));
	reading->column = 0;
	reading->first_line = reading->line + 1;
}

/* A cell grows in blocks; beyond its bound libcsv is told that memory is out,
 * and stops. */
static void *
bounded_realloc(void *room, size_t size)
{
	return size > CELL_BYTES ? NULL : realloc(room, size);
}

static void
take_shape(
    struct table_reading *reading, struct csv_parser *parser, bool for_people)
{
	reading->table->shape =
	    for_people ? reading->shape : (struct csv_shape){ ',', '.' };
	csv_set_delim(parser, (unsigned char)reading->table->shape.delimiter);
}

/* Parses the rest of a file line by line, so that errors have their line. */
static void
parse(struct table_reading *reading, FILE *file, struct csv_parser *parser)
{
	char *bytes = NULL;
	size_t size = 0;
	ssize_t length;
	while (
	    !reading->status && (length = getline(&bytes, &size, file)) > 0) {
		reading->line++;
		bool begins = reading->line == 1 && length >= 3 &&
			      memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
		size_t skip = begins ? 3 : 0, rest = (size_t)length - skip;
		if (reading->line == 1)
			take_shape(reading, parser, begins);
		if (csv_parse(parser, bytes + skip, rest, take_cell, take_row,
			reading) != rest)
			fail(reading, csv_strerror(csv_error(parser)));
	}
	/* Also where getline found no memory, which is no error of the file. */
	if (!reading->status && !feof(file))
		reading->status =
		    errno == ENOMEM
			? diagnostics_no_memory(reading->diagnostics)
			: diagnostics_fail(reading->diagnostics, STATUS_INPUT,
			      "%s: cannot read: %s", reading->table->path,
			      locale_error(errno));
	if (!reading->status &&
	    csv_fini(parser, take_cell, take_row, reading) != 0)
		fail(reading, csv_strerror(csv_error(parser)));
	free(bytes);
}

static enum status
read_file(struct table_reading *reading)
{
	const char *path = reading->table->path;
	struct csv_parser parser;
	FILE *file = fopen(path, "re");
	if (!file)
		return diagnostics_fail(reading->diagnostics, STATUS_INPUT,
		    "%s: cannot open: %s", path, locale_error(errno));
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL)) {
		fclose(file);
		return diagnostics_no_memory(reading->diagnostics);
	}
	csv_set_realloc_func(&parser, bounded_realloc);
	csv_set_blk_size(&parser, BLOCK_BYTES);
	parse(reading, file, &parser);
	csv_free(&parser);
	fclose(file);
	return reading->status;
}

static enum status
check_header(const struct run_table *table, const char *const *needed,
    struct diagnostics *diagnostics)
{
	for (; *needed; needed++)
		if (run_table_column(table, *needed) == SIZE_MAX)
			return diagnostics_fail(diagnostics, STATUS_INPUT,
			    "%s: not what kpi run wrote: no column %s",
			    table->path, *needed);
	return STATUS_OK;
}

enum status
run_table_read(struct run_table *table, const struct run_folder *folder,
    const char *name, const char *const *needed, struct arena *arena,
    struct diagnostics *diagnostics)
{
	*table = (struct run_table){ .path = run_folder_path(
					 folder->path, name, arena) };
	if (!table->path)
		return diagnostics_no_memory(diagnostics);
	enum status status =
	    run_folder_look(folder->path, name, &table->there, diagnostics);
	if (status || !table->there)
		return status;
	struct table_reading reading = { .table = table,
		.arena = arena,
		.diagnostics = diagnostics,
		.shape = run_folder_shape(folder),
		.first_line = 1 };
	status = read_file(&reading);
	return status ? status : check_header(table, needed, diagnostics);
}

size_t
run_table_column(const struct run_table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (strcmp(table->columns[i], name) == 0)
			return i;
	return SIZE_MAX;
}

const char *
run_table_number(const struct run_table *table, size_t row, size_t column,
    struct arena *arena)
{
	const char *cell = run_table_cell(table, row, column);
	char decimal = table->shape.decimal;
	if (decimal == '.' || !*cell)
		return cell;
	char *number = arena_copy(arena, cell, strlen(cell));
	/* A point is no part of a number here, and must not become one. */
	for (char *at = number; at && *at; at++)
		if (*at == '.' || *at == decimal)
			*at = *at == decimal ? '.' : decimal;
	return number;
}
