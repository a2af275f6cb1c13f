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
