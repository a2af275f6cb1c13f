#include "io/cli/pay.h"

#include "engine/base/arena.h"
#include "engine/model/schema.h"
#include "engine/model/spells.h"
#include "io/cli/extract.h"
#include "io/cli/payroll.h"
#include "io/cli/say_unpaid.h"
#include "io/export/csv/pay.h"
#include "io/export/csv/sensitivity.h"
#include "io/locale/locale.h"
#include "metrics/pay/sensitivity.h"

/* Writes a table that HR works on with. */
static enum status
write_table(struct session *session, struct outputs *outputs, const char *name,
    void (*write)(struct values *, const struct pay_results *))
{
	struct values values;
	enum status status = values_open_file(
	    &values, outputs, name, &session->configuration.csv);
	if (status)
		return status;
	write(&values, &session->pay);
	return values_close_file(&values);
}

static enum status
write_sensitivity(struct session *session, struct outputs *outputs)
{
	struct values values;
	if (sensitivity_find(&session->sensitivities, &session->pay,
		session_jobs(session->options), session->arena))
		return diagnostics_no_memory(&session->diagnostics);
	enum status status = values_open_file(
	    &values, outputs, "sensitivity.csv", &session->configuration.csv);
	if (status)
		return status;
	sensitivity_write(
	    &values, &session->pay, &session->sensitivities, session->arena);
	return values_close_file(&values);
}

/* People whose score rests on less than half of their plan's weight. */
static void
say_thin_scores(struct session *session)
{
	enum { NAMED = 5 };
	const struct pay_results *pay = &session->pay;
	const char *names = "";
	size_t count = 0;
	for (size_t i = 0; i < pay->card_count; i++) {
		const struct scorecard *card = &pay->cards[i];
		if (!card_is_thin(card))
			continue;
		if (count++ < NAMED && names)
			names = arena_format(session->arena, "%s%s%s", names,
			    *names ? ", " : "", pay_id(pay, card).data);
	}
	if (count)
		diagnostics_warn(&session->diagnostics,
		    locale_count("%zu person is scored by less than half of "
				 "the plan's weight: %s%s (the notes in "
				 "scorecard.csv say why)",
			"%zu people are scored by less than half of the plan's "
			"weight: %s%s (the notes in scorecard.csv say why)",
			count),
		    count, names ? names : "", count > NAMED ? " …" : "");
}

/* Is there a score, and not one record behind any value that it rests on? */
static bool
is_empty(const struct scorecard *card)
{
	bool empty = card->scored;
	for (size_t l = 0; l < card->line_count; l++)
		empty &= card->lines[l].leaving ||
			 (card->lines[l].row->scope == PLAN_SELF &&
			     card->lines[l].estimate->n == 0);
	return empty;
}

/* People who are judged by their own records and have none: directors, say,
 * who are meant to be judged by those of others. */
static void
say_empty_scores(struct session *session)
{
	enum { NAMED = 5 };
	const struct pay_results *pay = &session->pay;
	const char *names = "";
	size_t count = 0;
	for (size_t i = 0; i < pay->card_count; i++)
		if (is_empty(&pay->cards[i]) && count++ < NAMED && names)
			names = arena_format(session->arena, "%s%s%s", names,
			    *names ? ", " : "",
			    pay_id(pay, &pay->cards[i]).data);
	if (count)
		diagnostics_warn(&session->diagnostics,
		    locale_count("%zu person is scored by records of their own "
				 "and has none: %s%s (whoever leads others has "
				 "the scope reports, team or company in "
				 "plan.csv)",
			"%zu people are scored by records of their own and "
			"have none: %s%s (whoever leads others has the scope "
			"reports, team or company in plan.csv)",
			count),
		    count, names ? names : "", count > NAMED ? " …" : "");
}

/* Says so where nobody has a base bonus for periods of the run's kind. */
static void
say_no_base(struct session *session)
{
	const struct results *results = &session->results;
	const struct period *period =
	    &results->views[results->run_period].period;
	if (!session->pay.has_plan || session->pay.has_bases)
		return;
	if (period->kind == PERIOD_RANGE)
		diagnostics_warn(&session->diagnostics,
		    "no KPI bonus for %s: a base bonus is of a month, quarter, "
		    "half or year",
		    period->label);
	else
		diagnostics_warn(&session->diagnostics,
		    "no KPI bonus for %s: nobody in people.csv has a %s",
		    period->label, spell_base_name(period->kind));
}

/* Says so where the run's period is not of the kind that pays commission and
 * award. */
static void
say_paid_by_others(struct session *session)
{
	const struct pay_results *pay = &session->pay;
	const struct results *results = &session->results;
	const struct period *own = &results->views[results->run_period].period;
	enum period_kind every =
	    (enum period_kind)results->definitions->pay_every;
	bool larger = own->kind > every && own->kind != PERIOD_RANGE;
	if (!pay->has_rates || pay->earning_count)
		return;
	diagnostics_warn(&session->diagnostics,
	    "no commission and no award for %s: runs over a %s pay them "
	    "(pay.every)%s",
	    own->label, _(period_kind_name(every)),
	    larger ? _("; with --paid and the sealed folders of these, "
		       "bonus.csv says what is due")
		   : "");
}

const char *
pay_gate(const struct session *session)
{
	if (!session->data.present[TABLE_PEOPLE])
		return _("no people.csv");
	if (session->data.rejects.count && !session->options->accept_rejects)
		return _("rows were rejected; mend them, or --accept-rejects");
	return NULL;
}

const char *
pay_obstacle(const struct session *session)
{
	const struct pay_results *pay = &session->pay;
	if (session->data.present[TABLE_PEOPLE] &&
	    !(pay->has_plan && pay->has_bases) && !pay_has_extras(pay))
		return _("no base_bonus in people.csv for this kind of period, "
			 "no commission, no award and no adjustment");
	return pay_gate(session);
}

/* scorecard.csv and sensitivity.csv, where there is a plan. */
static enum status
write_scores(struct session *session, struct outputs *outputs)
{
	const struct pay_results *pay = &session->pay;
	if (!pay->has_plan) {
		if (session->data.plan_row_count)
			diagnostics_warn(&session->diagnostics,
			    "plan.csv has no plan for a period of this kind: "
			    "no scorecard.csv");
		return STATUS_OK;
	}
	enum status status =
	    write_table(session, outputs, "scorecard.csv", pay_write_scorecard);
	if (!status && !session->options->no_pay &&
	    !extract_is_wanted(session->options))
		status = write_sensitivity(session, outputs);
	say_thin_scores(session);
	say_empty_scores(session);
	return status;
}

enum status
pay_write(struct session *session, struct outputs *outputs, bool *written)
{
	const struct pay_results *pay = &session->pay;
	struct diagnostics *diagnostics = &session->diagnostics;
	*written = false;
	enum status status = write_scores(session, outputs);
	if ((!pay->has_plan && !pay_has_extras(pay)) ||
	    session->options->no_pay)
		return status;
	const char *why = pay_obstacle(session);
	if (why) {
		diagnostics_warn(diagnostics, "no bonus.csv: %s", why);
		return status;
	}
	if (extract_is_wanted(session->options)) {
		*written = true; /* in the workbook; nobody is paid by it */
		return status ? status : session_may_pay(session);
	}
	say_no_base(session);
	say_paid_by_others(session);
	if (!status)
		status = say_strangers(session);
	if (!status)
		status = say_paid_strangers(session);
	if (!status)
		status = session_may_pay(session);
	if (!status)
		status =
		    write_table(session, outputs, "bonus.csv", pay_write_bonus);
	if (!status)
		status = payroll_write_csv(session, outputs);
	*written = true;
	return status;
}
