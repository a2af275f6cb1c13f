/* kpi check: read everything, compute nothing. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/model/left_out.h"
#include "io/cli/commands.h"
#include "io/cli/json_readings.h"
#include "io/cli/proposals.h"
#include "io/cli/say_rejects.h"
#include "io/cli/session.h"
#include "io/cli/show_readings.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/export/csv/kpi.h"
#include "io/locale/locale.h"
#include "io/run/earlier.h"

static void
print_reconciliation(const struct dataset *data)
{
	size_t read = 0;
	for (size_t i = 0; i < data->input_count; i++)
		read += data->inputs[i].reading != NULL;
	if (read == 0)
		return;
	static const struct {
		const char *word;
		int width;
	} columns[] = { { N_("lines"), 10 }, { N_("header"), 9 },
		{ NC_("count", "accepted"), 11 },
		{ NC_("count", "rejected"), 10 }, { N_("blank"), 9 },
		{ NC_("count", "skipped"), 9 }, { N_("continuation"), 14 },
		{ N_("file"), 0 } };
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		struct text word = text_of(_(columns[i].word));
		terminal_pad(stdout,
		    columns[i].width ? columns[i].width - terminal_width(word)
				     : 2);
		terminal_put(stdout, word);
	}
	puts("");
	for (size_t i = 0; i < data->input_count; i++) {
		const struct input *input = &data->inputs[i];
		const struct reconciliation *c = &input->reconciliation;
		if (!input->reading) /* the file is refused */
			continue;
		terminal_print(stdout,
		    "%10" PRIu64 " %8" PRIu64 " %10" PRIu64 " %9" PRIu64
		    " %8" PRIu64 " %8" PRIu64 " %13" PRIu64 "  %s (%s)\n",
		    c->lines, c->header, c->accepted, c->rejected, c->blank,
		    c->skipped, c->continuation, input->path,
		    table_name(input->table));
	}
}

static void
print_managers(const struct dataset *data, const struct left_out *reason)
{
	enum { SHOWN = 5 };
	for (size_t i = 0; i < reason->manager_count && i < SHOWN; i++)
		terminal_print(stdout, "%s%s", i ? ", " : _("  touches "),
		    dictionary_text(&data->managers, reason->managers[i]).data);
	if (reason->manager_count > SHOWN)
		terminal_print(
		    stdout, " and %zu more", reason->manager_count - SHOWN);
	putchar('\n');
}

/* Prints what was left out, for each reason: how many rows, the money and hours
 * in them, and the managers concerned. */
static enum status
print_left_out(struct session *session)
{
	const struct dataset *data = &session->data;
	struct left_out *reasons = NULL;
	size_t count = 0;
	enum status status =
	    left_out_by_reason(data, session->arena, &reasons, &count);
	if (status == STATUS_MEMORY)
		return diagnostics_no_memory(&session->diagnostics);
	if (status)
		return diagnostics_fail(&session->diagnostics, status,
		    "the sum of what was rejected does not fit");
	if (count)
		puts(_("\nLeft out:"));
	for (size_t i = 0; i < count; i++) {
		const struct left_out *reason = &reasons[i];
		char text[WIDE_TEXT_SIZE];
		terminal_print(stdout,
		    locale_count("  %-11s  %s  %" PRIu64 " row ",
			"  %-11s  %s  %" PRIu64 " rows", reason->rows),
		    table_name(reason->table),
		    reason->skipped ? _("skipped ") : _("rejected"),
		    reason->rows);
		if (reason->with_money && wide_print(text, reason->money))
			terminal_print(stdout, "  %s %s", text,
			    session->configuration.definitions.currency);
		if (reason->hours && wide_print(text, reason->hours))
			terminal_print(stdout, "  %s hours", text);
		struct text why = left_out_short_reason(_(reason->reason.data));
		terminal_print(stdout, "  %.*s%s%.*s",
		    (int)reason->column.length, reason->column.data,
		    reason->column.length ? ": " : "", (int)why.length,
		    why.data);
		print_managers(data, reason);
	}
	return STATUS_OK;
}

static enum status
write_rejects(struct session *session, const char *folder)
{
	struct outputs outputs;
	enum status status = outputs_open(
	    &outputs, folder, session->arena, &session->diagnostics);
	if (status)
		return status;
	struct values values;
	struct earlier earlier;
	status = earlier_look(
	    &earlier, folder, session->arena, &session->diagnostics);
	outputs_spare(&outputs, earlier_wrote, &earlier);
	if (!status)
		status = values_open_file(&values, &outputs, "rejects.csv",
		    &session->configuration.csv);
	if (!status) {
		csv_write_rejects(&values, &session->data);
		status = values_close_file(&values);
	}
	if (!status)
		return outputs_commit(&outputs);
	outputs_abandon(&outputs);
	return status;
}

/* Prints what was read; after a failed import, as far as it got. */
static enum status
print(struct session *session, enum status status)
{
	print_reconciliation(&session->data);
	enum status shown = show_readings(session, &session->readings);
	if (!shown && !status)
		shown = show_known_names(session);
	if (!shown && !status)
		shown = print_left_out(session);
	return shown;
}

/* Prints the lines for kpi.yaml that the user still has to decide on. */
static void
print_block(const char *block, const struct dataset *data, enum status status)
{
	if (!*block)
		return;
	fflush(stderr);
	puts(status || data->rejects.count
		 ? _("\nLeft to decide; kpi.yaml could say:\n")
		 : _("\nNothing is left to decide; to settle what was taken "
		     "otherwise, kpi.yaml could say:\n"));
	terminal_print(stdout, "%s", block);
}

/* Shows what was read, and says what is wrong with it. `status` is how the
 * import ended. Returns that, or what went wrong here. */
static enum status
show(struct session *session, bool json, const char *folder, enum status status)
{
	const struct diagnostic *said = session->diagnostics.first;
	const char *block = proposals_merge(session, said);
	enum status shown =
	    !block ? diagnostics_no_memory(&session->diagnostics)
	    : json ? json_readings_print(session, said, block, status)
		   : print(session, status);
	fflush(stdout);
	session_say(session, status);
	if (!status) {
		say_rejects(session);
		session_say_assumptions(session);
		status = write_rejects(session, folder);
	}
	if (!json && !shown)
		print_block(block, &session->data, status);
	talk_diagnostics(&session->diagnostics, session->options->quiet);
	return status_of_both(status, shown);
}

static bool
read_answer_format(const char *format, bool *json)
{
	*json = format && strcmp(format, "json") == 0;
	if (!format || *json || strcmp(format, "table") == 0)
		return true;
	talk_error("--format %s: expected table, json or TABLE=NAME", format);
	return false;
}

int
command_check(const struct options *options)
{
	struct session session;
	bool json;
	const char *folder = options->out ? options->out : "out/check";
	struct writes writes = {
		.folder = folder, .names = { "rejects.csv" }, .count = 1
	};
	if (!read_answer_format(options->answer_format, &json))
		return status_exit_code(STATUS_USAGE);
	enum status status = session_read(&session, options,
	    (struct import_options){
		.register_cost_queries = session_register_no_cost_queries,
		.readings = &session.readings },
	    &writes);
	if (session.arena)
		status = show(&session, json, folder, status);
	int code =
	    status ? status_exit_code(status) : session_exit_code(&session);
	if (code == 1 && options->strict)
		code = 3;
	session_close(&session);
	return code;
}
