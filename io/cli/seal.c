/* kpi seal: one digest over everything that a run wrote, and through run.json
 * over its inputs, for two people to sign. */
#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"
#include "io/run/manifest.h"
#include "io/run/output.h"
#include "io/run/read.h"

/* Writes it into the folder, which is locked. */
static enum status
write_seal(const struct manifest *manifest, struct outputs *outputs)
{
	struct output *output = output_create(outputs, RUN_SEAL);
	if (!output)
		return STATUS_OUTPUT;
	output_write(output, manifest->text, manifest->length);
	return output_finish(output);
}

/* Is the folder what its run wrote, and nothing but files? */
static bool
can_be_sealed(const struct manifest *manifest)
{
	const struct run_files *files = &manifest->files;
	size_t findings = manifest_compare_run(manifest, talk_finding);
	if (findings == 0)
		return true;
	for (size_t i = 0; i < files->count; i++)
		if (!files->rows[i].plain)
			talk_error("%s: not a regular file, or of a name that "
				   "no output has",
			    files->rows[i].name);
	talk_error("%s: not as its run wrote it; run again, or move what does "
		   "not belong there, and seal then. Nothing was sealed",
	    manifest->folder.path);
	return false;
}

static int
seal_again(
    const char *folder, struct arena *arena, struct diagnostics *diagnostics)
{
	struct manifest manifest;
	bool same = false;
	enum status status =
	    manifest_make(&manifest, folder, arena, diagnostics);
	if (!status)
		status =
		    manifest_is_sealed(&manifest, &same, arena, diagnostics);
	talk_diagnostics(diagnostics, false);
	if (status)
		return status_exit_code(status);
	if (same) {
		terminal_print(stdout, "%s\n", manifest.digest);
		return 0;
	}
	talk_error("%s: sealed before, and altered since (kpi verify says "
		   "what); remove its %s only if the old seal is worth nothing",
	    folder, RUN_SEAL);
	return 1;
}

/* The folder is locked from before it is read until it is sealed, so that no
 * run can write there in between. */
static int
seal(const char *folder, struct arena *arena, struct diagnostics *diagnostics)
{
	struct run_folder run;
	struct manifest manifest;
	struct outputs outputs;
	bool sealed = false;
	enum status status =
	    run_folder_look(folder, RUN_SEAL, &sealed, diagnostics);
	if (sealed)
		return seal_again(folder, arena, diagnostics);
	if (!status)
		status = run_folder_open(&run, folder, arena, diagnostics);
	if (!status)
		status = outputs_open(&outputs, folder, arena, diagnostics);
	talk_diagnostics(diagnostics, false);
	if (status)
		return status_exit_code(status);
	status = manifest_make(&manifest, folder, arena, diagnostics);
	bool right = !status && can_be_sealed(&manifest);
	if (right)
		status = write_seal(&manifest, &outputs);
	if (right && !status)
		status = outputs_commit(&outputs);
	else
		outputs_abandon(&outputs);
	talk_diagnostics(diagnostics, false);
	if (status || !right)
		return status ? status_exit_code(status) : 1;
	terminal_print(stdout, "%s\n", manifest.digest);
	return 0;
}

int
command_seal(const struct options *options)
{
	if (!options->places[0]) {
		talk_error("seal: which run? Name the folder of its outputs, "
			   "such as out/2026Q3");
		return 2;
	}
	struct arena *arena = arena_new();
	struct diagnostics diagnostics = { .arena = arena,
		.language = locale_spoken() };
	int code = arena ? seal(options->places[0], arena, &diagnostics) : 3;
	if (!arena)
		talk_error("out of memory");
	arena_free(arena);
	return code;
}
