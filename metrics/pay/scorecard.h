/* The scorecard: from a person's estimates and plan to a score. */
#ifndef METRICS_PAY_SCORECARD_H
#define METRICS_PAY_SCORECARD_H

#include "metrics/pay/plan.h"

/* Fills the card's lines, score, rating, gate and notes from the person's
 * estimates of the run's own period; `person` and `subject` are set. A metric
 * without a value of its estimator, or with fewer records than min_n, leaves
 * the plan, and its weight is shared out over the others in proportion.
 * STATUS_OK, STATUS_MEMORY or STATUS_OVERFLOW. */
enum status scorecard_fill(struct scorecard *card,
    const struct results *results, struct arena *arena, struct arena *scratch);

/* The rating of a score. */
struct text scorecard_rating(const struct rating_bands *bands, decimal score);

#endif
