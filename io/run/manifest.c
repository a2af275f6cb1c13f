#include "io/run/manifest.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/text.h"
#include "io/locale/locale.h"
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

/* Reads the folder's seal.txt, in `arena`. */
static enum status
read_seal(const struct run_folder *folder, size_t most, char **seal,
    size_t *length, struct arena *arena, struct diagnostics *diagnostics)
{
	const char *path = run_folder_path(folder->path, RUN_SEAL, arena);
	return path ? read_whole(seal, length, most, path, arena, diagnostics)
		    : diagnostics_no_memory(diagnostics);
}

enum status
manifest_is_sealed(const struct manifest *manifest, bool *same,
    struct arena *arena, struct diagnostics *diagnostics)
{
	char *seal;
	size_t length;
	enum status status = read_seal(&manifest->folder,
	    manifest->length * 2 + 4096, &seal, &length, arena, diagnostics);
	*same = !status && length == manifest->length &&
		memcmp(seal, manifest->text, length) == 0;
	return status;
}

bool
manifest_is_line(const char *line, size_t length)
{
	return length > 66 && line[64] == ' ' && line[65] == ' ';
}

const char *
manifest_sealed_line(const char *seal, const char *name)
{
	size_t wanted = strlen(name);
	for (const char *line = seal; *line;) {
		size_t length = strcspn(line, "\n");
		if (manifest_is_line(line, length) && length == 66 + wanted &&
		    memcmp(line + 66, name, wanted) == 0)
			return line;
		line += length + (line[length] == '\n');
	}
	return NULL;
}

/* ---- does it agree with itself? ---- */

static enum status
disagrees(const struct run_folder *folder, const char *name, const char *why,
    struct diagnostics *diagnostics)
{
	return diagnostics_fail(diagnostics, STATUS_INPUT,
	    "%s/%s: %s; put the folder back as its run wrote it, or run again",
	    folder->path, name, why);
}

static enum status
check_output(const struct run_folder *folder, const char *name,
    const char *wanted, struct arena *arena, struct diagnostics *diagnostics)
{
	char sha256[65];
	const char *path = run_folder_path(folder->path, name, arena);
	if (!path)
		return diagnostics_no_memory(diagnostics);
	if (strchr(name, '/') || !wanted)
		return disagrees(folder, RUN_RECORD,
		    _("its list of outputs is not what kpi run wrote"),
		    diagnostics);
	bool there;
	enum status status =
	    run_folder_look(folder->path, name, &there, diagnostics);
	if (status)
		return status;
	if (!there)
		return disagrees(folder, name,
		    _("is not there, though run.json names it"), diagnostics);
	status = digest_file(path, sha256, diagnostics);
	return status || strcmp(sha256, wanted) == 0
		   ? status
		   : disagrees(folder, name,
			 _("was altered: it is not the file that run.json "
			   "names"),
			 diagnostics);
}

/* All outputs agree with run.json: is it the one that was sealed, too? */
static enum status
check_seal(const struct run_folder *folder, struct arena *arena,
    struct diagnostics *diagnostics)
{
	struct manifest manifest;
	char *seal;
	size_t length;
	enum status status =
	    manifest_make(&manifest, folder->path, arena, diagnostics);
	if (!status)
		status = read_seal(folder, manifest.length * 2 + 4096, &seal,
		    &length, arena, diagnostics);
	if (status || (length == manifest.length &&
			  memcmp(seal, manifest.text, length) == 0))
		return status;
	for (size_t i = 0; i < manifest.files.count; i++) {
		const struct run_file *file = &manifest.files.rows[i];
		const char *line = manifest_sealed_line(seal, file->name);
		if (!line || !file->plain ||
		    memcmp(line, file->sha256, 64) != 0)
			return disagrees(folder, file->name,
			    line ? _("was altered since the folder was sealed")
				 : _("was added since the folder was sealed"),
			    diagnostics);
	}
	return disagrees(folder, RUN_SEAL,
	    _("is not the seal of this folder; kpi verify says what differs"),
	    diagnostics);
}

enum status
manifest_check(const struct run_folder *folder, struct arena *arena,
    struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	const char *name;
	size_t count = 0;
	for (; !status &&
	       (name = run_folder_element(folder, "outputs", count, "name"));
	     count++)
		status = check_output(folder, name,
		    run_folder_element(folder, "outputs", count, "sha256"),
		    arena, diagnostics);
	if (!status && count == 0)
		return disagrees(folder, RUN_RECORD,
		    _("names no outputs; it is not what kpi run wrote"),
		    diagnostics);
	bool sealed = false;
	if (!status)
		status = run_folder_look(
		    folder->path, RUN_SEAL, &sealed, diagnostics);
	return sealed ? check_seal(folder, arena, diagnostics) : status;
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
			    _("not the file that run.json names"));
		else
			say("removed", name, _("run.json names it"));
		findings++;
	}
	for (size_t i = 0; i < files->count; i++) {
		const struct run_file *file = &files->rows[i];
		if (manifest_is_output(manifest, file->name))
			continue;
		say("added", file->name, _("the run did not write it"));
		findings++;
	}
	return findings;
}
