/* What is left to decide about kpi.yaml, as one block to be pasted.
 *
 * Each message and assumption brings its own line. Here these are merged with
 * one another and with what kpi.yaml has already: each section of the block is
 * complete, and is meant to replace the section of that name in kpi.yaml. */
#ifndef IO_CLI_PROPOSALS_H
#define IO_CLI_PROPOSALS_H

#include "io/cli/session.h"

/* The block, lines of YAML; "" where nothing is left to decide, NULL without
 * memory. */
const char *proposals_merge(
    struct session *session, const struct diagnostic *said);

#endif
