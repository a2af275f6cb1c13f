/* The files that a command will write. They are compared with its inputs before
 * these are read, so that no output replaces an input. */
#ifndef IO_CLI_WRITES_H
#define IO_CLI_WRITES_H

#include "io/cli/options.h"
#include "io/import/config/configuration.h"

enum { WRITES_MOST = 64 };

struct writes {
	const char *path;               /* of one file; else NULL, and */
	const char *folder;             /* where; NULL: nothing is written */
	const char *names[WRITES_MOST]; /* the files in it, as far as known */
	size_t count;
	bool of_run; /* the folder is to be a run's */
	/* Other files that the command reads. */
	const char *const *inputs;
	size_t input_count;
};

/* Before anything is read: can the files be made there, and are they other
 * files than kpi.yaml and the formats? STATUS_OUTPUT says why not. A path is
 * split into folder and name. */
enum status writes_judge(struct writes *writes, const char *dataset,
    struct arena *arena, struct diagnostics *diagnostics);

/* Before the tables are read: are they other files than the tables', would the
 * next run not take them for a table's, and is nothing of others in the place
 * of a run's files? STATUS_OUTPUT says why not. */
enum status writes_spare_tables(const struct writes *writes,
    const char *dataset, const struct configuration *configuration,
    struct arena *arena, struct diagnostics *diagnostics);

#endif
