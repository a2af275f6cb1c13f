#define _GNU_SOURCE /* sched_getaffinity, CPU_COUNT */

#include "engine/base/workers.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* What the workers of one run share. */
struct crew {
	workers_task *task;
	void *context;
	size_t count;
	atomic_size_t next;
	atomic_bool failed;
	pthread_mutex_t lock; /* over the two below */
	size_t failed_at;
	enum status status;
};

struct worker {
	struct crew *crew;
	unsigned number;
	pthread_t thread;
};

unsigned
workers_available(void)
{
	cpu_set_t set;
	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	int count = CPU_COUNT(&set);
	return count < 1              ? 1
	       : count > WORKERS_MOST ? WORKERS_MOST
				      : (unsigned)count;
}

static void
note_failure(struct crew *crew, size_t index, enum status status)
{
	pthread_mutex_lock(&crew->lock);
	if (index < crew->failed_at) {
		crew->failed_at = index;
		crew->status = status;
	}
	pthread_mutex_unlock(&crew->lock);
	atomic_store(&crew->failed, true);
}

static void *
work(void *argument)
{
	struct worker *worker = argument;
	struct crew *crew = worker->crew;
	while (!atomic_load(&crew->failed)) {
		size_t index = atomic_fetch_add(&crew->next, 1);
		if (index >= crew->count)
			break;
		enum status status =
		    crew->task(crew->context, index, worker->number);
		if (status)
			note_failure(crew, index, status);
	}
	return NULL;
}

enum status
workers_run(unsigned jobs, size_t count, workers_task *task, void *context)
{
	struct worker workers[WORKERS_MOST];
	struct crew crew = { .task = task,
		.context = context,
		.count = count,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.failed_at = SIZE_MAX };
	unsigned started = 1;
	if (jobs > WORKERS_MOST)
		jobs = WORKERS_MOST;
	if (jobs > count)
		jobs = (unsigned)count;
	workers[0] = (struct worker){ .crew = &crew };
	for (; started < jobs; started++) {
		struct worker *worker = &workers[started];
		*worker = (struct worker){ .crew = &crew, .number = started };
		if (pthread_create(&worker->thread, NULL, work, worker) != 0)
			break;
	}
	work(&workers[0]);
	for (unsigned i = 1; i < started; i++)
		pthread_join(workers[i].thread, NULL);
	return crew.status;
}
