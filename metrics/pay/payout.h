/* The payout curve: what a value of a metric pays, in percent.
 *
 * Worse than threshold 0; from threshold to target linear from the payout at
 * threshold to 100; from target to stretch linear to the payout at stretch;
 * better, it stays there. A blank threshold is the target, a blank stretch
 * means 100 at most. Where two branches meet, the higher payout. With steps:
 * the payout of the furthest that the value reaches, else 0. */
#ifndef METRICS_PAY_PAYOUT_H
#define METRICS_PAY_PAYOUT_H

#include "engine/base/rational.h"
#include "engine/model/plan.h"

/* The curve of a row, its knots times `share` (of the period that was served; 1
 * where targets are not prorated). In `arena`; without memory, which the caller
 * finds out (arena_failed), it is not to be used. */
struct curve curve_of(struct arena *arena, const struct plan_row *row,
    enum direction direction, struct rational share);

/* Has the row targets for a part of the period, where its metric is one of that
 * kind? By its own word, else those of sums and counts of scope self. */
bool plan_prorates(const struct plan_row *row, const struct metric *metric);

/* What the value pays, and on which branch it lies. */
struct rational curve_payout(struct arena *arena, const struct curve *curve,
    struct rational value, enum payout_branch *branch);

/* Is a better than b (1), worse (-1), or the same (0)? */
int curve_compare(
    const struct curve *curve, struct rational a, struct rational b);

/* An estimate's number as a plan judges it. The value is made from numerator
 * and denominator where there are two, so that a share of two thirds is just
 * that. Estimators that are doubles count as kpi.csv and fair.csv print them.
 * The estimate has that number. */
struct rational estimate_rational(struct arena *arena,
    const struct estimate *estimate, enum estimator estimator);

/* The same number as kpi.csv or fair.csv shows it; undefined if there is none.
 */
struct quantity estimate_quantity(
    const struct estimate *estimate, enum estimator estimator);

#endif
