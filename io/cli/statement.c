/* kpi statement: one person's workbook, to be handed to them alone. */
#include <string.h>

#include "engine/arena.h"
#include "io/cli/commands.h"
#include "io/cli/explain_bonus.h"
#include "io/cli/talk.h"
#include "io/export/output.h"
#include "io/export/statement.h"
#include "io/export/xlsx.h"

/* Writes the report as FOLDER/NAME of `path`; mode 0600, complete or not at
 * all. */
static enum status
write_workbook(
    struct session *session, const struct report *report, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const char *folder =
	    slash ? arena_copy(session->arena, path,
			slash == path ? 1 : (size_t)(slash - path))
		  : ".";
	struct outputs outputs;
	enum status status = folder
				 ? outputs_open(&outputs, folder,
				       session->arena, &session->diagnostics)
				 : diagnostics_no_memory(&session->diagnostics);
	if (status)
		return status;
	struct output *output = output_reserve(&outputs, name);
	status = output ? xlsx_write(report, output->temporary, outputs.folder,
			      &session->diagnostics)
			: STATUS_OUTPUT;
	if (!status)
		status = output_finish(output);
	if (!status)
		return outputs_commit(&outputs);
	outputs_abandon(&outputs);
	return status;
}

static enum status
state(struct session *session, const char *path)
{
	struct proof proof;
	struct report report;
	enum status status = session_evaluate(session);
	if (!status)
		status = session_proof(session, &proof);
	if (status)
		return status;
	report_init(&report, session->arena);
	if (statement_build(&report, &proof))
		return diagnostics_no_memory(&session->diagnostics);
	return write_workbook(session, &report, path);
}

int
command_statement(const struct options *options)
{
	const char *path = options->out;
	size_t length = path ? strlen(path) : 0;
	if (length < 6 || strcmp(path + length - 5, ".xlsx") != 0) {
		talk_error("statement: where to? --out FILE.xlsx");
		return 2;
	}
	struct session session;
	enum status status =
	    session_load(&session, options, (struct import_options){ 0 });
	if (!status)
		status = state(&session, path);
	talk_diagnostics(&session.diagnostics, options->quiet);
	if (!status && !options->quiet)
		talk_note("wrote %s", path);
	int code =
	    status ? status_exit_code(status) : session_exit_code(&session);
	session_close(&session);
	return code;
}
