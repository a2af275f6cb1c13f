#include "io/import/folder.h"

#include <ctype.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/import/forms/cell.h"

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

/* The pattern with every letter in both cases: where kpi.yaml names no files,
 * CONTRACTS.CSV is contracts.csv. */
static const char *
in_any_case(const char *pattern, struct arena *arena)
{
	char *any = arena_allocate(arena, strlen(pattern) * 4 + 1, 1),
	     *to = any;
	for (; any && *pattern; pattern++)
		if (isalpha((unsigned char)*pattern))
			to += sprintf(to, "[%c%c]",
			    tolower((unsigned char)*pattern),
			    toupper((unsigned char)*pattern));
		else
			*to++ = *pattern;
	return any;
}

/* Two sheets of a workbook are two files. */
static bool
is_listed(const struct table_files *files, const char *path,
    const struct source_configuration *source)
{
	const char *sheet = source->sheet ? source->sheet : "";
	for (size_t i = 0; i < files->count; i++) {
		const struct table_file *file = &files->rows[i];
		const char *other =
		    file->source->sheet ? file->source->sheet : "";
		if (strcmp(file->path, path) == 0 && strcmp(sheet, other) == 0)
			return true;
	}
	return false;
}

static bool
add_file(struct table_files *files, const char *path,
    const struct source_configuration *source, struct arena *arena)
{
	if (is_listed(files, path, source))
		return true;
	files->rows = arena_grown(arena, files->rows, files->count,
	    &files->capacity, sizeof *files->rows);
	const char *copy = arena_copy(arena, path, strlen(path));
	if (!files->rows || !copy)
		return false;
	files->rows[files->count++] = (struct table_file){ copy, source };
	return true;
}

/* `~$contracts.xlsx`: what Excel leaves beside a workbook that is open. */
static bool
is_lock(const char *path)
{
	const char *slash = strrchr(path, '/');
	return strncmp(slash ? slash + 1 : path, "~$", 2) == 0;
}

/* For glob, which takes a folder that it cannot read for an empty one. */
static int
is_no_memory(const char *path, int error)
{
	(void)path;
	return error == ENOMEM;
}

/* Adds what a pattern matches; *any: it matched at least one file. */
static bool
add_matches(struct table_files *files, const char *folder, const char *pattern,
    const struct source_configuration *source, struct arena *arena, bool *any)
{
	const char *quoted = quoted_folder(folder, arena);
	const char *full = !quoted ? NULL
			   : pattern[0] == '/'
			       ? pattern
			       : arena_format(arena, "%s/%s", quoted, pattern);
	if (!full)
		return false;
	glob_t found;
	int result = glob(full, 0, is_no_memory, &found);
	bool has_memory = result == 0 || result == GLOB_NOMATCH;
	*any = result == 0 && found.gl_pathc > 0;
	for (size_t i = 0; result == 0 && has_memory && i < found.gl_pathc; i++)
		has_memory = is_lock(found.gl_pathv[i]) ||
			     add_file(files, found.gl_pathv[i], source, arena);
	globfree(&found);
	return has_memory;
}

const char *
folder_pattern_of(const char *name, struct arena *arena)
{
	struct text clean = cell_clean(text_of(name), false, arena);
	char *pattern = arena_allocate(arena, strlen(name) * 2 + 1, 1);
	char *to = pattern;
	if (!clean.data)
		return NULL;
	/* A text of kpi.yaml is cleaned: what it cannot say is anything. */
	bool same = text_is(clean, name);
	for (; pattern && *name; name++) {
		if (!same && (*name <= ' ' || *name & '\x80')) {
			if (to == pattern || to[-1] != '*')
				*to++ = '*';
			continue;
		}
		if (strchr("*?[]\\", *name))
			*to++ = '\\';
		*to++ = *name;
	}
	return pattern ? yaml_quoted(text_of(pattern), arena) : NULL;
}

enum status
folder_find(struct table_files *files, const char *folder,
    const struct source_configuration *sources, struct arena *arena,
    struct diagnostics *diagnostics)
{
	for (const struct source_configuration *source = sources; source;
	     source = source->next)
		for (size_t i = 0; i < source->pattern_count; i++) {
			const char *pattern = source->patterns[i].data;
			bool any;
			if (!source->own_files)
				pattern = in_any_case(pattern, arena);
			if (!pattern || !add_matches(files, folder, pattern,
					    source, arena, &any))
				return diagnostics_no_memory(diagnostics);
			if (!any && source->own_files)
				return diagnostics_fail(diagnostics,
				    STATUS_USAGE,
				    "%s:%u: no file in %s matches \"%s\"",
				    source->path, source->line, folder,
				    pattern);
		}
	return STATUS_OK;
}
