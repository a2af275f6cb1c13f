#include "io/export/csv/pay.h"

#include "io/run/csv.h"

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

struct text
pay_level(const struct pay_results *pay, const struct scorecard *card)
{
	return dictionary_text(
	    &pay->results->data->words, person_of(pay, card)->level);
}

const char *
pay_print_score(char text[WIDE_TEXT_SIZE], decimal score)
{
	return pay_print_amount(text, decimal_widen(score), DECIMAL_ONE / 100);
}

static void
comma(struct output *output)
{
	output_write(output, ",", 1);
}

static void
decimal_cell(struct output *output, decimal value)
{
	char text[WIDE_TEXT_SIZE];
	if (value != DECIMAL_NONE)
		output_write(
		    output, text, wide_print(text, decimal_widen(value)));
	comma(output);
}

static void
double_cell(struct output *output, bool defined, double value)
{
	char text[DOUBLE_TEXT_SIZE];
	if (defined)
		output_write(output, text, double_print(text, value));
	comma(output);
}

static void
text_cell(struct output *output, struct text text)
{
	csv_guarded_cell(output, text);
	comma(output);
}

static void
write_line(struct output *output, const struct pay_results *pay,
    const struct scorecard *card, const struct scorecard_line *line)
{
	const struct plan_row *row = line->row;
	char value[WIDE_TEXT_SIZE];
	text_cell(output, pay_id(pay, card));
	text_cell(output, pay_level(pay, card));
	text_cell(output, row->metric);
	decimal_cell(output, row->weight);
	double_cell(output, true, line->weight_used);
	output_text(output, quantity_print(value, line->value));
	comma(output);
	decimal_cell(output, row->threshold);
	decimal_cell(output, row->target);
	decimal_cell(output, row->stretch);
	double_cell(output, !line->leaving, line->payout);
	double_cell(output, !line->leaving, line->points);
	output_text(output, ",");
	csv_guarded_cell(output, text_of(line->note[LANGUAGE_EN]));
	output_text(output, "\n");
}

static void
write_total(struct output *output, const struct pay_results *pay,
    const struct scorecard *card)
{
	char score[WIDE_TEXT_SIZE];
	text_cell(output, pay_id(pay, card));
	text_cell(output, pay_level(pay, card));
	output_text(output, "*,");
	output_text(output, card->has_plan ? "100," : ",");
	output_text(output, !card->has_plan ? ","
			    : card->scored  ? "100,"
					    : "0,");
	output_text(output, ",,,,,");
	if (card->scored)
		output_text(output, pay_print_score(score, card->score));
	comma(output);
	text_cell(output, card->rating);
	csv_guarded_cell(output, text_of(card->note[LANGUAGE_EN]));
	output_text(output, "\n");
}

void
pay_write_scorecard(struct output *output, const struct pay_results *pay)
{
	output_text(output,
	    "subject,level,metric,weight,weight_used,value,threshold,target,"
	    "stretch,payout,points,rating,note\n");
	for (size_t i = 0; i < pay->card_count; i++) {
		const struct scorecard *card = &pay->cards[i];
		for (size_t l = 0; l < card->line_count; l++)
			write_line(output, pay, card, &card->lines[l]);
		write_total(output, pay, card);
	}
}

void
pay_write_gates(struct output *output, const struct scorecard *card)
{
	bool first = true;
	for (size_t i = 0; i < card->line_count; i++) {
		if (!card->lines[i].gate_shut)
			continue;
		output_text(output, first ? "" : ";");
		output_text(output, card->lines[i].row->metric.data);
		first = false;
	}
}

static void
amount_cell(struct output *output, const struct pay_results *pay, wide amount)
{
	char text[WIDE_TEXT_SIZE];
	output_text(output, pay_print_amount(text, amount,
				pay->results->definitions->pay_unit));
	comma(output);
}

static void
write_pay(struct output *output, const struct pay_results *pay,
    const struct scorecard *card)
{
	char text[WIDE_TEXT_SIZE];
	text_cell(output, pay_id(pay, card));
	text_cell(output, pay_name(pay, card));
	text_cell(output, pay_level(pay, card));
	if (card->scored)
		output_text(output, pay_print_score(text, card->score));
	comma(output);
	text_cell(output, card->rating);
	output_text(output, pay_print_proration(text, card));
	comma(output);
	for (int part = 0; part < PAY_PART_COUNT; part++)
		amount_cell(output, pay, card->pay[part]);
	amount_cell(output, pay, card->total);
	output_text(output, pay->results->definitions->currency);
	comma(output);
	pay_write_gates(output, card);
	comma(output);
	csv_guarded_cell(output, text_of(card->bonus_note[LANGUAGE_EN]));
	output_text(output, "\n");
}

void
pay_write_bonus(struct output *output, const struct pay_results *pay)
{
	output_text(output,
	    "subject,name,level,score,rating,proration,kpi_bonus,commission,"
	    "project_award,total,currency,gate,note\n");
	for (size_t i = 0; i < pay->card_count; i++)
		write_pay(output, pay, &pay->cards[i]);
}
