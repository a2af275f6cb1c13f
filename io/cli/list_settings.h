/* kpi list settings. */
#ifndef IO_CLI_LIST_SETTINGS_H
#define IO_CLI_LIST_SETTINGS_H

#include "io/cli/options.h"

/* Prints every key of kpi.yaml: what it means, what its value may be, and what
 * holds where it is not given; with a data set (options->places[1]) also what
 * is in force and which line of kpi.yaml says it. The process's exit code. */
int list_settings(const struct options *options);

#endif
