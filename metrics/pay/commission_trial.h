/* What a person's commission would be by a correction of one record: without a
 * contract or payment, or with a contract that was not signed. The amount goes
 * through their own sums, ladder and cap.
 *
 * Not followed: what a contract of an earlier period had earned, by which
 * credits and clawbacks of this one take back. */
#ifndef METRICS_PAY_COMMISSION_TRIAL_H
#define METRICS_PAY_COMMISSION_TRIAL_H

#include "engine/model/plan.h"
#include "engine/model/sensitivity.h"

/* Can a record be decisive: is there a ladder of several steps, or a cap? */
bool commission_has_steps(const struct definitions *definitions);

/* By the row's correction and record. Omitted and lost: everything of the
 * contract leaves the card's sums, its credits and payments too, and what it
 * takes back; or one payment. Won: the contract is signed on its closed_on, or
 * if that lies outside the run's period on its proposed_on, and nothing is paid
 * for it yet. Others change nothing. Scratch is used. STATUS_OK, STATUS_MEMORY
 * or STATUS_OVERFLOW. */
enum status commission_try(struct commission_trial *trial,
    const struct pay_results *pay, const struct scorecard *card,
    const struct sensitivity *row, struct arena *scratch);

#endif
