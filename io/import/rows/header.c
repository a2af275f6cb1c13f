#include "io/import/rows/header.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/config/formats.h"

/* Columns that are known but that not every run needs. */
static bool
is_needed(const struct header_wishes *wishes, size_t field)
{
	switch (field) {
	case FIELD_TIMESHEETS_entry_id:
		return wishes->whole_rows;
	case FIELD_TIMESHEETS_employee:
	case FIELD_TIMESHEETS_department:
		return wishes->people_at_work;
	case FIELD_TIMESHEETS_note:
		return false;
	default:
		return true;
	}
}

/* ---- finding columns ---- */

static enum status
twice(const struct header_planning *planning, const char *name, size_t first,
    size_t second)
{
	if (strchr(name, '*'))
		return diagnostics_fail(planning->diagnostics, STATUS_INPUT,
		    "%s:%ju: the columns \"%s\" (%zu) and \"%s\" (%zu) both "
		    "fit \"%s\"; say in kpi.yaml which is meant: %s: "
		    "{columns: {…: …}}",
		    planning->path, (uintmax_t)planning->line,
		    planning->header->names[first], first + 1,
		    planning->header->names[second], second + 1, name,
		    table_name(planning->source->table));
	return diagnostics_fail(planning->diagnostics, STATUS_INPUT,
	    "%s:%ju: the column %s stands twice (columns %zu and %zu); remove "
	    "or rename one",
	    planning->path, (uintmax_t)planning->line, name, first + 1,
	    second + 1);
}

/* The one column (or the first of several) that fits a header as a map writes
 * it; *inner is what its `*` stands for. NO_COLUMN if there is none. */
static enum status
find_column(const struct header_planning *planning, struct text name,
    bool first_of_several, size_t *column, struct text *inner)
{
	const struct header *header = planning->header;
	struct text pattern = cell_fold(name, planning->arena), part;
	*column = NO_COLUMN;
	if (!pattern.data)
		return diagnostics_no_memory(planning->diagnostics);
	for (size_t i = 0; i < header->columns; i++) {
		struct text folded = header->folded[i];
		if (!formats_pattern_fits(pattern, folded, &part))
			continue;
		if (*column != NO_COLUMN && first_of_several)
			return STATUS_OK;
		if (*column != NO_COLUMN)
			return twice(planning, name.data, *column, i);
		*column = i;
		/* The case of the file, where folding kept the length. */
		size_t before = (size_t)(part.data - folded.data);
		*inner = strlen(header->names[i]) == folded.length
			     ? (struct text){ header->names[i] + before,
				       part.length }
			     : part;
	}
	return STATUS_OK;
}

static enum status
not_in_file(
    const struct header_planning *planning, const struct column_map *map)
{
	const struct header *header = planning->header;
	const char *nearest =
	    text_nearest(map->headers[0], header->names, header->columns);
	return diagnostics_fail(planning->diagnostics, STATUS_USAGE,
	    "%s:%u: %s is mapped to the column \"%s\", which %s does not "
	    "have%s%s%s",
	    map->path, map->line, schema_fields[map->field].name,
	    map->headers[0].data, planning->path,
	    nearest ? "; did you mean \"" : "", nearest ? nearest : "",
	    nearest ? "\"?" : "");
}

/* ---- columns: ---- */

/* Fills a feed from one map; it stays empty if the file has none of the
 * headers. */
static enum status
feed_from_map(const struct header_planning *planning,
    const struct column_map *map, struct feed *feed)
{
	size_t *columns =
	    arena_allocate(planning->arena, map->header_count, sizeof *columns);
	bool one = map->shape == COLUMN_ONE_OF || map->shape == COLUMN_BRACKETS;
	if (!columns)
		return diagnostics_no_memory(planning->diagnostics);
	*feed = (struct feed){ .shape = map->shape,
		.columns = columns,
		.last_first = map->last_first,
		.mapped = true };
	for (size_t i = 0; i < map->header_count && !(one && feed->count);
	     i++) {
		struct text inner = { NULL, 0 };
		bool free_text = schema_fields[map->field].flags & FIELD_FREE;
		enum status status = find_column(planning, map->headers[i],
		    free_text, &columns[feed->count], &inner);
		if (status)
			return status;
		if (columns[feed->count] == NO_COLUMN)
			continue;
		if (map->shape == COLUMN_BRACKETS)
			feed->constant = inner;
		feed->count++;
	}
	if (map->must_exist &&
	    feed->count < (map->shape == COLUMN_JOIN ? map->header_count : 1))
		return not_in_file(planning, map);
	if (map->shape == COLUMN_BRACKETS)
		feed->count = 0;
	return STATUS_OK;
}

static bool
is_fed(const struct feed *feed)
{
	return feed->count || feed->constant.data;
}

/* What kpi.yaml says goes before what the format says. */
static enum status
apply_maps(const struct header_planning *planning)
{
	struct feed *feeds = planning->header->feeds;
	for (const struct source_configuration *source = planning->source;
	     source; source = source->under) {
		bool fed[FIELD_COUNT];
		for (size_t f = 0; f < FIELD_COUNT; f++)
			fed[f] = is_fed(&feeds[f]);
		for (const struct column_map *map = source->columns; map;
		     map = map->next) {
			enum status status = fed[map->field]
						 ? STATUS_OK
						 : feed_from_map(planning, map,
						       &feeds[map->field]);
			if (status)
				return status;
		}
		for (const struct constant *constant = source->constants;
		     constant; constant = constant->next)
			if (!is_fed(&feeds[constant->field])) {
				feeds[constant->field].constant =
				    constant->value;
				feeds[constant->field].mapped = true;
			}
	}
	return STATUS_OK;
}

/* ---- columns by their own names ---- */

static enum status
missing(const struct header_planning *planning, const char *name)
{
	const struct header *header = planning->header;
	const char *nearest =
	    text_nearest(text_of(name), header->names, header->columns);
	const char *table = table_name(planning->source->table);
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
	    "%s:%ju: the required column %s is missing%s%s%s%s%s; found: %s. "
	    "Map it in kpi.yaml (%s: columns: %s: …), or name the format "
	    "(kpi list formats)",
	    planning->path, (uintmax_t)planning->line, name,
	    nearest ? " (is it " : "", nearest ? nearest : "",
	    nearest ? "?)" : "",
	    planning->source->name ? ", also by the format " : "",
	    planning->source->name ? planning->source->name : "", found, table,
	    name);
}

/* Fields that nothing maps come from columns of their own name. */
static enum status
match_names(const struct header_planning *planning)
{
	struct header *header = planning->header;
	struct field_range range = schema_range(planning->source->table);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct field *field = &schema_fields[f];
		struct feed *feed = &header->feeds[f];
		size_t column = NO_COLUMN;
		struct text inner;
		if (is_fed(feed) || field->flags & FIELD_MAPPED_ONLY)
			continue;
		enum status status = find_column(
		    planning, text_of(field->name), false, &column, &inner);
		if (status)
			return status;
		if (column == NO_COLUMN &&
		    field->flags & (FIELD_REQUIRED | FIELD_COLUMN_REQUIRED))
			return missing(planning, field->name);
		if (column == NO_COLUMN)
			continue;
		size_t *place =
		    arena_allocate(planning->arena, 1, sizeof *place);
		if (!place)
			return diagnostics_no_memory(planning->diagnostics);
		*place = column;
		*feed = (struct feed){ .columns = place, .count = 1 };
	}
	return STATUS_OK;
}

/* What the feeds say about the columns. */
static void
mark_columns(const struct header_planning *planning)
{
	struct header *header = planning->header;
	struct field_range range = schema_range(planning->source->table);
	bool whole = planning->wishes.whole_rows;
	for (size_t i = 0; i < header->columns; i++) {
		header->free_text[i] = true; /* unless it feeds other fields */
		/* Totals call themselves that in the first cell. */
		header->wanted[i] = whole || i == 0;
	}
	for (size_t f = range.first; f < range.first + range.count; f++)
		for (size_t i = 0; i < header->feeds[f].count; i++) {
			size_t column = header->feeds[f].columns[i];
			header->listed[column] = true;
			header->wanted[column] |=
			    is_needed(&planning->wishes, f);
			header->free_text[column] =
			    schema_fields[f].flags & FIELD_FREE;
		}
}

/* `free_text:`, columns that may hold line feeds although they feed a field
 * that may not. */
static enum status
mark_free_text(const struct header_planning *planning)
{
	const struct source_configuration *source = planning->source;
	for (size_t i = 0; i < source->free_text_count; i++) {
		size_t column;
		struct text inner;
		enum status status = find_column(
		    planning, source->free_text[i], true, &column, &inner);
		if (status)
			return status;
		if (column != NO_COLUMN)
			planning->header->free_text[column] = true;
	}
	return STATUS_OK;
}

/* ---- rows to skip ---- */

static enum status
plan_skip(const struct header_planning *planning, const struct skip_rule *rule)
{
	struct header *header = planning->header;
	size_t column = 0;
	struct text inner;
	enum status status = STATUS_OK;
	if (rule->header.length)
		status =
		    find_column(planning, rule->header, false, &column, &inner);
	if (status || column == NO_COLUMN)
		return status;
	struct text *words =
	    arena_allocate(planning->arena, rule->word_count, sizeof *words);
	for (size_t i = 0; words && i < rule->word_count; i++) {
		words[i] = cell_fold(rule->words[i], planning->arena);
		if (!words[i].data)
			words = NULL;
	}
	if (!words)
		return diagnostics_no_memory(planning->diagnostics);
	for (size_t i = 0; i < header->columns; i++)
		header->wanted[i] |= rule->lone || i == column;
	header->skips[header->skip_count++] =
	    (struct skip_check){ rule, column, words };
	return STATUS_OK;
}

static enum status
plan_skips(const struct header_planning *planning)
{
	size_t count = 0;
	const struct source_configuration *source;
	for (source = planning->source; source; source = source->under)
		for (const struct skip_rule *rule = source->skips; rule;
		     rule = rule->next)
			count++;
	planning->header->skips = arena_allocate(
	    planning->arena, count, sizeof *planning->header->skips);
	if (!planning->header->skips)
		return diagnostics_no_memory(planning->diagnostics);
	enum status status = STATUS_OK;
	for (source = planning->source; source && !status;
	     source = source->under)
		for (const struct skip_rule *rule = source->skips;
		     rule && !status; rule = rule->next)
			status = plan_skip(planning, rule);
	return status;
}

/* ---- names ---- */

static bool
read_name(struct header *header, size_t i, const struct csv_cell *cell,
    struct arena *arena)
{
	struct text name =
	    cell_clean((struct text){ cell->data, cell->length }, false, arena);
	if (!name.data)
		return false;
	header->names[i] = arena_copy(arena, name.data, name.length);
	header->folded[i] = cell_fold(name, arena);
	return header->names[i] && header->folded[i].data;
}

enum status
header_read_names(
    const struct header_planning *planning, const struct csv_record *record)
{
	struct header *header = planning->header;
	struct arena *arena = planning->arena;
	size_t columns = record->count;
	*header = (struct header){ .columns = columns };
	if (record->broken || record->bad_bytes)
		return diagnostics_fail(planning->diagnostics, STATUS_INPUT,
		    "%s:%ju: the header cannot be read: %s", planning->path,
		    (uintmax_t)record->line,
		    record->broken ? record->broken
				   : "invalid UTF-8 or a NUL byte; save the "
				     "file as \"CSV UTF-8\"");
	if (record->extra)
		return diagnostics_fail(planning->diagnostics, STATUS_INPUT,
		    "%s:%ju: more than %d columns; this is not the CSV file it "
		    "should be",
		    planning->path, (uintmax_t)record->line, CSV_COLUMNS);
	header->names = arena_allocate(arena, columns, sizeof *header->names);
	header->folded = arena_allocate(arena, columns, sizeof *header->folded);
	header->wanted = arena_allocate(arena, columns, sizeof *header->wanted);
	header->listed = arena_allocate(arena, columns, sizeof *header->listed);
	header->free_text =
	    arena_allocate(arena, columns, sizeof *header->free_text);
	if (!header->names || !header->folded || !header->wanted ||
	    !header->listed || !header->free_text)
		return diagnostics_no_memory(planning->diagnostics);
	for (size_t i = 0; i < columns; i++)
		if (!read_name(header, i, &record->cells[i], arena))
			return diagnostics_no_memory(planning->diagnostics);
	return STATUS_OK;
}

enum status
header_plan(const struct header_planning *planning)
{
	enum status status = apply_maps(planning);
	if (!status)
		status = match_names(planning);
	if (status)
		return status;
	mark_columns(planning);
	status = mark_free_text(planning);
	return status ? status : plan_skips(planning);
}

const char *
header_feed_name(const struct header *header, size_t field)
{
	const struct feed *feed = &header->feeds[field];
	return feed->count ? header->names[feed->columns[0]]
			   : schema_fields[field].name;
}

enum status
header_refuse_near_misses(const struct header *header, enum table table,
    const char *path, uint64_t line, struct diagnostics *diagnostics)
{
	struct field_range range = schema_range(table);
	const char *names[FIELD_COUNT];
	enum status status = STATUS_OK;
	for (size_t i = 0; i < range.count; i++)
		names[i] = schema_fields[range.first + i].name;
	for (size_t i = 0; i < header->columns; i++) {
		const char *nearest =
		    header->listed[i] ? NULL
				      : text_nearest(text_of(header->names[i]),
					    names, range.count);
		if (nearest)
			status = diagnostics_fail(diagnostics, STATUS_USAGE,
			    "%s:%ju: unknown column %s; did you mean %s? "
			    "Rename it, or call a remark otherwise",
			    path, (uintmax_t)line, header->names[i], nearest);
	}
	return status;
}
