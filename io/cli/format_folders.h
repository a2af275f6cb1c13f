/* Formats: where they are looked for, and `--format TABLE=NAME`. */
#ifndef IO_CLI_FORMAT_FOLDERS_H
#define IO_CLI_FORMAT_FOLDERS_H

#include "io/cli/options.h"

struct arena;

/* The folders, first to last, ended by NULL: DATASET/formats, the user's
 * ($XDG_CONFIG_HOME/kpi/formats, by default ~/.config/kpi/formats), that of
 * the installed program, that of its sources; in the arena of the diagnostics.
 * STATUS_OK, STATUS_MEMORY, or STATUS_INPUT: the system does not say where the
 * program lies. */
enum status format_folders(const char *dataset, const char *const **found,
    struct diagnostics *diagnostics);

/* Reads one `TABLE=NAME`, or several with spaces between, into
 * options->formats. An error is printed; false then. */
bool format_option_read(struct options *options, const char *text);

/* What was read, as text; NULL without memory. */
const char *format_option_print(
    const struct options *options, struct arena *arena);

#endif
