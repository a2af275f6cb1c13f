#include "io/import/rows/near_miss.h"

#include <string.h>

#include "engine/base/arena.h"
#include "io/import/config/formats.h"

enum { ONE_EDIT_FROM = 5, TWO_EDITS_FROM = 10 };

static const struct synonym {
	size_t field;
	const char *name;
} synonyms[] = {
#define SYNONYM(TABLE, column, name) { FIELD_##TABLE##_##column, name },
#define ORDINARY(name)
#include "io/import/rows/synonyms.def"
#undef SYNONYM
#undef ORDINARY
};

static const char *const ordinary[] = {
#define SYNONYM(TABLE, column, name)
#define ORDINARY(name) name,
#include "io/import/rows/synonyms.def"
#undef SYNONYM
#undef ORDINARY
};

/* Is `name`, which is folded, the same as a name of ours but for what does not
 * tell names apart: spaces, `_` and `-`? */
static bool
is_same(struct text name, const char *ours)
{
	size_t i = 0;
	for (;; ours++) {
		while (*ours && strchr(" _-", *ours))
			ours++;
		while (i < name.length && strchr(" _-", name.data[i]))
			i++;
		if (!*ours || i == name.length)
			return !*ours && i == name.length;
		if (name.data[i++] != *ours)
			return false;
	}
}

static bool
is_ordinary(struct text name)
{
	for (size_t i = 0; i < sizeof ordinary / sizeof *ordinary; i++)
		if (is_same(name, ordinary[i]))
			return true;
	return false;
}

/* How many edits away from a listed name a near miss may be. */
static size_t
edits_allowed(size_t letters)
{
	return letters >= TWO_EDITS_FROM ? 2 : letters >= ONE_EDIT_FROM ? 1 : 0;
}

/* May the column of this field be meant by a header that is not listed? */
static bool
is_wanting(const struct header *header, size_t field)
{
	return !is_fed(&header->feeds[field]) && !header->blamed[field];
}

static size_t
same_but_for_spelling(const struct header_planning *planning, struct text name)
{
	struct field_range range = schema_range(planning->source->table);
	const struct header *header = planning->header;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const char *other = schema_other_name(f);
		if (is_wanting(header, f) &&
		    (is_same(name, schema_fields[f].name) ||
			(other && is_same(name, other))))
			return f;
	}
	for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++) {
		size_t f = synonyms[i].field;
		if (f >= range.first && f < range.first + range.count &&
		    is_wanting(header, f) && is_same(name, synonyms[i].name))
			return f;
	}
	return FIELD_COUNT;
}

static size_t
nearest_by_edits(const struct header_planning *planning, struct text folded)
{
	struct field_range range = schema_range(planning->source->table);
	size_t nearest = FIELD_COUNT, least = SIZE_MAX;
	for (size_t f = range.first; f < range.first + range.count; f++) {
		struct text listed = text_of(schema_fields[f].name);
		size_t allowed = edits_allowed(listed.length);
		size_t distance = allowed && is_wanting(planning->header, f)
				      ? text_distance(folded, listed, allowed)
				      : SIZE_MAX;
		if (distance <= allowed && distance < least) {
			nearest = f;
			least = distance;
		}
	}
	return nearest;
}

/* `value` of `value (usd)`. */
static struct text
without_brackets(struct text name)
{
	size_t end = name.length;
	if (end == 0 || name.data[end - 1] != ')')
		return name;
	while (end > 0 && name.data[end - 1] != '(')
		end--;
	while (end > 0 && strchr(" (", name.data[end - 1]))
		end--;
	return end ? (struct text){ name.data, end } : name;
}

/* A number whose unit stands behind its name. */
static size_t
same_but_for_brackets(const struct header_planning *planning, struct text name)
{
	struct field_range range = schema_range(planning->source->table);
	struct text bare = without_brackets(name);
	for (size_t f = range.first;
	     bare.length < name.length && f < range.first + range.count; f++)
		if (schema_fields[f].type == FIELD_DECIMAL &&
		    is_wanting(planning->header, f) &&
		    is_same(bare, schema_fields[f].name))
			return f;
	return FIELD_COUNT;
}

/* The listed column, one that the file does not have, that a column of this
 * name (folded) is a near miss of; FIELD_COUNT if there is none. A near miss is
 * equal but for case, spaces, `_` and `-`, of numbers also what stands in
 * brackets behind; or one edit away from a name of at least five letters, two
 * from one of at least ten (neighbours swapped are one edit); or a synonym
 * (synonyms.def). Ordinary words of their own are none. */
static size_t
near_miss_of(const struct header_planning *planning, struct text folded)
{
	if (folded.length == 0 || is_ordinary(folded))
		return FIELD_COUNT;
	size_t field = same_but_for_spelling(planning, folded);
	if (field == FIELD_COUNT)
		field = same_but_for_brackets(planning, folded);
	return field == FIELD_COUNT ? nearest_by_edits(planning, folded)
				    : field;
}

size_t
near_miss_field(const struct header_planning *planning, size_t column)
{
	return near_miss_of(planning, planning->header->folded[column]);
}

bool
near_miss_is_kept(const struct header_planning *planning, size_t column)
{
	struct text folded = planning->header->folded[column], inner;
	for (const struct source_configuration *source = planning->source;
	     source; source = source->under)
		for (size_t i = 0; i < source->attribute_count; i++) {
			struct text pattern =
			    cell_fold(source->attributes[i], planning->arena);
			if (pattern.data &&
			    formats_pattern_fits(pattern, folded, &inner))
				return true;
		}
	return false;
}

enum status
near_miss_refuse(const struct header_planning *planning)
{
	struct header *header = planning->header;
	const char *table = table_name(planning->source->table);
	enum status status = STATUS_OK;
	for (size_t i = 0; i < header->columns; i++) {
		size_t field =
		    header->listed[i] || near_miss_is_kept(planning, i)
			? FIELD_COUNT
			: near_miss_of(planning, header->folded[i]);
		if (field == FIELD_COUNT)
			continue;
		const char *listed = schema_fields[field].name;
		header->blamed[field] = header->proposed[i] = true;
		const char *quoted =
		    yaml_quoted(text_of(header->names[i]), planning->arena);
		if (!quoted)
			return diagnostics_no_memory(planning->diagnostics);
		status = diagnostics_fail(planning->diagnostics, STATUS_USAGE,
		    "%s:%ju: the column \"%s\" is not known, but %s is; say in "
		    "kpi.yaml whether it is meant, or to be kept as it is:",
		    planning->path, (uintmax_t)planning->line, header->names[i],
		    listed);
		header_propose(planning, listed, header->names[i]);
		diagnostics_propose(planning->diagnostics,
		    planning->source->line, "%s: {attributes: [%s]}", table,
		    quoted);
	}
	return status;
}
