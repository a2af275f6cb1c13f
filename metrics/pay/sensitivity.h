/* Sensitivity: which single correction of a record would move a person's
 * rating, a metric of their plan across its threshold (or shut or open a gate),
 * or their commission to another step of a ladder, or over a cap or below it.
 *
 * Considered are, over the metrics that the plan judges by their value:
 * - omitted: a contract, client, project or survey is taken out of all its
 *   metrics at once (it was not there, was dated in another period, or was
 *   another's);
 * - lost: a signed contract leaves sums, counts and on-time delivery, and
 *   counts against in close and win rate;
 * - won: a proposal that was not, is, in close and win rate, revenue and
 *   upsell_wins, with the value it has;
 * - reversed: in one share (delivery, retention, upsell), the record counts the
 *   other way: a date;
 * - best, worst: an answered survey has the best or worst score of its scale;
 * - at_budget: a project cost just its budget;
 * - one more: a metric gains a record, the best or the worst.
 * Contracts and payments that are in a sum of commission are tried (omitted)
 * whatever the plan judges, where there is a ladder of several steps or a cap;
 * what each correction makes of the commission is commission_try's.
 * Not followed: what a contract's correction does to its client's retention or
 * its project's budget, to comparisons with others (shrunk), to intervals, to
 * awards, and to what later periods take back. Scores that could identify who gave them are left
 * out. */
#ifndef METRICS_PAY_SENSITIVITY_H
#define METRICS_PAY_SENSITIVITY_H

#include "engine/model/sensitivity.h"

/* By card, then record (kind, id in bytes), then correction; those of one more
 * last, by metric. Plans of more than 64 metrics: the first 64. On `jobs`
 * threads at most, in `arena`. STATUS_OK or STATUS_MEMORY. */
enum status sensitivity_find(struct sensitivities *found,
    const struct pay_results *pay, unsigned jobs, struct arena *arena);

#endif
