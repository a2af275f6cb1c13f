/* The interactive prompt of `kpi sql`: line editing, history and completion. */
#ifndef IO_CLI_QUERY_PROMPT_H
#define IO_CLI_QUERY_PROMPT_H

#include "io/cli/query/statements.h"

/* Reads statements, each up to its `;`, and answers them, until the user ends
 * it. Ctrl-C drops the one that is being typed, and stops one that runs.
 * `options`, which are the session's, are changed for a while by .once.
 * STATUS_MEMORY if it cannot begin. */
enum status prompt_run(const struct relations *relations,
    struct statements *statements, struct options *options);

/* ---- the lines that begin with a dot, prompt_commands.c ---- */

struct prompt {
	const struct relations *relations;
	struct statements *statements;
	struct options *options;
	const char *once; /* where the next answer goes, by .once; NULL */
	bool leaves;
};

/* Answers statements, where .once says if it does. */
void prompt_answer(struct prompt *prompt, struct text sql);

/* Does what the line says; an error is said. */
void prompt_command(struct prompt *prompt, const char *line);

#endif
