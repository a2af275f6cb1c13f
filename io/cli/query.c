/* kpi query: metrics broken down by dimensions, in one or more periods. */
#include <stdio.h>
#include <unistd.h>

#include "io/cli/commands.h"
#include "io/cli/query/anonymity.h"
#include "io/cli/query/show.h"
#include "io/cli/talk.h"
#include "io/locale/locale.h"

static void
say_what_is_missing(const struct breakdown *breakdown, struct lenses *lenses)
{
	const struct gathered *gathered = breakdown->gathered;
	const struct question *question = breakdown->question;
	const struct options *options = question->options;
	size_t hidden = anonymity_count(breakdown);
	if (options->quiet)
		return;
	if (hidden)
		talk_note(
		    locale_count("hidden: %zu number of coordination; from it "
				 "one could tell what fewer than %d people "
				 "said (kpi.yaml, coordination: min_raters)",
			"hidden: %zu numbers of coordination; from them one "
			"could tell what fewer than %d people said (kpi.yaml, "
			"coordination: min_raters)",
			hidden),
		    hidden, question->views->definitions->min_raters);
	if (gathered->kept == 0)
		gather_say_nothing(gathered, lenses);
	else if (breakdown->left_out && breakdown->line_count == 0)
		talk_note("nothing: --min-n %ju left out all %zu numbers; the "
			  "most records behind one are %u",
		    (uintmax_t)options->min_n, breakdown->left_out,
		    breakdown->largest_n);
	else if (breakdown->left_out)
		talk_note("--min-n %ju left out %zu numbers",
		    (uintmax_t)options->min_n, breakdown->left_out);
}

static enum status
show(struct session *session, const struct breakdown *breakdown,
    enum answer_format format)
{
	struct printing printing;
	enum status status = print_begin(&printing, session, format);
	if (status)
		return status;
	FILE *to = printing.delivery.to;
	if (format != ANSWER_TABLE)
		status = show_rows(breakdown, &printing.values);
	else if (session->options->plot && to == stdout &&
		 isatty(STDOUT_FILENO))
		status = show_plot(breakdown, session, to);
	else
		status = show_table(breakdown, session, to);
	if (status)
		status = diagnostics_no_memory(&session->diagnostics);
	struct showing showing = { breakdown, session };
	return print_end(&printing, status, show_chart, &showing);
}

static enum status
answer(struct session *session, struct question *question,
    struct lenses *lenses, enum answer_format format)
{
	struct gathered gathered;
	struct breakdown breakdown;
	enum status status = lenses_open(lenses, question, session);
	if (status)
		return status;
	status = gather(&gathered, lenses);
	if (!status)
		status = breakdown_make(
		    &breakdown, question, &gathered, session->arena);
	if (status == STATUS_MEMORY)
		talk_error("out of memory");
	else if (status == STATUS_OVERFLOW)
		talk_error("an exact sum does not fit into 128 bits; look for "
			   "absurd amounts in the inputs");
	if (status)
		return status;
	status = show(session, &breakdown, format);
	if (!status)
		say_what_is_missing(&breakdown, lenses);
	return status;
}

int
command_query(const struct options *options)
{
	struct session session;
	struct lenses lenses = { .where = NULL };
	struct question question;
	enum answer_format format;
	if (!answer_format_read(options->answer_format, &format) ||
	    !question_read(&question, options))
		return 2;
	struct asked asked = { &question, &session };
	struct import_options import = { .without = question_spares(&question),
		.wants = question_reads,
		.context = &question,
		.register_cost_queries = question_register_cost_queries,
		.cost_queries_context = &asked };
	if (question_mentions(&question, "timesheets"))
		import.register_cost_queries = NULL;
	struct writes writes = print_writes(options, format);
	enum status status = session_load(&session, options, import, &writes);
	if (!status)
		status = question_views(&question, &session);
	if (!status &&
	    !anonymity_allows(&question, &session.configuration.definitions))
		status = STATUS_USAGE;
	if (!status)
		status = answer(&session, &question, &lenses, format);
	lenses_close(&lenses);
	if (status == STATUS_USAGE)
		session_say_parts(&session);
	int code =
	    status ? status_exit_code(status) : session_exit_code(&session);
	session_close(&session);
	return code;
}
