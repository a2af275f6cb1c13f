/* What `--help` prints. */
#ifndef IO_CLI_HELP_H
#define IO_CLI_HELP_H

#include <stdio.h>

#include "io/cli/options.h"

/* All commands, a line each. */
void help_overview(FILE *to);

/* One command with its options. */
void help_command(FILE *to, const struct command *command);

#endif
