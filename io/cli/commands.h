/* The commands. Each has a file of its own and a row in commands.def, and
 * returns the exit code of the process. */
#ifndef IO_CLI_COMMANDS_H
#define IO_CLI_COMMANDS_H

#include "io/cli/options.h"

#define COMMAND(NAME, SUMMARY, USAGE, MOST, WORDS, TAKES, ABOUT, NOTES)        \
	int command_##NAME(const struct options *options);
#include "io/cli/commands.def"
#undef COMMAND

#endif
