/* The adjustments by hand in the proof of a person's pay. */
#include "engine/model/record.h"
#include "metrics/pay/bonus.h"
#include "metrics/pay/proof.h"

/* Why, who approved it, and the contract that it is about. */
static const char *
why_adjusted(struct proof *proof, const struct adjustment *adjustment)
{
	const struct dataset *data = proof->pay->results->data;
	const char *why = adjustment->reason.data;
	if (adjustment->approved_by != NO_ID && !proof->for_person)
		why = proof_tell(proof, "%s; approved by %s", why,
		    dictionary_text(&data->words, adjustment->approved_by)
			.data);
	if (adjustment->contract != NO_ID)
		why = proof_tell(proof, "%s; contract %s", why,
		    dictionary_text(&data->contract_ids, adjustment->contract)
			.data);
	return why;
}

static void
add_adjustment(struct proof *proof, const struct adjustment *adjustment)
{
	proof_add(proof,
	    (struct proof_row){ .depth = 2,
		.kind = PROOF_RECORD,
		.label = record_kind_name(RECORD_ADJUSTMENT, proof->language),
		.value = quantity_exact(decimal_widen(adjustment->amount)),
		.unit = PROOF_MONEY,
		.how = why_adjusted(proof, adjustment),
		.source = adjustment->source });
}

void
proof_adjustments(struct proof *proof)
{
	const struct results *results = proof->pay->results;
	const struct view *view = &results->views[results->run_period];
	const struct dataset *data = results->data;
	const struct scorecard *card = proof->card;
	size_t part = proof->count;
	unsigned count = 0;
	proof_add(proof, (struct proof_row){ .depth = 1,
			     .kind = PROOF_PART,
			     .label = proof_tell(proof, "Adjustment"),
			     .value = quantity_exact(card->pay[PAY_ADJUSTMENT]),
			     .unit = PROOF_MONEY });
	for (size_t i = 0; i < data->adjustment_count; i++) {
		const struct adjustment *adjustment = &data->adjustments[i];
		if (adjustment->manager != card->manager ||
		    !pay_adjusts(view, adjustment))
			continue;
		add_adjustment(proof, adjustment);
		count++;
	}
	if (!proof->failed)
		proof->rows[part].how = proof_tell(proof,
		    "Σ amount of %u adjustments of the period, rounded half "
		    "away from zero to a multiple of %s",
		    count,
		    proof_decimal(proof,
			pay_part_unit(results->definitions, PAY_ADJUSTMENT)));
}
