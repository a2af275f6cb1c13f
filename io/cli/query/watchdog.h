/* Ends the program when a statement cannot be stopped by itself.
 *
 * SQLite asks between its steps whether to go on (database.h), but a single one
 * may take hours: instr() looks for megabytes in megabytes. Then a signal ends
 * the program a moment after the time is over. What it was writing is removed.
 */
#ifndef IO_CLI_QUERY_WATCHDOG_H
#define IO_CLI_QUERY_WATCHDOG_H

#include <stdint.h>

/* From now on so many seconds, and a moment, may pass before watchdog_stop.
 * Then the program says `message`, a line that must stay valid, and ends with
 * exit code 2. */
void watchdog_start(uint64_t seconds, const char *message);

void watchdog_stop(void);

#endif
