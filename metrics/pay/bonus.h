/* Pay: from scores, contracts and projects to amounts.
 *
 * Each part is an exact fraction until it is rounded, once, half away from
 * zero, to the currency's unit; a total is the sum of rounded parts. */
#ifndef METRICS_PAY_BONUS_H
#define METRICS_PAY_BONUS_H

#include "engine/model/plan.h"

/* Scores and pays every person who served a day in the run's own period. The
 * plan has been checked. What is made lives in `arena` and refers to `results`
 * and `payroll`. STATUS_OK, STATUS_MEMORY, or STATUS_OVERFLOW, said in
 * `diagnostics`. */
enum status pay_compute(struct pay_results *pay, const struct results *results,
    const struct payroll_map *payroll, const struct paid_before *paid,
    struct arena *arena, struct diagnostics *diagnostics);

/* Does the row count for pay in the view's period? One about nobody who is
 * known, or for another period, does not. */
bool pay_adjusts(const struct view *view, const struct adjustment *adjustment);

/* The projects that cost may be judged of: observations of metric 7 in the
 * run's own period, whose record is the project. */
const struct observations *pay_projects(const struct results *results);

/* Does the project of such an observation earn its manager the award: within
 * budget, and delivered by the latest due_on of its contracts? And does the run
 * pay it (pay.every)? */
bool pay_awards(
    const struct pay_results *pay, const struct observation *observation);

/* All three once more as observations, x being the amount that the contract,
 * payment, project or adjustment brings somebody (metrics/pay/observations.c):
 * they add up to what is rounded into a person's commission, award and
 * adjustment, up to a cap on the award. Exact, but for what a division made:
 * to sixteen places. STATUS_OK or STATUS_MEMORY. */
enum status pay_observe_commissions(
    const struct pay_results *pay, struct observations *out);
enum status pay_observe_awards(
    const struct pay_results *pay, struct observations *out);
enum status pay_observe_adjustments(
    const struct pay_results *pay, struct observations *out);

#endif
