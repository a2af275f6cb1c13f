#include "io/run/earlier.h"

#include <string.h>

#include "io/run/destination.h"
#include "io/run/names.h"
#include "io/run/read.h"

void
earlier_look(struct earlier *earlier, const char *folder, struct arena *arena)
{
	struct diagnostics ignored = { .arena = arena };
	*earlier = (struct earlier){ 0 };
	earlier->known =
	    run_folder_has(folder, RUN_RECORD) &&
	    !run_folder_open(&earlier->folder, folder, arena, &ignored);
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

/* Is it a regular file of that digest? */
static bool
is_as_written(
    const struct outputs *outputs, const char *name, const char *sha256)
{
	char found[65];
	struct diagnostics ignored = { .arena = outputs->arena };
	const char *path =
	    run_folder_path(outputs->folder, name, outputs->arena);
	return path && sha256 && !digest_file(path, found, &ignored) &&
	       strcmp(found, sha256) == 0;
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
	     i++) {
		const char *sha256 =
		    run_folder_element(folder, "outputs", i, "sha256");
		if (!names_has(name) || is_written(outputs, name) ||
		    !run_folder_has(outputs->folder, name) ||
		    is_input(outputs, name, data))
			continue;
		if (is_as_written(outputs, name, sha256))
			status = outputs_remove(outputs, name, sha256);
		else
			diagnostics_warn(outputs->diagnostics,
			    "%s/%s: stays there, though it is of an earlier "
			    "run: it was altered since",
			    outputs->folder, name);
	}
	return status;
}
