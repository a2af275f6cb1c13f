/* A line on the terminal that says how far a long import is. */
#ifndef IO_CLI_PROGRESS_H
#define IO_CLI_PROGRESS_H

#include "io/import/importer.h"

struct progress {
	bool on, shown;
	const char *path;               /* the file that is being read */
	double began, file_began, said; /* seconds */
};

/* Nothing is shown unless stderr is a terminal, nor when `quiet`. */
void progress_start(struct progress *progress, bool quiet);

/* For import_options.progress: shows the line, once a second has passed. */
void progress_show(void *progress, const struct import_progress *import);

/* Removes the line. */
void progress_end(struct progress *progress);

#endif
