/* scorecard.csv and bonus.csv: what HR takes over. UTF-8, comma, LF; opened in
 * spreadsheets, so text that would be run as a formula gets a ' in front. */
#ifndef IO_EXPORT_CSV_PAY_H
#define IO_EXPORT_CSV_PAY_H

#include "engine/model/plan.h"
#include "io/run/values.h"

/* For each person a row a metric of their plan, and last one with metric `*`:
 * the score. Weights used, payouts and points are doubles, printed as in
 * kpi.csv. */
void pay_write_scorecard(struct values *values, const struct pay_results *pay);

/* A row a person; `paid` and `due` only where the run nets. */
void pay_write_bonus(struct values *values, const struct pay_results *pay);

/* The person's id, name and level; empty if blank. */
struct text pay_id(const struct pay_results *pay, const struct scorecard *card);
struct text pay_name(
    const struct pay_results *pay, const struct scorecard *card);

/* A cell with a score, of two places: 97.50; blank unless there is one. */
void pay_put_score(struct values *values, bool scored, decimal score);

/* A cell with the metrics of a card's lines, a bit set, separated by `;`. */
void pay_put_metrics(
    struct values *values, const struct scorecard *card, uint64_t lines);

#endif
