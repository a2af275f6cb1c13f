/* One line of a scorecard before it is judged: whose value of what counts, and
 * by which curve. */
#ifndef METRICS_PAY_SCORECARD_LINE_H
#define METRICS_PAY_SCORECARD_LINE_H

#include "engine/model/plan.h"

/* Makes the line of a row of one of the card's plans: subject, estimate, value
 * and curve. Of somebody who served a part of the period only, a sum or count
 * of their own leaves out what counts on days out of service. A metric that is
 * rated by hand has the mean of their ratings (ratings.csv) for the period.
 * STATUS_OK, STATUS_MEMORY or STATUS_OVERFLOW. */
enum status scorecard_line_make(struct scorecard_line *line,
    const struct results *results, const struct scorecard *card, size_t plan,
    const struct plan_row *row, struct arena *arena, struct arena *scratch);

/* Is the rating for the line: of that person, criterion and period? */
bool scorecard_line_rates(const struct results *results,
    const struct scorecard *card, const struct plan_row *row,
    const struct rating *rating);

#endif
