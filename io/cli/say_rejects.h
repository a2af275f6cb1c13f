/* What was rejected, on the terminal. */
#ifndef IO_CLI_SAY_REJECTS_H
#define IO_CLI_SAY_REJECTS_H

#include "io/cli/session.h"

/* Says how many rows were rejected: a few, or all with -v, line by line; many
 * by file, the worst first, and in it by reason, with the money and the first
 * line of each. */
void say_rejects(struct session *session);

#endif
