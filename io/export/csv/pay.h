/* scorecard.csv and bonus.csv: what HR takes over. UTF-8, comma, LF; opened in
 * spreadsheets, so text that would be run as a formula gets a ' in front. */
#ifndef IO_EXPORT_CSV_PAY_H
#define IO_EXPORT_CSV_PAY_H

#include "engine/model/plan.h"
#include "io/run/output.h"

/* For each person a row a metric of their plan, and last one with metric `*`:
 * the score. Weights used, payouts and points are doubles, printed as in
 * kpi.csv. */
void pay_write_scorecard(struct output *output, const struct pay_results *pay);

/* A row a person. */
void pay_write_bonus(struct output *output, const struct pay_results *pay);

/* The person's id, name and level; empty if blank. */
struct text pay_id(const struct pay_results *pay, const struct scorecard *card);
struct text pay_name(
    const struct pay_results *pay, const struct scorecard *card);
struct text pay_level(
    const struct pay_results *pay, const struct scorecard *card);

/* A score with two places: 97.50. */
const char *pay_print_score(char text[WIDE_TEXT_SIZE], decimal score);

/* The metrics whose gate is shut, separated by `;`, into the output. */
void pay_write_gates(struct output *output, const struct scorecard *card);

#endif
