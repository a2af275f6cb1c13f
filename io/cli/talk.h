/* What is said to the user: on stderr, in colour only on a terminal that wants
 * it (NO_COLOR), and by way of io/cli/terminal.h, whatever is in a name. A format
 * is a message: it is said in the language of io/locale. */
#ifndef IO_CLI_TALK_H
#define IO_CLI_TALK_H

#include "engine/model/metric.h"

void talk_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void talk_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void talk_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Was any error said? */
bool talk_said_error(void);

/* Says on stdout what was found: a word such as `altered`, the name of what it
 * is about, and why (may be empty). */
void talk_finding(const char *word, const char *name, const char *why);

/* Says all diagnostics, of each kind a bounded number (diagnostics_bound), notes
 * only unless quiet, and empties the list. */
void talk_diagnostics(struct diagnostics *diagnostics, bool quiet);

#endif
