#include "io/import/run_table.h"

#include <string.h>

#include "engine/arena.h"
#include "io/import/csv_reader.h"
#include "io/import/run_folder.h"

static const char *
copy_cell(struct arena *arena, const struct csv_cell *cell)
{
	const char *data = cell->data;
	size_t length = cell->length;
	if (length == 0)
		return "";
	if (length > 1 && data[0] == '\'' && strchr("=+-@\t\r", data[1])) {
		data++;
		length--;
	}
	return arena_copy(arena, data, length);
}

static enum status
take_header(struct run_table *table, const struct csv_record *record)
{
	table->columns =
	    arena_allocate(table->arena, record->count, sizeof *table->columns);
	if (!table->columns)
		return STATUS_MEMORY;
	for (size_t i = 0; i < record->count; i++)
		if (!(table->columns[i] =
			    copy_cell(table->arena, &record->cells[i])))
			return STATUS_MEMORY;
	table->column_count = record->count;
	return STATUS_OK;
}

static enum status
take_row(struct run_table *table, const struct csv_record *record)
{
	size_t at = table->row_count * table->column_count;
	if (at + record->count > table->cell_capacity) {
		size_t capacity = (at + record->count) * 2;
		const char **cells = arena_allocate(
		    table->arena, capacity, sizeof *table->cells);
		if (!cells)
			return STATUS_MEMORY;
		if (at)
			memcpy(cells, table->cells, at * sizeof *cells);
		table->cells = cells;
		table->cell_capacity = capacity;
	}
	for (size_t i = 0; i < record->count; i++)
		if (!(table->cells[at + i] =
			    copy_cell(table->arena, &record->cells[i])))
			return STATUS_MEMORY;
	table->row_count++;
	return STATUS_OK;
}

static enum status
take(void *context, const struct csv_record *record)
{
	struct run_table *table = context;
	const char *wrong = record->broken      ? record->broken
			    : record->bad_bytes ? "text that is not UTF-8"
						: NULL;
	bool header = table->column_count == 0;
	if (!wrong && !header && record->count != table->column_count)
		wrong = "not as many cells as the header has";
	if (wrong)
		return diagnostics_fail(table->diagnostics, STATUS_INPUT,
		    "%s:%ju: not what kpi run wrote: %s", table->path,
		    (uintmax_t)record->line, wrong);
	return header ? take_header(table, record) : take_row(table, record);
}

static enum status
check_header(const struct run_table *table, const char *const *needed)
{
	for (; *needed; needed++)
		if (run_table_column(table, *needed) == SIZE_MAX)
			return diagnostics_fail(table->diagnostics,
			    STATUS_INPUT,
			    "%s: not what kpi run wrote: no column %s",
			    table->path, *needed);
	return STATUS_OK;
}

enum status
run_table_read(struct run_table *table, const char *folder, const char *name,
    const char *const *needed, struct arena *arena,
    struct diagnostics *diagnostics)
{
	*table = (struct run_table){ .arena = arena,
		.diagnostics = diagnostics,
		.path = run_folder_path(folder, name, arena) };
	if (!table->path)
		return diagnostics_no_memory(diagnostics);
	if (!run_folder_has(folder, name))
		return STATUS_OK;
	table->there = true;
	struct file file;
	struct csv_reader reader = {
		.file = &file, .delimiter = ',', .take = take, .context = table
	};
	enum status status = file_open(&file, table->path, diagnostics);
	if (!status)
		status = csv_reader_run(&reader, diagnostics);
	file_close(&file);
	return status ? status : check_header(table, needed);
}

size_t
run_table_column(const struct run_table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (strcmp(table->columns[i], name) == 0)
			return i;
	return SIZE_MAX;
}

/* The columns of all parts, each once; NULL without memory. */
static const char **
all_columns(const struct run_table *parts, size_t parts_count,
    const char *column, size_t *count, struct arena *arena)
{
	struct run_table all = { .column_count = 1 };
	size_t most = 1;
	for (size_t part = 0; part < parts_count; part++)
		most += parts[part].column_count;
	all.columns = arena_allocate(arena, most, sizeof *all.columns);
	if (!all.columns)
		return NULL;
	all.columns[0] = column;
	for (size_t part = 0; part < parts_count; part++)
		for (size_t i = 0; i < parts[part].column_count; i++)
			if (run_table_column(&all, parts[part].columns[i]) ==
			    SIZE_MAX)
				all.columns[all.column_count++] =
				    parts[part].columns[i];
	*count = all.column_count;
	return all.columns;
}

enum status
run_table_unite(struct run_table *table, const struct run_table *parts,
    const char *const *names, size_t count, const char *column,
    struct arena *arena)
{
	*table = (struct run_table){ .path = parts->path, .there = true };
	table->columns =
	    all_columns(parts, count, column, &table->column_count, arena);
	size_t rows = 0;
	for (size_t part = 0; part < count; part++)
		rows += parts[part].row_count;
	table->cells = arena_allocate(
	    arena, rows * table->column_count, sizeof *table->cells);
	if (!table->columns || !table->cells)
		return STATUS_MEMORY;
	size_t width = table->column_count;
	for (size_t part = 0; part < count; part++) {
		const struct run_table *from = &parts[part];
		const char **cells = &table->cells[table->row_count * width];
		for (size_t i = 0; i < width; i++) {
			size_t at = run_table_column(from, table->columns[i]);
			for (size_t row = 0; row < from->row_count; row++)
				cells[row * width + i] =
				    i ? run_table_cell(from, row, at)
				      : names[part];
		}
		table->row_count += from->row_count;
		table->there &= from->there;
	}
	return STATUS_OK;
}
