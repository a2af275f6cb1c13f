#define _DEFAULT_SOURCE /* realpath */

#include "io/run/destination.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/locale/locale.h"
#include "io/run/folder.h"

const char *
destination_split(const char *path, const char **name, struct arena *arena)
{
	const char *slash = strrchr(path, '/');
	*name = slash ? slash + 1 : path;
	if (!slash)
		return ".";
	return slash == path ? "/"
			     : arena_copy(arena, path, (size_t)(slash - path));
}

bool
destination_is_folder(const char *path)
{
	struct stat about;
	return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The path without links as far as it exists; what does not exist yet stands
 * behind as it was typed. NULL without memory or where it cannot be known. */
static const char *
resolved(const char *path, struct arena *arena)
{
	const char *rest = "";
	while (path) {
		char *real = realpath(path, NULL);
		if (real) {
			const char *whole =
			    arena_format(arena, "%s%s", real, rest);
			free(real);
			return whole;
		}
		size_t length = strlen(path);
		while (length > 1 && path[length - 1] == '/')
			length--;
		const char *name, *bare = arena_copy(arena, path, length);
		if (errno == ENOMEM || !bare || strcmp(bare, ".") == 0)
			return NULL;
		path = destination_split(bare, &name, arena);
		rest = arena_format(arena, "/%s%s", name, rest);
		if (!rest)
			return NULL;
	}
	return NULL;
}

bool
destination_same(const char *path, const char *other, struct arena *arena)
{
	struct stat one, two;
	bool there = stat(path, &one) == 0,
	     has_error = !there && errno != ENOENT;
	bool is_other = stat(other, &two) == 0;
	has_error |= !is_other && errno != ENOENT;
	if (there && is_other)
		return one.st_dev == two.st_dev && one.st_ino == two.st_ino;
	if (there != is_other && !has_error)
		return false;
	const char *first = resolved(path, arena);
	const char *second = first ? resolved(other, arena) : NULL;
	return second && strcmp(first, second) == 0;
}

enum status
destination_judge_file(const char *path, struct diagnostics *diagnostics)
{
	struct stat about;
	if (stat(path, &about) != 0 || S_ISREG(about.st_mode))
		return STATUS_OK;
	return diagnostics_fail(diagnostics, STATUS_OUTPUT,
	    "%s: is %s, and a file would take its place; choose another place "
	    "with --out",
	    path,
	    S_ISDIR(about.st_mode) ? _("a folder") : _("no regular file"));
}

enum status
destination_refuse_foreign(const char *path, struct diagnostics *diagnostics)
{
	return diagnostics_fail(diagnostics, STATUS_OUTPUT,
	    "%s: is not from kpi, as far as this folder says, so it is not "
	    "written over; remove it, or choose another folder with --out",
	    path);
}

static enum status
refuse_sealed(const char *folder, struct diagnostics *diagnostics)
{
	return diagnostics_fail(diagnostics, STATUS_OUTPUT,
	    "%s: sealed (kpi seal), so nothing is written there; "
	    "choose another folder with --out, and compare the two "
	    "with kpi diff",
	    folder);
}

/* What lies in a sealed folder, however deep, would be an addition to it. */
static enum status
judge_seals(
    const char *folder, struct arena *arena, struct diagnostics *diagnostics)
{
	struct diagnostics unheard = { .arena = arena };
	bool sealed, is_run;
	enum status status =
	    run_folder_look(folder, RUN_SEAL, &sealed, diagnostics);
	if (status || sealed)
		return status ? status : refuse_sealed(folder, diagnostics);
	const char *above = resolved(folder, arena), *name;
	while (above && strcmp(above, "/") != 0) {
		above = destination_split(above, &name, arena);
		if (!above)
			return diagnostics_no_memory(diagnostics);
		/* One that may not be looked into is none of this user's. */
		run_folder_look(above, RUN_SEAL, &sealed, &unheard);
		run_folder_look(above, RUN_RECORD, &is_run, &unheard);
		if (sealed && is_run)
			return refuse_sealed(above, diagnostics);
	}
	return STATUS_OK;
}

/* 0, or why no file can be made in the folder, or the folder not where it has
 * to be made. */
static int
obstacle(const char *folder, struct arena *arena)
{
	struct stat about;
	const char *name;
	while (stat(folder, &about) != 0) {
		if (errno != ENOENT)
			return errno;
		size_t length = strlen(folder);
		while (length > 1 && folder[length - 1] == '/')
			length--;
		folder = arena_copy(arena, folder, length);
		folder =
		    folder ? destination_split(folder, &name, arena) : NULL;
		if (!folder)
			return ENOMEM;
	}
	if (!S_ISDIR(about.st_mode))
		return ENOTDIR;
	return faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0
		   ? 0
		   : errno;
}

enum status
destination_judge(
    const char *folder, struct arena *arena, struct diagnostics *diagnostics)
{
	int error = *folder ? obstacle(folder, arena) : ENOENT;
	if (error == ENOMEM)
		return diagnostics_no_memory(diagnostics);
	if (error)
		return diagnostics_fail(diagnostics, STATUS_OUTPUT,
		    destination_is_folder(folder)
			? N_("%s: cannot write there: %s; choose another place "
			     "with --out")
			: N_("%s: cannot make the folder: %s; choose another "
			     "place with --out"),
		    folder, locale_error(error));
	return judge_seals(folder, arena, diagnostics);
}
