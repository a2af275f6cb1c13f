/* kpi explain bonus and kpi statement: one person's pay, from the total down to
 * the source lines. */
#ifndef IO_CLI_EXPLAIN_BONUS_H
#define IO_CLI_EXPLAIN_BONUS_H

#include "engine/model/proof.h"
#include "io/cli/session.h"

/* `kpi explain bonus`: the exit code. */
int explain_bonus(const struct options *options);

/* The card of the person that --manager names, the results being computed;
 * NULL without that option. STATUS_USAGE, which is said: there is no plan, or
 * nobody of that name with a row in scorecard.csv. */
enum status session_card(
    struct session *session, const struct scorecard **card);

#endif
