#include "io/cli/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/workers.h"
#include "io/cli/format_folders.h"
#include "io/cli/paid.h"
#include "io/cli/progress.h"
#include "io/cli/say_unknown.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/cli/typed_manager.h"
#include "io/cli/typed_period.h"
#include "io/locale/locale.h"
#include "metrics/analysis/analysis.h"
#include "metrics/estimates/evaluate.h"
#include "metrics/estimates/metrics.h"
#include "metrics/estimates/mix.h"
#include "metrics/pay/bonus.h"
#include "metrics/pay/plan.h"
#include "metrics/pay/terms.h"
#include "metrics/periods/subjects.h"

static void
say_missing_tables(const struct session *session, unsigned not_read)
{
	for (int table = 0; table < TABLE_COUNT; table++) {
		if (session->data.present[table] || not_read >> table & 1 ||
		    !(table_kinds[table].flags & TABLE_MAIN))
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
		talk_warn(
		    "no %s: no data for %s", table_kinds[table].files, without);
	}
}

/* Reads all formats and asks for those of the command line. */
static enum status
read_formats(struct session *session)
{
	const struct options *options = session->options;
	for (int table = 0; table < TABLE_COUNT; table++) {
		struct text name = options->formats[table];
		name.data = arena_copy(session->arena, name.data, name.length);
		if (!name.data)
			return diagnostics_no_memory(&session->diagnostics);
		if (name.length)
			configuration_ask_format(
			    &session->configuration, (enum table)table, name);
	}
	const char *const *folders;
	enum status status = format_folders(
	    session->options->dataset, &folders, &session->diagnostics);
	return status ? status
		      : formats_read(&session->formats, folders, session->arena,
			    &session->diagnostics);
}

static enum status
judge_writes(struct session *session, struct writes *writes)
{
	return writes ? writes_judge(writes, session->options->dataset,
			    session->arena, &session->diagnostics)
		      : STATUS_OK;
}

static enum status
spare_tables(struct session *session, const struct writes *writes)
{
	return writes ? writes_spare_tables(writes, session->options->dataset,
			    &session->configuration, session->arena,
			    &session->diagnostics)
		      : STATUS_OK;
}

enum status
session_spare(struct session *session, struct writes *writes)
{
	enum status status = judge_writes(session, writes);
	return status ? status : spare_tables(session, writes);
}

/* Reads kpi.yaml and the formats. Checks the outputs as early as possible:
 * whether they can be written before anything is read, whether they would
 * replace a table's file as soon as kpi.yaml says which these are. */
static enum status
read_settings(struct session *session, struct writes *writes)
{
	enum status status = judge_writes(session, writes);
	if (!status)
		status = configuration_read(&session->configuration,
		    session->options->dataset, session->arena,
		    &session->diagnostics);
	if (!status)
		status = spare_tables(session, writes);
	return status ? status : read_formats(session);
}

unsigned
session_jobs(const struct options *options)
{
	return options->jobs ? options->jobs : workers_available();
}

enum status
session_register_cost_queries(
    void *context, const struct dataset *data, struct bookings *bookings)
{
	const struct session *session = context;
	const struct options *options = session->options;
	if (session->period_open && !session->period_quarters)
		return STATUS_OK;
	return schedule_register_cost_queries(bookings,
	    text_of(session->period_open ? "" : session->period),
	    options->as_of, options->history,
	    session->configuration.definitions.fiscal_year_start, data);
}

enum status
session_register_no_cost_queries(
    void *context, const struct dataset *data, struct bookings *bookings)
{
	(void)context;
	return bookings_open(bookings, NULL, 0, 0, data->arena) ? STATUS_OK
								: STATUS_MEMORY;
}

/* With KPI_READER=careful in the environment libcsv reads all of a CSV file;
 * this is how tests compare it with the faster reader. */
static bool
reads_carefully(void)
{
	const char *reader = getenv("KPI_READER");
	return reader && strcmp(reader, "careful") == 0;
}

static void
open_period(struct session *session)
{
	session->period = session->options->period;
	session->period_quarters = true;
	session->period_open =
	    !*session->period ||
	    typed_periods_open(session->period, &session->period_quarters);
}

/* Gives periods without a year theirs. */
static enum status
close_period(struct session *session)
{
	date latest = dataset_latest_day(&session->data);
	session->period_open &= *session->period != '\0';
	if (!session->period_open)
		return STATUS_OK;
	session->period_open = false;
	if (latest == DATE_NONE)
		return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
		    "--period %s: of which year? the data hold no date to "
		    "take it from",
		    session->period);
	const char *closed = typed_periods_close(session->period, latest,
	    session->configuration.definitions.fiscal_year_start,
	    session->arena);
	if (!closed)
		return diagnostics_no_memory(&session->diagnostics);
	session->period = closed;
	return STATUS_OK;
}

enum status
session_read(struct session *session, const struct options *options,
    struct import_options import, struct writes *writes)
{
	import.jobs = session_jobs(options);
	import.careful = reads_carefully();
	import.accept_unknown = options->accept_unknown;
	struct progress progress;
	progress_start(&progress, options->quiet);
	import.progress = progress_show;
	import.progress_context = &progress;
	*session = (struct session){ .options = options, .arena = arena_new() };
	session->diagnostics.language = locale_spoken();
	open_period(session);
	session->diagnostics.arena = session->arena;
	if (import.proof)
		session->digests = digests_new(import.jobs);
	import.digests = session->digests;
	if (!session->arena || (import.proof && !session->digests)) {
		progress_clear();
		talk_error("out of memory");
		return STATUS_MEMORY;
	}
	enum status status = read_settings(session, writes);
	if (!status)
		status = import_dataset(&session->data, options->dataset,
		    &session->configuration, &session->formats, import,
		    session->arena, &session->diagnostics);
	progress_clear();
	if (!status)
		status = close_period(session);
	if (!status)
		status = mix_check(&session->data,
		    &session->configuration.definitions, &session->diagnostics);
	if (!status)
		status = plan_check(&session->data,
		    &session->configuration.definitions, &session->diagnostics);
	if (!status)
		status = terms_check(&session->data,
		    &session->configuration.definitions, &session->diagnostics);
	session->not_read = import.without;
	return status;
}

void
session_say(struct session *session, enum status status)
{
	const struct options *options = session->options;
	if (!session->arena)
		return;
	talk_diagnostics(&session->diagnostics, options->quiet);
	if (status) {
		session_say_assumptions(session);
	} else if (!options->quiet) {
		if (session->period != options->period)
			talk_note("--period: %s, the last of that name that "
				  "the data cover",
			    session->period);
		say_missing_tables(session, session->not_read);
		say_unknown_managers(session);
	}
}

enum status
session_load(struct session *session, const struct options *options,
    struct import_options import, struct writes *writes)
{
	enum status status = session_read(session, options, import, writes);
	session_say(session, status);
	return status;
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
	    *session->period
		? ""
		: _(" (the last quarter that the data cover; --period for "
		    "another)"));
}

enum status
session_judge_coverage(struct session *session)
{
	const struct options *options = session->options;
	const struct schedule *schedule = &session->schedule;
	const struct period *period = &schedule->periods[schedule->run];
	enum coverage coverage =
	    schedule_coverage(schedule, &session->data, options->as_of);
	char end[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
	date_print(end, dataset_latest_day(&session->data));
	date_print(last, period->until - 1);
	session->coverage = coverage;
	if (coverage == COVERED)
		return STATUS_OK;
	if (coverage == NOT_COVERED)
		return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
		    "the data end on %s, before %s begins; if they are "
		    "complete, --as-of %s says that nothing has happened since",
		    end, period->label, last);
	if (options->strict)
		return diagnostics_fail(&session->diagnostics, STATUS_INPUT,
		    "the data end on %s, %s ends on %s: --as-of %s for the "
		    "period "
		    "so far, --as-of %s if nothing has happened since "
		    "(--strict)",
		    end, period->label, last, end, last);
	struct assumption *assumption =
	    assumptions_add(&session->data.assumptions, 0,
		arena_format(session->arena, _("--as-of %s"), end));
	if (!assumption)
		return diagnostics_no_memory(&session->diagnostics);
	note_say(&assumption->text,
	    "the data end on %s, %s ends on %s: --as-of %s for the period so "
	    "far, --as-of %s if nothing has happened since",
	    end, period->label, last, end, last);
	return STATUS_OK;
}

enum status
session_may_pay(struct session *session)
{
	const struct schedule *schedule = &session->schedule;
	const struct period *period = &schedule->periods[schedule->run];
	char end[DATE_TEXT_SIZE], last[DATE_TEXT_SIZE];
	if (session->coverage == COVERED)
		return STATUS_OK;
	return diagnostics_fail(&session->diagnostics, STATUS_USAGE,
	    "the data end on %s, %s ends on %s: --as-of %s for the period so "
	    "far, "
	    "--as-of %s if nothing has happened since; nobody is paid until "
	    "one of them says up to when the data are "
	    "known",
	    date_print(end, dataset_latest_day(&session->data)), period->label,
	    date_print(last, period->until - 1), end, last);
}

/* Prints each line at the same indent, so that several can be copied
 * together. */
static void
say_lines(const char *lines)
{
	while (*lines) {
		size_t length = strcspn(lines, "\n");
		terminal_print(stderr, "      %.*s\n", (int)length, lines);
		lines += length + (lines[length] == '\n');
	}
}

void
session_say_assumptions(struct session *session)
{
	enum { ASSUMPTIONS_SHOWN = 20 };
	const struct assumptions *assumptions = &session->data.assumptions;
	const struct options *options = session->options;
	if (assumptions->count == 0)
		return;
	talk_warn("taken otherwise than it stands there:");
	size_t shown = assumptions->count;
	if (shown > ASSUMPTIONS_SHOWN && !options->verbose)
		shown = ASSUMPTIONS_SHOWN;
	for (size_t i = 0; i < shown; i++) {
		const struct assumption *row = &assumptions->rows[i];
		const char *text = row->text.text[options->language];
		const char *weight = assumption_weight(row,
		    session->configuration.definitions.currency,
		    options->language, session->arena);
		terminal_print(stderr, "  %s%s\n",
		    text ? text : "out of memory", weight ? weight : "");
		say_lines(row->line);
	}
	if (shown < assumptions->count)
		terminal_print(stderr, "  … and %zu more (-v prints them)\n",
		    assumptions->count - shown);
}

enum status
session_schedule(struct session *session)
{
	const struct options *options = session->options;
	enum status status = schedule_make(&session->schedule,
	    text_of(session->period), options->as_of, options->history,
	    session->configuration.definitions.fiscal_year_start,
	    &session->data, session->arena, &session->diagnostics);
	if (!status)
		say_period(session);
	if (!status)
		status = session_judge_coverage(session);
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
	progress_stage(options->quiet, N_("computing"));
	if (!status)
		status = evaluate(&session->results, &session->data,
		    definitions, &session->schedule, session_jobs(options),
		    session->arena, &session->diagnostics);
	if (!status)
		status = paid_read(session);
	if (!status)
		status = pay_compute(&session->pay, &session->results,
		    &session->configuration.payroll, &session->paid,
		    session->arena, &session->diagnostics);
	progress_clear();
	talk_diagnostics(&session->diagnostics, options->quiet);
	return status;
}

enum status
session_analyse(struct session *session)
{
	progress_stage(session->options->quiet, N_("analysing"));
	enum status status = analyse(&session->results, session->options->seed,
	    session_jobs(session->options), session->arena,
	    &session->diagnostics);
	progress_clear();
	if (status)
		talk_diagnostics(
		    &session->diagnostics, session->options->quiet);
	return status;
}

const struct subject *
session_subject(struct session *session, const char *wanted)
{
	const struct results *results = &session->results;
	if (!wanted)
		return &results->subjects[0];
	uint32_t manager = typed_manager(session, "--manager", wanted);
	return manager == NO_ID
		   ? NULL
		   : &results->subjects[results->subject_of_manager[manager]];
}

void
session_say_parts(const struct session *session)
{
	if (dataset_has_parts(&session->data))
		talk_note("the timesheets come from parts (kpi part): these "
			  "hold projects, days, hours and costs, but neither "
			  "employees nor departments; ask where the exports "
			  "are");
}

void
session_close(struct session *session)
{
	digests_free(session->digests);
	session->digests = NULL;
	arena_free(session->arena);
	session->arena = NULL;
}

int
session_exit_code(const struct session *session)
{
	return session->data.rejects.count ? 1 : 0;
}
