#include "io/import/rows/header.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/config/formats.h"
#include "io/import/forms/clock.h"
#include "io/import/rows/header_currency.h"
#include "io/import/rows/missing_columns.h"
#include "io/import/rows/near_miss.h"
#include "io/import/rows/shared_columns.h"
#include "io/import/rows/survey_scale.h"
#include "io/locale/locale.h"

/* Columns that are known but that not every run needs. */
static bool
is_needed(const struct header_wishes *wishes, size_t field)
{
	switch (field) {
	case FIELD_TIMESHEETS_entry_id:
		return wishes->entry_ids || wishes->whole_rows;
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

void
header_propose(const struct header_planning *planning, const char *field,
    const char *column)
{
	const char *quoted = yaml_quoted(text_of(column), planning->arena);
	diagnostics_propose(planning->diagnostics, planning->source->line,
	    "%s: {columns: {%s: %s}}", table_name(planning->source->table),
	    field, quoted ? quoted : "…");
}

/* The field that a map of that header feeds; "…" if there is none. */
static const char *
field_of_header(const struct header_planning *planning, const char *name)
{
	for (const struct source_configuration *source = planning->source;
	     source; source = source->under)
		for (const struct column_map *map = source->columns; map;
		     map = map->next)
			for (size_t i = 0; i < map->header_count; i++)
				if (text_is(map->headers[i], name))
					return schema_fields[map->field].name;
	return "…";
}

/* Proposes either column for a field. */
static enum status
propose_both(const struct header_planning *planning, const char *field,
    size_t first, size_t second)
{
	header_propose(planning, field, planning->header->names[first]);
	header_propose(planning, field, planning->header->names[second]);
	return STATUS_INPUT;
}

static enum status
twice(const struct header_planning *planning, const char *name, size_t first,
    size_t second)
{
	if (strchr(name, '*')) {
		diagnostics_fail(planning->diagnostics, STATUS_INPUT,
		    "%s:%ju: the columns \"%s\" (%zu) and \"%s\" (%zu) both "
		    "fit \"%s\"; say in kpi.yaml which is meant:",
		    planning->path, (uintmax_t)planning->line,
		    planning->header->names[first], first + 1,
		    planning->header->names[second], second + 1, name);
		return propose_both(
		    planning, field_of_header(planning, name), first, second);
	}
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

/* Does one of the patterns fit a folded name? */
static bool
one_fits(const struct header_planning *planning, const struct text *patterns,
    size_t count, struct text folded)
{
	struct text inner;
	for (size_t i = 0; i < count; i++) {
		struct text pattern = cell_fold(patterns[i], planning->arena);
		if (pattern.data &&
		    formats_pattern_fits(pattern, folded, &inner))
			return true;
	}
	return false;
}

bool
header_expects(const struct header_planning *planning, size_t column)
{
	struct text folded = planning->header->folded[column];
	struct field_range range = schema_range(planning->source->table);
	for (size_t f = range.first; f < range.first + range.count; f++)
		if (text_is(folded, schema_fields[f].name))
			return true;
	for (const struct source_configuration *source = planning->source;
	     source; source = source->under)
		for (const struct column_map *map = source->columns; map;
		     map = map->next)
			if (one_fits(planning, map->headers, map->header_count,
				folded) ||
			    one_fits(planning, map->instead, map->instead_count,
				folded))
				return true;
	return false;
}

static enum status
not_in_file(
    const struct header_planning *planning, const struct column_map *map)
{
	/* Of several the first that is not there. */
	size_t place = 0, column = NO_COLUMN;
	struct text inner;
	while (place < map->header_count &&
	       !find_column(
		   planning, map->headers[place], true, &column, &inner) &&
	       column != NO_COLUMN)
		place++;
	const struct text *missing =
	    &map->headers[place < map->header_count ? place : 0];
	const char *nearest = missing_columns_nearest(planning, *missing);
	diagnostics_fail(planning->diagnostics, STATUS_USAGE,
	    "%s:%u: %s is mapped to the column \"%s\", which %s does not "
	    "have%s%s%s",
	    map->path, map->line, schema_fields[map->field].name, missing->data,
	    planning->path, nearest ? _("; did you mean \"") : "",
	    nearest ? nearest : "", nearest ? "\"?" : "");
	if (nearest && map->shape == COLUMN_ONE_OF)
		header_propose(
		    planning, schema_fields[map->field].name, nearest);
	return STATUS_USAGE;
}

/* ---- columns: ---- */

/* Of several patterns with a `*` a second one must not fit another column: the
 * first would be a guess. `chosen` is what pattern `index` of the map fits. */
static enum status
no_other_pattern_fits(const struct header_planning *planning,
    const struct column_map *map, size_t index, size_t chosen)
{
	const struct header *header = planning->header;
	if (!strchr(map->headers[index].data, '*'))
		return STATUS_OK;
	for (size_t i = index + 1; i < map->header_count; i++) {
		size_t column;
		struct text inner;
		enum status status =
		    strchr(map->headers[i].data, '*')
			? find_column(
			      planning, map->headers[i], true, &column, &inner)
			: STATUS_OK;
		if (status)
			return status;
		if (!strchr(map->headers[i].data, '*') || column == NO_COLUMN ||
		    column == chosen)
			continue;
		const char *name = schema_fields[map->field].name;
		diagnostics_fail(planning->diagnostics, STATUS_INPUT,
		    "%s:%ju: two columns may be %s: \"%s\" (%zu) fits \"%s\", "
		    "\"%s\" (%zu) fits \"%s\"; say in kpi.yaml which is "
		    "meant:",
		    planning->path, (uintmax_t)planning->line, name,
		    header->names[chosen], chosen + 1, map->headers[index].data,
		    header->names[column], column + 1, map->headers[i].data);
		return propose_both(planning, name, chosen, column);
	}
	return STATUS_OK;
}

/* A map of whose headers the file has none: the first of those that may stand
 * in. */
static enum status
feed_instead(const struct header_planning *planning,
    const struct column_map *map, struct feed *feed)
{
	for (size_t i = 0; i < map->instead_count; i++) {
		size_t *column =
		    arena_allocate(planning->arena, 1, sizeof *column);
		struct text inner;
		if (!column)
			return diagnostics_no_memory(planning->diagnostics);
		enum status status = find_column(
		    planning, map->instead[i], false, column, &inner);
		if (status)
			return status;
		if (*column == NO_COLUMN)
			continue;
		*feed = (struct feed){ .columns = column,
			.count = 1,
			.last_first = map->last_first,
			.way = FED_INSTEAD };
		return STATUS_OK;
	}
	return STATUS_OK;
}

/* Fills a feed from one map; it stays empty if the file has none of the
 * headers. */
static enum status
feed_from_map(const struct header_planning *planning,
    const struct column_map *map, struct feed *feed)
{
	size_t *columns =
	    arena_allocate(planning->arena, map->header_count, sizeof *columns);
	bool all = map->shape == COLUMN_JOIN || map->shape == COLUMN_SPAN;
	bool one = !all && map->shape != COLUMN_FIRST_FILLED;
	if (!columns)
		return diagnostics_no_memory(planning->diagnostics);
	*feed = (struct feed){ .shape = map->shape,
		.columns = columns,
		.last_first = map->last_first,
		.way = map->must_exist ? FED_BY_SETTINGS : FED_BY_FORMAT };
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
		if (map->shape == COLUMN_ONE_OF && !free_text)
			status = no_other_pattern_fits(
			    planning, map, i, columns[feed->count]);
		if (status)
			return status;
		if (map->shape == COLUMN_BRACKETS)
			feed->constant = inner;
		feed->count++;
	}
	if (!feed->count && map->instead_count) {
		enum status status = feed_instead(planning, map, feed);
		if (status || feed->count)
			return status;
	}
	if (map->must_exist && feed->count < (all ? map->header_count : 1))
		return not_in_file(planning, map);
	if (map->shape == COLUMN_BRACKETS ||
	    (map->shape == COLUMN_SPAN && feed->count < 2))
		feed->count = 0;
	return STATUS_OK;
}

/* What kpi.yaml says goes before what the format says. */
static enum status
apply_maps(const struct header_planning *planning)
{
	struct feed *feeds = planning->header->feeds;
	enum status status = STATUS_OK;
	for (const struct source_configuration *source = planning->source;
	     source; source = source->under) {
		bool fed[FIELD_COUNT];
		for (size_t f = 0; f < FIELD_COUNT; f++)
			fed[f] = is_fed(&feeds[f]);
		for (const struct column_map *map = source->columns; map;
		     map = map->next) {
			if (fed[map->field] ||
			    planning->header->blamed[map->field])
				continue;
			struct feed *feed = &feeds[map->field];
			enum status one = feed_from_map(planning, map, feed);
			if (one)
				*feed = (struct feed){ 0 };
			planning->header->blamed[map->field] |= one != 0;
			status = status_of_both(status, one);
		}
		for (const struct constant *constant = source->constants;
		     constant; constant = constant->next)
			if (!is_fed(&feeds[constant->field])) {
				feeds[constant->field].constant =
				    constant->value;
				feeds[constant->field].way =
				    source == planning->source ? FED_BY_SETTINGS
							       : FED_BY_FORMAT;
			}
	}
	return status;
}

/* ---- columns by their own names ---- */

/* The column that bears a field's name, or its other name; one of them only. */
static enum status
find_by_names(
    const struct header_planning *planning, size_t field, size_t *column)
{
	const char *const names[] = { schema_fields[field].name,
		schema_other_name(field) };
	const struct header *header = planning->header;
	enum status status = STATUS_OK;
	*column = NO_COLUMN;
	for (int i = 0; i < 2 && names[i] && !status; i++) {
		size_t found;
		struct text inner;
		status = find_column(
		    planning, text_of(names[i]), false, &found, &inner);
		/* In other letters it is only nearly the name (near_miss.h);
		 * exports of others are not held to that. */
		if (status || found == NO_COLUMN ||
		    (!planning->source->name &&
			strcmp(header->names[found], names[i]) != 0))
			continue;
		if (*column != NO_COLUMN)
			return diagnostics_fail(planning->diagnostics,
			    STATUS_INPUT,
			    "%s:%ju: %s and %s (columns %zu and %zu) are the "
			    "same column; remove one",
			    planning->path, (uintmax_t)planning->line, names[0],
			    names[1], *column + 1, found + 1);
		*column = found;
	}
	return status;
}

/* Fields that nothing maps come from columns of their own name. */
static enum status
match_names(const struct header_planning *planning)
{
	struct header *header = planning->header;
	struct field_range range = schema_range(planning->source->table);
	enum status status = STATUS_OK;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		struct feed *feed = &header->feeds[f];
		size_t column;
		if (is_fed(feed) || header->blamed[f])
			continue;
		enum status one = find_by_names(planning, f, &column);
		header->blamed[f] |= one != 0;
		status = status_of_both(status, one);
		if (one)
			continue;
		if (column == NO_COLUMN)
			continue;
		size_t *place =
		    arena_allocate(planning->arena, 1, sizeof *place);
		if (!place)
			return diagnostics_no_memory(planning->diagnostics);
		*place = column;
		*feed = (struct feed){ .columns = place, .count = 1 };
	}
	return status;
}

/* The last column that feeds a field; the file's first if none does. */
static size_t
last_column(const struct feed *feed)
{
	size_t last = 0;
	for (size_t i = 0; i < feed->count; i++)
		last = feed->columns[i] > last ? feed->columns[i] : last;
	return last;
}

/* What the feeds say about the columns. */
static enum status
mark_columns(const struct header_planning *planning)
{
	struct header *header = planning->header;
	struct field_range range = schema_range(planning->source->table);
	bool whole = planning->wishes.whole_rows;
	size_t id = last_column(&header->feeds[range.first]);
	for (size_t i = 0; i < header->columns; i++) {
		header->free_text[i] = true; /* unless it feeds other fields */
		/* The cells up to the id are always read: a row of totals
		 * says in one of them that it is one. */
		header->wanted[i] = whole || i <= id;
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
	return STATUS_OK;
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
	header->zones[i] = clock_zone_of_name(name);
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
				   : _("invalid UTF-8 or a NUL byte; save the "
				       "file as \"CSV UTF-8\""));
	if (record->extra)
		return diagnostics_fail(planning->diagnostics, STATUS_INPUT,
		    "%s:%ju: more than %d columns; this is not the CSV file it "
		    "should be",
		    planning->path, (uintmax_t)record->line, CSV_COLUMNS);
	header->names = arena_allocate(arena, columns, sizeof *header->names);
	header->folded = arena_allocate(arena, columns, sizeof *header->folded);
	header->zones = arena_allocate(arena, columns, sizeof *header->zones);
	header->wanted = arena_allocate(arena, columns, sizeof *header->wanted);
	header->listed = arena_allocate(arena, columns, sizeof *header->listed);
	header->proposed =
	    arena_allocate(arena, columns, sizeof *header->proposed);
	header->free_text =
	    arena_allocate(arena, columns, sizeof *header->free_text);
	if (!header->names || !header->folded || !header->zones ||
	    !header->wanted || !header->listed || !header->free_text ||
	    !header->proposed)
		return diagnostics_no_memory(planning->diagnostics);
	for (size_t i = 0; i < columns; i++)
		if (!read_name(header, i, &record->cells[i], arena))
			return diagnostics_no_memory(planning->diagnostics);
	return STATUS_OK;
}

enum status
header_plan(const struct header_planning *planning)
{
	static enum status (*const steps[])(
	    const struct header_planning *) = { apply_maps, match_names,
		header_currency_find, survey_scale_of_question,
		shared_columns_refuse, mark_columns, near_miss_refuse,
		missing_columns_refuse, mark_free_text, plan_skips };
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		if (!status || status_concerns_one(status))
			status = status_of_both(status, steps[i](planning));
	return status;
}

const char *
header_feed_name(const struct header *header, size_t field)
{
	const struct feed *feed = &header->feeds[field];
	return feed->count ? header->names[feed->columns[0]]
			   : schema_fields[field].name;
}

uint64_t
header_fed(const struct header *header, enum table table)
{
	struct field_range range = schema_range(table);
	uint64_t fed = 0;
	for (size_t f = range.first; f < range.first + range.count; f++)
		fed |= (uint64_t)is_fed(&header->feeds[f]) << (f - range.first);
	return fed;
}
