/* The score of a card after a correction, from what its lines would be. */
#ifndef METRICS_PAY_CORRECTED_SCORE_H
#define METRICS_PAY_CORRECTED_SCORE_H

#include "engine/model/sensitivity.h"
#include "metrics/pay/tally.h"

/* Sets `scored` and `score`, rounded as the scorecard's is; there is an outcome
 * for each of the first `line_count` lines. Doubles decide, unless the score is
 * near the middle of two hundredths. STATUS_OK or STATUS_MEMORY. */
enum status corrected_score(const struct scorecard *card,
    const struct tally_outcome *outcomes, size_t line_count,
    struct sensitivity *row, struct arena *scratch);

#endif
