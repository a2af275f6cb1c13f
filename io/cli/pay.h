/* Scores and pay in a run's folder, and what is said about them: no amount. */
#ifndef IO_CLI_PAY_H
#define IO_CLI_PAY_H

#include "io/cli/session.h"
#include "io/run/json.h"
#include "io/run/output.h"

/* Writes scorecard.csv and sensitivity.csv if there is a plan for the period,
 * and bonus.csv if there are base bonuses too and no row was rejected (or
 * --accept-rejects); with it payroll.csv if kpi.yaml asks for it. The reason is
 * said if it is not. *written tells whether bonus.csv is. */
enum status pay_write(
    struct session *session, struct outputs *outputs, bool *written);

/* The terms in force, for run.json: `new 0.02 renewal 0.01 …`, and `A 110 B 90
 * C 70 D`. NULL without memory. */
const char *pay_commission_text(
    struct arena *arena, const struct pay_terms *terms);
const char *pay_bands_text(struct arena *arena, const struct pay_terms *terms);

/* Why nobody is paid by this data set (no bonus.csv, no statement), in words;
 * NULL if they are. */
const char *pay_obstacle(const struct session *session);

#endif
