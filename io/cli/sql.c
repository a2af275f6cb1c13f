/* kpi sql: any question, in SQL, over the sealed tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/interrupt.h"
#include "io/cli/query/prompt.h"
#include "io/cli/query/sql_words.h"
#include "io/cli/talk.h"
#include "io/locale/locale.h"
#include "io/run/destination.h"
#include "metrics/periods/contract.h"

struct asking {
	struct session session;
	struct ground ground;
	struct relations relations;
	struct statements statements;
};

/* Does the question need this column of the timesheets? An empty text stands
 * for the prompt, whose questions are not known in advance and may need any. */
static bool
is_asked_for(const void *context, const char *column)
{
	const struct text *sql = context;
	return sql->length == 0 || sql_may_read(*sql, column);
}

/* What the question needs to have computed before it is asked. NULL: all. */
static enum status
prepare(struct asking *asking, const char *sql)
{
	struct session *session = &asking->session;
	struct text text = text_of(sql ? sql : "");
	bool curves = !sql || sql_mentions(text, "pipeline");
	bool results = curves || sql_mentions(text, "observations") ||
		       sql_mentions(text, "kpi") ||
		       sql_mentions(text, "fair") ||
		       sql_mentions(text, "reliability");
	bool view = results || sql_mentions(text, "clients");
	bool rows = !sql || sql_mentions(text, "timesheets");
	struct import_options import = { .wants = is_asked_for,
		.context = &text };
	if (!view && !rows && !sql_mentions(text, "projects"))
		import.without |= 1u << TABLE_TIMESHEETS;
	if (!rows) {
		import.register_cost_queries = session_register_cost_queries;
		import.cost_queries_context = session;
	}
	struct writes writes =
	    print_writes(session->options, asking->statements.format);
	if (!sql && writes.path &&
	    destination_same(writes.path, "/dev/stdin", NULL)) {
		talk_error("%s: is the question itself, so it is not written "
			   "over; choose another place with --out",
		    writes.path);
		return STATUS_OUTPUT;
	}
	enum status status =
	    session_load(session, session->options, import, &writes);
	if (!status && results)
		status = session_evaluate(session);
	if (!status && curves)
		status = session_analyse(session);
	if (!status && !results && view)
		status = session_schedule(session);
	if (status)
		return status;
	static struct view today;
	if (view)
		today = (struct view){ .data = &session->data,
			.definitions = &session->configuration.definitions,
			.period =
			    session->schedule.periods[session->schedule.run],
			.as_of =
			    session->schedule.as_of[session->schedule.run] };
	if (view && contracts_cut(&today, session->arena)) {
		talk_error("out of memory");
		return STATUS_MEMORY;
	}
	asking->ground = (struct ground){ .data = &session->data,
		.results = results ? &session->results : NULL,
		.view = view ? &today : NULL,
		.arena = arena_new(), /* indexes are made while statements
					 use the session's */
		.scratch = arena_new() };
	if (!asking->ground.arena || !asking->ground.scratch ||
	    relations_make(&asking->relations, &asking->ground)) {
		talk_error("out of memory");
		return STATUS_MEMORY;
	}
	struct database *database = &asking->statements.database;
	status = database_open(database, &asking->relations,
	    session->configuration.definitions.fiscal_year_start);
	if (!status)
		database_bound(database, session->options->timeout,
		    session->options->memory);
	return status;
}

/* `kpi sql`, `kpi sql DATASET`, `kpi sql SQL` or `kpi sql DATASET SQL`. */
static const char *
read_places(struct options *options)
{
	const char *first = options->places[0], *sql = options->places[1];
	options->dataset = ".";
	if (first && !sql && !destination_is_folder(first) &&
	    strchr(first, ' '))
		return first;
	if (first)
		options->dataset = first;
	return sql;
}

/* The question of the command line, or those on standard input, of which there
 * may be several where their answers can follow one another; or the prompt. */
static enum status
ask(struct asking *asking, const char *question, struct options *options)
{
	struct statements *statements = &asking->statements;
	struct text sql = text_of(question ? question : "");
	enum status status = STATUS_OK;
	bool one =
	    question || options->out || statements->format == ANSWER_XLSX;
	if (!question && isatty(STDIN_FILENO))
		return prompt_run(&asking->relations, statements, options);
	if (!question)
		status = statements_read(
		    statements, stdin, _("standard input"), &sql);
	interrupt_watch();
	if (!status)
		status = statements_answer(statements, sql, one);
	interrupt_unwatch();
	return status;
}

int
command_sql(const struct options *options)
{
	struct options own = *options;
	struct asking asking = { .statements = { .session = &asking.session,
				     .expanded = options->expanded } };
	const char *sql = read_places(&own);
	if (!answer_format_read(
		options->answer_format, &asking.statements.format))
		return 2;
	asking.session.options = &own;
	enum status status = prepare(&asking, sql);
	if (!status)
		status = ask(&asking, sql, &own);
	database_close(&asking.statements.database);
	if (status == STATUS_USAGE)
		session_say_parts(&asking.session);
	int code = status ? status_exit_code(status)
			  : session_exit_code(&asking.session);
	arena_free(asking.ground.arena);
	arena_free(asking.ground.scratch);
	session_close(&asking.session);
	interrupt_obey();
	return code;
}
