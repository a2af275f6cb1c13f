#include "io/export/csv/pay.h"

enum { SCORE_PLACES = 2 };

static const struct person *
person_of(const struct pay_results *pay, const struct scorecard *card)
{
	return &pay->results->data->people[card->person];
}

struct text
pay_id(const struct pay_results *pay, const struct scorecard *card)
{
	return pay->results->subjects[card->subject].key;
}

struct text
pay_name(const struct pay_results *pay, const struct scorecard *card)
{
	return dictionary_text(
	    &pay->results->data->words, person_of(pay, card)->name);
}

static struct text
pay_level(const struct pay_results *pay, const struct scorecard *card)
{
	return dictionary_text(
	    &pay->results->data->words, person_of(pay, card)->level);
}

void
pay_put_score(struct values *values, bool scored, decimal score)
{
	if (scored)
		values_exact(values, decimal_widen(score), SCORE_PLACES);
	else
		values_blank(values);
}

static void
put_line(struct values *values, const struct pay_results *pay,
    const struct scorecard *card, const struct scorecard_line *line)
{
	const struct plan_row *row = line->row;
	const struct optional payout = { !line->leaving, line->payout };
	const struct optional points = { !line->leaving, line->points };
	values_text(values, pay_id(pay, card));
	values_text(values, pay_level(pay, card));
	values_text(values, row->metric);
	values_decimal(values, row->weight);
	values_real(values, line->weight_used);
	values_quantity(values, line->value);
	values_decimal(values, row->threshold);
	values_decimal(values, row->target);
	values_decimal(values, row->stretch);
	values_optional(values, payout);
	values_optional(values, points);
	values_blank(values);
	values_string(values, line->note[LANGUAGE_EN]);
}

static void
put_total(struct values *values, const struct pay_results *pay,
    const struct scorecard *card)
{
	const decimal all = 100 * DECIMAL_ONE;
	decimal used = card->scored ? all : 0;
	values_text(values, pay_id(pay, card));
	values_text(values, pay_level(pay, card));
	values_string(values, "*");
	values_decimal(values, card->has_plan ? all : DECIMAL_NONE);
	values_decimal(values, card->has_plan ? used : DECIMAL_NONE);
	for (int blank = 0; blank < 5; blank++) /* value to payout */
		values_blank(values);
	pay_put_score(values, card->scored, card->score);
	values_text(values, card->rating);
	values_string(values, card->note[LANGUAGE_EN]);
}

void
pay_write_scorecard(struct values *values, const struct pay_results *pay)
{
	static const char *const columns[] = { "subject", "level", "metric",
		"weight", "weight_used", "value", "threshold", "target",
		"stretch", "payout", "points", "rating", "note" };
	values_begin(values, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < pay->card_count; i++) {
		const struct scorecard *card = &pay->cards[i];
		for (size_t l = 0; l < card->line_count; l++)
			put_line(values, pay, card, &card->lines[l]);
		put_total(values, pay, card);
	}
}

void
pay_put_metrics(
    struct values *values, const struct scorecard *card, uint64_t lines)
{
	struct text parts[2 * 64];
	size_t count = 0;
	for (size_t i = 0; i < card->line_count && i < 64; i++) {
		if (!(lines >> i & 1))
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
	values_text(values, pay_level(pay, card));
	pay_put_score(values, card->scored, card->score);
	values_text(values, card->rating);
	values_exact(
	    values, decimal_widen(pay_proration(card)), PRORATION_PLACES);
	for (int part = 0; part < PAY_PART_COUNT; part++)
		values_exact(values, card->pay[part], places);
	values_exact(values, card->total, places);
	values_string(values, pay->results->definitions->currency);
	pay_put_metrics(values, card, shut_gates(card));
	values_string(values, card->bonus_note[LANGUAGE_EN]);
}

void
pay_write_bonus(struct values *values, const struct pay_results *pay)
{
	static const char *const columns[] = { "subject", "name", "level",
		"score", "rating", "proration", "kpi_bonus", "commission",
		"project_award", "total", "currency", "gate", "note" };
	values_begin(values, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < pay->card_count; i++)
		put_pay(values, pay, &pay->cards[i]);
}
