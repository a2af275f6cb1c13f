#include "io/cli/commands.h"

/* The list of options that a command takes, and that all take; OPTION_COUNT
 * ends it. */
#define OPTIONS(...)                                                           \
	((const enum option_id[]){ __VA_ARGS__, OPTION_LANGUAGE, OPTION_COUNT })
#define NO_OPTIONS ((const enum option_id[]){ OPTION_LANGUAGE, OPTION_COUNT })

const struct command commands[] = {
#define COMMAND(NAME, SUMMARY, USAGE, MOST, WORDS, TAKES, ABOUT, NOTES)        \
	{ #NAME, SUMMARY, USAGE, ABOUT, NOTES, TAKES, MOST, WORDS,             \
		command_##NAME },
#include "io/cli/commands.def"
#undef COMMAND
};

const size_t command_count = sizeof commands / sizeof *commands;
