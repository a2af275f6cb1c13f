#include "io/export/csv/sensitivity.h"

#include "engine/base/arena.h"
#include "engine/model/record.h"
#include "io/export/csv/pay.h"
#include "io/locale/locale.h"

static void
put_record(struct values *values, const struct pay_results *pay,
    const struct sensitivity *row, struct arena *arena)
{
	const struct dataset *data = pay->results->data;
	if (!row->has_record) {
		for (int blank = 0; blank < 3; blank++)
			values_blank(values);
		return;
	}
	struct source source = record_source(data, row->kind, row->record);
	values_string(values, record_kind_name(row->kind, LANGUAGE_EN));
	values_text(values, record_id(data, row->kind, row->record, arena));
	values_source(values, data, source);
}

/* `new 0.02 → 0.01`, `cap` where it no longer cuts; blank where the person
 * stays on the step. */
static void
put_step(struct values *values, const struct commission_trial *trial,
    struct arena *arena)
{
	char old[WIDE_TEXT_SIZE], new[WIDE_TEXT_SIZE];
	wide_print(old, decimal_widen(trial->rate_before));
	wide_print(new, decimal_widen(trial->rate_after));
	const char *step =
	    trial->steps ? arena_format(arena, "%s %s → %s",
			       schema_words(FIELD_KIND)[trial->kind], old, new)
			 : "";
	const char *cap = trial->cap_before == trial->cap_after ? ""
			  : trial->cap_after ? _("cap is reached")
					     : _("cap is not reached");
	const char *both = step ? arena_format(arena, "%s%s%s", step,
				      *step && *cap ? "; " : "", cap)
				: NULL;
	values_string(values, both ? both : "");
}

static void
put_row(struct values *values, const struct pay_results *pay,
    const struct sensitivity *row, struct arena *arena)
{
	const struct scorecard *card = &pay->cards[row->card];
	int places = pay_places(
	    pay_part_unit(pay->results->definitions, PAY_COMMISSION));
	values_text(values, pay_id(pay, card));
	put_record(values, pay, row, arena);
	values_string(values, correction_name(row->correction));
	pay_put_metrics(values, card, row->lines);
	pay_put_metrics(values, card, row->below);
	pay_put_metrics(values, card, row->reached);
	values_string(values, row->gate_shut == card->gate_shut ? ""
			      : row->gate_shut                  ? "shuts"
								: "opens");
	pay_put_score(values, card->scored, card->score);
	pay_put_score(values, row->scored, row->score);
	values_text(values, card->rating);
	values_text(values, row->rating);
	values_exact(values, card->pay[PAY_COMMISSION], places);
	values_exact(values, row->commission.amount, places);
	put_step(values, &row->commission, arena);
}

void
sensitivity_write(struct values *values, const struct pay_results *pay,
    const struct sensitivities *found, struct arena *arena)
{
	static const char *const columns[] = { "subject", "record_kind",
		"record", "source", "correction", "metrics",
		"falls_below_threshold", "reaches_threshold", "gate", "score",
		"new_score", "rating", "new_rating", "commission",
		"new_commission", "commission_step" };
	values_begin(values, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < found->count; i++) {
		struct arena_mark mark = arena_mark(arena);
		put_row(values, pay, &found->rows[i], arena);
		arena_release(arena, mark);
	}
}
