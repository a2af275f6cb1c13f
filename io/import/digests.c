#include "io/import/digests.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_BYTES = 128 * 1024 };

struct task {
	struct file file; /* with a descriptor of its own */
	uint32_t input;
	uint64_t bytes;
	uint8_t digest[SHA256_DIGEST_SIZE];
	int error; /* errno of a read that failed */
	struct task *next;
};

struct digests {
	bool background, started;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct task *first, *last;
	struct task *todo; /* the first that nobody has begun */
	bool complete;     /* nothing will be added */
	bool dropped;      /* nobody waits any more; under the lock */
	char block[BLOCK_BYTES];
};

struct digests *
digests_new(bool background)
{
	struct digests *digests = calloc(1, sizeof *digests);
	if (!digests)
		return NULL;
	digests->background = background;
	pthread_mutex_init(&digests->lock, NULL);
	pthread_cond_init(&digests->changed, NULL);
	return digests;
}

static bool
is_dropped(struct digests *digests)
{
	pthread_mutex_lock(&digests->lock);
	bool dropped = digests->dropped;
	pthread_mutex_unlock(&digests->lock);
	return dropped;
}

static void
digest(struct digests *digests, struct task *task)
{
	struct sha256_ctx context;
	sha256_init(&context);
	while (!is_dropped(digests)) {
		ssize_t got = file_read_quietly(
		    &task->file, digests->block, BLOCK_BYTES, task->bytes);
		if (got < 0)
			task->error = errno;
		if (got <= 0)
			break;
		sha256_update(
		    &context, (size_t)got, (const uint8_t *)digests->block);
		task->bytes += (uint64_t)got;
	}
	sha256_digest(&context, sizeof task->digest, task->digest);
}

/* Does what is there to do, and what is added meanwhile. */
static void *
work(void *argument)
{
	struct digests *digests = argument;
	pthread_mutex_lock(&digests->lock);
	while (!digests->dropped && (digests->todo || !digests->complete)) {
		struct task *task = digests->todo;
		if (!task) {
			pthread_cond_wait(&digests->changed, &digests->lock);
			continue;
		}
		digests->todo = task->next;
		pthread_mutex_unlock(&digests->lock);
		digest(digests, task);
		pthread_mutex_lock(&digests->lock);
	}
	pthread_mutex_unlock(&digests->lock);
	return NULL;
}

static bool
is_same_file(const struct file *a, const struct file *b)
{
	return a->before.st_dev == b->before.st_dev &&
	       a->before.st_ino == b->before.st_ino;
}

enum status
digests_add(struct digests *digests, const struct file *file, uint32_t input,
    struct diagnostics *diagnostics)
{
	for (const struct task *known = digests->first; known;
	     known = known->next)
		if (known->input == input && is_same_file(&known->file, file))
			return STATUS_OK; /* the import began again */
	struct task *task = calloc(1, sizeof *task);
	if (!task)
		return diagnostics_no_memory(diagnostics);
	task->file = *file;
	task->input = input;
	task->file.decoded = NULL;
	task->file.descriptor = dup(file->descriptor);
	if (task->file.descriptor < 0) {
		free(task);
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot keep it open: %s", file->path, strerror(errno));
	}
	pthread_mutex_lock(&digests->lock);
	if (digests->last)
		digests->last->next = task;
	else
		digests->first = task;
	digests->last = task;
	if (!digests->todo)
		digests->todo = task;
	pthread_cond_signal(&digests->changed);
	pthread_mutex_unlock(&digests->lock);
	if (digests->background && !digests->started)
		digests->started =
		    pthread_create(&digests->thread, NULL, work, digests) == 0;
	return STATUS_OK;
}

static void
wait_for(struct digests *digests, bool dropped)
{
	pthread_mutex_lock(&digests->lock);
	digests->complete = true;
	digests->dropped = dropped;
	pthread_cond_signal(&digests->changed);
	pthread_mutex_unlock(&digests->lock);
	if (digests->started)
		pthread_join(digests->thread, NULL);
	digests->started = false;
}

void
digests_print(char text[65], const uint8_t *digest)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < SHA256_DIGEST_SIZE; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	text[64] = '\0';
}

static enum status
finish(const struct task *task, struct input *input,
    struct diagnostics *diagnostics)
{
	struct file file = task->file;
	file.path = input->path;
	if (task->error)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot read: %s", file.path, strerror(task->error));
	input->bytes = task->bytes;
	digests_print(input->sha256, task->digest);
	return file_unchanged(&file, task->bytes, diagnostics);
}

enum status
digests_finish(struct digests *digests, struct dataset *data,
    struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	wait_for(digests, false);
	work(digests); /* what no thread has done */
	for (struct task *task = digests->first; task && !status;
	     task = task->next)
		status = finish(task, &data->inputs[task->input], diagnostics);
	return status;
}

void
digests_free(struct digests *digests)
{
	if (!digests)
		return;
	wait_for(digests, true);
	for (struct task *task = digests->first, *next; task; task = next) {
		next = task->next;
		file_close(&task->file);
		free(task);
	}
	pthread_cond_destroy(&digests->changed);
	pthread_mutex_destroy(&digests->lock);
	free(digests);
}
