/* The plan: is it sound, and whose is which part of it? */
#ifndef METRICS_PAY_PLAN_H
#define METRICS_PAY_PLAN_H

#include "engine/model/plan.h"

/* Checks every plan of plan.csv before anything is computed: weights add up to
 * exactly 100, a metric stands once for each scope, is known, its knots or
 * steps lie within its range (plan_range.h) and in its direction, its payouts
 * on both sides of 100; only shares are adjusted; only sums and counts of scope
 * self are prorated, what is rated by hand has scope self and the value; its
 * level is one that somebody has. All errors are said, each with its line and
 * what to do, and STATUS_USAGE returned; else STATUS_OK or STATUS_MEMORY. A
 * level that nobody has is a warning, but an error when it is a letter away
 * from a level that has people and no plan: they would be paid by another. */
enum status plan_check(const struct dataset *data,
    const struct definitions *definitions, struct diagnostics *diagnostics);

/* The rows that a person is judged by, in the order of the metrics, behind them
 * those that are rated by hand, by bytes; one metric in the order self, team,
 * company, reports. */
struct plan_choice {
	struct text level;
	const struct plan_row **rows;
	size_t count;
};

/* The most specific plan for a spell in a period: of the person's id, its level
 * and `*` the first that has rows for it at all; of these the ones of that very
 * period, else of its kind, else of any. No rows if there is none. STATUS_OK or
 * STATUS_MEMORY. */
enum status plan_choose(struct plan_choice *choice, const struct dataset *data,
    const struct person *spell, const struct period *period,
    struct arena *arena);

/* The same among rows of any origin, for somebody of that id and level. */
enum status plan_choose_rows(struct plan_choice *choice,
    const struct plan_row *rows, size_t count, struct text id,
    struct text level, const struct period *period, struct arena *arena);

/* Is there any plan for the period? */
bool plan_is_for(const struct dataset *data, const struct period *period);

/* Of which metric a row is; NULL for one that is rated by hand, or not known.
 */
const struct metric *plan_metric(const struct plan_row *row);

#endif
