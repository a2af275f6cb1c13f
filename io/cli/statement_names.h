/* What the statements' files are called: a name for each person that every file
 * system takes, and that none takes for another's. */
#ifndef IO_CLI_STATEMENT_NAMES_H
#define IO_CLI_STATEMENT_NAMES_H

#include "io/cli/session.h"

/* `ID.xlsx` by card of the session's pay. Where the id is no name of a file, or
 * is like somebody else's, the person's number stands behind it. NULL without
 * memory. */
const char *const *statement_names(struct session *session);

#endif
