#include "io/import/importer.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/arena.h"
#include "io/import/csv_reader.h"
#include "io/import/header.h"
#include "io/import/tables.h"

/* The state of one file. */
struct importer {
	struct loading *loading;
	struct diagnostics *diagnostics;
	struct csv_reader reader;
	struct file file;
	enum table table;
	struct field_range fields;
	const struct source_configuration *source;
	struct header header;
	bool header_read;
	uint32_t input;
	struct reconciliation counts;
	size_t *reject_capacity;
};

static enum status
reject(struct importer *importer, const struct csv_record *record,
    const char *column, struct text value, const char *reason)
{
	struct dataset *data = importer->loading->data;
	struct arena *arena = data->arena;
	struct reject *rejects = arena_grown(arena, data->rejects,
	    data->reject_count, importer->reject_capacity, sizeof *rejects);
	const char *raw = file_excerpt(
	    &importer->file, record->offset, record->length, arena);
	const char *copy = arena_copy(arena, value.data, value.length);
	const char *kept = arena_copy(arena, reason, strlen(reason));
	if (!rejects || !raw || !copy || !kept)
		return diagnostics_no_memory(importer->diagnostics);
	data->rejects = rejects;
	rejects[data->reject_count++] = (struct reject){
		.source = { importer->input, (uint32_t)record->line },
		.column = column,
		.value = copy,
		.reason = kept,
		.raw = raw,
	};
	importer->counts.rejected++;
	return STATUS_OK;
}

/* What the file says, as the schema says it (kpi.yaml's `values`). */
static struct text
translate(const struct importer *importer, size_t field, struct text text)
{
	for (const struct value_map *map = importer->source->values; map;
	     map = map->next)
		if (map->field == field && text_equal(map->from, text))
			return map->to;
	return text;
}

/* Reads one cell into its value; false and why if the row is to be rejected.
 * STATUS_MEMORY shows as a text without data. */
static const char *
read_field(struct importer *importer, const struct csv_record *record, size_t f,
    struct value *values)
{
	const struct header *header = &importer->header;
	const struct field *field = &schema_fields[f];
	struct value *value = &values[f];
	struct arena *scratch = importer->loading->scratch;
	size_t column = header->column_of[f];
	value->text =
	    header->constant[f].data ? header->constant[f] : text_of("");
	if (column < record->count) {
		const struct csv_cell *cell = &record->cells[column];
		value->text =
		    cell_clean((struct text){ cell->data, cell->length },
			field->flags & FIELD_FREE, scratch);
		if (importer->source->values)
			value->text = translate(importer, f, value->text);
	}
	if (table_ignores(f, values))
		value->text = text_of("");
	if (field->flags & FIELD_REQUIRED && value->text.length == 0)
		return "blank, but required";
	return cell_read(field, value, scratch);
}

/* A column that must not hold line feeds but does; NO_COLUMN if none. */
static size_t
misplaced_line_feed(
    const struct importer *importer, const struct csv_record *record)
{
	for (size_t i = 0; record->lines > 1 && i < record->count; i++)
		if (record->cells[i].line_feed &&
		    !importer->header.free_text[i])
			return i;
	return NO_COLUMN;
}

static enum status
reject_line_feed(
    struct importer *importer, const struct csv_record *record, size_t column)
{
	char reason[200];
	snprintf(reason, sizeof reason,
	    "a line feed within the cell: the row spans lines %ju to %ju; "
	    "is a quote opened on line %ju not closed?",
	    (uintmax_t)record->line,
	    (uintmax_t)(record->line + record->lines - 1),
	    (uintmax_t)record->line);
	const struct csv_cell *cell = &record->cells[column];
	struct text value = { cell->data, cell->length };
	if (!importer->header.wanted[column])
		value = text_of("");
	return reject(
	    importer, record, importer->header.names[column], value, reason);
}

/* The row as a whole, before its cells: counted as skipped or rejected?
 * *done is false when it is to be read. */
static enum status
judge_row(
    struct importer *importer, const struct csv_record *record, bool *done)
{
	const char *reason = record->broken;
	*done = true;
	if (!reason && record->bad_bytes)
		reason = "invalid UTF-8 or a NUL byte";
	if (!reason && record->blank) {
		importer->counts.skipped++;
		return STATUS_OK;
	}
	if (!reason && record->extra)
		reason = "more cells than the header has columns";
	if (reason)
		return reject(importer, record, "", text_of(""), reason);
	size_t column = misplaced_line_feed(importer, record);
	if (column != NO_COLUMN)
		return reject_line_feed(importer, record, column);
	*done = false;
	return STATUS_OK;
}

static table_take *const takers[TABLE_COUNT] = {
	[TABLE_CONTRACTS] = take_contract,
	[TABLE_TIMESHEETS] = take_timesheet,
	[TABLE_SURVEYS] = take_survey,
	[TABLE_PEOPLE] = take_person,
	[TABLE_ASSIGNMENTS] = take_assignment,
};

static enum status
out_of(enum status status, struct importer *importer)
{
	if (status == STATUS_OVERFLOW)
		return diagnostics_fail(importer->diagnostics, status,
		    "%s: the sum of hours or cost does not fit into 128 bits; "
		    "look for absurd amounts",
		    importer->file.path);
	return diagnostics_no_memory(importer->diagnostics);
}

static enum status
take_row(struct importer *importer, const struct csv_record *record)
{
	bool done;
	enum status status = judge_row(importer, record, &done);
	if (status || done)
		return status;
	struct value values[FIELD_COUNT];
	struct field_range range = importer->fields;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		if (importer->header.column_of[f] != NO_COLUMN &&
		    !importer->header.wanted[importer->header.column_of[f]])
			continue;
		const char *reason = read_field(importer, record, f, values);
		if (!values[f].text.data)
			return out_of(STATUS_MEMORY, importer);
		if (reason)
			return reject(importer, record, schema_fields[f].name,
			    values[f].text, reason);
	}
	struct refusal refusal = { FIELD_COUNT, NULL };
	struct source source = { importer->input, (uint32_t)record->line };
	status = takers[importer->table](
	    importer->loading, values, source, &refusal);
	if (status)
		return out_of(status, importer);
	if (refusal.reason)
		return reject(importer, record,
		    schema_fields[refusal.field].name,
		    values[refusal.field].text, refusal.reason);
	importer->counts.accepted++;
	return STATUS_OK;
}

static enum status
take_record(void *context, const struct csv_record *record)
{
	struct importer *importer = context;
	struct arena *scratch = importer->loading->scratch;
	if (record->line + record->lines > UINT32_MAX)
		return diagnostics_fail(importer->diagnostics, STATUS_INPUT,
		    "%s: more than 4,294,967,295 lines; split the file",
		    importer->file.path);
	importer->counts.continuation += record->lines - 1;
	if (!importer->header_read) {
		importer->header_read = true;
		importer->counts.header = 1;
		enum status status = header_plan(&importer->header, record,
		    importer->table, importer->source,
		    importer->loading->configuration, importer->file.path,
		    importer->loading->arena, importer->diagnostics);
		importer->reader.wanted = importer->header.wanted;
		importer->reader.columns = importer->header.columns;
		return status;
	}
	struct arena_mark mark = arena_mark(scratch);
	enum status status = take_row(importer, record);
	arena_release(scratch, mark);
	return status;
}

/* Every line must have become something. */
static enum status
reconcile(const struct importer *importer)
{
	const struct reconciliation *c = &importer->counts;
	if (c->lines == c->header + c->accepted + c->rejected + c->blank +
			    c->skipped + c->continuation)
		return STATUS_OK;
	return diagnostics_fail(importer->diagnostics, STATUS_BROKEN,
	    "%s: %ju lines do not add up to %ju header + %ju accepted + %ju "
	    "rejected + %ju blank + %ju skipped + %ju continuation; this is an "
	    "error in kpi, please report it",
	    importer->file.path, (uintmax_t)c->lines, (uintmax_t)c->header,
	    (uintmax_t)c->accepted, (uintmax_t)c->rejected, (uintmax_t)c->blank,
	    (uintmax_t)c->skipped, (uintmax_t)c->continuation);
}

static enum status
read_file(struct importer *importer, struct input *input)
{
	importer->reader = (struct csv_reader){ .file = &importer->file,
		.delimiter = ',',
		.take = take_record,
		.context = importer };
	enum status status =
	    csv_reader_run(&importer->reader, importer->diagnostics);
	if (status)
		return status;
	if (!importer->header_read)
		return diagnostics_fail(importer->diagnostics, STATUS_INPUT,
		    "%s: the file is empty; expected a header with the columns "
		    "of %s",
		    importer->file.path, table_name(importer->table));
	importer->counts.lines = importer->reader.lines;
	importer->counts.blank = importer->reader.blank_lines;
	input->bytes = importer->file.digested;
	input->reconciliation = importer->counts;
	status =
	    file_finish(&importer->file, input->sha256, importer->diagnostics);
	return status ? status : reconcile(importer);
}

/* Paths that a source's patterns match, in the order of the patterns, each
 * by bytes. */
struct paths {
	const char **rows;
	size_t count, capacity;
};

/* The folder with glob's special characters quoted. */
static char *
quoted_folder(const char *folder, struct arena *arena)
{
	char *quoted = arena_allocate(arena, strlen(folder) * 2 + 1, 1);
	if (!quoted)
		return NULL;
	char *to = quoted;
	for (const char *at = folder; *at; at++) {
		if (strchr("*?[]\\{}~", *at))
			*to++ = '\\';
		*to++ = *at;
	}
	return quoted;
}

/* For glob, which takes a folder that it cannot read for an empty one. */
static int
is_no_memory(const char *path, int error)
{
	(void)path;
	return error == ENOMEM;
}

static enum status
add_matches(struct paths *paths, const char *folder, const char *pattern,
    struct arena *arena)
{
	const char *quoted = quoted_folder(folder, arena);
	const char *full = !quoted ? NULL
			   : pattern[0] == '/'
			       ? pattern
			       : arena_format(arena, "%s/%s", quoted, pattern);
	if (!full)
		return STATUS_MEMORY;
	glob_t found;
	int result = glob(full, 0, is_no_memory, &found);
	enum status status =
	    result == 0 || result == GLOB_NOMATCH ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; result == 0 && !status && i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		path = arena_copy(arena, path, strlen(path));
		paths->rows = arena_grown(arena, paths->rows, paths->count,
		    &paths->capacity, sizeof *paths->rows);
		if (!path || !paths->rows)
			status = STATUS_MEMORY;
		else
			paths->rows[paths->count++] = path;
	}
	globfree(&found);
	return status;
}

static enum status
find_files(struct paths *paths, const char *folder,
    const struct source_configuration *source, struct loading *loading,
    struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < source->pattern_count; i++) {
		size_t before = paths->count;
		if (add_matches(
			paths, folder, source->patterns[i], loading->arena))
			return diagnostics_no_memory(diagnostics);
		if (paths->count == before && source->line)
			return diagnostics_fail(diagnostics, STATUS_USAGE,
			    "%s:%u: no file in %s matches \"%s\"",
			    loading->configuration->path, source->line, folder,
			    source->patterns[i]);
	}
	return STATUS_OK;
}

/* Room for one more input. */
static struct input *
new_input(
    struct dataset *data, size_t *capacity, const char *path, enum table table)
{
	struct input *inputs = arena_grown(data->arena, data->inputs,
	    data->input_count, capacity, sizeof *inputs);
	if (!inputs)
		return NULL;
	data->inputs = inputs;
	inputs[data->input_count] =
	    (struct input){ .path = path, .table = table };
	return &inputs[data->input_count++];
}

/* Capacities that outlive a file. */
struct capacities {
	size_t inputs, rejects;
};

static enum status
import_source(struct loading *loading, const char *folder, enum table table,
    const struct source_configuration *source, struct capacities *capacities,
    struct diagnostics *diagnostics)
{
	struct paths paths = { 0 };
	enum status status =
	    find_files(&paths, folder, source, loading, diagnostics);
	for (size_t i = 0; i < paths.count && !status; i++) {
		struct importer importer = { .loading = loading,
			.diagnostics = diagnostics,
			.table = table,
			.fields = schema_range(table),
			.source = source,
			.input = (uint32_t)loading->data->input_count,
			.reject_capacity = &capacities->rejects };
		struct input *input = new_input(
		    loading->data, &capacities->inputs, paths.rows[i], table);
		if (!input)
			return diagnostics_no_memory(diagnostics);
		status = file_open(&importer.file, paths.rows[i], diagnostics);
		if (!status)
			status = read_file(&importer, input);
		file_close(&importer.file);
		loading->data->present[table] = true;
	}
	return status;
}

/* People first, for their aliases; contracts before what refers to them. */
static const enum table reading_order[] = { TABLE_PEOPLE, TABLE_CONTRACTS,
	TABLE_ASSIGNMENTS, TABLE_TIMESHEETS, TABLE_SURVEYS };

static enum status
import_tables(struct loading *loading, const char *folder,
    struct diagnostics *diagnostics)
{
	struct capacities capacities = { 0 };
	enum status status = STATUS_OK;
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		enum table table = reading_order[i];
		const struct source_configuration *source =
		    loading->configuration->sources[table];
		for (; source && !status; source = source->next)
			status = import_source(loading, folder, table, source,
			    &capacities, diagnostics);
		if (table == TABLE_CONTRACTS)
			loading->contract_projects =
			    loading->data->projects.count;
	}
	if (status)
		return status;
	const bool *present = loading->data->present;
	if (!present[TABLE_CONTRACTS] && !present[TABLE_TIMESHEETS] &&
	    !present[TABLE_SURVEYS])
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: expected a folder with contracts*.csv, "
		    "timesheets*.csv or surveys*.csv (or a kpi.yaml that names "
		    "the files), found none of them",
		    folder);
	return dataset_seal(loading->data) ? diagnostics_no_memory(diagnostics)
					   : STATUS_OK;
}

enum status
import_dataset(struct dataset *dataset, const char *folder,
    const struct configuration *configuration, struct import_options options,
    struct arena *arena, struct diagnostics *diagnostics)
{
	*dataset = (struct dataset){ .arena = arena, .folder = folder };
	dictionary_init(&dataset->managers, arena);
	dictionary_init(&dataset->clients, arena);
	dictionary_init(&dataset->contract_ids, arena);
	dictionary_init(&dataset->projects, arena);
	dictionary_init(&dataset->words, arena);
	struct loading loading = { .data = dataset,
		.configuration = configuration,
		.options = options,
		.arena = arena,
		.scratch = arena_new() };
	dictionary_init(&loading.aliases, arena);
	if (!loading.scratch)
		return diagnostics_no_memory(diagnostics);
	enum status status = import_tables(&loading, folder, diagnostics);
	arena_free(loading.scratch);
	return status;
}
