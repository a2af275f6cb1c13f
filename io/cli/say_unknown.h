/* Names that the data use and nothing explains, on the terminal: managers who
 * are not in people.csv, projects of timesheets that no contract names,
 * subjects of surveys that are nobody's. The most frequent first, all with -v.
 */
#ifndef IO_CLI_SAY_UNKNOWN_H
#define IO_CLI_SAY_UNKNOWN_H

#include "io/cli/session.h"

/* Every command that loads a data set says the managers. Only kpi run says the
 * others, too; kpi check shows them among its results. */
void say_unknown_managers(struct session *session);
void say_unknown_names(struct session *session);

#endif
