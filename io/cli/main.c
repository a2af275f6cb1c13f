#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/cli/commands.h"
#include "io/cli/talk.h"

static const struct command commands[] = {
	{ "run", "compute the indicators and write the dashboard",
	    "usage: kpi run [DATASET] [options]\n"
	    "\n"
	    "Reads contracts*.csv, timesheets*.csv and surveys*.csv (and, if "
	    "there, people.csv,\nassignments.csv and kpi.yaml) from the folder "
	    "DATASET, by default the current one,\nand writes dashboard.xlsx, "
	    "kpi.csv, rejects.csv and run.json.\n"
	    "\n"
	    "  --period P     2026Q3, 2026H2, 2026, 2026-08,\n"
	    "                 2026-07-01..2026-09-30 or a list of quarters\n"
	    "                 2025Q1..2026Q3; default: the last quarter that "
	    "the data cover\n"
	    "  --as-of D      what today is for the run; default: the period's "
	    "last day\n"
	    "  --out DIR      where the outputs go; default: out/PERIOD\n"
	    "  --lang en|vi   language of the dashboard\n"
	    "  --history N    how many periods before the run's own are in "
	    "kpi.csv; default 1\n"
	    "  --strict       stop with exit code 3 if a row is rejected\n"
	    "  --jobs N       threads; default: the cores the process may use\n"
	    "  --seed N       of the resampling; default 0\n"
	    "  -q, --quiet    say only errors and warnings about the data\n"
	    "  -v, --verbose  name every rejected row\n"
	    "\n"
	    "Exit codes: 0 done; 1 done, but rows were rejected; 2 wrong usage "
	    "or configuration;\n3 an input cannot be read; 4 an output cannot "
	    "be written.\n",
	    "paolHjSsAqv", 1, command_run },
	{ "check", "validate the inputs and compute nothing",
	    "usage: kpi check [DATASET] [--out DIR] [--strict] [-q|-v]\n"
	    "\n"
	    "Reads everything as `kpi run` would, prints what became of the "
	    "lines of each file,\nand writes rejects.csv to DIR (default: "
	    "out/check). Exit code 1 if a row was\nrejected (3 with "
	    "--strict).\n",
	    "osqv", 1, command_check },
	{ "explain", "show the records behind one number",
	    "usage: kpi explain [DATASET] METRIC [--manager M] [--period P] "
	    "[--as-of D]\n"
	    "                   [--lang en|vi] [-v]\n"
	    "\n"
	    "Prints each record behind METRIC of manager M (an id or a name; "
	    "default: the\ncompany): its id, x and y, whether it counts, and "
	    "the lines it came from. With -v\nalso the timesheet rows behind "
	    "a project's cost.\n"
	    "\n"
	    "  kpi explain samples/agency retention --manager tran.quoc.bao\n",
	    "palmqv", 2, command_explain },
	{ "list", "list the metrics",
	    "usage: kpi list metrics [--lang en|vi]\n", "l", 1, command_list },
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static int
usage(FILE *to, int code)
{
	fputs("usage: kpi COMMAND [DATASET] [options]\n\n", to);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		fprintf(to, "  kpi %-8s  %s\n", commands[i].name,
		    commands[i].summary);
	fputs(
	    "\nkpi COMMAND --help says more; kpi --version the version.\n", to);
	return code;
}

static int
unknown_command(const char *name)
{
	const char *names[COMMAND_COUNT];
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		names[i] = commands[i].name;
	const char *nearest = text_nearest(text_of(name), names, COMMAND_COUNT);
	if (nearest)
		talk_error(
		    "%s: unknown command; did you mean %s?", name, nearest);
	else
		talk_error("%s: unknown command", name);
	return usage(stderr, 2);
}

/* Output that did not reach stdout is an output that cannot be written. */
static int
finish(int code)
{
	if (fflush(stdout) != 0 || ferror(stdout)) {
		talk_error("cannot write to standard output");
		return 4;
	}
	return code;
}

int
main(int argument_count, char **arguments)
{
	gsl_set_error_handler_off();
	if (argument_count < 2)
		return usage(stderr, 2);
	const char *name = arguments[1];
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		return finish(usage(stdout, 0));
	if (strcmp(name, "--version") == 0) {
		puts("kpi " KPI_VERSION);
		return finish(0);
	}
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		const struct command *command = &commands[i];
		struct options options;
		if (strcmp(name, command->name) != 0)
			continue;
		if (!options_read(
			&options, command, argument_count - 1, arguments + 1))
			return 2;
		if (options.help) {
			fputs(command->help, stdout);
			return finish(0);
		}
		return finish(command->run(&options));
	}
	return unknown_command(name);
}
