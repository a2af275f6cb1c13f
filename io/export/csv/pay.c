#include "io/export/csv/pay.h"

#include "engine/base/arena.h"
#include "io/locale/locale.h"

enum { SCORE_PLACES = 2 };

struct text
pay_id(const struct pay_results *pay, const struct scorecard *card)
{
	return pay->results->subjects[card->subject].key;
}

struct text
pay_name(const struct pay_results *pay, const struct scorecard *card)
{
	const struct dataset *data = pay->results->data;
	return dictionary_text(&data->words, data->people[card->person].name);
}

static struct text
level_text(const struct pay_results *pay, uint32_t level)
{
	return dictionary_text(&pay->results->data->words, level);
}

void
pay_put_score(struct values *values, bool scored, decimal score)
{
	if (scored)
		values_exact(values, decimal_widen(score), SCORE_PLACES);
	else
		values_blank(values);
}

/* Numbers as numbers, steps as text. */
static void
put_knot(struct values *values, const struct scorecard_line *line,
    enum knot knot, struct arena *scratch)
{
	const char *text = line_knot(scratch, line, knot);
	values->out_of_memory |= text == NULL;
	values_put(values, !text ? datum_nothing()
			   : line_knot_number(line, knot).defined
			       ? datum_number(text)
			       : datum_string(text));
}

static void
put_line(struct values *values, const struct pay_results *pay,
    const struct scorecard *card, const struct scorecard_line *line,
    struct arena *scratch)
{
	const struct plan_row *row = line->row;
	const struct optional payout = { !line->leaving, line->payout };
	const struct optional points = { !line->leaving, line->points };
	values_text(values, pay_id(pay, card));
	values_text(values, level_text(pay, card->plans[line->plan].level));
	values_text(values, row->metric);
	values_string(values, plan_scope_name(row->scope));
	values_decimal(values, row->weight);
	values_real(values, line->weight_used);
	values_quantity(values, line->value);
	for (int knot = KNOT_THRESHOLD; knot <= KNOT_STRETCH; knot++)
		put_knot(values, line, (enum knot)knot, scratch);
	values_optional(values, payout);
	values_optional(values, points);
	values_blank(values);
	values_string(values, line->note[locale_spoken()]);
}

/* A row with the metric `*`: of a plan, or of the person. */
struct total {
	struct text level, rating;
	bool judged, scored;
	decimal score;
	const char *note;
};

static void
put_total(struct values *values, const struct pay_results *pay,
    const struct scorecard *card, const struct total *total)
{
	const decimal all = 100 * DECIMAL_ONE;
	decimal used = total->scored ? all : 0;
	values_text(values, pay_id(pay, card));
	values_text(values, total->level);
	values_string(values, "*");
	values_blank(values); /* scope */
	values_decimal(values, total->judged ? all : DECIMAL_NONE);
	values_decimal(values, total->judged ? used : DECIMAL_NONE);
	for (int blank = 0; blank < 5; blank++) /* value to payout */
		values_blank(values);
	pay_put_score(values, total->scored, total->score);
	values_text(values, total->rating);
	values_string(values, total->note);
}

/* The lines of one plan and, of several, a row that ends it. */
static void
put_plan(struct values *values, const struct pay_results *pay,
    const struct scorecard *card, const struct judged_plan *plan,
    struct arena *scratch)
{
	for (size_t l = 0; l < plan->count; l++)
		put_line(
		    values, pay, card, &card->lines[plan->first + l], scratch);
	if (card->plan_count > 1)
		put_total(values, pay, card,
		    &(struct total){ .level = level_text(pay, plan->level),
			.rating = text_of(""),
			.judged = true,
			.scored = plan->scored,
			.score = plan->score,
			.note = "" });
}

static void
put_card(struct values *values, const struct pay_results *pay,
    const struct scorecard *card, struct arena *scratch)
{
	for (size_t p = 0; p < card->plan_count; p++)
		put_plan(values, pay, card, &card->plans[p], scratch);
	uint32_t level = card->plan_count ? card->plans[0].level : card->level;
	put_total(values, pay, card,
	    &(struct total){ .level = card->plan_count > 1
					  ? text_of("*")
					  : level_text(pay, level),
		.rating = card->rating,
		.judged = card->plan_count > 0,
		.scored = card->scored,
		.score = card->score,
		.note = card->note[locale_spoken()] });
}

void
pay_write_scorecard(struct values *values, const struct pay_results *pay)
{
	static const char *const columns[] = { "subject", "level", "metric",
		"scope", "weight", "weight_used", "value", "threshold",
		"target", "stretch", "payout", "points", "rating", "note" };
	values_begin(values, columns, sizeof columns / sizeof *columns);
	struct arena *scratch = arena_new();
	values->out_of_memory |= scratch == NULL;
	for (size_t i = 0; scratch && i < pay->card_count; i++) {
		struct arena_mark mark = arena_mark(scratch);
		put_card(values, pay, &pay->cards[i], scratch);
		arena_release(scratch, mark);
	}
	arena_free(scratch);
}

/* Is the metric of a line that of an earlier one too, of another plan? */
static bool
is_told(const struct scorecard *card, uint64_t lines, size_t line)
{
	for (size_t i = 0; i < line; i++)
		if (lines >> i & 1 &&
		    card->lines[i].metric == card->lines[line].metric)
			return true;
	return false;
}

void
pay_put_metrics(
    struct values *values, const struct scorecard *card, uint64_t lines)
{
	struct text parts[2 * 64];
	size_t count = 0;
	for (size_t i = 0; i < card->line_count && i < 64; i++) {
		if (!(lines >> i & 1) || is_told(card, lines, i))
			continue;
		if (count)
			parts[count++] = text_of(";");
		parts[count++] = card->lines[i].row->metric;
	}
	values_parts(values, parts, count);
}

/* The lines whose gate is shut, as a bit set. */
static uint64_t
shut_gates(const struct scorecard *card)
{
	uint64_t lines = 0;
	for (size_t i = 0; i < card->line_count && i < 64; i++)
		lines |= (uint64_t)card->lines[i].gate_shut << i;
	return lines;
}

static void
put_pay(struct values *values, const struct pay_results *pay,
    const struct scorecard *card)
{
	int places = pay_places(pay->results->definitions->pay_unit);
	values_text(values, pay_id(pay, card));
	values_text(values, pay_name(pay, card));
	values_text(values, level_text(pay, card->level));
	pay_put_score(values, card->scored, card->score);
	values_text(values, card->rating);
	values_exact(
	    values, decimal_widen(pay_proration(card)), PRORATION_PLACES);
	for (int part = 0; part < PAY_PART_COUNT; part++)
		values_exact(values, card->pay[part],
		    pay_places(pay_part_unit(
			pay->results->definitions, (enum pay_part)part)));
	values_exact(values, card->total, places);
	values_string(values, pay->results->definitions->currency);
	pay_put_metrics(values, card, shut_gates(card));
	values_string(values, card->bonus_note[locale_spoken()]);
	if (pay_nets(pay)) {
		values_exact(values, card->total_paid, places);
		values_exact(values, card->due, places);
	}
}

void
pay_write_bonus(struct values *values, const struct pay_results *pay)
{
	static const char *const columns[] = { "subject", "name", "level",
		"score", "rating", "proration", "kpi_bonus", "commission",
		"project_award", "adjustment", "total", "currency", "gate",
		"note", "paid", "due" };
	size_t count = sizeof columns / sizeof *columns;
	values_begin(values, columns, pay_nets(pay) ? count : count - 2);
	for (size_t i = 0; i < pay->card_count; i++)
		put_pay(values, pay, &pay->cards[i]);
}
