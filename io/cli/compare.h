/* Where two files of the same name begin to differ, in words. */
#ifndef IO_CLI_COMPARE_H
#define IO_CLI_COMPARE_H

#include "io/run/folder.h"

/* Compares the files of that name in two runs, which differ, and says on stdout
 * where they first do: the byte, and of a text the line; of a CSV also the
 * column. No value is printed: it may be somebody's pay. */
enum status compare_say_first(const struct run_folder *old,
    const struct run_folder *new, const char *name, struct arena *arena,
    struct diagnostics *diagnostics);

#endif
