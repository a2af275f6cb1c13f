/* Guesses about the files of a folder (io/import/guess) as a kpi.yaml: what is
 * sure as its keys, the reasons and what is in doubt as remarks. */
#ifndef IO_CLI_INIT_YAML_H
#define IO_CLI_INIT_YAML_H

#include <stdio.h>

#include "io/import/guess/guess.h"

/* What was written. */
struct init_summary {
	size_t files, tables, doubts;
};

/* Writes it to a stream, whose owner asks it for errors. STATUS_OK or
 * STATUS_MEMORY. */
enum status init_write_yaml(FILE *to, const struct guesses *guesses,
    const struct known *known, struct arena *arena,
    struct init_summary *summary);

#endif
