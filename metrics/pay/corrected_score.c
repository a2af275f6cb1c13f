#include "metrics/pay/corrected_score.h"

#include <math.h>

#include "engine/base/arena.h"

/* Of each plan Σ weight × payout / Σ weight, and of these the mean by the days
 * of the plans that have one; in hundredths. False when memory ran out. */
static bool
exact_score(const struct scorecard *card, const struct tally_outcome *outcomes,
    size_t line_count, wide *hundredths, struct arena *scratch)
{
	struct rational score = rational_whole(0);
	int days = 0;
	for (size_t p = 0; p < card->plan_count; p++) {
		struct rational sum = rational_whole(0), weights = sum;
		for (size_t i = 0; i < line_count; i++) {
			if (card->lines[i].plan != p || !outcomes[i].stays)
				continue;
			struct rational weight = rational_decimal(
			    scratch, card->lines[i].row->weight);
			weights = rational_add(scratch, weights, weight);
			sum = rational_add(scratch, sum,
			    rational_multiply(
				scratch, weight, outcomes[i].payout));
		}
		if (rational_is_zero(weights))
			continue;
		sum = rational_divide(scratch, sum, weights);
		score = rational_add(scratch, score,
		    rational_multiply(
			scratch, sum, rational_whole(card->plans[p].days)));
		days += card->plans[p].days;
	}
	return rational_round(
	    rational_divide(scratch,
		rational_multiply(scratch, score, rational_whole(100)),
		rational_whole(days)),
	    hundredths);
}

enum status
corrected_score(const struct scorecard *card,
    const struct tally_outcome *outcomes, size_t line_count,
    struct sensitivity *row, struct arena *scratch)
{
	double score = 0, days = 0;
	for (size_t p = 0; p < card->plan_count; p++) {
		double sum = 0, weights = 0;
		for (size_t i = 0; i < line_count; i++) {
			double weight = (double)card->lines[i].row->weight;
			if (card->lines[i].plan != p || !outcomes[i].stays)
				continue;
			sum += weight * rational_nearest(outcomes[i].payout);
			weights += weight;
		}
		if (weights <= 0)
			continue;
		score += sum / weights * card->plans[p].days;
		days += card->plans[p].days;
	}
	row->scored = days > 0;
	if (!row->scored)
		return STATUS_OK;
	double half = score / days * 100 + 0.5;
	wide hundredths = (wide)floor(half);
	if (fabs(half - round(half)) < 1e-6 &&
	    !exact_score(card, outcomes, line_count, &hundredths, scratch))
		return STATUS_MEMORY;
	row->score = (decimal)(hundredths * (DECIMAL_ONE / 100));
	return STATUS_OK;
}
