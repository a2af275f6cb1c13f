#include "io/cli/explain_bonus.h"

#include <stdio.h>

#include "engine/base/arena.h"
#include "engine/model/number_text.h"
#include "engine/model/place.h"
#include "io/cli/query/print.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"
#include "metrics/pay/proof.h"

enum status
session_needs_plan(const struct session *session)
{
	if (session->pay.has_plan || pay_has_extras(&session->pay))
		return STATUS_OK;
	talk_error(
	    "there is no plan.csv with a plan for this kind of period, "
	    "no commission, no award and no adjustment, so nothing is paid");
	return STATUS_USAGE;
}

enum status
session_card(
    struct session *session, const char *wanted, const struct scorecard **card)
{
	*card = NULL;
	enum status status = session_needs_plan(session);
	if (status)
		return status;
	const struct subject *subject = session_subject(session, wanted);
	if (!subject)
		return STATUS_USAGE;
	*card = pay_card(&session->pay, subject->id);
	if (*card)
		return STATUS_OK;
	talk_error("--manager %s: not in people.csv, or neither in service in "
		   "the period nor with a commission, award or adjustment: no "
		   "score, no pay",
	    wanted);
	return STATUS_USAGE;
}

static enum status
prove(struct session *session, const char *wanted, struct proof *proof)
{
	const struct scorecard *card;
	enum status status = session_card(session, wanted, &card);
	if (status)
		return status;
	*proof = (struct proof){ .arena = session->arena,
		.language = session->options->language,
		.pay = &session->pay,
		.card = card };
	return proof_make(proof) ? diagnostics_no_memory(&session->diagnostics)
				 : STATUS_OK;
}

/* ---- as rows, for programs ---- */

static enum status
answer_proof(struct session *session, const struct proof *proof,
    enum answer_format format)
{
	static const char *const columns[] = { "number", "depth", "kind",
		"label", "value", "unit", "how", "source" };
	static const char *const units[] = { "money", "count", "share", "ratio",
		"score", "percent", "" };
	struct printing printing;
	struct values *values = &printing.values;
	enum status status = print_begin(&printing, session, format);
	if (status)
		return status;
	values_begin(values, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < proof->count; i++) {
		const struct proof_row *row = &proof->rows[i];
		values_string(values, row->number);
		values_integer(values, (int64_t)row->depth);
		values_string(values, proof_kind_name(row->kind));
		values_string(values, row->label);
		values_quantity(values, row->value);
		values_string(values, units[row->unit]);
		values_string(values, row->how);
		values_source(values, &session->data, row->source);
	}
	return print_end(&printing, STATUS_OK, NULL, NULL);
}

/* ---- as a tree, for people ---- */

/* As people read it; "" for none. */
static const char *
value_text(struct session *session, const struct proof_row *row)
{
	bool share = row->unit == PROOF_SHARE || row->unit == PROOF_RATIO;
	if (!row->value.defined)
		return "";
	const char *text = number_text_measure(session->arena,
	    quantity_rational(session->arena, row->value),
	    share ? UNIT_SHARE : UNIT_SCORE, session->options->language);
	return text ? text : "";
}

static void
print_row(struct session *session, const struct proof_row *row)
{
	const char *source =
	    place_text(&session->data, row->source, session->arena);
	const char *value = value_text(session, row);
	terminal_print(stdout, "%*s%s", (int)row->depth * 2, "", row->label);
	if (*row->client)
		terminal_print(stdout, " (%s)", row->client);
	if (*value)
		terminal_print(stdout, "  %s%s", value,
		    row->unit == PROOF_PERCENT ? " %" : "");
	if (*row->how)
		terminal_print(stdout, "  %s%s", *value ? "= " : "", row->how);
	if (source && *source)
		terminal_print(stdout, "  [%s]", source);
	putchar('\n');
}

static enum status
print_tree(struct session *session, const struct proof *proof)
{
	const struct results *results = &session->results;
	const struct view *view = &results->views[results->run_period];
	const struct subject *subject =
	    &results->subjects[proof->card->subject];
	char as_of[DATE_TEXT_SIZE];
	terminal_print(stdout, "%s (%s), %s, %s %s, %s\n\n", subject->name.data,
	    subject->key.data, view->period.label,
	    language_text(proof->language, N_("as of")),
	    date_print(as_of, view->as_of), results->definitions->currency);
	for (size_t i = 0; i < proof->count; i++)
		print_row(session, &proof->rows[i]);
	return STATUS_OK;
}

/* Explains the bonus of each person in turn. */
static enum status
explain(struct session *session, enum answer_format format)
{
	const struct option_list *managers = &session->options->managers;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < managers->count && !status; i++) {
		struct proof proof;
		status = prove(session, managers->values[i], &proof);
		if (status)
			break;
		if (i)
			putchar('\n');
		status = format == ANSWER_TABLE
			     ? print_tree(session, &proof)
			     : answer_proof(session, &proof, format);
	}
	return status;
}

int
explain_bonus(const struct options *options)
{
	struct session session;
	enum answer_format format;
	if (!answer_format_read(options->answer_format, &format))
		return 2;
	if (options->managers.count == 0) {
		talk_error(
		    "explain bonus: whose? --manager M, an id or a name");
		return 2;
	}
	if (options->managers.count > 1 && format != ANSWER_TABLE) {
		talk_error("explain bonus: --format %s is of one --manager",
		    options->answer_format);
		return 2;
	}
	enum status status = session_load(&session, options,
	    (struct import_options){
		.register_cost_queries = session_register_cost_queries,
		.cost_queries_context = &session },
	    NULL);
	if (!status)
		status = session_evaluate(&session);
	if (!status)
		status = explain(&session, format);
	talk_diagnostics(&session.diagnostics, options->quiet);
	int code =
	    status ? status_exit_code(status) : session_exit_code(&session);
	session_close(&session);
	return code;
}
