/* Where the answer of a command goes: standard output, or a file that appears
 * complete or not at all.
 *
 * Rows for programs are written at once. Where standard output is a terminal,
 * they are held back and go through terminal.h at the end, because they hold
 * texts that come from others. */
#ifndef IO_CLI_DELIVERY_H
#define IO_CLI_DELIVERY_H

#include <stdio.h>

#include "io/cli/memory_stream.h"
#include "io/run/one_file.h"

struct delivery {
	FILE *to;              /* lines for people, or */
	struct output *output; /* rows for programs */
	struct one_file file;
	bool is_file;
	struct memory_stream held; /* what is held back until the end */
};

/* Opens the file of that path, or standard output for NULL. `raw`: what comes
 * has not gone through terminal.h yet. STATUS_OUTPUT or STATUS_MEMORY, said in
 * the diagnostics; then there is nothing to close. */
enum status delivery_open(struct delivery *delivery, const char *path, bool raw,
    struct arena *arena, struct diagnostics *diagnostics);

/* Do the rows for programs go to a terminal? */
static inline bool
delivery_is_terminal(const struct delivery *delivery)
{
	return !delivery->is_file && delivery->to != stdout;
}

/* With STATUS_OK all is delivered; with the status of a failure a file does not
 * take its name. That status, or what went wrong here. */
enum status delivery_close(struct delivery *delivery, enum status status,
    struct diagnostics *diagnostics);

#endif
