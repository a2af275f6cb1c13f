/* The commands: one file each. Each returns the process's exit code. */
#ifndef IO_CLI_COMMANDS_H
#define IO_CLI_COMMANDS_H

#include "io/cli/options.h"

int command_run(const struct options *options);
int command_check(const struct options *options);
int command_explain(const struct options *options);
int command_diff(const struct options *options);
int command_statement(const struct options *options);
int command_seal(const struct options *options);
int command_verify(const struct options *options);
int command_query(const struct options *options);
int command_sql(const struct options *options);
int command_completion(const struct options *options);
int command_list(const struct options *options);

#endif
