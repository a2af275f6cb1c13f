#include "io/import/config/formats.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/forms/cell.h"
#include "io/locale/locale.h"

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
fold_headers(struct source_configuration *format, struct arena *arena)
{
	size_t count = format->recognize_count;
	struct text *folded = arena_allocate(arena, count, sizeof *folded);
	for (size_t i = 0; folded && i < count; i++) {
		folded[i] = cell_fold(format->recognize[i], arena);
		if (!folded[i].data)
			return false;
	}
	format->recognize_folded = folded;
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
	struct yaml_reading reading = {
		.path = path, .arena = arena, .diagnostics = diagnostics
	};
	struct source_configuration format = { .path = path,
		.name = name_of(path, arena) };
	if (!format.name)
		return diagnostics_no_memory(diagnostics);
	if (is_known(formats, format.name))
		return STATUS_OK;
	char *sha256 = arena_allocate(arena, 65, 1);
	if (!sha256)
		return diagnostics_no_memory(diagnostics);
	format.sha256 = sha256;
	enum status status =
	    yaml_tree_read(&root, reading.path, sha256, arena, diagnostics);
	if (!status && !root)
		status = diagnostics_fail(diagnostics, STATUS_USAGE,
		    "%s: the format is empty", reading.path);
	if (!status)
		status = source_read_format(&reading, root, &format);
	if (status)
		return status;
	struct source_configuration *rows = arena_grown(
	    arena, formats->rows, formats->count, capacity, sizeof *rows);
	if (!rows || !fold_headers(&format, arena))
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

static bool
is_yaml(const char *name)
{
	size_t length = strlen(name);
	return length > 5 && name[0] != '.' &&
	       strcmp(name + length - 5, ".yaml") == 0;
}

static enum status
cannot_read(const char *folder, struct diagnostics *diagnostics)
{
	return errno == ENOMEM ? diagnostics_no_memory(diagnostics)
			       : diagnostics_fail(diagnostics, STATUS_INPUT,
				     "%s: cannot read the folder: %s", folder,
				     locale_error(errno));
}

/* Reads a folder's formats in the order of the directory, which has no meaning
 * (glob would sort, but glibc's frees twice when memory is out). */
static enum status
read_folder(struct formats *formats, size_t *capacity, const char *folder,
    struct arena *arena, struct diagnostics *diagnostics)
{
	DIR *directory = opendir(folder);
	enum status status = STATUS_OK;
	if (!directory)
		return errno == ENOENT || errno == ENOTDIR
			   ? STATUS_OK
			   : cannot_read(folder, diagnostics);
	const struct dirent *entry;
	errno = 0;
	while (!status && (entry = readdir(directory)) != NULL) {
		if (is_yaml(entry->d_name)) {
			const char *path =
			    arena_format(arena, "%s/%s", folder, entry->d_name);
			status = path ? read_format(formats, capacity, path,
					    arena, diagnostics)
				      : diagnostics_no_memory(diagnostics);
		}
		errno = 0;
	}
	if (!status && errno)
		status = cannot_read(folder, diagnostics);
	closedir(directory);
	return status;
}

enum status
formats_read(struct formats *formats, const char *const *folders,
    struct arena *arena, struct diagnostics *diagnostics)
{
	size_t capacity = 0;
	*formats = (struct formats){ 0 };
	for (; *folders; folders++) {
		enum status status = read_folder(
		    formats, &capacity, *folders, arena, diagnostics);
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
formats_pattern_fits(struct text pattern, struct text text, struct text *inner)
{
	const char *star =
	    pattern.length ? memchr(pattern.data, '*', pattern.length) : NULL;
	*inner = text;
	if (!star)
		return text_equal(pattern, text);
	/* Where to go on after the latest star, which takes one byte more. */
	size_t p = 0, t = 0, after = 0, taken = 0;
	while (t < text.length) {
		if (p < pattern.length && pattern.data[p] == '*') {
			after = ++p;
			taken = t;
		} else if (p < pattern.length &&
			   pattern.data[p] == text.data[t]) {
			p++;
			t++;
		} else if (after) {
			p = after;
			t = ++taken;
		} else {
			return false;
		}
	}
	while (p < pattern.length && pattern.data[p] == '*')
		p++;
	size_t before = (size_t)(star - pattern.data);
	bool single = !memchr(star + 1, '*', pattern.length - before - 1);
	if (p == pattern.length && single)
		*inner = (struct text){ text.data + before,
			text.length + 1 - pattern.length };
	return p == pattern.length;
}

/* Is a header there under one of its names, `a|b|c`? */
static bool
is_there(struct text wanted, const struct text *names, size_t count)
{
	for (;;) {
		const char *bar = memchr(wanted.data, '|', wanted.length);
		size_t length =
		    bar ? (size_t)(bar - wanted.data) : wanted.length;
		struct text one = { wanted.data, length }, inner;
		for (size_t i = 0; i < count; i++)
			if (formats_pattern_fits(one, names[i], &inner))
				return true;
		if (!bar)
			return false;
		wanted.data = bar + 1;
		wanted.length -= length + 1;
	}
}

static bool
fits(const struct source_configuration *format, const struct text *names,
    size_t count)
{
	for (size_t r = 0; r < format->recognize_count; r++)
		if (!is_there(format->recognize_folded[r], names, count))
			return false;
	return true;
}

bool
formats_are_own_names(enum table table, const struct text *names, size_t count)
{
	struct field_range range = schema_range(table);
	for (size_t f = range.first; f < range.first + range.count; f++) {
		const struct field *field = &schema_fields[f];
		bool needed =
		    field->flags & (FIELD_REQUIRED | FIELD_COLUMN_REQUIRED) ||
		    f == FIELD_SURVEYS_answered_on;
		if (needed && !is_there(text_of(field->name), names, count))
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
	if (formats_are_own_names(table, names, count))
		return NULL;
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
