#include "io/import/header.h"

#include <string.h>

#include "engine/arena.h"

/* What is shared by the steps of one plan. */
struct planning {
	struct header *header;
	enum table table;
	const struct configuration *configuration;
	const char *path;
	uint64_t line;
	struct arena *arena;
	struct diagnostics *diagnostics;
};

/* Columns that are known but that no output depends on. */
static bool
is_needed(size_t field)
{
	switch (field) {
	case FIELD_TIMESHEETS_entry_id:
	case FIELD_TIMESHEETS_employee:
	case FIELD_TIMESHEETS_department:
	case FIELD_TIMESHEETS_note:
	case FIELD_SURVEYS_comment:
		return false;
	default:
		return true;
	}
}

static bool
same_name(const char *name, const char *wanted)
{
	return text_distance(text_of(name), text_of(wanted), 0) == 0;
}

/* The one column of that name; NO_COLUMN if there is none. */
static enum status
find_column(const struct planning *planning, const char *name, size_t *column)
{
	const struct header *header = planning->header;
	*column = NO_COLUMN;
	for (size_t i = 0; i < header->columns; i++) {
		if (!same_name(header->names[i], name))
			continue;
		if (*column != NO_COLUMN)
			return diagnostics_fail(planning->diagnostics,
			    STATUS_INPUT,
			    "%s:%ju: the column %s stands twice (columns %zu "
			    "and %zu); remove or rename one",
			    planning->path, (uintmax_t)planning->line, name,
			    *column + 1, i + 1);
		*column = i;
	}
	return STATUS_OK;
}

static enum status
not_in_file(const struct planning *planning, const struct column_map *map)
{
	const struct header *header = planning->header;
	const char *nearest =
	    text_nearest(map->header, header->names, header->columns);
	return diagnostics_fail(planning->diagnostics, STATUS_USAGE,
	    "%s:%u: %s is mapped to the column \"%s\", which %s does not "
	    "have%s%s%s",
	    planning->configuration->path, map->line,
	    schema_fields[map->field].name, map->header.data, planning->path,
	    nearest ? "; did you mean \"" : "", nearest ? nearest : "",
	    nearest ? "\"?" : "");
}

static enum status
map_columns(
    const struct planning *planning, const struct source_configuration *source)
{
	struct header *header = planning->header;
	for (const struct column_map *map = source->columns; map;
	     map = map->next) {
		enum status status = find_column(
		    planning, map->header.data, &header->column_of[map->field]);
		if (status)
			return status;
		if (header->column_of[map->field] == NO_COLUMN)
			return not_in_file(planning, map);
	}
	for (const struct constant *constant = source->constants; constant;
	     constant = constant->next)
		header->constant[constant->field] = constant->value;
	return STATUS_OK;
}

static enum status
missing(const struct planning *planning, const char *name)
{
	const struct header *header = planning->header;
	const char *nearest =
	    text_nearest(text_of(name), header->names, header->columns);
	char found[400] = "";
	size_t used = 0;
	for (size_t i = 0; i < header->columns; i++) {
		size_t length = strlen(header->names[i]);
		if (used + length + 8 > sizeof found) {
			memcpy(found + used, ", …", sizeof ", …");
			break;
		}
		memcpy(found + used, i ? ", " : "", i ? 2 : 0);
		used += i ? 2 : 0;
		memcpy(found + used, header->names[i], length + 1);
		used += length;
	}
	return diagnostics_fail(planning->diagnostics, STATUS_INPUT,
	    "%s:%ju: the required column %s is missing%s%s%s; found: %s. Map "
	    "it "
	    "in kpi.yaml (%s: columns: %s: …)",
	    planning->path, (uintmax_t)planning->line, name,
	    nearest ? " (is it " : "", nearest ? nearest : "",
	    nearest ? "?)" : "", found, table_name(planning->table), name);
}

/* Fields that kpi.yaml does not map come from columns of their own name. */
static enum status
match_names(const struct planning *planning)
{
	struct header *header = planning->header;
	struct field_range range = schema_range(planning->table);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct field *field = &schema_fields[f];
		size_t *column = &header->column_of[f];
		if (*column == NO_COLUMN && !header->constant[f].data) {
			enum status status =
			    find_column(planning, field->name, column);
			if (status)
				return status;
		}
		if (*column == NO_COLUMN && !header->constant[f].data &&
		    field->flags & (FIELD_REQUIRED | FIELD_COLUMN_REQUIRED))
			return missing(planning, field->name);
		if (*column == NO_COLUMN)
			continue;
		header->wanted[*column] |= is_needed(f);
		header->free_text[*column] = field->flags & FIELD_FREE;
	}
	return STATUS_OK;
}

static enum status
read_names(const struct planning *planning, const struct csv_record *record)
{
	struct header *header = planning->header;
	struct arena *arena = planning->arena;
	size_t columns = record->count;
	header->columns = columns;
	header->names = arena_allocate(arena, columns, sizeof *header->names);
	header->wanted = arena_allocate(arena, columns, sizeof *header->wanted);
	header->free_text =
	    arena_allocate(arena, columns, sizeof *header->free_text);
	if (!header->names || !header->wanted || !header->free_text)
		return STATUS_MEMORY;
	for (size_t i = 0; i < columns; i++) {
		struct text name =
		    cell_clean((struct text){ record->cells[i].data,
				   record->cells[i].length },
			false, arena);
		header->names[i] =
		    name.data ? arena_copy(arena, name.data, name.length)
			      : NULL;
		if (!header->names[i])
			return STATUS_MEMORY;
		header->free_text[i] = true; /* unless the schema knows it */
	}
	return STATUS_OK;
}

enum status
header_plan(struct header *header, const struct csv_record *record,
    enum table table, const struct source_configuration *source,
    const struct configuration *configuration, const char *path,
    struct arena *arena, struct diagnostics *diagnostics)
{
	struct planning planning = { header, table, configuration, path,
		record->line, arena, diagnostics };
	*header = (struct header){ 0 };
	for (size_t f = 0; f < FIELD_COUNT; f++)
		header->column_of[f] = NO_COLUMN;
	if (record->broken || record->bad_bytes)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s:%ju: the header cannot be read: %s", path,
		    (uintmax_t)record->line,
		    record->broken ? record->broken
				   : "invalid UTF-8 or a NUL byte; save the "
				     "file as \"CSV UTF-8\"");
	if (record->extra)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s:%ju: more than %d columns; this is not the CSV file it "
		    "should be",
		    path, (uintmax_t)record->line, CSV_COLUMNS);
	enum status status = read_names(&planning, record);
	if (status)
		return diagnostics_no_memory(diagnostics);
	status = map_columns(&planning, source);
	return status ? status : match_names(&planning);
}
