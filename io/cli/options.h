/* What the user typed. */
#ifndef IO_CLI_OPTIONS_H
#define IO_CLI_OPTIONS_H

#include "engine/model/metric.h"

enum {
	PERIOD_LIST_SIZE = 8192,
	PLACES_MOST = 3,
	HISTORY_MOST = 400,
	OPTION_VALUES_MOST = 512,
	TIMEOUT_DEFAULT = 3600,
	MEMORY_DEFAULT = 1024
};

/* The values of an option that may be given several times, as typed. */
struct option_list {
	const char *values[OPTION_VALUES_MOST];
	size_t count;
};

struct options {
	const char *dataset;         /* folder */
	const char *metric;          /* explain */
	struct option_list managers; /* explain, statement, query */
	const char *lead;            /* explain, run */
	const char *team;            /* run */
	bool no_pay;
	struct option_list paid;     /* run, explain, statement: folders, `,` */
	struct option_list plans;    /* plan: files */
	struct option_list timesheets; /* part: files */
	const char *topic;           /* list, completion */
	const char *places[PLACES_MOST];       /* folders of runs: seal, verify, diff */
	date source_date; /* of the dashboard; DATE_NONE: not known yet */
	/* What --period says, as typed_period.h has it; "": the default. */
	char period[PERIOD_LIST_SIZE];
	const char *out;                  /* NULL: the default */
	const char *answer_format;        /* query, sql, diff: NULL: table */
	struct text formats[TABLE_COUNT]; /* --format, by table; or empty */
	/* query; NULL or 0: not given */
	struct option_list metrics, by, where;
	const char *compare, *sort;
	uint64_t top, min_n;
	bool totals, plot;
	/* sql: what a statement may take, seconds (0: any) and megabytes */
	uint64_t timeout, memory;
	bool expanded;
	date as_of;
	enum language language;
	size_t history;
	uint64_t seed;
	unsigned jobs; /* 0: as many as the process may use */
	bool true_up;  /* diff */
	bool payroll;
	bool html;     /* run */
	bool strict, accept_rejects, accept_unknown, quiet, verbose, help;
	bool with_names; /* part */
};

/* OPTION_PERIOD …: the rows of options.def. */
enum option_id {
#define OPTION(ID, LETTER, NAME, ARGUMENT, OFTEN, WORDS, HELP) OPTION_##ID,
#include "io/cli/options.def"
#undef OPTION
	OPTION_COUNT
};

/* How often an option may be given. */
enum option_often { GIVEN_ONCE, GIVEN_LISTED, GIVEN_BY_TABLE };

/* One option: a row of options.def. */
struct option_row {
	char letter; /* -q; 0: it has none */
	const char *name;
	const char *argument; /* what its value is called; NULL: it has none */
	enum option_often often;
	const char *words; /* what its value may be, for completion */
	const char *help;
};

extern const struct option_row option_rows[OPTION_COUNT];

/* One command: a row of commands.def. Its help is made from these
 * and from the rows of its options. */
struct command {
	const char *name, *summary;
	const char *usage; /* what follows `kpi NAME` */
	const char *about; /* paragraphs */
	const char *notes; /* below the options: examples, exit codes */
	/* Which options it takes besides --help, in the order of its help,
	 * ended by OPTION_COUNT; and how many positional arguments at most. */
	const enum option_id *options;
	int most_arguments;
	const char *words; /* what the arguments are: see commands.def */
	int (*run)(const struct options *options);
};

extern const struct command commands[];
extern const size_t command_count;

/* Reads the arguments after the command's name. An error is printed with what
 * would have been right; false then. */
bool options_read(struct options *options, const struct command *command,
    int argument_count, char **arguments);

#endif
