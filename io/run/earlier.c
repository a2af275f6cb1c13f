#include "io/run/earlier.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum status
earlier_look(struct earlier *earlier, const char *folder, struct arena *arena,
    struct diagnostics *diagnostics)
{
	struct diagnostics ignored = { .arena = arena };
	*earlier = (struct earlier){ 0 };
	if (run_folder_has(folder, RUN_SEAL))
		return diagnostics_fail(diagnostics, STATUS_OUTPUT,
		    "%s: sealed (kpi seal), so nothing is written there; "
		    "choose another folder with --out, and compare the two "
		    "with kpi diff",
		    folder);
	earlier->known =
	    run_folder_has(folder, RUN_RECORD) &&
	    !run_folder_open(&earlier->folder, folder, arena, &ignored);
	return STATUS_OK;
}

static bool
is_written(const struct outputs *outputs, const char *name)
{
	for (size_t i = 0; i < outputs->count; i++)
		if (strcmp(outputs->files[i]->name, name) == 0)
			return true;
	return false;
}

void
earlier_remove(const struct earlier *earlier, const struct outputs *outputs)
{
	const char *name;
	for (size_t i = 0;
	     earlier->known && (name = run_folder_element(
				    &earlier->folder, "outputs", i, "name"));
	     i++)
		if (!strchr(name, '/') && !is_written(outputs, name) &&
		    unlinkat(outputs->folder_descriptor, name, 0) == 0)
			diagnostics_warn(outputs->diagnostics,
			    "%s/%s: removed; it was of an earlier run",
			    outputs->folder, name);
}
