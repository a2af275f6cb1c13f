#define _GNU_SOURCE /* FNM_CASEFOLD */

#include "io/cli/writes.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/format_folders.h"
#include "io/import/folder.h"
#include "io/locale/locale.h"
#include "io/run/destination.h"
#include "io/run/earlier.h"

static enum status
refuse_input(const char *path, struct diagnostics *diagnostics)
{
	return diagnostics_fail(diagnostics, STATUS_OUTPUT,
	    "%s: is read by this command, so it is not written over; choose "
	    "another place with --out",
	    path);
}

static const char *
path_of(const struct writes *writes, size_t index, struct arena *arena)
{
	return arena_format(
	    arena, "%s/%s", writes->folder, writes->names[index]);
}

/* STATUS_OUTPUT if one of the files would take the place of the input. */
static enum status
spare(const struct writes *writes, const char *input, struct arena *arena,
    struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < writes->count; i++) {
		const char *path = path_of(writes, i, arena);
		if (!path)
			return diagnostics_no_memory(diagnostics);
		if (destination_same(path, input, arena))
			return refuse_input(path, diagnostics);
	}
	return STATUS_OK;
}

static bool
is_format(const char *name)
{
	return fnmatch("*.yaml", name, FNM_PERIOD) == 0;
}

/* Refuses outputs that would replace a format file, or would be taken for one
 * because of their folder and name. */
static enum status
spare_formats(const struct writes *writes, const char *folder,
    struct arena *arena, struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < writes->count; i++)
		if (is_format(writes->names[i]) &&
		    destination_same(writes->folder, folder, arena))
			return refuse_input(
			    arena_format(arena, "%s/%s", writes->folder,
				writes->names[i]),
			    diagnostics);
	DIR *directory = opendir(folder);
	const struct dirent *entry;
	bool failed = !directory && errno != ENOENT && errno != ENOTDIR;
	if (directory)
		errno = 0;
	while (directory && !status && (entry = readdir(directory)) != NULL) {
		if (is_format(entry->d_name)) {
			const char *path =
			    arena_format(arena, "%s/%s", folder, entry->d_name);
			status = path ? spare(writes, path, arena, diagnostics)
				      : diagnostics_no_memory(diagnostics);
		}
		errno = 0;
	}
	failed |= directory && !status && errno != 0;
	if (failed)
		status = diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot read the folder: %s", folder,
		    locale_error(errno));
	if (directory)
		closedir(directory);
	return status;
}

/* Refuses an output in whose place something other than a file stands. */
static enum status
judge_files(const struct writes *writes, struct arena *arena,
    struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < writes->count && !status; i++) {
		const char *path = path_of(writes, i, arena);
		status = path ? destination_judge_file(path, diagnostics)
			      : diagnostics_no_memory(diagnostics);
	}
	return status;
}

enum status
writes_judge(struct writes *writes, const char *dataset, struct arena *arena,
    struct diagnostics *diagnostics)
{
	if (writes->path) {
		writes->folder =
		    destination_split(writes->path, &writes->names[0], arena);
		writes->count = 1;
		if (!writes->folder)
			return diagnostics_no_memory(diagnostics);
	}
	if (!writes->folder)
		return STATUS_OK;
	const char *yaml = arena_format(arena, "%s/kpi.yaml", dataset);
	const char *const *formats;
	enum status status =
	    destination_judge(writes->folder, arena, diagnostics);
	if (!yaml)
		return diagnostics_no_memory(diagnostics);
	if (!status)
		status = format_folders(dataset, &formats, diagnostics);
	if (!status)
		status = judge_files(writes, arena, diagnostics);
	if (!status)
		status = spare(writes, yaml, arena, diagnostics);
	for (; !status && *formats; formats++)
		status = spare_formats(writes, *formats, arena, diagnostics);
	for (size_t i = 0; i < writes->input_count && !status; i++)
		status = spare(writes, writes->inputs[i], arena, diagnostics);
	return status;
}

/* Would the next run read one of the outputs, because the pattern of a table
 * matches its name? Only patterns in the name are looked at: where the folder
 * has a pattern too, only the files that exist are protected. */
static enum status
spare_pattern(const struct writes *writes, const char *dataset,
    const char *pattern, bool any_case, struct arena *arena,
    struct diagnostics *diagnostics)
{
	const char *name;
	const char *path = *pattern == '/'
			       ? pattern
			       : arena_format(arena, "%s/%s", dataset, pattern);
	const char *folder =
	    path ? destination_split(path, &name, arena) : NULL;
	if (!folder)
		return diagnostics_no_memory(diagnostics);
	if (!destination_same(writes->folder, folder, arena))
		return STATUS_OK;
	for (size_t i = 0; i < writes->count; i++)
		if (fnmatch(name, writes->names[i],
			FNM_PERIOD | (any_case ? FNM_CASEFOLD : 0)) == 0)
			return diagnostics_fail(diagnostics, STATUS_OUTPUT,
			    "%s/%s: is or would be read as an input (%s); "
			    "choose another place with --out",
			    writes->folder, writes->names[i], pattern);
	return STATUS_OK;
}

enum status
writes_spare_tables(const struct writes *writes, const char *dataset,
    const struct configuration *configuration, struct arena *arena,
    struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	struct diagnostics unheard = { .arena = arena };
	if (!writes->folder)
		return STATUS_OK;
	for (int table = 0; table < TABLE_COUNT; table++) {
		const struct source_configuration *source =
		    configuration->sources[table];
		struct table_files files = { 0 };
		/* Missing files are not reported here: the import does that. */
		if (folder_find(&files, dataset, source, arena, &unheard) ==
		    STATUS_MEMORY)
			return diagnostics_no_memory(diagnostics);
		for (size_t i = 0; i < files.count && !status; i++)
			status = spare(
			    writes, files.rows[i].path, arena, diagnostics);
		for (; source; source = source->next)
			for (size_t i = 0; i < source->pattern_count && !status;
			     i++)
				status = spare_pattern(writes, dataset,
				    source->patterns[i].data,
				    !source->own_files, arena, diagnostics);
	}
	return status || !writes->of_run
		   ? status
		   : earlier_spare(writes->folder, arena, diagnostics);
}
