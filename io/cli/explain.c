/* kpi explain: the records behind one number. They are the observations of the
 * metric that belong to the subject, so that no metric needs code of its own
 * for this. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/analysis.h"
#include "engine/model/place.h"
#include "engine/model/record.h"
#include "io/cli/commands.h"
#include "io/cli/explain_bonus.h"
#include "io/cli/session.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/cli/typed_manager.h"
#include "io/cli/typed_metric.h"
#include "io/locale/locale.h"
#include "metrics/estimates/metrics.h"
#include "metrics/periods/cohort.h"
#include "metrics/periods/subjects.h"

/* One line of the answer; sorted by id. */
struct row {
	struct text id;
	const struct observation *observation;
	bool hidden; /* its score could identify who gave it */
};

struct explanation {
	struct session *session;
	const struct metric *metric;
	size_t metric_index;
	const struct subject *subject;
};

/* Those who share a record, the largest share first. */
static int
by_id(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	int order = text_compare(a->id, b->id);
	return order ? order
		     : (a->observation > b->observation) -
			   (a->observation < b->observation);
}

static const char *
print_measure(char text[WIDE_TEXT_SIZE], const struct metric *metric,
    union measure measure)
{
	return quantity_print(text, measure_quantity(metric, measure));
}

static void
print_source(const struct dataset *data, struct source source)
{
	struct place place;
	place_of(&place, data, source);
	terminal_print(stdout, "%s%s%s",
	    source.line ? place.parts[0].data : "-", place.parts[1].data,
	    place.parts[2].data);
}

/* The value of a contract and, where it was computed from a monthly price or an
 * amount in another currency, also that. */
static void
print_value(const struct dataset *data, const struct contract *contract)
{
	char value[WIDE_TEXT_SIZE], original[WIDE_TEXT_SIZE];
	char rate[WIDE_TEXT_SIZE];
	bool foreign = contract->exchange_rate != DECIMAL_NONE;
	bool monthly = contract->value_per == PER_MONTH;
	wide_print(value, decimal_widen(contract->value));
	terminal_print(stdout, "value %s", value);
	if (foreign || monthly) {
		wide_print(original, decimal_widen(contract->original_value));
		terminal_print(stdout, " (%s%s%s%s", original,
		    foreign ? " " : "",
		    dictionary_text(&data->words, contract->currency).data,
		    monthly ? " a month" : "");
		if (foreign) {
			wide_print(
			    rate, decimal_widen(contract->exchange_rate));
			terminal_print(stdout, ", at %s", rate);
		}
		terminal_print(stdout, ")");
	}
	if (contract->kind == KIND_CREDIT)
		terminal_print(stdout, " credit of %s",
		    dictionary_text(&data->words, contract->refers_to).data);
	terminal_print(stdout, "  ");
}

/* Whose part of the record's money it is, where several share it. */
static void
print_share(const struct dataset *data, const struct observation *o)
{
	char share[WIDE_TEXT_SIZE];
	if (!o->share)
		return;
	wide_print(share, decimal_widen(o->share));
	terminal_print(stdout, "%s has %s of ",
	    dictionary_text(&data->managers, o->manager).data, share);
}

/* A payment's amount, as in its currency if that is another, and contract. */
static void
print_payment(const struct dataset *data, const struct payment_row *payment)
{
	char amount[WIDE_TEXT_SIZE], day[DATE_TEXT_SIZE];
	wide_print(amount, decimal_widen(payment->amount));
	terminal_print(stdout, "payment of %s", amount);
	if (payment->exchange_rate != DECIMAL_NONE) {
		wide_print(amount, decimal_widen(payment->original_amount));
		terminal_print(stdout, " (%s %s", amount,
		    dictionary_text(&data->words, payment->currency).data);
		wide_print(amount, decimal_widen(payment->exchange_rate));
		terminal_print(stdout, ", at %s)", amount);
	}
	terminal_print(stdout, ", contract %s, paid %s  ",
	    dictionary_text(&data->contract_ids, payment->contract).data,
	    date_print(day, payment->paid_on));
}

/* What decides whether a contract counts for its client: its term, and its
 * value. */
static void
print_term(const struct view *view, const struct contract *contract)
{
	char start[DATE_TEXT_SIZE], end[DATE_TEXT_SIZE];
	date last = contract_last_day(view, contract);
	terminal_print(stdout, "%s to %s  ",
	    date_print(start, contract->start_on),
	    last == DATE_FOREVER ? _("open end") : date_print(end, last));
	print_value(view->data, contract);
}

/* What decides whether a contract counts for its project: its budget, and when
 * it was delivered or terminated. */
static void
print_delivery(const struct view *view, const struct contract *contract)
{
	char day[DATE_TEXT_SIZE], budget[WIDE_TEXT_SIZE];
	date delivered = known_by(contract->delivered_on, view->as_of);
	date terminated = contract_terminated_on(contract, view->as_of);
	wide_print(budget, contract_budget(view, contract));
	terminal_print(stdout, "budget %s  ", budget);
	if (delivered != DATE_NONE)
		terminal_print(
		    stdout, "delivered %s  ", date_print(day, delivered));
	else if (terminated != DATE_NONE)
		terminal_print(
		    stdout, "terminated %s  ", date_print(day, terminated));
	else
		terminal_print(stdout, "not delivered  ");
}

static bool
is_of_running(const struct metric *metric)
{
	return text_is(text_of(metric->id), "running_over") ||
	       text_is(text_of(metric->id), "eac_variance");
}

static void
print_progress(const struct contract *contract)
{
	char budget[WIDE_TEXT_SIZE], progress[WIDE_TEXT_SIZE];
	wide_print(budget, decimal_widen(contract->planned_budget));
	if (contract->progress == DECIMAL_NONE) {
		terminal_print(
		    stdout, "whole budget %s  no progress  ", budget);
		return;
	}
	wide_print(progress, decimal_widen(contract->progress));
	terminal_print(
	    stdout, "whole budget %s  progress %s  ", budget, progress);
}

/* How a project that runs stands: what it cost, and what it will. */
static void
print_running(const struct explanation *explanation, uint32_t id)
{
	const struct results *results = &explanation->session->results;
	const struct booked_project *running = booked_running(
	    &results->views[results->run_period].cohort->booked, id);
	char cost[WIDE_TEXT_SIZE], budget[WIDE_TEXT_SIZE], due[DATE_TEXT_SIZE];
	char progress[DOUBLE_TEXT_SIZE], estimate[DOUBLE_TEXT_SIZE];
	if (!running)
		return;
	const struct project *project = &running->project;
	wide_print(cost, running->cost);
	wide_print(budget, project->budget);
	terminal_print(
	    stdout, "    cost by now %s  budget by now %s", cost, budget);
	if (booked_has_estimate(running)) {
		double_print(progress,
		    wide_ratio(project->earned, project->planned_budget));
		double_print(estimate, rational_nearest(booked_estimate(running,
					   explanation->session->arena)));
		terminal_print(stdout,
		    "  progress %s  estimate at completion %s", progress,
		    estimate);
	}
	if (project->due_on != DATE_NONE)
		terminal_print(
		    stdout, "  due %s", date_print(due, project->due_on));
	putchar('\n');
}

/* The signed contracts behind a client or project, each with its line. */
static void
print_contracts(const struct explanation *explanation, uint32_t record)
{
	const struct dataset *data = &explanation->session->data;
	const struct view *view =
	    &explanation->session->results
		 .views[explanation->session->results.run_period];
	const struct grouping *grouping =
	    explanation->metric->records == RECORD_CLIENT
		? &data->contracts_of_client
		: &data->contracts_of_project;
	for (uint32_t i = grouping->first[record];
	     i < grouping->first[record + 1]; i++) {
		const struct contract *contract =
		    &data->contracts[grouping->order[i]];
		if (!contract_is_signed(contract, view->as_of))
			continue;
		terminal_print(stdout, "    contract %s  ",
		    dictionary_text(&data->contract_ids, contract->contract)
			.data);
		if (explanation->metric->records == RECORD_CLIENT)
			print_term(view, contract);
		else
			print_delivery(view, contract);
		if (is_of_running(explanation->metric))
			print_progress(contract);
		print_source(data, contract->source);
		putchar('\n');
	}
}

static void
print_timesheet(const struct dataset *data, const struct timesheet *row)
{
	char day[DATE_TEXT_SIZE], hours[WIDE_TEXT_SIZE], cost[WIDE_TEXT_SIZE];
	wide paid = 0;
	wide_print(hours, decimal_widen_fine(row->hours, row->hours_rest));
	timesheet_cost(row, &paid);
	wide_print(cost, paid);
	terminal_print(stdout, "    %s  %s h  cost %s  ",
	    date_print(day, row->day), hours,
	    row->kind == COST_NONE ? _("none") : cost);
	print_source(data, row->source);
	putchar('\n');
}

/* The timesheet rows booked on a project by as_of. */
static void
print_timesheets(const struct explanation *explanation, uint32_t project)
{
	const struct session *session = explanation->session;
	const struct timesheets *rows = &session->data.timesheets;
	date as_of = session->results.views[session->results.run_period].as_of;
	for (size_t b = 0; b < rows->block_count; b++) {
		const struct timesheet_block *block = &rows->blocks[b];
		for (size_t i = 0; i < block->count; i++) {
			if (block->project[i] != project)
				continue;
			struct timesheet row = timesheet_at(block, i);
			if (row.day <= as_of)
				print_timesheet(&session->data, &row);
		}
	}
}

static void
print_row(
    const struct explanation *explanation, const struct row *row, int width)
{
	const struct session *session = explanation->session;
	const struct metric *metric = explanation->metric;
	const struct observation *o = row->observation;
	char x[WIDE_TEXT_SIZE], y[WIDE_TEXT_SIZE];
	bool sums = metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT;
	terminal_put_padded(stdout, row->id, width);
	terminal_print(stdout, "  %18s  %18s  ",
	    row->hidden ? _("hidden") : print_measure(x, metric, o->x),
	    sums ? "" : print_measure(y, metric, o->y));
	if (metric->kind == METRIC_SHARE)
		terminal_put_padded(
		    stdout, text_of(o->x.exact ? _("yes") : _("no")), 5);
	else if (metric->kind == METRIC_GROUP_MEAN)
		terminal_print(stdout, "%s  ",
		    dictionary_text(&session->data.words, o->group).data);
	print_share(&session->data, o);
	if (metric->records == RECORD_CONTRACT && metric->unit == UNIT_MONEY)
		print_value(
		    &session->data, &session->data.contracts[o->record]);
	if (metric->records == RECORD_PAYMENT)
		print_payment(
		    &session->data, &session->data.payments[o->record]);
	print_source(&session->data,
	    record_source(&session->data, metric->records, o->record));
	putchar('\n');
	if (is_of_running(metric))
		print_running(explanation, o->record);
	if (metric->records == RECORD_CLIENT ||
	    metric->records == RECORD_PROJECT)
		print_contracts(explanation, o->record);
	if (metric->records == RECORD_PROJECT && session->options->verbose)
		print_timesheets(explanation, o->record);
}

static const char *
subject_text(const struct explanation *explanation)
{
	const struct subject *subject = explanation->subject;
	const char *text = subject->name.data;
	if (subject->scope == SCOPE_COMPANY)
		return _("company");
	if (subject->scope == SCOPE_REPORTS)
		text = arena_format(explanation->session->arena,
		    _("%s and all who report to them"), text);
	return text ? text : "…";
}

static void
print_head(const struct explanation *explanation)
{
	const struct session *session = explanation->session;
	const struct results *results = &session->results;
	const struct view *view = &results->views[results->run_period];
	const struct metric *metric = explanation->metric;
	enum language language = session->options->language;
	const struct estimate *estimate =
	    results_at(results, results->run_period,
		(size_t)(explanation->subject - results->subjects),
		explanation->metric_index);
	char value[WIDE_TEXT_SIZE], x[WIDE_TEXT_SIZE], y[WIDE_TEXT_SIZE];
	char as_of[DATE_TEXT_SIZE];
	terminal_print(stdout, "%s (%s), %s, %s as of %s\n%s\n\n",
	    language_text(language, metric->label), metric->id,
	    subject_text(explanation), view->period.label,
	    date_print(as_of, view->as_of),
	    language_text(language, metric->formula));
	if (results_few_raters(results, results->run_period,
		(size_t)(explanation->subject - results->subjects),
		explanation->metric_index)) {
		terminal_print(stdout, "%s   (n = %u)\n",
		    absence_text(ABSENCE_HIDDEN, language), estimate->n);
		return;
	}
	quantity_print(value, estimate->value);
	quantity_print(x, estimate->numerator);
	quantity_print(y, estimate->denominator);
	if (!estimate->value.defined)
		puts(_("no value: nothing to divide by"));
	else if (*y)
		terminal_print(stdout, "%s = %s / %s   (n = %u)\n", value, x, y,
		    estimate->n);
	else
		terminal_print(stdout, "%s   (n = %u)\n", value, estimate->n);
}

static enum status
print_rows(const struct explanation *explanation)
{
	struct session *session = explanation->session;
	const struct results *results = &session->results;
	const struct metric *metric = explanation->metric;
	const struct observations *observations = results_observations(
	    results, results->run_period, explanation->metric_index);
	struct row *rows =
	    arena_allocate(session->arena, observations->count, sizeof *rows);
	bool *hidden = analysis_hidden(results, results->run_period,
	    explanation->metric_index, session->arena);
	size_t count = 0, hidden_count = 0;
	int width = 8;
	if (!rows || !hidden)
		return STATUS_MEMORY;
	for (size_t i = 0; i < observations->count; i++) {
		const struct observation *o = &observations->rows[i];
		if (!results_belongs(results, explanation->subject, o))
			continue;
		struct text id = record_id(
		    &session->data, metric->records, o->record, session->arena);
		if (!id.data)
			return STATUS_MEMORY;
		rows[count++] = (struct row){ id, o, hidden[i] };
		hidden_count += hidden[i];
		if (terminal_width(id) > width)
			width = terminal_width(id);
	}
	qsort(rows, count, sizeof *rows, by_id);
	if (count) {
		putchar('\n');
		terminal_put_padded(stdout,
		    text_of(record_kind_name(
			metric->records, session->options->language)),
		    width);
		terminal_print(stdout, "  %18s  %18s  %s%s\n", "x",
		    metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT
			? ""
			: "y",
		    metric->kind == METRIC_SHARE        ? _("counts  ")
		    : metric->kind == METRIC_GROUP_MEAN ? _("department  ")
							: "",
		    _("source"));
	}
	for (size_t i = 0; i < count; i++)
		print_row(explanation, &rows[i], width);
	if (hidden_count)
		terminal_print(stdout,
		    "\n%zu scores are hidden: a department with fewer than "
		    "%d raters of a manager\ncould be told from them "
		    "(kpi.yaml, coordination: min_raters)\n",
		    hidden_count, session->results.definitions->min_raters);
	return STATUS_OK;
}

/* Whose records are asked for; NULL, and said, if there is nobody of that
 * name. */
static const struct subject *
subject_of(struct session *session, size_t i)
{
	const struct option_list *managers = &session->options->managers;
	const struct results *results = &session->results;
	const char *lead = session->options->lead;
	if (!lead)
		return session_subject(
		    session, managers->count ? managers->values[i] : NULL);
	uint32_t manager = typed_manager(session, "--lead", lead);
	uint32_t subject =
	    manager == NO_ID ? NO_ID : results->subject_of_lead[manager];
	if (manager != NO_ID && subject == NO_ID)
		talk_error("--lead %s: nobody reports to them (people.csv, "
			   "reports_to)",
		    lead);
	return subject == NO_ID ? NULL : &results->subjects[subject];
}

/* Explains the metric of the company, of a lead, or of each named manager in
 * turn. */
static int
explain(struct session *session, const struct metric *metric)
{
	const struct option_list *managers = &session->options->managers;
	for (size_t i = 0; i == 0 || i < managers->count; i++) {
		struct explanation explanation = { .session = session,
			.metric = metric,
			.metric_index = (size_t)(metric - metrics_table),
			.subject = subject_of(session, i) };
		if (!explanation.subject)
			return 2;
		if (i)
			putchar('\n');
		print_head(&explanation);
		if (print_rows(&explanation)) {
			talk_error("out of memory");
			return 3;
		}
	}
	return session_exit_code(session);
}

int
command_explain(const struct options *options)
{
	const struct typed_choice also = { { text_of("bonus"), text_of("bonus"),
	    text_of("thưởng") } };
	if (!options->metric) {
		talk_error("explain: which metric? kpi list metrics has them");
		return 2;
	}
	size_t index =
	    typed_metric("", text_of(options->metric), &also, options->quiet);
	if (index == TYPED_SAID)
		return 2;
	bool bonus = index == metrics_count;
	if (options->lead && (bonus || options->managers.count)) {
		talk_error("--lead goes with a metric, and without --manager");
		return 2;
	}
	if (bonus)
		return explain_bonus(options);
	const struct metric *metric = &metrics_table[index];
	if (options->answer_format) {
		talk_error("--format goes with explain bonus; for the records "
			   "behind %s see kpi sql, table observations",
		    metric->id);
		return 2;
	}
	struct session session;
	struct import_options import = { 0 };
	if (!options->verbose || metric->records != RECORD_PROJECT) {
		import.register_cost_queries = session_register_cost_queries;
		import.cost_queries_context = &session;
	}
	enum status status = session_load(&session, options, import, NULL);
	if (!status)
		status = session_evaluate(&session);
	int code =
	    status ? status_exit_code(status) : explain(&session, metric);
	session_close(&session);
	return code;
}
