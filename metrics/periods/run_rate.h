/* Run rates: what contracts are worth in a month. Months differ in length and
 * prices do not follow them, so a contract's value is spread over its months,
 * not its days. */
#ifndef METRICS_PERIODS_RUN_RATE_H
#define METRICS_PERIODS_RUN_RATE_H

#include "metrics/periods/contract.h"
#include "engine/model/metric.h"

/* Σ value / planned months over a client's contracts in force on a day that
 * have an end: money a month, 0 if there is none; in `arena`. */
struct rational client_run_rate(
    const struct view *view, uint32_t client, date day, struct arena *arena);

#endif
