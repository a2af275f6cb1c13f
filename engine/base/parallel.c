#include "engine/base/parallel.h"

#include "engine/base/arena.h"
#include "engine/base/workers.h"

struct memory {
	struct arena *kept, *scratch;
};

struct crew {
	parallel_task *task;
	void *context;
	struct memory *memory; /* by worker */
};

static enum status
do_task(void *context, size_t index, unsigned worker)
{
	const struct crew *crew = context;
	const struct memory *memory = &crew->memory[worker];
	struct arena_mark empty = arena_mark(memory->scratch);
	enum status status =
	    crew->task(crew->context, index, memory->kept, memory->scratch);
	arena_release(memory->scratch, empty);
	return status;
}

static enum status
hire(struct memory *memory, unsigned jobs)
{
	for (unsigned i = 0; i < jobs; i++) {
		memory[i].kept = arena_new();
		memory[i].scratch = arena_new();
		if (!memory[i].kept || !memory[i].scratch)
			return STATUS_MEMORY;
	}
	return STATUS_OK;
}

enum status
parallel_run(unsigned jobs, size_t count, parallel_task *task, void *context,
    struct arena *arena)
{
	struct memory memory[WORKERS_MOST] = { { 0 } };
	struct crew crew = { task, context, memory };
	if (jobs > count)
		jobs = (unsigned)count;
	if (jobs > WORKERS_MOST)
		jobs = WORKERS_MOST;
	if (jobs < 1)
		jobs = 1;
	enum status status = hire(memory, jobs);
	if (!status)
		status = workers_run(jobs, count, do_task, &crew);
	for (unsigned i = 0; i < jobs; i++) {
		arena_adopt(arena, memory[i].kept);
		arena_free(memory[i].scratch);
	}
	return status;
}
