#include "io/run/earlier.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "io/run/destination.h"

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

void
earlier_remove(const struct earlier *earlier, const struct outputs *outputs,
    const struct dataset *data)
{
	const char *name;
	for (size_t i = 0;
	     earlier->known && (name = run_folder_element(
				    &earlier->folder, "outputs", i, "name"));
	     i++)
		if (!strchr(name, '/') && !is_written(outputs, name) &&
		    !is_input(outputs, name, data) &&
		    unlinkat(outputs->folder_descriptor, name, 0) == 0)
			diagnostics_warn(outputs->diagnostics,
			    "%s/%s: removed; it was of an earlier run",
			    outputs->folder, name);
}
