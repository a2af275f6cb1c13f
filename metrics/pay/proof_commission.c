/* The commission in the proof of a person's pay. */
#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/model/references.h"
#include "engine/model/schema.h"
#include "metrics/pay/bonus.h"
#include "metrics/pay/proof.h"

struct found {
	struct text id;
	size_t index;
};

static int
by_id(const void *left, const void *right)
{
	const struct found *a = left, *b = right;
	return text_compare(a->id, b->id);
}

static const char *
how_it_earns(struct proof *proof, const struct view *view,
    const struct contract *contract)
{
	const struct dataset *data = view->data;
	enum kind kind = references_kind(data, contract);
	const char *word = schema_words(FIELD_KIND)[kind];
	const char *rate =
	    proof_decimal(proof, view->definitions->commission[kind]);
	const char *value = proof_decimal(proof, contract->value);
	const char *day = proof_date(proof, contract->counts_on);
	if (contract->kind != KIND_CREDIT)
		return proof_say(proof, "%s: %s × %s, signed %s",
		    "%s: %s × %s, ký ngày %s", word, rate, value, day);
	return proof_say(proof, "credit of %s (%s): %s × %s, counts on %s",
	    "giảm trừ của %s (%s): %s × %s, tính vào ngày %s",
	    dictionary_text(&data->words, contract->refers_to).data, word, rate,
	    value, day);
}

void
proof_commissions(struct proof *proof)
{
	const struct dataset *data = proof->pay->results->data;
	const struct results *results = proof->pay->results;
	const struct view *view = &results->views[results->run_period];
	uint32_t manager = proof->card->manager;
	struct found *found =
	    arena_allocate(proof->arena, data->contract_count, sizeof *found);
	size_t count = 0;
	wide sum = 0;
	for (size_t i = 0; found && i < data->contract_count; i++) {
		const struct contract *contract = &data->contracts[i];
		if (contract->manager != manager ||
		    !pay_commissions(proof->pay, contract))
			continue;
		sum += pay_commission(view, contract);
		found[count++] =
		    (struct found){ dictionary_text(&data->contract_ids,
					contract->contract),
			    i };
	}
	if (found)
		qsort(found, count, sizeof *found, by_id);
	proof->failed |= found == NULL;
	proof_add(proof,
	    (struct proof_row){ .depth = 1,
		.kind = PROOF_PART,
		.label = proof_say(proof, "Commission", "Hoa hồng"),
		.value = quantity_exact(proof->card->pay[PAY_COMMISSION]),
		.unit = PROOF_MONEY,
		.how = proof_say(proof,
		    "Σ rate × value of %zu contracts signed in the period = "
		    "%s, %s",
		    "Σ tỷ lệ × giá trị của %zu hợp đồng ký trong kỳ = %s, %s",
		    count, proof_wide(proof, sum),
		    proof->pay->earning_count > 1
			? proof_say(proof, "%s in each of %zu periods",
			      "%s trong từng kỳ của %zu kỳ",
			      proof_rounding(proof), proof->pay->earning_count)
			: proof_rounding(proof)) });
	for (size_t i = 0; i < count; i++) {
		const struct contract *contract =
		    &data->contracts[found[i].index];
		proof_add(proof,
		    (struct proof_row){ .depth = 2,
			.kind = PROOF_RECORD,
			.label = found[i].id.data,
			.value = quantity_exact(pay_commission(view, contract)),
			.unit = PROOF_MONEY,
			.how = how_it_earns(proof, view, contract),
			.source = contract->source });
	}
}
