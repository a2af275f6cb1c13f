/* A line on the terminal that says how far a long command is: how much of all
 * files is read and how long that takes yet, then what is being done. There is
 * one at most; whatever else is said removes it first (progress_clear). Nothing
 * is shown unless stderr is a terminal that knows escapes, nor when `quiet`,
 * nor by a command that is quick. */
#ifndef IO_CLI_PROGRESS_H
#define IO_CLI_PROGRESS_H

#include "io/import/importer.h"

struct progress {
	bool on;
	const char *path;           /* the file that is being read */
	uint64_t rows_before, rows; /* of earlier files, and of this one */
	double began, said, left;   /* seconds */
};

void progress_start(struct progress *progress, bool quiet);

/* For import_options.progress: shows the line, once a second has passed. */
void progress_show(void *progress, const struct import_progress *import);

/* Says what is being done from now on, a message such as "computing"; not
 * beside other threads that say something. */
void progress_stage(bool quiet, const char *what);

/* Removes the line. */
void progress_clear(void);

#endif
