#include "io/run/earlier.h"

#include <string.h>

#include "io/run/destination.h"
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
