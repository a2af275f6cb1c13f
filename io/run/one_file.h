/* A file by itself: the answer of a command, a workbook. It appears complete or
 * not at all, mode 0600, like the files of a run (output.h). */
#ifndef IO_RUN_ONE_FILE_H
#define IO_RUN_ONE_FILE_H

#include "io/run/output.h"

struct one_file {
	struct outputs outputs;
	struct output *output;
};

/* Opens the file of that path to be written, or (reserve) to be made by a
 * library in the place output->temporary. STATUS_OUTPUT says why not; then
 * there is nothing to close. */
enum status one_file_open(struct one_file *file, const char *path,
    struct arena *arena, struct diagnostics *diagnostics);
enum status one_file_reserve(struct one_file *file, const char *path,
    struct arena *arena, struct diagnostics *diagnostics);

/* With STATUS_OK the file takes its name; with the status of a failure it does
 * not. That status, or what went wrong here. */
enum status one_file_close(struct one_file *file, enum status status);

#endif
