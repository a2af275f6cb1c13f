#include "metrics/pay/bonus_note.h"

#include "engine/base/language.h"
#include "engine/model/note.h"
#include "engine/model/number_text.h"
#include "engine/model/spells.h"

static void
note_gates(struct note *note, const struct scorecard *card)
{
	for (size_t i = 0; i < card->line_count; i++) {
		const struct scorecard_line *line = &card->lines[i];
		const char *metric = line->row->metric.data;
		if (line->gate_shut)
			note_say(note,
			    "gate %s is worse than its threshold: no KPI bonus",
			    metric);
		if (line->gate_unjudged)
			note_say(note,
			    "gate %s could not be judged and shuts nothing",
			    metric);
		else if (line->leaving)
			note_say(note, "%s left the plan", metric);
	}
}

/* What a spell does not bring, where another of the person's may. */
static void
note_spell(struct note *note, const struct scorecard *card,
    const struct served_spell *served)
{
	char from[DATE_TEXT_SIZE];
	date_print(from, served->spell->joined_on);
	if (served->plan == NO_PLAN)
		note_say(
		    note, "no plan for the row from %s: it brings 0", from);
	else if (!card->plans[served->plan].scored)
		note_say(note,
		    "no metric of the plan of the row from %s could be judged: "
		    "it brings 0",
		    from);
	if (served->base == DECIMAL_NONE)
		note_say(
		    note, "no base bonus in the row from %s: taken as 0", from);
}

static void
note_score(struct note *note, const struct scorecard *card)
{
	if (card->days_served == 0)
		note_say(note, "no day in service: no score, no KPI bonus");
	else if (card->plan_count == 0)
		note_say(note, "no plan: no score, no KPI bonus");
	else if (!card->scored)
		note_say(note,
		    "no metric of the plan could be judged: no score, no KPI "
		    "bonus");
}

static void
note_spells(
    struct note *note, const struct scorecard *card, enum period_kind kind)
{
	bool base = card->spell_count == 0;
	for (size_t i = 0; i < card->spell_count; i++)
		base |= card->spells[i].base != DECIMAL_NONE;
	if (!base)
		note_say(note, "no %s in people.csv: taken as 0",
		    spell_base_name(kind));
	else if (card->scored && card->spell_count > 1)
		for (size_t i = 0; i < card->spell_count; i++)
			note_spell(note, card, &card->spells[i]);
}

/* A score below the least that brings a bonus. */
static void
note_minimum(struct note *note, const struct scorecard *card, decimal minimum)
{
	char score[WIDE_TEXT_SIZE], least[WIDE_TEXT_SIZE];
	wide_print_places(score, decimal_widen(card->score), 2);
	wide_print(least, decimal_widen(minimum));
	if (card->below_minimum)
		note_say(note,
		    "score %s is below the least of %s: no KPI bonus", score,
		    least);
}

/* What a cap cut. */
static void
note_cap(struct note *note, const struct scorecard *card, enum cap_of of)
{
	if (card->cut[of] == 0)
		return;
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		const char *amount = number_text_wide(
		    note->arena, card->cut[of], (enum language)l);
		note_say_in(note, (enum language)l, N_("pay.cap cut %s by %s"),
		    cap_names[of], amount ? amount : "");
	}
}

/* What an entry takes back, and why, in one language. */
static void
note_entry_in(struct note *note, enum language language,
    const struct dataset *data, const struct commission_entry *entry)
{
	const struct contract *contract = &data->contracts[entry->contract];
	const struct dictionary *ids = &data->contract_ids;
	const char *id = dictionary_text(ids, contract->contract).data;
	const char *amount =
	    number_text(note->arena, rational_size(entry->brings), language);
	if (!amount)
		note->text[language] = NULL;
	else if (entry->source == COMMISSION_CLAWBACK)
		note_say_in(note, language,
		    N_("commission of %s taken back: %s (ended %d days after "
		       "its start)"),
		    id, amount,
		    (int)(contract->terminated_on - contract->start_on));
	else
		note_say_in(note, language,
		    N_("credit %s takes back %s of the commission of %s"),
		    dictionary_text(
			ids, data->contracts[entry->record].contract)
			.data,
		    amount, id);
}

static void
note_entry(struct note *note, const struct dataset *data,
    const struct commission_entry *entry)
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		note_entry_in(note, (enum language)l, data, entry);
}

/* The first few that take back, and how many more there are. */
static void
note_taken(struct note *note, const struct pay_results *pay,
    const struct scorecard *card)
{
	enum { NAMED = 5 };
	unsigned count = 0;
	for (size_t i = 0; i < pay->earning_count; i++) {
		const struct commission_list *list = pay->commissions[i];
		const struct commission_person *person =
		    &list->people[card->manager];
		for (size_t t = 0; t < person->taken_count; t++) {
			const struct commission_entry *entry =
			    &list->taken[person->first_taken + t];
			if (!rational_is_zero(entry->brings) && count++ < NAMED)
				note_entry(note, pay->results->data, entry);
		}
	}
	if (count > NAMED)
		note_say(note, "%u more took back commission", count - NAMED);
}

/* That a run over this kind of period pays neither commission nor award. */
static void
note_unpaid(struct note *note, const struct pay_results *pay)
{
	enum period_kind kind =
	    (enum period_kind)pay->results->definitions->pay_every;
	if (pay->has_rates && pay->earning_count == 0)
		note_say(note,
		    "commission and award are paid by the %s (pay.every): 0 "
		    "here",
		    period_kind_name(kind));
}

static void
note_rejects(struct note *note, const struct scorecard *card)
{
	if (card->touched_by_rejects)
		note_say(note,
		    "rejected rows about this person, not counted here: %u",
		    card->touched_by_rejects);
}

/* Why the KPI bonus is what it is, but for its cap. */
static void
note_kpi(struct note *note, const struct pay_results *pay,
    const struct scorecard *card)
{
	const struct results *results = pay->results;
	note_score(note, card);
	note_minimum(note, card, results->definitions->minimum_score);
	note_spells(
	    note, card, results->views[results->run_period].period.kind);
	note_gates(note, card);
	if (card->days_served && card->days_served < card->days_of_period)
		note_say(note, "in service %d of %d days", card->days_served,
		    card->days_of_period);
}

static bool
keep(const struct note *note, const char *texts[LANGUAGE_COUNT])
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (!(texts[l] = note->text[l]))
			return false;
	return true;
}

/* What concerns one part. */
static bool
note_part(const struct pay_results *pay, struct scorecard *card,
    enum pay_part part, struct arena *arena)
{
	static const enum cap_of caps[PAY_PART_COUNT] = {
		[PAY_KPI_BONUS] = CAP_KPI_BONUS,
		[PAY_COMMISSION] = CAP_COMMISSION,
		[PAY_AWARD] = CAP_AWARD,
		[PAY_ADJUSTMENT] = CAP_COUNT,
	};
	struct note note = note_begin(arena);
	if (part == PAY_KPI_BONUS) {
		note_kpi(&note, pay, card);
		if (!keep(&note, card->kpi_note))
			return false;
	} else if (part != PAY_ADJUSTMENT) {
		note_unpaid(&note, pay);
	}
	if (caps[part] != CAP_COUNT)
		note_cap(&note, card, caps[part]);
	if (part == PAY_COMMISSION)
		note_taken(&note, pay, card);
	if (part == PAY_KPI_BONUS)
		note_rejects(&note, card);
	return keep(&note, card->part_notes[part]);
}

enum status
bonus_note(
    const struct pay_results *pay, struct scorecard *card, struct arena *arena)
{
	struct note note = note_begin(arena);
	note_kpi(&note, pay, card);
	note_unpaid(&note, pay);
	for (int of = 0; of < CAP_COUNT; of++)
		note_cap(&note, card, (enum cap_of)of);
	note_taken(&note, pay, card);
	note_rejects(&note, card);
	if (!keep(&note, card->bonus_note))
		return STATUS_MEMORY;
	for (int part = 0; part < PAY_PART_COUNT; part++)
		if (!note_part(pay, card, (enum pay_part)part, arena))
			return STATUS_MEMORY;
	return STATUS_OK;
}
