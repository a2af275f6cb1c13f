/* The commands: one file each, a row of commands.def each. Each returns the
 * process's exit code. */
#ifndef IO_CLI_COMMANDS_H
#define IO_CLI_COMMANDS_H

#include "io/cli/options.h"

#define COMMAND(NAME, SUMMARY, USAGE, MOST, WORDS, TAKES, ABOUT, NOTES)        \
	int command_##NAME(const struct options *options);
#include "io/cli/commands.def"
#undef COMMAND

#endif
