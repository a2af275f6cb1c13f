/* The plan: is it sound, and whose is which part of it? */
#ifndef METRICS_PAY_PLAN_H
#define METRICS_PAY_PLAN_H

#include "engine/model/plan.h"

/* Checks every plan of plan.csv before anything is computed: weights add up to
 * exactly 100, a metric stands once, is known, its knots lie within its range
 * (plan_range.h) and in its direction
 * and its payouts on both sides of 100; its level is one that somebody has.
 * All errors are said, each with its line and what to do, and STATUS_USAGE
 * returned; else STATUS_OK or STATUS_MEMORY. A level that nobody has is a
 * warning, but an error when it is a letter away from a level that has people
 * and no plan: they would be paid by another. */
enum status plan_check(const struct dataset *data,
    const struct definitions *definitions, struct diagnostics *diagnostics);

/* The rows that a person is judged by, in the order of the metrics. */
struct plan_choice {
	struct text level;
	const struct plan_row **rows;
	size_t count;
};

/* The most specific plan for a spell in a period of that kind: by the person's
 * id, else by its level, else `*`. No rows if there is none. STATUS_OK or
 * STATUS_MEMORY. */
enum status plan_choose(struct plan_choice *choice, const struct dataset *data,
    const struct person *spell, enum period_kind kind, struct arena *arena);

/* The same among rows of any origin, for somebody of that id and level. */
enum status plan_choose_rows(struct plan_choice *choice,
    const struct plan_row *rows, size_t count, struct text id,
    struct text level, enum period_kind kind, struct arena *arena);

/* Is there any plan for periods of that kind? */
bool plan_is_for(const struct dataset *data, enum period_kind kind);

#endif
