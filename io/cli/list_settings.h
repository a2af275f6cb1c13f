/* kpi list settings. */
#ifndef IO_CLI_LIST_SETTINGS_H
#define IO_CLI_LIST_SETTINGS_H

#include "engine/model/setting.h"
#include "io/cli/options.h"

/* Prints every key of kpi.yaml: what it means, what its value may be, and what
 * holds where it is not given; with a data set (options->places[1]) also what
 * is in force and which line of kpi.yaml says it. The process's exit code. */
int list_settings(const struct options *options);

/* What a key's value may be, and what holds where it is not given: `a whole
 * number from 0 to 3650; default: 0`. NULL without memory. */
const char *settings_right(
    const struct setting *setting, enum language language, struct arena *arena);

/* What the names of keys stand for, in the spoken language. */
const char *settings_about_names(void);

#endif
