#include "io/run/earlier.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "io/locale/locale.h"
#include "io/run/destination.h"
#include "io/run/journal.h"
#include "io/run/names.h"
#include "io/run/read.h"

enum status
earlier_look(struct earlier *earlier, const char *folder, struct arena *arena,
    struct diagnostics *diagnostics)
{
	struct diagnostics unheard = { .arena = arena };
	bool there;
	*earlier = (struct earlier){ 0 };
	enum status status =
	    run_folder_look(folder, RUN_RECORD, &there, diagnostics);
	if (status || !there)
		return status;
	status = run_folder_open(&earlier->folder, folder, arena, &unheard);
	earlier->known = !status;
	if (!status || earlier->folder.is_foreign)
		return STATUS_OK;
	return diagnostics_fail(diagnostics, status, "%s",
	    unheard.last ? unheard.last->text : "out of memory");
}

/* Does the file begin as a rejects.csv of kpi does, of any shape? */
static enum status
is_rejects(const char *path, bool *is, struct diagnostics *diagnostics)
{
	static const char mark[] = "\xef\xbb\xbf";
	static const char head[] = "file,line,column,value,reason";
	char bytes[sizeof mark + sizeof head];
	FILE *file = fopen(path, "r");
	if (!file)
		return diagnostics_fail(diagnostics, STATUS_OUTPUT,
		    "%s: cannot look at it: %s", path, locale_error(errno));
	size_t length = fread(bytes, 1, sizeof bytes - 1, file);
	bool failed = ferror(file);
	fclose(file);
	if (failed)
		return diagnostics_fail(
		    diagnostics, STATUS_OUTPUT, "%s: cannot look at it", path);
	bytes[length] = '\0';
	for (size_t i = 0; i < length; i++)
		if (bytes[i] == ';' || bytes[i] == '\t')
			bytes[i] = ',';
	const char *begin =
	    strncmp(bytes, mark, strlen(mark)) == 0 ? bytes + 3 : bytes;
	*is = strncmp(begin, head, strlen(head)) == 0;
	return STATUS_OK;
}

/* Of a file that stands there and that no run.json lists. */
static enum status
is_of_check(const char *folder, const char *name, bool *is, struct arena *arena,
    struct diagnostics *diagnostics)
{
	if (strcmp(name, "rejects.csv") != 0)
		return STATUS_OK;
	const char *path = run_folder_path(folder, name, arena);
	return path ? is_rejects(path, is, diagnostics)
		    : diagnostics_no_memory(diagnostics);
}

enum status
earlier_wrote(const struct outputs *outputs, const char *name, bool *own)
{
	const struct earlier *earlier = outputs->own_context;
	const char *known = RUN_RECORD;
	for (size_t i = 0; earlier->known && known && !*own; i++) {
		*own = strcmp(known, name) == 0;
		known =
		    run_folder_element(&earlier->folder, "outputs", i, "name");
	}
	return *own ? STATUS_OK
		    : is_of_check(outputs->folder, name, own, outputs->arena,
			  outputs->diagnostics);
}

/* Refuses the file of that name, if it is there and not kpi's. */
static enum status
spare_one(const char *folder, const char *name, struct arena *arena,
    struct diagnostics *diagnostics)
{
	bool there, own = false;
	enum status status = run_folder_look(folder, name, &there, diagnostics);
	if (!status && there)
		status = is_of_check(folder, name, &own, arena, diagnostics);
	if (status || !there || own)
		return status;
	const char *path = run_folder_path(folder, name, arena);
	return path ? destination_refuse_foreign(path, diagnostics)
		    : diagnostics_no_memory(diagnostics);
}

enum status
earlier_spare(
    const char *folder, struct arena *arena, struct diagnostics *diagnostics)
{
	static const char *const settled[] = { RUN_RECORD, CHANGE_JOURNAL };
	bool there = false;
	enum status status = STATUS_OK;
	for (int i = 0; i < 2 && !there && !status; i++)
		status =
		    run_folder_look(folder, settled[i], &there, diagnostics);
	for (size_t i = 0; i < NAMES_ALWAYS && !there && !status; i++)
		status = spare_one(folder, names_of_run(i), arena, diagnostics);
	return status;
}

static bool
is_written(const struct outputs *outputs, const char *name)
{
	for (size_t i = 0; i < outputs->count; i++)
		if (strcmp(outputs->files[i]->name, name) == 0)
			return true;
	return false;
}

static bool
is_input(
    const struct outputs *outputs, const char *name, const struct dataset *data)
{
	const char *path = run_folder_path(outputs->folder, name, data->arena);
	for (uint32_t i = 0; i < data->input_count && path; i++)
		if (destination_same(path, data->inputs[i].path, data->arena))
			return true;
	return !path;
}

/* What one output of the earlier run becomes, which this run does not write. */
static enum status
remove_one(struct outputs *outputs, const char *name, const char *wanted)
{
	char found[65];
	bool there;
	const char *path =
	    run_folder_path(outputs->folder, name, outputs->arena);
	enum status status = path ? run_folder_look(outputs->folder, name,
					&there, outputs->diagnostics)
				  : diagnostics_no_memory(outputs->diagnostics);
	if (status || !there)
		return status;
	status = digest_file(path, found, outputs->diagnostics);
	if (status)
		return status;
	if (wanted && strcmp(found, wanted) == 0)
		return outputs_remove(outputs, name, wanted);
	diagnostics_warn(outputs->diagnostics,
	    "%s: stays there, though it is of an earlier run: it was altered "
	    "since",
	    path);
	return STATUS_OK;
}

enum status
earlier_remove(const struct earlier *earlier, struct outputs *outputs,
    const struct dataset *data)
{
	const struct run_folder *folder = &earlier->folder;
	const char *name;
	enum status status = STATUS_OK;
	for (size_t i = 0;
	     !status && earlier->known &&
	     (name = run_folder_element(folder, "outputs", i, "name"));
	     i++)
		if (names_has(name) && !is_written(outputs, name) &&
		    !is_input(outputs, name, data))
			status = remove_one(outputs, name,
			    run_folder_element(folder, "outputs", i, "sha256"));
	return status;
}
