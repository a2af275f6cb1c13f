#include "io/export/csv/sensitivity.h"

#include "engine/base/arena.h"
#include "engine/model/place.h"
#include "engine/model/record.h"
#include "io/run/csv.h"
#include "io/export/csv/pay.h"

/* The metrics of some lines of a card, separated by `;`: bit i of `lines`
 * stands for line i. */
static void
write_lines(struct output *output, const struct scorecard *card, uint64_t lines)
{
	bool first = true;
	for (size_t i = 0; i < card->line_count && i < 64; i++) {
		if (!(lines >> i & 1))
			continue;
		output_text(output, first ? "" : ";");
		output_text(output, card->lines[i].row->metric.data);
		first = false;
	}
	output_text(output, ",");
}

static void
write_record(struct output *output, const struct pay_results *pay,
    const struct sensitivity *row, struct arena *arena)
{
	const struct dataset *data = pay->results->data;
	if (!row->has_record) {
		output_text(output, ",,,");
		return;
	}
	struct source source = record_source(data, row->kind, row->record);
	struct place place;
	place_of(&place, data, source);
	output_text(output, record_kind_name(row->kind, LANGUAGE_EN));
	output_text(output, ",");
	csv_guarded_cell(
	    output, record_id(data, row->kind, row->record, arena));
	output_text(output, ",");
	csv_joined_cell(output, place.parts, 3);
	output_text(output, ",");
}

static void
write_score(struct output *output, bool scored, decimal score)
{
	char text[WIDE_TEXT_SIZE];
	output_text(output, scored ? pay_print_score(text, score) : "");
	output_text(output, ",");
}

static void
write_row(struct output *output, const struct pay_results *pay,
    const struct sensitivity *row, struct arena *arena)
{
	const struct scorecard *card = &pay->cards[row->card];
	csv_guarded_cell(output, pay_id(pay, card));
	output_text(output, ",");
	write_record(output, pay, row, arena);
	output_text(output, correction_name(row->correction));
	output_text(output, ",");
	write_lines(output, card, row->lines);
	write_lines(output, card, row->below);
	write_lines(output, card, row->reached);
	output_text(output, row->gate_shut == card->gate_shut ? ","
			    : row->gate_shut                  ? "shuts,"
							      : "opens,");
	write_score(output, card->scored, card->score);
	write_score(output, row->scored, row->score);
	csv_guarded_cell(output, card->rating);
	output_text(output, ",");
	csv_guarded_cell(output, row->rating);
	output_text(output, "\n");
}

void
sensitivity_write(struct output *output, const struct pay_results *pay,
    const struct sensitivities *found, struct arena *arena)
{
	output_text(output,
	    "subject,record_kind,record,source,correction,metrics,"
	    "falls_below_threshold,reaches_threshold,gate,score,new_score,"
	    "rating,new_rating\n");
	for (size_t i = 0; i < found->count; i++) {
		struct arena_mark mark = arena_mark(arena);
		write_row(output, pay, &found->rows[i], arena);
		arena_release(arena, mark);
	}
}
