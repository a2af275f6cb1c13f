/* kpi verify: is the folder of a run still what was sealed, and does the data
 * set give the same bytes again? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/compare.h"
#include "io/cli/format_folders.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"
#include "io/run/inputs.h"
#include "io/run/manifest.h"
#include "io/run/read.h"
#include "io/run/scratch.h"

struct verification {
	const struct options *options;
	struct arena *arena;
	struct diagnostics diagnostics;
	struct manifest manifest;
	size_t findings;
};

/* ---- against the seal ---- */

static void
find_removed(struct verification *verification, const char *seal)
{
	for (const char *line = seal; *line;) {
		size_t length = strcspn(line, "\n");
		const char *name =
		    manifest_is_line(line, length) && *line != '#'
			? arena_copy(
			      verification->arena, line + 66, length - 66)
			: NULL;
		if (name &&
		    !run_files_find(&verification->manifest.files, name)) {
			talk_finding("removed", name, "");
			verification->findings++;
		}
		line += length + (line[length] == '\n');
	}
}

static void
compare_seal(struct verification *verification, const char *seal, size_t length)
{
	const struct manifest *manifest = &verification->manifest;
	for (size_t i = 0; i < manifest->files.count; i++) {
		const struct run_file *file = &manifest->files.rows[i];
		const char *line = manifest_sealed_line(seal, file->name);
		if (line && file->plain && memcmp(line, file->sha256, 64) == 0)
			continue;
		talk_finding(line ? "altered" : "added", file->name, "");
		verification->findings++;
	}
	find_removed(verification, seal);
	if (verification->findings == 0 &&
	    (length != manifest->length ||
		memcmp(seal, manifest->text, length) != 0)) {
		talk_finding("altered", RUN_SEAL, "");
		verification->findings++;
	}
}

static enum status
check_folder(struct verification *verification)
{
	const struct manifest *manifest = &verification->manifest;
	const char *folder = manifest->folder.path;
	bool sealed;
	enum status status = run_folder_look(
	    folder, RUN_SEAL, &sealed, &verification->diagnostics);
	if (status)
		return status;
	if (!sealed) {
		terminal_print(stdout, "not sealed (no %s)\n", RUN_SEAL);
		verification->findings +=
		    1 + manifest_compare_run(manifest, talk_finding);
		return STATUS_OK;
	}
	char *seal;
	size_t length;
	const char *path =
	    run_folder_path(folder, RUN_SEAL, verification->arena);
	status = path ? read_whole(&seal, &length, (size_t)1 << 24, path,
			    verification->arena, &verification->diagnostics)
		      : diagnostics_no_memory(&verification->diagnostics);
	if (status)
		return status;
	compare_seal(verification, seal, length);
	if (verification->findings == 0)
		terminal_print(stdout,
		    "nothing was altered, added or removed: %s\n",
		    manifest->digest);
	return STATUS_OK;
}

/* ---- against the data set ---- */

static bool
same_word(const struct run_folder *folder, const char *key, const char *word)
{
	const char *value = run_folder_value(folder, key);
	return value && strcmp(value, word) == 0;
}

static uint64_t
number_of(const struct run_folder *folder, const char *key, uint64_t otherwise)
{
	const char *value = run_folder_value(folder, key);
	return value ? strtoull(value, NULL, 10) : otherwise;
}

/* The options of the run, as run.json has them; false when they are damaged. */
static bool
options_of_run(struct options *options, const struct verification *verification,
    const char *into)
{
	const struct run_folder *folder = &verification->manifest.folder;
	const char *period = run_folder_value(folder, "options.period");
	const char *source = run_folder_value(folder, "options.source_date");
	/* Empty where the user named no --as-of: then the new run chooses the
	 * day, as the old one did. */
	const char *as_of = run_folder_value(folder, "options.as_of");
	*options =
	    (struct options){ .dataset = verification->options->places[1],
		    .out = into,
		    .source_date = DATE_NONE,
		    .as_of = DATE_NONE,
		    .language = same_word(folder, "options.language", "vi")
				    ? LANGUAGE_VI
				    : LANGUAGE_EN,
		    .history = (size_t)number_of(folder, "options.history", 1),
		    .seed = number_of(folder, "options.seed", 0),
		    .html = same_word(folder, "options.html", "yes"),
		    .strict = same_word(folder, "options.strict", "yes"),
		    .accept_rejects =
			same_word(folder, "options.accept_rejects", "yes"),
		    .accept_unknown =
			same_word(folder, "options.accept_unknown", "yes"),
		    .no_pay = same_word(folder, "options.no_pay", "yes"),
		    .jobs = verification->options->jobs,
		    .quiet = true };
	const char *team = run_folder_value(folder, "options.team");
	const char *lead = run_folder_value(folder, "options.lead");
	options->team = team && *team ? team : NULL;
	options->lead = lead && *lead ? lead : NULL;
	if (period && strlen(period) < PERIOD_LIST_SIZE)
		strcpy(options->period, period);
	const char *paid = run_folder_value(folder, "options.paid");
	if (paid && *paid)
		options->paid =
		    (struct option_list){ .values = { paid }, .count = 1 };
	const char *formats = run_folder_value(folder, "options.formats");
	return options->history <= HISTORY_MOST &&
	       (!formats || format_option_read(options, formats)) && as_of &&
	       (!*as_of || date_parse(text_of(as_of), &options->as_of)) &&
	       (!source || date_parse(text_of(source), &options->source_date));
}

/* Is the file that is there now the one of the run? A program up to 0.4.0 took
 * the digest of the whole of a large file, too: that is taken once more. */
static bool
same_input(struct verification *verification, size_t old_index,
    const struct run_folder *now, size_t new_index)
{
	const struct run_folder *then = &verification->manifest.folder;
	const char *path = run_folder_element(now, "inputs", new_index, "path");
	const char *old =
	    run_folder_element(then, "inputs", old_index, "sha256");
	const char *new =
	    run_folder_element(now, "inputs", new_index, "sha256");
	char whole[65];
	if (!run_folder_element(then, "inputs", old_index, "sha256_of") &&
	    strcmp(run_folder_element(now, "inputs", new_index, "sha256_of"),
		"file") != 0) {
		const char *file = arena_format(verification->arena, "%s/%s",
		    verification->options->places[1], path);
		struct diagnostics ignored = { .arena = verification->arena };
		if (file && !digest_file(file, whole, &ignored))
			new = whole;
	}
	return old && new &&strcmp(old, new) == 0;
}

/* Says which inputs are not those of the run: they are the likely cause of the
 * differences that are said next. False without memory. */
static bool
compare_inputs(struct verification *verification, const struct run_folder *now)
{
	struct run_inputs then_inputs, now_inputs;
	size_t index;
	if (run_inputs_list(&then_inputs, &verification->manifest.folder,
		verification->arena) ||
	    run_inputs_list(&now_inputs, now, verification->arena))
		return false;
	for (uint32_t i = 0; i < then_inputs.paths.count; i++) {
		struct text path = dictionary_text(&then_inputs.paths, i);
		bool found = run_inputs_find(&now_inputs, path, &index);
		if (found &&
		    same_input(verification, then_inputs.first[i], now, index))
			continue;
		talk_finding("input", path.data,
		    found ? _("not the file of the run")
			  : _("was read by the run, and is not there"));
		verification->findings++;
	}
	for (uint32_t i = 0; i < now_inputs.paths.count; i++) {
		struct text path = dictionary_text(&now_inputs.paths, i);
		if (run_inputs_find(&then_inputs, path, &index))
			continue;
		talk_finding("input", path.data, _("was not there in the run"));
		verification->findings++;
	}
	return true;
}

/* Says which formats are not those by which the run read its inputs. */
static void
compare_formats(const struct run_folder *then, const struct run_folder *now)
{
	static const char prefix[] = "formats.";
	for (size_t i = 0; i < then->entry_count; i++) {
		const struct run_entry *entry = &then->entries[i];
		if (strncmp(entry->key, prefix, strlen(prefix)) != 0)
			continue;
		const char *value = run_folder_value(now, entry->key);
		if (!value || strcmp(value, entry->value) != 0)
			talk_finding("format", entry->key + strlen(prefix),
			    value
				? _("not the format of the run")
				: _("the run read by it, and nothing is now"));
	}
}

static void
compare_programs(const struct run_folder *then, const struct run_folder *now)
{
	const char *old = run_folder_value(then, "version");
	const char *new = run_folder_value(now, "version");
	const char *old_sha =
	    run_folder_value(then, "configuration_file.sha256");
	const char *new_sha =
	    run_folder_value(now, "configuration_file.sha256");
	if (strcmp(old, new) != 0)
		terminal_print(stdout,
		    "program  the run was made by kpi %s, this is kpi %s\n",
		    old, new);
	if (strcmp(old_sha ? old_sha : "", new_sha ? new_sha : "") != 0)
		talk_finding("input", "kpi.yaml", "not the file of the run");
}

static enum status
compare_outputs(struct verification *verification, const char *fresh)
{
	struct arena *arena = verification->arena;
	struct diagnostics *diagnostics = &verification->diagnostics;
	const struct manifest *manifest = &verification->manifest;
	struct run_folder now;
	struct run_files files;
	enum status status = run_folder_open(&now, fresh, arena, diagnostics);
	if (!status)
		status =
		    run_folder_files(&files, fresh, NULL, arena, diagnostics);
	if (status)
		return status;
	compare_programs(&manifest->folder, &now);
	compare_formats(&manifest->folder, &now);
	if (!compare_inputs(verification, &now))
		return diagnostics_no_memory(diagnostics);
	for (size_t i = 0; i < files.count && !status; i++) {
		const char *name = files.rows[i].name;
		const struct run_file *old =
		    run_files_find(&manifest->files, name);
		if (old && strcmp(old->sha256, files.rows[i].sha256) == 0)
			continue;
		verification->findings++;
		if (old)
			status = compare_say_first(
			    &manifest->folder, &now, name, arena, diagnostics);
		else
			talk_finding(
			    "missing", name, _("the data set gives it"));
	}
	for (size_t i = 0; i < manifest->files.count; i++) {
		const char *name = manifest->files.rows[i].name;
		if (run_files_find(&files, name) ||
		    !manifest_is_output(manifest, name))
			continue;
		talk_finding(
		    "surplus", name, _("the data set does not give it"));
		verification->findings++;
	}
	return status;
}

/* What it writes for people is in the run's language, whoever verifies. */
static int
run_in_its_language(const struct options *options)
{
	enum language spoken = locale_spoken();
	locale_speak(options->language);
	int code = command_run(options);
	locale_speak(spoken);
	return code;
}

/* Runs the data set again, with the options of the run, into a folder of its
 * own that only this user can read. */
static int
recompute(struct verification *verification)
{
	struct scratch scratch;
	struct options options;
	enum status made = scratch_make(
	    &scratch, verification->arena, &verification->diagnostics);
	if (made) {
		talk_diagnostics(&verification->diagnostics, false);
		return status_exit_code(made);
	}
	int code = 3;
	const char *fresh = scratch.unfinished.path;
	if (!options_of_run(&options, verification, fresh))
		talk_error("%s/%s: its options are damaged",
		    verification->manifest.folder.path, RUN_RECORD);
	else
		code = run_in_its_language(&options);
	if (code <= 1) {
		enum status status = compare_outputs(verification, fresh);
		talk_diagnostics(&verification->diagnostics, false);
		code = status_exit_code(status);
	} else {
		talk_error("the data set could not be computed again");
	}
	scratch_remove(&scratch);
	return code;
}

static int
verify(struct verification *verification)
{
	const struct options *options = verification->options;
	enum status status =
	    manifest_make(&verification->manifest, options->places[0],
		verification->arena, &verification->diagnostics);
	if (!status)
		status = check_folder(verification);
	talk_diagnostics(&verification->diagnostics, false);
	if (status)
		return status_exit_code(status);
	if (options->places[1]) {
		size_t before = verification->findings;
		int code = recompute(verification);
		if (code)
			return code;
		if (verification->findings == before)
			terminal_print(stdout,
			    "%s gives the same outputs again, byte for "
			    "byte\n",
			    options->places[1]);
	}
	return verification->findings ? 1 : 0;
}

int
command_verify(const struct options *options)
{
	if (!options->places[0]) {
		talk_error("verify: which run? Name the folder of its outputs, "
			   "such as out/2026Q3");
		return 2;
	}
	struct verification verification = { .options = options,
		.arena = arena_new() };
	verification.diagnostics.arena = verification.arena;
	if (!verification.arena) {
		talk_error("out of memory");
		return 3;
	}
	int code = verify(&verification);
	arena_free(verification.arena);
	return code;
}
