/* kpi statement: one person's workbook, to be handed to them alone; or one for
 * each person. */
#include <ctype.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/explain_bonus.h"
#include "io/cli/pay.h"
#include "io/cli/talk.h"
#include "io/export/dashboard/statement.h"
#include "io/export/workbook/xlsx.h"
#include "io/run/output.h"
#include "metrics/pay/proof.h"

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
	status = output ? xlsx_write(
			      report, output->temporary, &session->diagnostics)
			: STATUS_OUTPUT;
	if (!status)
		status = output_finish(output);
	if (!status)
		return outputs_commit(&outputs);
	outputs_abandon(&outputs);
	return status;
}

static enum status
write_statement(
    struct session *session, const struct scorecard *card, const char *path)
{
	struct report report;
	struct proof proof = { .arena = session->arena,
		.language = session->options->language,
		.pay = &session->pay,
		.card = card };
	report_init(&report, session->arena);
	if (proof_make(&proof) || statement_build(&report, &proof))
		return diagnostics_no_memory(&session->diagnostics);
	return write_workbook(session, &report, path);
}

/* FOLDER/ID.xlsx. An id with bytes that do not belong in a file's name has `_`
 * for them and a number, so that no two become one. */
static const char *
path_of(struct session *session, const char *folder, size_t index)
{
	const struct scorecard *card = &session->pay.cards[index];
	struct text id = session->results.subjects[card->subject].key;
	char *name = arena_copy(session->arena, id.data, id.length);
	bool changed = false;
	for (size_t i = 0; name && i < id.length; i++) {
		unsigned char byte = (unsigned char)name[i];
		bool fine = byte >= 0x80 || isalnum(byte) || byte == '-' ||
			    byte == '_' || (byte == '.' && i > 0);
		if (!fine)
			name[i] = '_';
		changed |= !fine;
	}
	if (!name)
		return NULL;
	return changed
		   ? arena_format(session->arena, "%s/%s-%zu.xlsx", folder,
			 name, index + 1)
		   : arena_format(session->arena, "%s/%s.xlsx", folder, name);
}

/* A workbook for everybody, each with their own data only. */
static enum status
state_all(struct session *session, const char *folder)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < session->pay.card_count && !status; i++) {
		struct arena_mark mark = arena_mark(session->arena);
		const char *path = path_of(session, folder, i);
		status = path ? write_statement(
				    session, &session->pay.cards[i], path)
			      : diagnostics_no_memory(&session->diagnostics);
		if (!status)
			arena_release(session->arena, mark);
	}
	return status;
}

static enum status
state(struct session *session, const char *path)
{
	const struct scorecard *card = NULL;
	enum status status = session_evaluate(session);
	if (!status)
		status = session_card(session, &card);
	const char *why = status ? NULL : pay_obstacle(session);
	if (why)
		return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
		    "no statement: %s", why);
	if (!status)
		status = session_may_pay(session);
	if (status)
		return status;
	return card ? write_statement(session, card, path)
		    : state_all(session, path);
}

static bool
is_workbook(const char *path)
{
	size_t length = path ? strlen(path) : 0;
	return length > 5 && strcmp(path + length - 5, ".xlsx") == 0;
}

int
command_statement(const struct options *options)
{
	const char *path = options->out;
	if (!path || (options->manager && !is_workbook(path))) {
		talk_error("statement: where to? --manager M --out FILE.xlsx, "
			   "or --out FOLDER for everybody");
		return 2;
	}
	if (!options->manager && is_workbook(path)) {
		talk_error("statement: whose? --manager M; or --out FOLDER for "
			   "everybody, a workbook each");
		return 2;
	}
	struct session session;
	enum status status = session_load(&session, options,
	    (struct import_options){
		.foresee = session_foresee, .foresee_context = &session });
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
