/* The interactive prompt of `kpi sql`: line editing, history and completion. */
#ifndef IO_CLI_QUERY_PROMPT_H
#define IO_CLI_QUERY_PROMPT_H

#include "io/cli/query/relation.h"

/* Reads statements, each up to its `;`, and hands them to `take`, until the
 * user ends it. Understands .help, .tables, .columns TABLE and .quit. */
void prompt_run(const struct relations *relations,
    void (*take)(void *context, struct text sql), void *context);

#endif
