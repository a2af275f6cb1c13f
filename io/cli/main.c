#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/status.h"
#include "io/cli/commands.h"
#include "io/cli/help.h"
#include "io/cli/manual.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"
#include "io/locale/locale.h"

static int
unknown_command(const char *name)
{
	const char *names[64] = { NULL };
	for (size_t i = 0; i < command_count && i < 64; i++)
		names[i] = commands[i].name;
	const char *nearest = text_nearest(text_of(name), names, 64);
	if (nearest)
		talk_error(
		    "%s: unknown command; did you mean %s?", name, nearest);
	else
		talk_error("%s: unknown command", name);
	help_overview(stderr);
	return 2;
}

/* Memory that ran out somewhere is no success, and no fault of the user's. */
static int
without_memory(int code)
{
	if (!arena_any_failed() || (code > 2 && talk_said_error()))
		return code;
	talk_error("out of memory");
	return code > 2 ? code : status_exit_code(STATUS_MEMORY);
}

/* Output that did not reach stdout ends with exit code 4, like a file that
 * cannot be written. */
static int
finish(int code)
{
	if (fflush(stdout) != 0 || ferror(stdout) || terminal_failed()) {
		talk_error("cannot write to standard output");
		return 4;
	}
	return without_memory(code);
}

static const struct command *
command_named(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(name, commands[i].name) == 0)
			return &commands[i];
	return NULL;
}

/* kpi help [COMMAND]: what kpi COMMAND --help prints. */
static int
help(int argument_count, char **arguments)
{
	const struct command *command =
	    argument_count ? command_named(arguments[0]) : NULL;
	if (argument_count > 1) {
		talk_error("%s: one argument too many; see kpi --help",
		    arguments[1]);
		return 2;
	}
	if (argument_count && !command)
		return unknown_command(arguments[0]);
	if (command)
		help_command(stdout, command);
	else
		help_overview(stdout);
	return finish(0);
}

/* The language is settled before anything else is said: by --lang, wherever it
 * stands, else by the environment. What is wrong with the option is said where
 * options are read. */
static void
settle_language(int argument_count, char **arguments)
{
	enum language language = locale_wanted();
	for (int i = 1; i < argument_count; i++) {
		const char *value = NULL;
		if (strncmp(arguments[i], "--lang=", 7) == 0)
			value = arguments[i] + 7;
		else if (strcmp(arguments[i], "--lang") == 0)
			value = arguments[i + 1];
		else if (strcmp(arguments[i], "--") == 0)
			break;
		if (value && locale_named(value) != LANGUAGE_COUNT)
			language = locale_named(value);
	}
	locale_open(NULL);
	locale_speak(language);
}

/* How many arguments before the command are --lang and its language; what is
 * wrong with them is said by -1. */
static int
leading_language(int argument_count, char **arguments)
{
	bool joined = strncmp(arguments[1], "--lang=", 7) == 0;
	if (!joined && strcmp(arguments[1], "--lang") != 0)
		return 0;
	const char *value = joined               ? arguments[1] + 7
			    : argument_count > 2 ? arguments[2]
						 : "";
	if (locale_named(value) != LANGUAGE_COUNT)
		return joined ? 1 : 2;
	talk_error("--lang %s: expected en or vi", value);
	return -1;
}

int
main(int argument_count, char **arguments)
{
	gsl_set_error_handler_off();
	settle_language(argument_count, arguments);
	if (locale_spoken() != LANGUAGE_EN && locale_refused()) {
		locale_speak(LANGUAGE_EN);
		talk_error("%s: cannot be read, or this system has no locale "
			   "such as C.UTF-8; --lang en does without",
		    locale_refused());
		return status_exit_code(STATUS_INPUT);
	}
	int before = argument_count < 2
			 ? 0
			 : leading_language(argument_count, arguments);
	if (before < 0)
		return 2;
	argument_count -= before;
	arguments += before;
	if (argument_count < 2) {
		help_overview(stderr);
		return 2;
	}
	const char *name = arguments[1];
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
		help_overview(stdout);
		return finish(0);
	}
	if (strcmp(name, "--version") == 0) {
		puts("kpi " KPI_VERSION);
		return finish(0);
	}
	if (strcmp(name, "help") == 0)
		return help(argument_count - 2, arguments + 2);
	if (strcmp(name, "man") == 0)
		return finish(manual(argument_count - 2, arguments + 2));
	const struct command *command = command_named(name);
	struct options options;
	if (!command)
		return unknown_command(name);
	if (!options_read(&options, command, argument_count - 1, arguments + 1))
		return without_memory(2);
	if (options.help) {
		help_command(stdout, command);
		return finish(0);
	}
	return finish(command->run(&options));
}
