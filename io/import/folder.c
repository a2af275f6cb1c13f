#define _GNU_SOURCE /* GLOB_ALTDIRFUNC */

#include "io/import/folder.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/arena.h"
#include "io/import/forms/cell.h"
#include "io/locale/locale.h"

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

/* What kept glob from looking: it takes a folder that it cannot read, or not to
 * its end, for an empty one, and what it cannot examine for nothing. Only one
 * search at a time. */
static struct obstacle {
	int error;
	char path[1000];
	const char *folder; /* that is being read */
} obstacle;

static void
note_obstacle(const char *path, int error)
{
	if (obstacle.error || !error || error == ENOENT || error == ENOTDIR)
		return;
	obstacle.error = error;
	snprintf(obstacle.path, sizeof obstacle.path, "%s", path);
}

static void *
open_noting(const char *path)
{
	DIR *directory = opendir(path);
	if (!directory)
		note_obstacle(path, errno);
	obstacle.folder = path;
	return directory;
}

static struct dirent *
read_noting(void *directory)
{
	errno = 0;
	struct dirent *entry = readdir(directory);
	if (!entry)
		note_obstacle(obstacle.folder, errno);
	return entry;
}

static void
close_directory(void *directory)
{
	closedir(directory);
}

static int
stat_noting(const char *path, struct stat *found)
{
	int result = stat(path, found);
	if (result != 0)
		note_obstacle(path, errno);
	return result;
}

static int
lstat_noting(const char *path, struct stat *found)
{
	int result = lstat(path, found);
	if (result != 0)
		note_obstacle(path, errno);
	return result;
}

static enum status
refuse_obstacle(struct diagnostics *diagnostics)
{
	return obstacle.error == ENOMEM
		   ? diagnostics_no_memory(diagnostics)
		   : diagnostics_fail(diagnostics, STATUS_INPUT,
			 "%s: cannot look for files there: %s", obstacle.path,
			 locale_error(obstacle.error));
}

/* What a pattern matches; glob's result, and what kept it in `obstacle`. */
static int
search(const char *pattern, glob_t *found)
{
	*found = (glob_t){ .gl_opendir = open_noting,
		.gl_readdir = read_noting,
		.gl_closedir = close_directory,
		.gl_stat = stat_noting,
		.gl_lstat = lstat_noting };
	obstacle = (struct obstacle){ .error = 0 };
	int result = glob(pattern, GLOB_ALTDIRFUNC, NULL, found);
	if (result == GLOB_NOSPACE)
		obstacle.error = ENOMEM;
	return result;
}

/* Adds what a pattern matches; *any: it matched at least one file. */
static enum status
add_matches(struct table_files *files, const char *folder, const char *pattern,
    const struct source_configuration *source, bool *any, struct arena *arena,
    struct diagnostics *diagnostics)
{
	const char *quoted = quoted_folder(folder, arena);
	const char *full = !quoted ? NULL
			   : pattern[0] == '/'
			       ? pattern
			       : arena_format(arena, "%s/%s", quoted, pattern);
	if (!full)
		return diagnostics_no_memory(diagnostics);
	glob_t found;
	int result = search(full, &found);
	enum status status =
	    obstacle.error ? refuse_obstacle(diagnostics) : STATUS_OK;
	*any = result == 0 && found.gl_pathc > 0;
	for (size_t i = 0; result == 0 && !status && i < found.gl_pathc; i++)
		if (!is_lock(found.gl_pathv[i]) &&
		    !add_file(files, found.gl_pathv[i], source, arena))
			status = diagnostics_no_memory(diagnostics);
	globfree(&found);
	return status;
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
			bool any = false;
			if (!source->own_files)
				pattern = in_any_case(pattern, arena);
			enum status status =
			    pattern ? add_matches(files, folder, pattern,
					  source, &any, arena, diagnostics)
				    : diagnostics_no_memory(diagnostics);
			if (status)
				return status;
			if (!any && source->own_files)
				return diagnostics_fail(diagnostics,
				    STATUS_USAGE,
				    "%s:%u: no file in %s matches \"%s\"",
				    source->path, source->line, folder,
				    pattern);
		}
	return STATUS_OK;
}

static bool
is_one_of(const struct stat *file, const char *const *paths, size_t count)
{
	struct stat found;
	for (size_t i = 0; i < count; i++)
		if (stat(paths[i], &found) == 0 &&
		    found.st_dev == file->st_dev &&
		    found.st_ino == file->st_ino)
			return true;
	return false;
}

enum status
folder_judge(const char *folder, struct diagnostics *diagnostics)
{
	struct stat found;
	if (stat(folder, &found) == 0)
		return S_ISDIR(found.st_mode)
			   ? STATUS_OK
			   : diagnostics_fail(diagnostics, STATUS_INPUT,
				 "%s: expected a folder", folder);
	return errno == ENOENT
		   ? diagnostics_fail(diagnostics, STATUS_INPUT,
			 "%s: there is no such folder", folder)
		   : diagnostics_fail(diagnostics, STATUS_INPUT,
			 "%s: cannot read: %s", folder, locale_error(errno));
}

enum status
folder_keep(struct table_files *files, const char *const *paths, size_t count,
    struct diagnostics *diagnostics)
{
	struct stat found;
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		bool any = false;
		for (size_t k = 0; k < files->count && !any; k++)
			any = stat(files->rows[k].path, &found) == 0 &&
			      is_one_of(&found, &paths[i], 1);
		if (!any)
			return diagnostics_fail(diagnostics, STATUS_USAGE,
			    "--timesheets %s: not a timesheet file of the data "
			    "set",
			    paths[i]);
	}
	for (size_t i = 0; i < files->count; i++)
		if (stat(files->rows[i].path, &found) == 0 &&
		    is_one_of(&found, paths, count))
			files->rows[kept++] = files->rows[i];
	files->count = kept;
	return STATUS_OK;
}
