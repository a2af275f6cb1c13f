/* Run rates: what contracts are worth in a month. Months differ in length and
 * prices do not follow them, so a contract's value is spread over its months,
 * not its days. */
#ifndef METRICS_PERIODS_RUN_RATE_H
#define METRICS_PERIODS_RUN_RATE_H

#include "metrics/periods/contract.h"

/* Σ value / planned months, or the price of a month, over a client's recurring
 * contracts in force on a day: money a month, 0 if there is none; in `arena`.
 * Without an end a contract has one only if its price is that of a month.
 * Amounts in another currency are converted at the rate of the opening day,
 * whatever the day; without one for that day at the contract's own, of one that
 * began later at that of the client's contract in that currency on the opening
 * day: a rate that moves is no growth. */
struct rational client_run_rate(
    const struct view *view, uint32_t client, date day, struct arena *arena);

/* What one contract adds to that while it is in force; 0 if it has none. */
struct rational contract_run_rate(const struct view *view,
    const struct contract *contract, struct arena *arena);

#endif
