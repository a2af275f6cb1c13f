/* kpi part: one machine's share of the timesheets, summed by project and day,
 * for a run that takes parts in place of the exports. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/say_rejects.h"
#include "io/cli/session.h"
#include "io/cli/talk.h"
#include "io/import/folder.h"
#include "io/run/summed_part.h"

/* Tables that say nothing about timesheets. */
static unsigned
tables_not_read(void)
{
	return ~(1u << TABLE_CONTRACTS | 1u << TABLE_TIMESHEETS);
}

/* PART.csv and PART.json, where PART may be named with its `.csv`. */
static bool
name_files(const char *path, const char *names[2], const char **folder,
    struct arena *arena)
{
	static const char *const endings[] = { "csv", "json" };
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	size_t length = strlen(name);
	if (length > 4 && strcmp(name + length - 4, ".csv") == 0)
		length -= 4;
	*folder = !slash ? "."
		  : slash == path
		      ? "/"
		      : arena_format(arena, "%.*s", (int)(slash - path), path);
	for (int i = 0; i < 2; i++)
		names[i] = arena_format(
		    arena, "%.*s.%s", (int)length, name, endings[i]);
	return *folder && names[0] && names[1] && length;
}

/* The names of all timesheet files of the data set, without its folder. */
static enum status
list_files(struct session *session, struct summed_part *part)
{
	struct table_files files = { 0 };
	const char *folder = session->options->dataset;
	enum status status = folder_find(&files, folder,
	    session->configuration.sources[TABLE_TIMESHEETS], session->arena,
	    &session->diagnostics);
	const char **names =
	    arena_allocate(session->arena, files.count, sizeof *names);
	if (status)
		return status;
	if (!names)
		return diagnostics_no_memory(&session->diagnostics);
	for (size_t i = 0; i < files.count; i++)
		names[i] = dataset_name_below(folder, files.rows[i].path);
	part->files = names;
	part->file_count = files.count;
	return STATUS_OK;
}

static enum status
write_part(struct session *session, struct day_sums *sums,
    const struct writes *writes)
{
	struct outputs outputs;
	struct summed_part part = { .data = &session->data,
		.sums = sums,
		.version = KPI_VERSION,
		.currency = session->configuration.definitions.currency,
		.configuration_sha256 = session->configuration.sha256,
		.names = session->options->with_names };
	enum status status = list_files(session, &part);
	if (!status)
		status = digests_finish(
		    session->digests, &session->data, &session->diagnostics);
	if (!status)
		status = day_sums_finish(sums, &session->data);
	if (status == STATUS_OVERFLOW)
		return diagnostics_fail(&session->diagnostics, status,
		    "the hours or costs of a project and day do not fit");
	if (!status)
		status = outputs_open(&outputs, writes->folder, session->arena,
		    &session->diagnostics);
	if (status)
		return status;
	struct output *csv = output_create(&outputs, writes->names[0]);
	struct output *json =
	    csv ? output_create(&outputs, writes->names[1]) : NULL;
	status = json ? summed_part_write(&part, csv, json, session->arena)
		      : STATUS_OUTPUT;
	if (!status && json->bytes > PART_RECORD_BYTES)
		status = diagnostics_fail(&session->diagnostics, STATUS_INPUT,
		    "more rows are left out than a part can say in 64 MiB; see "
		    "why (kpi check), or give it fewer files");
	if (!status)
		return outputs_commit(&outputs);
	outputs_abandon(&outputs);
	return status;
}

int
command_part(const struct options *options)
{
	struct session session = { 0 };
	struct writes writes = { 0 };
	struct day_sums sums = { 0 };
	struct arena *arena = arena_new();
	if (!options->timesheets.count || !options->out) {
		talk_error("part: which timesheet files, and where does the "
			   "part go? kpi part DATASET --timesheets FILE… --out "
			   "PART");
		arena_free(arena);
		return 2;
	}
	if (!arena ||
	    !name_files(options->out, writes.names, &writes.folder, arena)) {
		talk_error("--out %s: expected the name of a part, such as "
			   "parts/timesheets-01",
		    options->out);
		arena_free(arena);
		return 2;
	}
	writes.count = 2;
	enum status status = session_load(&session, options,
	    (struct import_options){ .without = tables_not_read(),
		.timesheets = options->timesheets.values,
		.timesheet_count = options->timesheets.count,
		.sums = &sums,
		.proof = true },
	    &writes);
	if (!status)
		status = write_part(&session, &sums, &writes);
	if (!status)
		say_rejects(&session);
	talk_diagnostics(&session.diagnostics, options->quiet);
	int code =
	    status ? status_exit_code(status) : session_exit_code(&session);
	session_close(&session);
	arena_free(arena);
	return code;
}
