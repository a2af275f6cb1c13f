#include "metrics/pay/scorecard.h"

#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/note.h"
#include "engine/model/number_text.h"
#include "metrics/pay/next_step.h"
#include "metrics/pay/payout.h"
#include "metrics/pay/scorecard_line.h"

struct text
scorecard_rating(const struct rating_bands *bands, decimal score)
{
	for (size_t i = 0; i < bands->count; i++)
		if (score >= bands->rows[i].least)
			return bands->rows[i].name;
	return bands->otherwise;
}

/* What differs for who served a part of the period only. */
static void
note_part(struct note *note, const struct scorecard_line *line,
    const struct scorecard *card)
{
	if (line->prorated)
		note_say(note, "targets for %d of %d days in service",
		    card->days_served, card->days_of_period);
	if (line->left_out_count == 0)
		return;
	for (int l = 0; l < LANGUAGE_COUNT; l++) {
		const char *amount = number_text_wide(
		    note->arena, line->left_out, (enum language)l);
		note_say_in(note, (enum language)l,
		    N_("left out, on days out of service: %s (records: %u)"),
		    amount ? amount : "", line->left_out_count);
	}
}

/* Whose value is missing. */
static void
note_no_subject(struct note *note, enum plan_scope scope)
{
	if (scope == PLAN_TEAM)
		note_say(note, "no team: left the plan, weight shared out");
	else
		note_say(note,
		    "nobody reports to them: left the plan, weight shared out");
}

static void
note_leaving(struct note *note, const struct scorecard_line *line)
{
	if (line->leaving == LEAVING_NO_SUBJECT)
		note_no_subject(note, line->row->scope);
	if (line->leaving == LEAVING_NO_VALUE)
		note_say(note,
		    "no %s in the period: left the plan, weight shared out",
		    estimator_name(line->row->estimator));
	if (line->leaving == LEAVING_FEW_RECORDS)
		note_say(note,
		    "n = %u is below min_n %u: left the plan, weight shared "
		    "out",
		    line->estimate->n, plan_least_n(line->row));
	if (line->gate_unjudged)
		note_say(note, "gate could not be judged and shuts nothing");
	if (line->gate_shut)
		note_say(note, "gate: worse than its threshold, no KPI bonus");
}

/* Payout and branch of a line that stays; `*payout` is in `scratch`. */
static void
judge(
    struct scorecard_line *line, struct arena *scratch, struct rational *payout)
{
	const struct curve *curve = &line->curve;
	*payout = curve_payout(scratch, curve, line->exact, &line->branch);
	line->payout = rational_nearest(*payout);
	line->gate_shut = line->row->gate && curve_compare(curve, line->exact,
						 curve->threshold) < 0;
}

static enum status
start_line(struct scorecard_line *line, const struct results *results,
    const struct scorecard *card, size_t plan, const struct plan_row *row,
    struct arena *arena, struct arena *scratch)
{
	enum status status =
	    scorecard_line_make(line, results, card, plan, row, arena, scratch);
	if (status)
		return status;
	if (line->subject == NO_ID)
		line->leaving = LEAVING_NO_SUBJECT;
	else if (!line->value.defined)
		line->leaving = LEAVING_NO_VALUE;
	else if (line->estimate->n < plan_least_n(row))
		line->leaving = LEAVING_FEW_RECORDS;
	line->gate_unjudged = row->gate && line->leaving;
	return STATUS_OK;
}

/* Percent, rounded half away from zero to whole hundredths. False without
 * memory. */
static bool
round_score(struct rational exact, struct arena *scratch, decimal *score)
{
	wide hundredths;
	if (!rational_round(
		rational_multiply(scratch, exact, rational_whole(100)),
		&hundredths))
		return false;
	*score = (decimal)(hundredths * (DECIMAL_ONE / 100));
	return true;
}

/* Σ weight × payout / Σ weight of a plan; its payouts are those of its lines.
 * False when memory ran out. */
static bool
score_plan(struct scorecard *card, struct judged_plan *plan,
    const struct rational *payouts, wide weights, struct arena *arena,
    struct arena *scratch)
{
	struct rational sum = rational_whole(0);
	struct rational all = rational_wide(scratch, weights);
	for (size_t i = 0; i < plan->count; i++) {
		struct scorecard_line *line = &card->lines[plan->first + i];
		if (line->leaving)
			continue;
		struct rational share = rational_divide(
		    scratch, rational_decimal(scratch, line->row->weight), all);
		struct rational points =
		    rational_multiply(scratch, share, payouts[i]);
		line->weight_used = rational_nearest(
		    rational_multiply(scratch, share, rational_whole(100)));
		line->points = rational_nearest(points);
		sum = rational_add(scratch, sum, points);
	}
	plan->exact = rational_copy(arena, sum);
	return !rational_failed(plan->exact) &&
	       round_score(sum, scratch, &plan->score);
}

static enum status
keep_note(const struct note *note, const char *kept[LANGUAGE_COUNT])
{
	for (int l = 0; l < LANGUAGE_COUNT; l++)
		if (!(kept[l] = note->text[l]))
			return STATUS_MEMORY;
	return STATUS_OK;
}

/* Judges the lines of a plan, whose rows are `choice`. */
static enum status
fill_plan(struct scorecard *card, size_t index, const struct results *results,
    const struct plan_choice *choice, struct arena *arena,
    struct arena *scratch)
{
	struct judged_plan *plan = &card->plans[index];
	struct rational *payouts =
	    arena_allocate(scratch, choice->count, sizeof *payouts);
	wide weights = 0;
	enum status status = payouts ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; i < choice->count && !status; i++) {
		struct scorecard_line *line = &card->lines[plan->first + i];
		status = start_line(line, results, card, index, choice->rows[i],
		    arena, scratch);
		if (status)
			return status;
		if (!line->leaving) {
			judge(line, scratch, &payouts[i]);
			weights += decimal_widen(line->row->weight);
			line->next = next_step_of(line,
			    currency_unit(results->definitions->currency),
			    arena);
		}
		plan->gate_shut |= line->gate_shut;
		struct note note = note_begin(arena);
		note_leaving(&note, line);
		note_part(&note, line, card);
		status = keep_note(&note, line->note);
	}
	plan->scored = weights > 0;
	if (!status && arena_failed(arena))
		status = STATUS_MEMORY;
	if (!status && plan->scored &&
	    !score_plan(card, plan, payouts, weights, arena, scratch))
		status = STATUS_MEMORY;
	card->gate_shut |= plan->gate_shut;
	return status;
}

/* ---- the plans of the spells ---- */

/* The plan of a spell, added if it is another than those of earlier ones. */
static enum status
choose_plan(struct scorecard *card, struct served_spell *served,
    struct plan_choice *choices, const struct results *results,
    struct arena *scratch)
{
	struct plan_choice choice;
	if (plan_choose(&choice, results->data, served->spell,
		&results->views[results->run_period].period, scratch))
		return STATUS_MEMORY;
	served->plan = NO_PLAN;
	if (choice.count == 0)
		return STATUS_OK;
	/* Rows of one name for one period are the same rows. */
	size_t p = 0;
	while (p < card->plan_count &&
	       !text_equal(card->plans[p].name, choice.level))
		p++;
	struct judged_plan *plan = &card->plans[p];
	if (p == card->plan_count) {
		*plan = (struct judged_plan){ .name = choice.level,
			.first = card->line_count,
			.count = choice.count };
		choices[card->plan_count++] = choice;
		card->line_count += choice.count;
	}
	plan->level = served->spell->level;
	plan->days += served->days;
	served->plan = p;
	return STATUS_OK;
}

/* The score of the person: that of the plans that have one, by their days. */
static enum status
score_person(struct scorecard *card, const struct rating_bands *bands,
    struct arena *scratch)
{
	struct rational sum = rational_whole(0);
	int days = 0;
	for (size_t p = 0; p < card->plan_count; p++) {
		const struct judged_plan *plan = &card->plans[p];
		if (!plan->scored)
			continue;
		sum = rational_add(scratch, sum,
		    rational_multiply(
			scratch, plan->exact, rational_whole(plan->days)));
		days += plan->days;
	}
	card->scored = days > 0;
	card->rating = text_of("");
	if (!card->scored)
		return STATUS_OK;
	sum = rational_divide(scratch, sum, rational_whole(days));
	if (!round_score(sum, scratch, &card->score))
		return STATUS_MEMORY;
	card->rating = scorecard_rating(bands, card->score);
	return STATUS_OK;
}

static void
note_card(struct note *note, const struct scorecard *card)
{
	size_t leaving = 0;
	for (size_t i = 0; i < card->line_count; i++)
		leaving += card->lines[i].leaving != LEAVING_NOT;
	if (card->days_served == 0)
		note_say(note, "no day in service: not judged");
	else if (card->plan_count == 0)
		note_say(note, "no plan for this person, level or *");
	for (size_t p = 0; p < card->plan_count; p++) {
		const struct judged_plan *plan = &card->plans[p];
		if (card->plan_count == 1)
			note_say(note, "plan of %s", plan->name.data);
		else
			note_say(note, "plan of %s for %d days",
			    plan->name.data, plan->days);
	}
	if (card->plan_count && !card->scored)
		note_say(
		    note, "no metric of the plan could be judged: no score");
	else if (leaving)
		note_say(note,
		    "%zu of %zu metrics left, their weight shared out", leaving,
		    card->line_count);
}

enum status
scorecard_fill(struct scorecard *card, const struct results *results,
    struct arena *arena, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct plan_choice *choices =
	    arena_allocate(scratch, card->spell_count, sizeof *choices);
	card->plans =
	    arena_allocate(arena, card->spell_count, sizeof *card->plans);
	enum status status = choices && card->plans ? STATUS_OK : STATUS_MEMORY;
	for (size_t i = 0; i < card->spell_count && !status; i++)
		status = choose_plan(
		    card, &card->spells[i], choices, results, scratch);
	card->lines =
	    arena_allocate(arena, card->line_count, sizeof *card->lines);
	if (!card->lines)
		status = STATUS_MEMORY;
	for (size_t p = 0; p < card->plan_count && !status; p++)
		status =
		    fill_plan(card, p, results, &choices[p], arena, scratch);
	if (!status)
		status = score_person(
		    card, &results->definitions->rating_bands, scratch);
	card->below_minimum =
	    card->scored && card->score < results->definitions->minimum_score;
	arena_release(scratch, mark);
	struct note note = note_begin(arena);
	note_card(&note, card);
	return status ? status : keep_note(&note, card->note);
}
