/* Scores and pay in a run's folder, and what is said about them: no amount. */
#ifndef IO_CLI_PAY_H
#define IO_CLI_PAY_H

#include "io/cli/session.h"
#include "io/run/output.h"

/* Writes scorecard.csv and sensitivity.csv if there is a plan for the period,
 * and bonus.csv if there is people.csv and something to pay by (base bonuses
 * for that plan, a commission, an award, an adjustment) and no row was rejected
 * (or
 * --accept-rejects); with it payroll.csv if kpi.yaml asks for it. The reason is
 * said if it is not. *written tells whether bonus.csv is. */
enum status pay_write(
    struct session *session, struct outputs *outputs, bool *written);

/* The part of that which hangs on the data alone: no people.csv, or rejected
 * rows. */
const char *pay_gate(const struct session *session);

/* Why nobody is paid by this data set (no bonus.csv, no statement), in words;
 * NULL if they are. */
const char *pay_obstacle(const struct session *session);

#endif
