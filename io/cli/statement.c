/* kpi statement: one person's workbook, to be handed to them alone; or one for
 * each person. */
#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/explain_bonus.h"
#include "io/cli/pay.h"
#include "io/cli/statement_names.h"
#include "io/cli/talk.h"
#include "io/export/dashboard/statement/build.h"
#include "io/export/workbook/title.h"
#include "io/export/workbook/xlsx.h"
#include "io/run/folder.h"
#include "io/run/one_file.h"
#include "metrics/pay/proof.h"

/* Writes the workbook to `path`, where an output was reserved. */
static enum status
write_statement(
    struct session *session, const struct scorecard *card, const char *path)
{
	struct report report;
	struct proof proof = { .arena = session->arena,
		.language = session->options->language,
		.for_person = true,
		.pay = &session->pay,
		.card = card };
	report_init(&report, session->arena);
	if (proof_make(&proof) ||
	    statement_build(&report, &proof, &session->sensitivities))
		return diagnostics_no_memory(&session->diagnostics);
	return xlsx_write(&report, path, &session->diagnostics);
}

static bool
is_workbook(const char *path)
{
	size_t length = path ? strlen(path) : 0;
	return length > 5 && strcmp(path + length - 5, ".xlsx") == 0;
}

/* Whom to write statements for: those that are named, else everybody. */
struct readers {
	const struct scorecard *cards[OPTION_VALUES_MOST];
	size_t count;
	const char *const *names; /* of files, by card of the pay */
};

static enum status
find_readers(struct session *session, struct readers *readers)
{
	const struct option_list *managers = &session->options->managers;
	enum status status = session_needs_plan(session);
	for (size_t i = 0; i < managers->count && !status; i++) {
		const struct scorecard *card;
		size_t named = 0;
		status = session_card(session, managers->values[i], &card);
		while (named < readers->count && readers->cards[named] != card)
			named++;
		readers->cards[named] = card;
		readers->count += named == readers->count;
	}
	return status;
}

static const struct scorecard *
card_of(
    const struct session *session, const struct readers *readers, size_t index)
{
	return readers->count ? readers->cards[index]
			      : &session->pay.cards[index];
}

static const char *
name_of(
    const struct session *session, const struct readers *readers, size_t index)
{
	const struct scorecard *card = card_of(session, readers, index);
	return readers->names[card - session->pay.cards];
}

static size_t
count_of(const struct session *session, const struct readers *readers)
{
	return readers->count ? readers->count : session->pay.card_count;
}

/* Checks that no statement would replace an input. Their names are known only
 * now, since they are made from the ids in the data. */
static enum status
spare_inputs(
    struct session *session, const struct readers *readers, const char *folder)
{
	enum status status = STATUS_OK;
	size_t count = count_of(session, readers);
	for (size_t i = 0; i < count && !status; i++) {
		struct arena_mark mark = arena_mark(session->arena);
		struct writes writes = { .path = arena_format(session->arena,
					     "%s/%s", folder,
					     name_of(session, readers, i)) };
		status = writes.path
			     ? session_spare(session, &writes)
			     : diagnostics_no_memory(&session->diagnostics);
		if (!status)
			arena_release(session->arena, mark);
	}
	return status;
}

/* A workbook of the set, with one person's own data only. What is made for it
 * goes again but for its place in the set. */
static enum status
state_one(struct session *session, struct outputs *outputs,
    const struct scorecard *card, const char *name)
{
	struct output *output = output_reserve(outputs, name);
	if (!output)
		return STATUS_OUTPUT;
	struct arena_mark mark = arena_mark(session->arena);
	enum status status = write_statement(session, card, output->temporary);
	if (!status)
		status = output_finish(output);
	if (!status) {
		arena_release(session->arena, mark);
		status = outputs_settle(outputs); /* few files open at once */
	}
	return status;
}

/* Is what stands there a statement? Of whom does not matter: people leave, and
 * their names may be given again. */
static enum status
is_statement(const struct outputs *outputs, const char *name, bool *own)
{
	const char *title,
	    *path = run_folder_path(outputs->folder, name, outputs->arena);
	if (!path || xlsx_title(path, &title, outputs->arena))
		return diagnostics_no_memory(outputs->diagnostics);
	*own = statement_has_title(title);
	return STATUS_OK;
}

/* A workbook for each; all take their names, or none does. */
static enum status
state_each(
    struct session *session, const struct readers *readers, const char *folder)
{
	struct outputs outputs;
	enum status status = outputs_open(
	    &outputs, folder, session->arena, &session->diagnostics);
	if (status)
		return status;
	outputs_spare(&outputs, is_statement, NULL);
	size_t count = count_of(session, readers);
	for (size_t i = 0; i < count && !status; i++) {
		status = state_one(session, &outputs,
		    card_of(session, readers, i), name_of(session, readers, i));
	}
	if (!status)
		return outputs_commit(&outputs);
	outputs_abandon(&outputs);
	return status;
}

/* The statement of one person, in a file of that path. */
static enum status
state_alone(
    struct session *session, const struct scorecard *card, const char *path)
{
	struct one_file file;
	enum status status = one_file_reserve(
	    &file, path, session->arena, &session->diagnostics);
	return status ? status
		      : one_file_close(&file, write_statement(session, card,
						  file.output->temporary));
}

/* A day that was meant for another period is not printed. */
static void
warn_of_dispute(struct session *session)
{
	const struct results *results = &session->results;
	const struct period *period =
	    &results->views[results->run_period].period;
	const char *until = results->definitions->dispute_until;
	date day;
	if (until && date_parse(text_of(until), &day) &&
	    day < period->until - 1)
		diagnostics_warn(&session->diagnostics,
		    "statement.dispute_until %s lies before the end of %s: the "
		    "statements leave the day to be filled in",
		    until, period->label);
}

static enum status
state(struct session *session, const char *path)
{
	struct readers readers = { .count = 0 };
	enum status status = session_evaluate(session);
	if (!status)
		status = find_readers(session, &readers);
	const char *why = status ? NULL : pay_obstacle(session);
	if (why)
		return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
		    "no statement: %s", why);
	if (!status)
		status = session_may_pay(session);
	if (!status && sensitivity_find(&session->sensitivities, &session->pay,
			   session_jobs(session->options), session->arena))
		status = diagnostics_no_memory(&session->diagnostics);
	if (status)
		return status;
	warn_of_dispute(session);
	if (is_workbook(path))
		return state_alone(session, readers.cards[0], path);
	readers.names = statement_names(session);
	if (!readers.names)
		return diagnostics_no_memory(&session->diagnostics);
	status = spare_inputs(session, &readers, path);
	return status ? status : state_each(session, &readers, path);
}

int
command_statement(const struct options *options)
{
	const char *path = options->out;
	size_t count = options->managers.count;
	if (!path || (count == 1 && !is_workbook(path))) {
		talk_error("statement: where to? --manager M --out FILE.xlsx, "
			   "or --out FOLDER for everybody");
		return 2;
	}
	if (count != 1 && is_workbook(path)) {
		talk_error("statement: whose? one --manager M; or --out FOLDER "
			   "for several or everybody, a workbook each");
		return 2;
	}
	struct session session;
	struct writes writes = is_workbook(path)
				   ? (struct writes){ .path = path }
				   : (struct writes){ .folder = path };
	enum status status = session_load(&session, options,
	    (struct import_options){
		.register_cost_queries = session_register_cost_queries,
		.cost_queries_context = &session },
	    &writes);
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
