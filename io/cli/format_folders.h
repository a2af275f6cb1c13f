/* Formats: where they are looked for, and `--format TABLE=NAME`. */
#ifndef IO_CLI_FORMAT_FOLDERS_H
#define IO_CLI_FORMAT_FOLDERS_H

#include "io/cli/options.h"

struct arena;

/* The folders, first to last, ended by NULL: DATASET/formats, the user's
 * ($XDG_CONFIG_HOME/kpi/formats, by default ~/.config/kpi/formats), that of
 * the installed program, that of its sources. NULL without memory. */
const char *const *format_folders(const char *dataset, struct arena *arena);

/* Reads one `TABLE=NAME`, or several with spaces between, into
 * options->formats. An error is printed; false then. */
bool format_option_read(struct options *options, const char *text);

/* What was read, as text; NULL without memory. */
const char *format_option_print(
    const struct options *options, struct arena *arena);

#endif
