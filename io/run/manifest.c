#include "io/run/manifest.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "io/run/read.h"

/* The lines of sha256sum, in `arena`. */
static char *
make_lines(const struct run_files *files, struct arena *arena, size_t *length)
{
	size_t size = 0;
	for (size_t i = 0; i < files->count; i++)
		size += strlen(files->rows[i].name) + 67;
	char *lines = arena_allocate(arena, size + 1, 1);
	*length = 0;
	for (size_t i = 0; lines && i < files->count; i++) {
		const struct run_file *file = &files->rows[i];
		if (file->plain)
			*length += (size_t)snprintf(lines + *length,
			    size + 1 - *length, "%s  %s\n", file->sha256,
			    file->name);
	}
	return lines;
}

enum status
manifest_make(struct manifest *manifest, const char *path, struct arena *arena,
    struct diagnostics *diagnostics)
{
	struct run_folder *folder = &manifest->folder;
	enum status status = run_folder_open(folder, path, arena, diagnostics);
	if (!status)
		status = run_folder_files(
		    &manifest->files, path, RUN_SEAL, arena, diagnostics);
	if (!status)
		status = run_folder_check_same(folder, diagnostics);
	if (status)
		return status;
	size_t length;
	const char *lines = make_lines(&manifest->files, arena, &length);
	if (!lines)
		return diagnostics_no_memory(diagnostics);
	digest_bytes(lines, length, manifest->digest);
	manifest->text = arena_format(arena,
	    "# kpi seal of %s as of %s, by kpi %s\n"
	    "# The digest is the SHA-256 of the lines without #:\n"
	    "# %s\n"
	    "%s",
	    run_folder_value(folder, "period.label"),
	    run_folder_value(folder, "period.as_of"),
	    run_folder_value(folder, "version"), manifest->digest, lines);
	if (!manifest->text)
		return diagnostics_no_memory(diagnostics);
	manifest->length = strlen(manifest->text);
	return STATUS_OK;
}

enum status
manifest_is_sealed(const struct manifest *manifest, bool *same,
    struct arena *arena, struct diagnostics *diagnostics)
{
	char *seal;
	size_t length;
	const char *path =
	    run_folder_path(manifest->folder.path, RUN_SEAL, arena);
	enum status status =
	    path ? read_whole(&seal, &length, manifest->length * 2 + 4096, path,
		       arena, diagnostics)
		 : diagnostics_no_memory(diagnostics);
	*same = !status && length == manifest->length &&
		memcmp(seal, manifest->text, length) == 0;
	return status;
}

bool
manifest_is_output(const struct manifest *manifest, const char *name)
{
	const struct run_folder *folder = &manifest->folder;
	const char *output;
	for (size_t i = 0;
	     (output = run_folder_element(folder, "outputs", i, "name")); i++)
		if (strcmp(output, name) == 0)
			return true;
	return strcmp(name, RUN_RECORD) == 0;
}

size_t
manifest_compare_run(const struct manifest *manifest, manifest_finding *say)
{
	const struct run_folder *folder = &manifest->folder;
	const struct run_files *files = &manifest->files;
	size_t findings = 0;
	const char *name;
	for (size_t i = 0;
	     (name = run_folder_element(folder, "outputs", i, "name")); i++) {
		const char *sha256 =
		    run_folder_element(folder, "outputs", i, "sha256");
		const struct run_file *file = run_files_find(files, name);
		if (file && sha256 && strcmp(file->sha256, sha256) == 0)
			continue;
		if (file)
			say("altered", name,
			    "not the file that run.json names");
		else
			say("removed", name, "run.json names it");
		findings++;
	}
	for (size_t i = 0; i < files->count; i++) {
		const struct run_file *file = &files->rows[i];
		if (manifest_is_output(manifest, file->name))
			continue;
		say("added", file->name, "the run did not write it");
		findings++;
	}
	return findings;
}
