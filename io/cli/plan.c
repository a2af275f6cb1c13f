/* kpi plan: what other plans would have paid in past periods. */
#include "engine/base/arena.h"
#include "io/cli/commands.h"
#include "io/cli/plan/show.h"
#include "io/cli/say_rejects.h"
#include "io/cli/say_unknown.h"
#include "io/cli/talk.h"

static enum status
show(struct planning *planning, enum answer_format format)
{
	struct session *session = &planning->session;
	struct printing printing;
	if (planning_take_notes(planning))
		return diagnostics_no_memory(&session->diagnostics);
	enum status status = print_begin(&printing, session, format);
	if (status)
		return status;
	status = format == ANSWER_TABLE
		     ? plan_show_tables(planning, printing.delivery.to)
		     : plan_put_rows(planning, &printing.values);
	if (status)
		status = diagnostics_no_memory(&session->diagnostics);
	return print_end(&printing, status, plan_add_sheets, planning);
}

static enum status
answer(struct planning *planning, enum answer_format format)
{
	struct session *session = &planning->session;
	const struct options *options = planning->options;
	struct writes writes = print_writes(options, format);
	writes.inputs = options->plans.values;
	writes.input_count = options->plans.count;
	enum status status = session_load(session, options,
	    (struct import_options){ .plans = options->plans.values,
		.plan_count = options->plans.count,
		.register_cost_queries = planning_register_cost_queries,
		.cost_queries_context = planning },
	    &writes);
	if (status)
		return status;
	say_unknown_names(session);
	say_rejects(session);
	status = planning_run(planning);
	talk_diagnostics(&session->diagnostics, options->quiet);
	session_say_assumptions(session);
	if (!status)
		status = show(planning, format);
	talk_diagnostics(&session->diagnostics, options->quiet);
	return status;
}

int
command_plan(const struct options *options)
{
	static struct planning planning; /* too large for a stack */
	enum answer_format format;
	if (!answer_format_read(options->answer_format, &format) ||
	    !planning_read(&planning, options))
		return 2;
	enum status status = answer(&planning, format);
	int code = status ? status_exit_code(status)
			  : session_exit_code(&planning.session);
	session_close(&planning.session);
	return code;
}
