/* What the user typed. */
#ifndef IO_CLI_OPTIONS_H
#define IO_CLI_OPTIONS_H

#include "engine/metric.h"

enum { HISTORY_MOST = 400 };

struct options {
	const char *dataset;          /* folder */
	const char *metric, *manager; /* explain */
	const char *topic;            /* list */
	const char *period, *out;     /* NULL: the default */
	date as_of;
	enum language language;
	size_t history;
	uint64_t seed;
	unsigned jobs; /* 0: as many as the process may use */
	bool strict, accept_rejects, quiet, verbose, help;
};

/* One command: a row of the table in main.c. */
struct command {
	const char *name, *summary, *help;
	/* Which options it takes: their letters, and how many positional
	 * arguments at most. */
	const char *letters;
	int most_arguments;
	int (*run)(const struct options *options);
};

/* Reads the arguments after the command's name. An error is printed with what
 * would have been right; false then. */
bool options_read(struct options *options, const struct command *command,
    int argument_count, char **arguments);

#endif
