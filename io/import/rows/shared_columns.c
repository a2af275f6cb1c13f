#include "io/import/rows/shared_columns.h"

/* The map of kpi.yaml that feeds a field; NULL if none does. */
static const struct column_map *
own_map(const struct header_planning *planning, size_t field)
{
	for (const struct column_map *map = planning->source->columns; map;
	     map = map->next)
		if (map->field == field && map->must_exist)
			return map;
	return NULL;
}

/* A column of the file that kpi.yaml gives to a field feeds no other. (A format
 * may do that knowingly, free text may repeat what an id says, and a time that
 * hours begin or end with has a day.) */
static enum status
refuse_shared_column(
    const struct header_planning *planning, size_t field, size_t other)
{
	const struct feed *a = &planning->header->feeds[field];
	const struct feed *b = &planning->header->feeds[other];
	const struct column_map *map = own_map(planning, field);
	if ((schema_fields[field].flags | schema_fields[other].flags) &
		FIELD_FREE ||
	    a->shape == COLUMN_SPAN || b->shape == COLUMN_SPAN)
		return STATUS_OK;
	for (size_t i = 0; i < a->count; i++)
		for (size_t k = 0; k < b->count; k++)
			if (a->columns[i] == b->columns[k])
				return diagnostics_fail(planning->diagnostics,
				    STATUS_USAGE,
				    "%s:%u: the column \"%s\" of %s is to be "
				    "%s, but it is %s already; each needs a "
				    "column of its own",
				    map->path, map->line,
				    planning->header->names[a->columns[i]],
				    planning->path, schema_fields[field].name,
				    schema_fields[other].name);
	return STATUS_OK;
}

enum status
shared_columns_refuse(const struct header_planning *planning)
{
	struct field_range range = schema_range(planning->source->table);
	size_t until = range.first + range.count;
	enum status status = STATUS_OK;
	for (size_t f = range.first; f < until; f++)
		for (size_t g = range.first; own_map(planning, f) && g < until;
		     g++)
			if (g != f && (g > f || !own_map(planning, g)))
				status = status_of_both(status,
				    refuse_shared_column(planning, f, g));
	return status;
}
