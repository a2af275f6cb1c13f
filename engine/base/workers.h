/* Threads: many tasks, each on whichever worker is free.
 *
 * A task may write only what is its own, so that results do not depend on the
 * number of threads or on who was first. */
#ifndef ENGINE_BASE_WORKERS_H
#define ENGINE_BASE_WORKERS_H

#include <stddef.h>

#include "engine/base/status.h"

enum { WORKERS_MOST = 256 };

/* Does task `index`; `worker` says on which of the workers, counted from 0, for
 * scratch that each has for itself. */
typedef enum status workers_task(void *context, size_t index, unsigned worker);

/* How many processors this process may use; at least 1. */
unsigned workers_available(void);

/* Does the tasks 0 … count - 1, begun in that order, on `jobs` threads (the
 * caller is one of them; 0 is taken for 1, WORKERS_MOST is the most). After a
 * task that fails no further one is begun. Returns the status of the failed
 * task with the smallest index, or STATUS_OK. Threads that cannot be started
 * are done without. */
enum status workers_run(
    unsigned jobs, size_t count, workers_task *task, void *context);

#endif
