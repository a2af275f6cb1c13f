/* The words that a shell completes by looking at the data set: what the scripts
 * of `kpi completion bash` and `zsh` ask for. */
#ifndef IO_CLI_COMPLETION_WORDS_H
#define IO_CLI_COMPLETION_WORDS_H

#include "io/cli/options.h"

/* Prints, a line each, what begins with what was typed (options->places: what,
 * the data set, what was typed): of each who is listed the id, else a name. If
 * nothing does, the id of the one that is meant (typed_name.h), if there is
 * one. Only contracts, people and settings are read. The exit code of the
 * process. */
int completion_words(const struct options *options);

#endif
