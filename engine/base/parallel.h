/* Many tasks on the run's workers, each with memory of its own.
 *
 * What a task computes may depend on its index only; so results are the same
 * for any number of workers. */
#ifndef ENGINE_BASE_PARALLEL_H
#define ENGINE_BASE_PARALLEL_H

#include <stddef.h>

#include "engine/base/status.h"

struct arena;

/* Does task `index`. What it makes for others to keep lives in `kept`;
 * `scratch` is emptied after each task. Nobody else uses the two meanwhile. */
typedef enum status parallel_task(
    void *context, size_t index, struct arena *kept, struct arena *scratch);

/* Does the tasks 0 … count - 1 on `jobs` threads at most (workers.h). What they
 * kept belongs to `arena` afterwards. The status of the failed task with the
 * smallest index, STATUS_MEMORY, or STATUS_OK. */
enum status parallel_run(unsigned jobs, size_t count, parallel_task *task,
    void *context, struct arena *arena);

#endif
