/* Ctrl-C while something runs that can be stopped by itself, such as a
 * statement of SQL: it is remembered instead of ending the program. */
#ifndef IO_CLI_INTERRUPT_H
#define IO_CLI_INTERRUPT_H

#include <stdbool.h>

/* From now on Ctrl-C is remembered; what was is forgotten. A second one before
 * interrupt_forget ends the program. */
void interrupt_watch(void);

/* What Ctrl-C did before holds again. What was seen stays seen. */
void interrupt_unwatch(void);

bool interrupt_seen(void);
void interrupt_forget(void);

/* Ends the program as Ctrl-C would have, if it was seen: for the very end, when
 * all is cleaned up. Not while it is watched. */
void interrupt_obey(void);

#endif
