/* What is said to the user: on stderr, in colour only on a terminal that wants
 * it (NO_COLOR). */
#ifndef IO_CLI_TALK_H
#define IO_CLI_TALK_H

#include "engine/model/metric.h"

void talk_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void talk_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void talk_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Says all diagnostics, notes only unless quiet, and empties the list. */
void talk_diagnostics(struct diagnostics *diagnostics, bool quiet);

/* The width of a UTF-8 text on a terminal, in columns. */
int talk_width(struct text text);

#endif
