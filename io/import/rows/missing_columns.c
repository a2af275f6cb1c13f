#include "io/import/rows/missing_columns.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/rows/near_miss.h"
#include "io/locale/locale.h"

const char *
missing_columns_nearest(
    const struct header_planning *planning, struct text name)
{
	const struct header *header = planning->header;
	const char **names =
	    arena_allocate(planning->arena, header->columns, sizeof *names);
	for (size_t i = 0; names && i < header->columns; i++)
		names[i] = header->proposed[i] || header_expects(planning, i) ||
				   near_miss_is_kept(planning, i)
			       ? NULL
			       : header->names[i];
	const char *nearest =
	    names ? text_nearest(name, names, header->columns) : NULL;
	for (size_t i = 0; nearest && i < header->columns; i++)
		header->proposed[i] |= names[i] == nearest;
	return nearest;
}

/* The columns of the file, as far as a line holds; "" without memory. */
static const char *
list_names(const struct header_planning *planning)
{
	enum { BYTES_SHOWN = 380 };
	const struct header *header = planning->header;
	const char *list = "";
	for (size_t i = 0; i < header->columns && list; i++) {
		bool fits = strlen(list) + strlen(header->names[i]) <
			    (size_t)BYTES_SHOWN;
		if (!*header->names[i])
			continue;
		list = arena_format(planning->arena, "%s%s%s", list,
		    *list ? ", " : "", fits ? header->names[i] : "…");
		if (!fits)
			break;
	}
	return list ? list : "";
}

/* Required columns that are not there: `named` says which, and for some which
 * other one may be meant; `pairs` maps these. */
static enum status
missing(const struct header_planning *planning, const char *named,
    const char *pairs, size_t count)
{
	const char *format = planning->source->name;
	if (!named || !pairs)
		return diagnostics_no_memory(planning->diagnostics);
	diagnostics_fail(planning->diagnostics, STATUS_INPUT,
	    locale_count(
		"%s:%ju: the required column %s is missing%s%s; found: %s. "
		"Name the format (kpi list formats), or map it in kpi.yaml:",
		"%s:%ju: the required columns %s are missing%s%s; found: %s. "
		"Name the format (kpi list formats), or map them in kpi.yaml:",
		count),
	    planning->path, (uintmax_t)planning->line, named,
	    format ? _(", also by the format ") : "", format ? format : "",
	    list_names(planning));
	diagnostics_propose(planning->diagnostics, planning->source->line,
	    "%s: {columns: {%s}}", table_name(planning->source->table), pairs);
	return STATUS_INPUT;
}

enum status
missing_columns_refuse(const struct header_planning *planning)
{
	struct field_range range = schema_range(planning->source->table);
	unsigned needed = FIELD_REQUIRED | FIELD_COLUMN_REQUIRED;
	struct arena *arena = planning->arena;
	const char *named = "", *pairs = "";
	size_t count = 0;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const char *name = schema_fields[f].name;
		if (!(schema_fields[f].flags & needed) ||
		    is_fed(&planning->header->feeds[f]) ||
		    planning->header->blamed[f])
			continue;
		const char *nearest =
		    missing_columns_nearest(planning, text_of(name));
		const char *quoted =
		    nearest ? yaml_quoted(text_of(nearest), arena) : "…";
		const char *comma = count++ ? ", " : "";
		if (!named || !pairs || !quoted)
			return diagnostics_no_memory(planning->diagnostics);
		named = arena_format(arena, "%s%s%s%s%s%s", named, comma, name,
		    nearest ? _(" (is it ") : "", nearest ? nearest : "",
		    nearest ? "?)" : "");
		pairs = arena_format(
		    arena, "%s%s%s: %s", pairs, comma, name, quoted);
	}
	return count ? missing(planning, named, pairs, count) : STATUS_OK;
}
