#include "io/import/formats.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "engine/arena.h"
#include "io/import/cell.h"

/* The file's name without folder and `.yaml`. */
static const char *
name_of(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	return arena_copy(arena, name, strlen(name) - strlen(".yaml"));
}

/* Headers that decide are compared folded. */
static bool
fold_headers(const struct text **headers, size_t count, struct arena *arena)
{
	struct text *folded = arena_allocate(arena, count, sizeof *folded);
	for (size_t i = 0; folded && i < count; i++) {
		folded[i] = cell_fold((*headers)[i], arena);
		if (!folded[i].data)
			return false;
	}
	*headers = folded;
	return folded != NULL;
}

static bool
is_known(const struct formats *formats, const char *name)
{
	for (size_t i = 0; i < formats->count; i++)
		if (strcmp(formats->rows[i].name, name) == 0)
			return true;
	return false;
}

static enum status
read_format(struct formats *formats, size_t *capacity, const char *path,
    struct arena *arena, struct diagnostics *diagnostics)
{
	const struct yaml_node *root;
	struct yaml_reading reading = { .path = arena_copy(
					    arena, path, strlen(path)),
		.arena = arena,
		.diagnostics = diagnostics };
	struct source_configuration format = { .path = reading.path,
		.name = name_of(path, arena) };
	if (!reading.path || !format.name)
		return diagnostics_no_memory(diagnostics);
	if (is_known(formats, format.name))
		return STATUS_OK;
	enum status status =
	    yaml_tree_read(&root, reading.path, arena, diagnostics);
	if (!status && !root)
		status = diagnostics_fail(diagnostics, STATUS_USAGE,
		    "%s: the format is empty", reading.path);
	if (!status)
		status = source_read_format(&reading, root, &format);
	if (status)
		return status;
	struct source_configuration *rows = arena_grown(
	    arena, formats->rows, formats->count, capacity, sizeof *rows);
	if (!rows ||
	    !fold_headers(&format.recognize, format.recognize_count, arena))
		return diagnostics_no_memory(diagnostics);
	formats->rows = rows;
	rows[formats->count++] = format;
	return STATUS_OK;
}

static int
by_name(const void *left, const void *right)
{
	const struct source_configuration *a = left, *b = right;
	return strcmp(a->name, b->name);
}

enum status
formats_read(struct formats *formats, const char *const *folders,
    struct arena *arena, struct diagnostics *diagnostics)
{
	size_t capacity = 0;
	*formats = (struct formats){ 0 };
	for (; *folders; folders++) {
		glob_t found;
		const char *pattern =
		    arena_format(arena, "%s/*.yaml", *folders);
		if (!pattern)
			return diagnostics_no_memory(diagnostics);
		if (glob(pattern, 0, NULL, &found) != 0)
			continue;
		enum status status = STATUS_OK;
		for (size_t i = 0; i < found.gl_pathc && !status; i++)
			status = read_format(formats, &capacity,
			    found.gl_pathv[i], arena, diagnostics);
		globfree(&found);
		if (status)
			return status;
	}
	if (formats->count)
		qsort(formats->rows, formats->count, sizeof *formats->rows,
		    by_name);
	return STATUS_OK;
}

const struct source_configuration *
formats_find(const struct formats *formats, enum table table, struct text name,
    const char **nearest)
{
	const char *names[256];
	size_t count = 0;
	for (size_t i = 0; i < formats->count; i++) {
		const struct source_configuration *format = &formats->rows[i];
		if (format->table != table)
			continue;
		if (text_is(name, format->name))
			return format;
		if (count < sizeof names / sizeof *names)
			names[count++] = format->name;
	}
	*nearest = text_nearest(name, names, count);
	return NULL;
}

bool
formats_header_fits(struct text pattern, struct text name, struct text *inner)
{
	const char *star = memchr(pattern.data, '*', pattern.length);
	*inner = name;
	if (!star)
		return text_equal(pattern, name);
	size_t before = (size_t)(star - pattern.data);
	size_t after = pattern.length - before - 1;
	if (name.length < before + after ||
	    memcmp(name.data, pattern.data, before) != 0 ||
	    memcmp(name.data + name.length - after, star + 1, after) != 0)
		return false;
	*inner =
	    (struct text){ name.data + before, name.length - before - after };
	return true;
}

static bool
fits(const struct source_configuration *format, const struct text *names,
    size_t count)
{
	for (size_t r = 0; r < format->recognize_count; r++) {
		bool there = false;
		for (size_t i = 0; i < count && !there; i++) {
			struct text inner;
			there = formats_header_fits(
			    format->recognize[r], names[i], &inner);
		}
		if (!there)
			return false;
	}
	return true;
}

const struct source_configuration *
formats_recognize(const struct formats *formats, enum table table,
    const struct text *names, size_t count,
    const struct source_configuration **other)
{
	const struct source_configuration *best = NULL;
	*other = NULL;
	for (size_t i = 0; i < formats->count; i++) {
		const struct source_configuration *format = &formats->rows[i];
		if (format->table != table || !fits(format, names, count))
			continue;
		size_t asked = best ? best->recognize_count : 0;
		if (format->recognize_count > asked) {
			best = format;
			*other = NULL;
		} else if (format->recognize_count == asked) {
			*other = format;
		}
	}
	return best;
}
