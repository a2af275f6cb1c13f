/* kpi run: the end-of-quarter evaluation, from exports to outputs. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/workers.h"
#include "io/cli/commands.h"
#include "io/cli/format_folders.h"
#include "io/cli/kept.h"
#include "io/cli/paid.h"
#include "io/cli/extract.h"
#include "io/cli/pay.h"
#include "io/cli/payroll.h"
#include "io/cli/progress.h"
#include "io/cli/say_unpaid.h"
#include "io/cli/say_ladders.h"
#include "io/cli/say_rejects.h"
#include "io/cli/say_unknown.h"
#include "io/cli/say_unreliable.h"
#include "io/cli/session.h"
#include "io/cli/talk.h"
#include "io/export/csv/fair.h"
#include "io/export/csv/kpi.h"
#include "io/export/csv/pipeline.h"
#include "io/export/dashboard/dashboard.h"
#include "io/export/html/page.h"
#include "io/export/workbook/xlsx.h"
#include "io/run/earlier.h"
#include "io/run/json.h"
#include "io/run/names.h"

/* The day that a file carries as its date: the one asked for, the
 * reproducible-builds variable, or `otherwise`. */
static date
source_date(const struct options *options, date otherwise)
{
	if (options->source_date != DATE_NONE)
		return options->source_date;
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	char *end;
	if (!epoch || *epoch < '0' || *epoch > '9')
		return otherwise;
	unsigned long long seconds = strtoull(epoch, &end, 10);
	return *end || seconds > 253402300799 /* the year 9999 */
		   ? otherwise
		   : (date)(seconds / 86400);
}

static enum status
write_csv(struct session *session, struct outputs *outputs, const char *name,
    void (*write)(struct values *values, const struct results *results))
{
	struct values values;
	enum status status = values_open_file(&values, outputs, name, NULL);
	if (status)
		return status;
	write(&values, &session->results);
	return values_close_file(&values);
}

/* The files that follow from the results alone. */
static const struct {
	const char *name;
	void (*write)(struct values *values, const struct results *results);
} tables[] = { { "kpi.csv", csv_write_kpi }, { "fair.csv", csv_write_fair },
	{ "reliability.csv", csv_write_reliability },
	{ "survival.csv", csv_write_survival },
	{ "pipeline.csv", csv_write_pipeline } };

static enum status
write_tables(struct session *session, struct outputs *outputs)
{
	struct values values;
	enum status status = STATUS_OK;
	/* The first is what a part of a run has too; the others are about
	 * everybody. */
	bool is_part = extract_is_wanted(session->options);
	size_t count = is_part ? 1 : sizeof tables / sizeof *tables;
	for (size_t i = 0; i < count && !status; i++)
		status = write_csv(
		    session, outputs, tables[i].name, tables[i].write);
	if (is_part)
		return status;
	if (!status)
		status = values_open_file(&values, outputs, "rejects.csv",
		    &session->configuration.csv);
	if (status)
		return status;
	csv_write_rejects(&values, &session->data);
	return values_close_file(&values);
}

static const char *
number(struct arena *arena, int64_t value)
{
	return arena_format(arena, "%" PRId64, value);
}

/* The definitions in force, a pair each, *count of them: with --no-pay but for
 * the terms of pay. NULL without memory. */
static const struct json_pair *
in_force(const struct session *session, size_t *count)
{
	struct json_pair *pairs =
	    arena_allocate(session->arena, DEFINITION_COUNT, sizeof *pairs);
	*count = 0;
	for (size_t i = 0; pairs && i < DEFINITION_COUNT; i++) {
		const struct definition *definition = &definitions_table[i];
		if (session->options->no_pay &&
		    strncmp(definition->setting.key, "pay.", 4) == 0)
			continue;
		struct json_pair *pair = &pairs[(*count)++];
		pair->name = definition->name;
		pair->value = definition_text(definition,
		    &session->configuration.definitions, " ", session->arena);
		if (!pair->value)
			return NULL;
	}
	return pairs;
}

static bool
is_in_use(const struct session *session, const char *format)
{
	const struct dataset *data = &session->data;
	for (size_t i = 0; i < data->input_count; i++)
		if (data->inputs[i].format &&
		    strcmp(data->inputs[i].format, format) == 0)
			return true;
	return false;
}

/* The formats by which inputs were read, each with its digest; *count of them.
 * NULL without memory. */
static const struct json_pair *
formats_in_use(const struct session *session, size_t *count)
{
	const struct formats *formats = &session->formats;
	struct json_pair *pairs =
	    arena_allocate(session->arena, formats->count, sizeof *pairs);
	*count = 0;
	for (size_t i = 0; pairs && i < formats->count; i++)
		if (is_in_use(session, formats->rows[i].name))
			pairs[(*count)++] =
			    (struct json_pair){ formats->rows[i].name,
				    formats->rows[i].sha256 };
	return pairs;
}

/* With --no-pay: a rejected row of these tables holds what somebody was to be
 * paid. What is wrong with it is still said. */
static bool
without_pay(const void *context, struct reject *reject)
{
	const struct dataset *data = context;
	enum table table = data->inputs[reject->source.input].table;
	if (table == TABLE_PEOPLE || table == TABLE_ADJUSTMENTS)
		reject->value = reject->raw = text_of("");
	return true;
}

static enum status
hide_rejected_pay(struct session *session)
{
	struct rejects hidden;
	if (!rejects_copy(&hidden, &session->data.rejects, without_pay,
		&session->data, session->arena))
		return diagnostics_no_memory(&session->diagnostics);
	session->data.rejects = hidden;
	return STATUS_OK;
}

/* What the parts that are written at the same time need. */
struct writing {
	struct session *session;
	const struct run_record *record;
	struct kept kept;
	struct report report;
	struct dashboard dashboard;
};

static enum status
write_part(void *context, size_t part, unsigned worker)
{
	struct writing *writing = context;
	struct session *session = writing->session;
	(void)worker;
	switch (part) {
	case 0:
		kept_complete_records(&writing->kept);
		return STATUS_OK;
	case 1:
		kept_complete_observations(&writing->kept);
		return STATUS_OK;
	default: /* only one part may use the session's arena and diagnostics */
		return dashboard_build(&writing->dashboard, &writing->report,
		    writing->record, session->options->language,
		    &session->diagnostics);
	}
}

/* The same report as a page. */
static enum status
write_page(struct session *session, struct outputs *outputs,
    const struct report *report)
{
	struct output *output = output_create(outputs, "dashboard.html");
	if (!output)
		return STATUS_OUTPUT;
	enum status status = html_write(report, output, &session->diagnostics);
	return status ? status : output_finish(output);
}

/* Writes observations.csv and the records on other threads while the dashboard
 * is built. The workbook is written by processes, which must not begin before
 * all threads have ended. */
static enum status
write_dashboard(struct session *session, struct outputs *outputs,
    const struct run_record *record)
{
	struct writing writing = { .session = session,
		.record = record,
		.report = { .arena = session->arena } };
	bool is_part = extract_is_wanted(session->options);
	enum status status = is_part
				 ? write_part(&writing, 2, 0)
				 : kept_open(&writing.kept, session, outputs);
	if (!status && !is_part)
		status = workers_run(
		    session_jobs(session->options), 3, write_part, &writing);
	if (!status && !is_part)
		status = kept_finish(&writing.kept);
	if (!status)
		status = digests_finish(
		    session->digests, &session->data, &session->diagnostics);
	if (!status)
		status = dashboard_conclude(
		    &writing.dashboard, &session->diagnostics);
	if (status)
		return status;
	progress_stage(session->options->quiet, N_("writing the dashboard"));
	struct report *report = &writing.report;
	status = session->options->html ? write_page(session, outputs, report)
					: STATUS_OK;
	if (status)
		return status;
	report->created = source_date(session->options, report->created);
	struct output *output = output_reserve(outputs, "dashboard.xlsx");
	if (!output)
		return STATUS_OUTPUT;
	status = xlsx_write(report, output->temporary, &session->diagnostics);
	return status ? status : output_finish(output);
}

/* Writes the dashboard and run.json, which both say what the run was, from one
 * record of it. */
static enum status
write_record(struct session *session, struct outputs *outputs, bool paid)
{
	const struct options *options = session->options;
	struct arena *arena = session->arena;
	char dated[DATE_TEXT_SIZE], as_of[DATE_TEXT_SIZE];
	const struct results *results = &session->results;
	date last = results->views[results->run_period].period.until - 1;
	const struct json_pair given[] = {
		{ "period", session->period },
		{ "as_of", date_print(as_of, options->as_of) },
		{ "formats", format_option_print(options, arena) },
		{ "language", options->language == LANGUAGE_VI ? "vi" : "en" },
		{ "history", number(arena, (int64_t)options->history) },
		{ "seed", number(arena, (int64_t)options->seed) },
		{ "paid", paid_folders_text(session) },
		{ "paid_seals", paid_seals_text(session) },
		{ "html", options->html ? "yes" : "no" },
		{ "strict", options->strict ? "yes" : "no" },
		{ "accept_rejects", options->accept_rejects ? "yes" : "no" },
		{ "accept_unknown", options->accept_unknown ? "yes" : "no" },
		{ "no_pay", options->no_pay ? "yes" : "no" },
		{ "team", options->team ? session->part : "" },
		{ "lead", options->lead ? session->part : "" },
		{ "source_date",
		    date_print(dated, source_date(options, last)) },
	};
	size_t configuration_count, format_count;
	const struct json_pair *configuration =
	    in_force(session, &configuration_count);
	const struct json_pair *formats =
	    formats_in_use(session, &format_count);
	if (!configuration || !formats)
		return diagnostics_no_memory(&session->diagnostics);
	struct run_record record = { .version = KPI_VERSION,
		.options = given,
		.configuration_file =
		    session->configuration.path ? "kpi.yaml" : NULL,
		.configuration_sha256 = session->configuration.sha256,
		.option_count = sizeof given / sizeof *given,
		.configuration = configuration,
		.configuration_count = configuration_count,
		.formats = formats,
		.format_count = format_count,
		.csv = session->configuration.csv,
		.payroll = &session->configuration.payroll,
		.results = &session->results,
		.scores = session->pay.has_plan ? &session->pay : NULL,
		.pay = paid ? &session->pay : NULL,
		.sensitivities = &session->sensitivities,
		.without_pay = options->no_pay,
		.is_part = extract_is_wanted(options),
		.outputs = outputs };
	enum status status = write_dashboard(session, outputs, &record);
	if (!status && paid && !record.is_part)
		status = payroll_write_xlsx(
		    session, outputs, source_date(options, last));
	if (status)
		return status;
	struct output *output = output_create(outputs, "run.json");
	if (!output)
		return STATUS_OUTPUT;
	if (json_write_run(output, &record))
		return diagnostics_no_memory(&session->diagnostics);
	return output_finish(output);
}

/* The names of the files that were written, for the user; `…` without
 * memory. */
static const char *
list_outputs(const struct outputs *outputs)
{
	const char *list = "";
	for (size_t i = 0; i < outputs->count && list; i++)
		list = arena_format(outputs->arena, "%s%s%s", list,
		    i ? ", " : "", outputs->files[i]->name);
	return list ? list : "…";
}

/* All outputs or none; *names lists them. */
static enum status
write_outputs(struct session *session, const char *folder, const char **names)
{
	struct outputs outputs;
	struct earlier earlier;
	enum status status = outputs_open(
	    &outputs, folder, session->arena, &session->diagnostics);
	if (status)
		return status;
	status = earlier_look(
	    &earlier, folder, session->arena, &session->diagnostics);
	progress_stage(session->options->quiet, N_("writing the tables"));
	if (!status) {
		outputs_spare(&outputs, earlier_wrote, &earlier);
		status = write_tables(session, &outputs);
	}
	if (!status)
		status = say_remarks(session);
	bool paid = false;
	if (!status)
		status = pay_write(session, &outputs, &paid);
	if (!status)
		status = write_record(session, &outputs, paid);
	if (!status)
		status = earlier_remove(&earlier, &outputs, &session->data);
	progress_clear();
	*names = list_outputs(&outputs);
	if (!status)
		return outputs_commit(&outputs);
	outputs_abandon(&outputs);
	return status;
}

static int
run(struct session *session)
{
	const struct options *options = session->options;
	if (options->strict && session->data.rejects.count) {
		talk_error("rows were rejected; nothing was written "
			   "(--strict)");
		return 3;
	}
	enum status status = session_evaluate(session);
	if (!status)
		status = say_unreliable(session);
	if (!status)
		status = say_ladders(session);
	if (!status)
		status = session_analyse(session);
	if (!status && options->no_pay)
		status = hide_rejected_pay(session);
	if (!status && extract_is_wanted(options))
		status = extract_take(session);
	if (status) {
		talk_diagnostics(&session->diagnostics, options->quiet);
		return status_exit_code(status);
	}
	const struct results *results = &session->results;
	const char *folder =
	    options->out
		? options->out
		: arena_format(session->arena, "out/%s",
		      results->views[results->run_period].period.label);
	const char *names = "";
	status = folder ? write_outputs(session, folder, &names)
			: diagnostics_no_memory(&session->diagnostics);
	talk_diagnostics(&session->diagnostics, options->quiet);
	if (status)
		return status_exit_code(status);
	session_say_assumptions(session);
	if (!options->quiet)
		talk_note("wrote %s: %s", folder, names);
	return session_exit_code(session);
}

/* Where the outputs go, as far as that is known before the data are read: by
 * default a folder in `out` named after the period. Without --period its name
 * is not known yet. */
static struct writes
what_is_written(const struct options *options, char *folder, size_t size)
{
	const char *name;
	struct writes writes = { .folder = options->out };
	struct period period;
	if (!options->out) {
		bool known = period_parse(text_of(options->period), 1, &period);
		snprintf(folder, size, "out%s%s", known ? "/" : "",
		    known ? period.label : "");
		writes.folder = folder;
		if (!known)
			return writes;
	}
	writes.of_run = true;
	for (size_t i = 0; (name = names_of_run(i)); i++)
		writes.names[writes.count++] = name;
	return writes;
}

/* Says which options contradict one another. */
static bool
options_agree(const struct options *options)
{
	if (options->team && options->lead) {
		talk_error("--team and --lead: one of them only");
		return false;
	}
	if (!options->no_pay || options->paid.count == 0)
		return true;
	talk_error("--no-pay and --paid: one of them only");
	return false;
}

int
command_run(const struct options *options)
{
	if (!options_agree(options))
		return 2;
	struct session session;
	char folder[PERIOD_TEXT_SIZE + sizeof "out/"];
	struct writes writes = what_is_written(options, folder, sizeof folder);
	enum status status = session_load(&session, options,
	    (struct import_options){ .proof = true,
		.register_cost_queries = session_register_cost_queries,
		.cost_queries_context = &session },
	    &writes);
	if (!status) {
		say_unknown_names(&session);
		say_rejects(&session);
	}
	int code = status ? status_exit_code(status) : run(&session);
	session_close(&session);
	return code;
}
