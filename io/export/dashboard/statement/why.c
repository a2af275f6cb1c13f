#include "io/export/dashboard/statement/why.h"

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/analysis.h"
#include "engine/model/record.h"

/* A sentence behind another; either may be empty. */
static const char *
with(const struct statement *statement, const char *first, const char *second)
{
	if (!*first || !*second)
		return *first ? first : second;
	return statement_say(statement, "%s; %s", first, second);
}

/* What a cap took off. */
static const char *
cut_said(const struct statement *statement, enum cap_of of)
{
	wide cut = statement->card->cut[of];
	return cut == 0 ? ""
			: statement_say(statement, "the cap takes off %s",
			      statement_money(statement, cut));
}

/* ---- the KPI bonus ---- */

static const char *
score_said(const struct statement *statement, decimal score)
{
	return statement_percent(statement, decimal_double(score));
}

/* base × score × days of a spell. */
static const char *
spell_said(const struct statement *statement, const struct served_spell *served)
{
	const struct scorecard *card = statement->card;
	const char *days = served->days == card->days_of_period
			       ? ""
			       : statement_say(statement, " × %d of %d days",
				     served->days, card->days_of_period);
	return statement_say(statement, "base bonus %s × score %s%s",
	    statement_money(statement,
		served->base == DECIMAL_NONE ? 0 : decimal_widen(served->base)),
	    score_said(statement, card->plans[served->plan].score), days);
}

static const char *
spells_said(const struct statement *statement)
{
	const struct scorecard *card = statement->card;
	const char *said = "";
	for (size_t i = 0; i < card->spell_count; i++) {
		const struct served_spell *served = &card->spells[i];
		if (served->plan == NO_PLAN ||
		    !card->plans[served->plan].scored ||
		    card->plans[served->plan].gate_shut)
			continue;
		said = statement_say(statement, "%s%s%s", said,
		    *said ? " + " : "", spell_said(statement, served));
	}
	return said;
}

/* The gates that are shut: the indicator, its result and what it needs. */
static const char *
gates_said(const struct statement *statement)
{
	const struct scorecard *card = statement->card;
	const char *said = "";
	for (size_t i = 0; i < card->line_count; i++) {
		const struct scorecard_line *line = &card->lines[i];
		const char *label = language_text(
		    statement->report->language, line->measured->label);
		if (!line->gate_shut)
			continue;
		const char *result = line_is_hidden(statement->results, line)
					 ? statement_word(statement, "hidden")
					 : statement_value(statement,
					       line->measured, line->exact);
		said = with(statement, said,
		    statement_say(statement,
			"no bonus where %s is worse than %s; it is %s", label,
			statement_value(
			    statement, line->measured, line->curve.threshold),
			result));
	}
	return said;
}

static bool
has_base(const struct scorecard *card)
{
	for (size_t i = 0; i < card->spell_count; i++)
		if (card->spells[i].base != DECIMAL_NONE)
			return true;
	return false;
}

/* Why there is no score. */
static const char *
unscored_said(const struct statement *statement)
{
	const struct scorecard *card = statement->card;
	if (card->days_served == 0)
		return statement_word(
		    statement, "no day in service in the period, so no score");
	if (card->plan_count == 0)
		return statement_word(statement,
		    "no plan with indicators holds for you in this period");
	return statement_word(
	    statement, "none of the indicators could be judged, so no score");
}

const char *
why_bonus(const struct statement *statement)
{
	const struct scorecard *card = statement->card;
	if (!card->scored)
		return unscored_said(statement);
	if (!has_base(card))
		return statement_word(statement,
		    "no base bonus is set for you for such a period");
	if (card->below_minimum)
		return statement_say(statement,
		    "no bonus: the score %s is below the least of %s",
		    score_said(statement, card->score),
		    score_said(statement,
			statement->results->definitions->minimum_score));
	const char *said =
	    with(statement, spells_said(statement), gates_said(statement));
	if (!card->gate_shut)
		said = with(statement, said,
		    statement_say(statement, "rating %s", card->rating.data));
	return with(statement, said, cut_said(statement, CAP_KPI_BONUS));
}

/* ---- the commission ---- */

/* What is paid by runs over another kind of period. */
static const char *
unpaid_said(const struct statement *statement)
{
	static const char *const kinds[] = { N_("month"), N_("quarter"),
		N_("half-year"), N_("year") };
	int every = statement->results->definitions->pay_every;
	return statement_say(statement, "paid by the %s, not with this one",
	    language_text(statement->report->language, kinds[every]));
}

struct sold {
	size_t count, credits, taken;
	wide amount;
};

static struct sold
sold_by(const struct statement *statement)
{
	const struct pay_results *pay = statement->pay;
	struct sold sold = { 0 };
	for (size_t p = 0; p < pay->earning_count; p++) {
		const struct commission_list *list = pay->commissions[p];
		const struct commission_person *person =
		    &list->people[statement->card->manager];
		for (size_t g = 0; g < person->group_count; g++) {
			const struct commission_group *group =
			    &list->groups[person->first_group + g];
			sold.amount += group->sum * (WIDE_ONE / DECIMAL_ONE);
			for (size_t i = 0; i < group->count; i++) {
				bool credit =
				    list->entries[group->first + i].source ==
				    COMMISSION_CREDIT;
				sold.credits += credit;
				sold.count += !credit;
			}
		}
		for (size_t i = 0; i < person->taken_count; i++)
			sold.taken += !rational_is_zero(
			    list->taken[person->first_taken + i].brings);
	}
	return sold;
}

/* "HD26-0101 (An Phát): −1,200,000 ₫, ended after 60 days" */
static const char *
entry_said(
    const struct statement *statement, const struct commission_entry *entry)
{
	const struct dataset *data = statement->results->data;
	struct arena *arena = statement->report->arena;
	const struct contract *contract = &data->contracts[entry->contract];
	struct text client =
	    record_client_name(data, RECORD_CONTRACT, entry->contract);
	wide brings = 0;
	rational_round(rational_multiply(arena, entry->brings,
			   rational_of(arena, WIDE_ONE, 1)),
	    &brings);
	const char *name = statement_say(statement, "%s%s%s%s",
	    dictionary_text(&data->contract_ids, contract->contract).data,
	    client.length ? " (" : "", client.data, client.length ? ")" : "");
	const char *money = statement_money(statement, brings);
	if (entry->source == COMMISSION_CLAWBACK)
		return statement_say(statement,
		    "%s: %s taken back, as it ended %d days after its start",
		    name, money,
		    (int)(contract->terminated_on - contract->start_on));
	return statement_say(
	    statement, "%s: %s taken back by a credit note", name, money);
}

/* The first two that take back, and how many more there are. */
static const char *
taken_said(const struct statement *statement, size_t count)
{
	enum { NAMED = 2 };
	const struct pay_results *pay = statement->pay;
	const char *said = "";
	size_t told = 0;
	for (size_t p = 0; p < pay->earning_count; p++) {
		const struct commission_list *list = pay->commissions[p];
		const struct commission_person *person =
		    &list->people[statement->card->manager];
		for (size_t i = 0; i < person->taken_count; i++) {
			const struct commission_entry *entry =
			    &list->taken[person->first_taken + i];
			if (rational_is_zero(entry->brings) || told == NAMED)
				continue;
			told++;
			said =
			    with(statement, said, entry_said(statement, entry));
		}
	}
	if (count > told)
		said = with(statement, said,
		    statement_say(
			statement, "more taken back: %zu", count - told));
	return said;
}

const char *
why_commission(const struct statement *statement)
{
	const struct definitions *definitions = statement->results->definitions;
	if (!commission_is_paid(&definitions->commission))
		return statement_word(statement, "no commission is agreed");
	if (statement->pay->earning_count == 0)
		return unpaid_said(statement);
	struct sold sold = sold_by(statement);
	const char *amount = statement_money(statement, sold.amount);
	bool payments = definitions->commission_on == COMMISSION_ON_PAYMENT;
	const char *said =
	    payments
		? statement_say(
		      statement, "payments: %zu, of %s", sold.count, amount)
		: statement_say(statement, "contracts signed: %zu, worth %s",
		      sold.count, amount);
	if (sold.credits)
		said = with(statement, said,
		    statement_say(
			statement, "credit notes deducted: %zu", sold.credits));
	said = with(statement, said, cut_said(statement, CAP_COMMISSION));
	return with(statement, said, taken_said(statement, sold.taken));
}

/* ---- award, adjustment, total ---- */

const char *
why_award(const struct statement *statement)
{
	const struct pay_results *pay = statement->pay;
	decimal award = statement->results->definitions->project_award;
	uint32_t count = 0;
	if (award == 0)
		return statement_word(statement, "no award is agreed");
	if (pay->earning_count == 0)
		return unpaid_said(statement);
	for (size_t p = 0; p < pay->earning_count; p++)
		count += pay->awards[p][statement->card->manager];
	return with(statement,
	    statement_say(statement,
		"projects within budget and on time: %u × %s", count,
		statement_money(statement, decimal_widen(award))),
	    cut_said(statement, CAP_AWARD));
}

const char *
why_adjustment(const struct statement *statement)
{
	enum { NAMED = 3 };
	const struct dataset *data = statement->results->data;
	const char *said = "";
	size_t count = 0;
	for (size_t i = 0; i < data->adjustment_count; i++) {
		const struct adjustment *adjustment = &data->adjustments[i];
		if (adjustment->manager != statement->card->manager ||
		    !text_is(adjustment->period, statement->view->period.label))
			continue;
		if (count++ < NAMED)
			said = with(statement, said,
			    statement_say(statement, "%s: %s",
				adjustment->reason.data,
				statement_money(statement,
				    decimal_widen(adjustment->amount))));
	}
	if (count > NAMED)
		said = with(statement, said,
		    statement_say(
			statement, "%zu more in the appendix", count - NAMED));
	return *said ? said : statement_word(statement, "none in this period");
}

const char *
why_total(const struct statement *statement)
{
	uint32_t rejects = statement->card->touched_by_rejects;
	const char *said = cut_said(statement, CAP_TOTAL);
	if (rejects)
		said = with(statement, said,
		    statement_say(statement,
			"rows about you that could not be read and are not "
			"counted: %u",
			rejects));
	return said;
}

/* ---- the next step ---- */

static const char *
leaving_said(
    const struct statement *statement, const struct scorecard_line *line)
{
	const char *why;
	switch (line->leaving) {
	case LEAVING_NO_SUBJECT:
		why = line->row->scope == PLAN_TEAM
			  ? statement_word(statement, "no team")
			  : statement_word(statement, "nobody reports to you");
		break;
	case LEAVING_FEW_RECORDS:
		why = statement_say(statement, "records: %u, needed: %u",
		    line->estimate->n, plan_least_n(line->row));
		break;
	default:
		why = statement_word(statement, "nothing to judge");
	}
	return statement_say(
	    statement, "not counted: %s; the others weigh more", why);
}

/* How much: "20,000,000 ₫ more", "2 more of 18", "1.67 more". */
static const char *
how_much(const struct statement *statement, const struct scorecard_line *line)
{
	const struct next_step *next = &line->next;
	const struct metric money = { .unit = UNIT_MONEY },
			    count = { .unit = UNIT_COUNT };
	bool of = next->by == NEXT_BY_RECORDS && !rational_is_zero(next->of);
	const struct metric *metric = next->by == NEXT_BY_RECORDS ? &count
				      : next->by == NEXT_BY_VALUE
					  ? line->measured
					  : &money;
	const char *amount = statement_value(statement, metric, next->more);
	if (next->by == NEXT_BY_COST)
		return statement_say(statement, "%s less cost", amount);
	if (of)
		return statement_say(statement,
		    next->fewer ? N_("%s fewer of %s") : N_("%s more of %s"),
		    amount, statement_value(statement, &count, next->of));
	const char *points =
	    next->by != NEXT_BY_VALUE ? ""
	    : metric->unit == UNIT_SCORE
		? statement_word(statement, " points")
		: statement_word(statement, NC_("percent", " points"));
	return statement_say(statement,
	    next->fewer ? N_("%s%s less") : N_("%s%s more"), amount, points);
}

const char *
next_step_said(
    const struct statement *statement, const struct scorecard_line *line)
{
	if (line->leaving)
		return leaving_said(statement, line);
	if (line_is_hidden(statement->results, line))
		return absence_text(
		    ABSENCE_HIDDEN, statement->report->language);
	if (line->next.by == NEXT_BY_NOTHING)
		return statement_word(statement, "pays the most");
	return statement_say(statement, "%s pays %s", how_much(statement, line),
	    statement_percent(statement, rational_nearest(line->next.payout)));
}
