/* kpi explain bonus and kpi statement: one person's pay, from the total down to
 * the source lines. */
#ifndef IO_CLI_EXPLAIN_BONUS_H
#define IO_CLI_EXPLAIN_BONUS_H

#include "engine/model/proof.h"
#include "io/cli/session.h"

/* `kpi explain bonus`: the exit code. */
int explain_bonus(const struct options *options);

/* STATUS_USAGE, which is said, where there is no plan for the period. */
enum status session_needs_plan(const struct session *session);

/* The card of the person of that id, else name, as --manager has it, the
 * results being computed. STATUS_USAGE, which is said: there is no plan, or
 * nobody of that name with a row in scorecard.csv. */
enum status session_card(
    struct session *session, const char *wanted, const struct scorecard **card);

#endif
