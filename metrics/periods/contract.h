/* The rules for one contract that depend on as_of: nothing later than as_of
 * has happened. */
#ifndef METRICS_PERIODS_CONTRACT_H
#define METRICS_PERIODS_CONTRACT_H

#include "engine/model/metric.h"

#define DATE_FOREVER INT32_MAX

/* A date as as_of sees it: DATE_NONE if it is later. */
date known_by(date day, date as_of);

/* The earlier of the period's last day and as_of. */
date closing_day(const struct view *view);

/* The stage as as_of sees it: won, lost or cancelled later is still open. A
 * cancelled contract with no date is cancelled from the start. */
enum stage contract_stage(const struct contract *contract, date as_of);

/* Won, with closed_on ≤ as_of. */
bool contract_is_signed(const struct contract *contract, date as_of);

/* The day on which it was ended early, by as_of and not after its end_on;
 * else DATE_NONE. */
date contract_terminated_on(const struct contract *contract, date as_of);

/* Finds the last days that renewals leave to the contracts that they succeed,
 * as the view's as_of knows them, and hangs them in; in `arena`. A view needs
 * it before contracts are asked about days. STATUS_OK or STATUS_MEMORY. */
enum status contracts_cut(struct view *view, struct arena *arena);

/* Does the value count by as_of: is it signed, of a credit with the contract
 * that it corrects? It counts on its counts_on. */
bool contract_counts(const struct view *view, const struct contract *contract);

/* Its last day in force, at most the day before its successor's first;
 * DATE_FOREVER when open-ended. */
date contract_last_day(
    const struct view *view, const struct contract *contract);

/* Does a signed contract cover the day? */
bool contract_in_force(
    const struct view *view, const struct contract *contract, date day);

/* Did its successor begin before it did? Then it never does. */
bool contract_never_begins(
    const struct view *view, const struct contract *contract);

/* Its budget, in 10^-16; by the month, that of the months from its start to the
 * earliest of its last day, as_of and its delivery. */
wide contract_budget(const struct view *view, const struct contract *contract);

/* Is it of a kind of close_rate.kinds? And not cancelled by as_of: a proposal.
 */
bool contract_has_close_kind(
    const struct view *view, const struct contract *contract);
bool contract_is_proposal(
    const struct view *view, const struct contract *contract);

/* Was it sent by as_of, of whatever kind, and not decided by then? */
bool proposal_is_open(const struct view *view, const struct contract *contract);

/* upsell or cross_sell */
bool contract_is_expansion(const struct contract *contract);

#endif
