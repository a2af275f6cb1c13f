/* A ladder of commission whose steps are far below every amount is a flat rate:
 * most likely its steps are written in thousands or millions. */
#ifndef IO_CLI_SAY_LADDERS_H
#define IO_CLI_SAY_LADDERS_H

#include "io/cli/session.h"

/* Adds an assumption for each ladder of which, in the periods whose commission
 * the run pays, two or more amounts count and the least of them is ten times
 * the last step or more: said at the end of the run, on the first sheet and in
 * run.json. The session has its pay. STATUS_OK or STATUS_MEMORY, said. */
enum status say_ladders(struct session *session);

#endif
