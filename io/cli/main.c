#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/cli/commands.h"
#include "io/cli/help.h"
#include "io/cli/talk.h"
#include "io/cli/terminal.h"

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

/* Output that did not reach stdout ends with exit code 4, like a file that
 * cannot be written. */
static int
finish(int code)
{
	if (fflush(stdout) != 0 || ferror(stdout) || terminal_failed()) {
		talk_error("cannot write to standard output");
		return 4;
	}
	return code;
}

int
main(int argument_count, char **arguments)
{
	gsl_set_error_handler_off();
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
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &commands[i];
		struct options options;
		if (strcmp(name, command->name) != 0)
			continue;
		if (!options_read(
			&options, command, argument_count - 1, arguments + 1))
			return 2;
		if (options.help) {
			help_command(stdout, command);
			return finish(0);
		}
		return finish(command->run(&options));
	}
	return unknown_command(name);
}
