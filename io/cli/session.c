#include "io/cli/session.h"

#include <stdio.h>
#include <string.h>

#include "engine/arena.h"
#include "engine/workers.h"
#include "io/cli/talk.h"
#include "metrics/analysis.h"
#include "metrics/bonus.h"
#include "metrics/evaluate.h"
#include "metrics/metrics.h"
#include "metrics/plan.h"

enum { REJECTS_SHOWN = 5, MANAGERS_SHOWN = 10 };

static void
say_missing_tables(const struct session *session, unsigned not_read)
{
	for (int table = 0; table <= TABLE_SURVEYS; table++) {
		if (session->data.present[table] || not_read >> table & 1)
			continue;
		char without[400] = "";
		size_t used = 0;
		for (size_t m = 0; m < metrics_count; m++)
			if (metrics_table[m].headline &&
			    metrics_table[m].tables >> table & 1 &&
			    used < sizeof without - 40)
				used += (size_t)snprintf(without + used,
				    sizeof without - used, "%s%s",
				    used ? ", " : "", metrics_table[m].id);
		talk_warn("no %s*.csv: no data for %s",
		    table_name((enum table)table), without);
	}
}

/* A manager whom people.csv does not list may be a misspelt one. */
static void
say_unlisted_managers(const struct session *session)
{
	const struct dataset *data = &session->data;
	if (!data->present[TABLE_PEOPLE])
		return;
	char names[600] = "";
	size_t used = 0, count = 0;
	for (uint32_t id = 0; id < data->managers.count; id++) {
		if (data->person_of_manager[id] != NO_ID)
			continue;
		struct text name = dictionary_text(&data->managers, id);
		if (count++ < MANAGERS_SHOWN &&
		    used + name.length + 3 < sizeof names)
			used +=
			    (size_t)snprintf(names + used, sizeof names - used,
				"%s%s", used ? ", " : "", name.data);
	}
	if (count)
		talk_warn("%zu manager%s not in people.csv: %s%s (add a row, "
			  "or an alias to the right person's row)",
		    count, count == 1 ? "" : "s", names,
		    count > MANAGERS_SHOWN ? " …" : "");
}

void
session_say_rejects(const struct session *session)
{
	const struct dataset *data = &session->data;
	size_t shown =
	    session->options->verbose ? data->reject_count : REJECTS_SHOWN;
	if (data->reject_count == 0)
		return;
	talk_warn("%zu row%s rejected:", data->reject_count,
	    data->reject_count == 1 ? " was" : "s were");
	for (size_t i = 0; i < data->reject_count && i < shown; i++) {
		const struct reject *reject = &data->rejects[i];
		fprintf(stderr, "  %s:%u: %s%s%s%s%s%s\n",
		    data->inputs[reject->source.input].path,
		    reject->source.line, reject->column,
		    *reject->value ? " \"" : "", reject->value,
		    *reject->value ? "\"" : "", *reject->column ? ": " : "",
		    reject->reason);
	}
	if (data->reject_count > shown)
		fprintf(stderr,
		    "  … and %zu more (all in rejects.csv; -v "
		    "prints them)\n",
		    data->reject_count - shown);
}

enum status
session_load(struct session *session, const struct options *options,
    struct import_options import)
{
	*session = (struct session){ .options = options, .arena = arena_new() };
	session->diagnostics.arena = session->arena;
	if (!session->arena) {
		talk_error("out of memory");
		return STATUS_MEMORY;
	}
	enum status status = configuration_read(&session->configuration,
	    options->dataset, session->arena, &session->diagnostics);
	if (!status)
		status = import_dataset(&session->data, options->dataset,
		    &session->configuration, &session->formats, import,
		    session->arena, &session->diagnostics);
	if (!status)
		status = plan_check(&session->data, &session->diagnostics);
	talk_diagnostics(&session->diagnostics, options->quiet);
	if (status)
		return status;
	if (!options->quiet) {
		say_missing_tables(session, import.without);
		say_unlisted_managers(session);
	}
	return STATUS_OK;
}

static void
say_period(const struct session *session)
{
	const struct schedule *schedule = &session->schedule;
	const struct period *period = &schedule->periods[schedule->run];
	date as_of_day = schedule->as_of[schedule->run];
	char from[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE], as_of[DATE_TEXT_SIZE];
	if (session->options->quiet)
		return;
	talk_note("period %s: %s to %s, as of %s%s", period->label,
	    date_print(from, period->from), date_print(last, period->until - 1),
	    date_print(as_of, as_of_day),
	    session->options->period
		? ""
		: " (the last quarter that the data cover; --period for "
		  "another)");
}

static unsigned
jobs(const struct session *session)
{
	return session->options->jobs ? session->options->jobs
				      : workers_available();
}

enum status
session_schedule(struct session *session)
{
	const struct options *options = session->options;
	enum status status = schedule_make(&session->schedule,
	    text_of(options->period ? options->period : ""), options->as_of,
	    options->history,
	    session->configuration.definitions.fiscal_year_start,
	    &session->data, session->arena, &session->diagnostics);
	if (!status)
		say_period(session);
	talk_diagnostics(&session->diagnostics, options->quiet);
	return status;
}

enum status
session_evaluate(struct session *session)
{
	const struct options *options = session->options;
	const struct definitions *definitions =
	    &session->configuration.definitions;
	enum status status = session_schedule(session);
	if (!status)
		status = evaluate(&session->results, &session->data,
		    definitions, &session->schedule, options->seed,
		    jobs(session), session->arena, &session->diagnostics);
	if (!status && session->data.plan_count)
		status = pay_compute(&session->pay, &session->results,
		    &session->configuration.pay, session->arena,
		    &session->diagnostics);
	talk_diagnostics(&session->diagnostics, options->quiet);
	return status;
}

enum status
session_analyse(struct session *session)
{
	return analyse(&session->results, session->options->seed, jobs(session),
	    session->arena, &session->diagnostics);
}

void
session_close(struct session *session)
{
	arena_free(session->arena);
	session->arena = NULL;
}

int
session_exit_code(const struct session *session)
{
	return session->data.reject_count ? 1 : 0;
}
