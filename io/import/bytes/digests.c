#include "io/import/bytes/digests.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_BYTES = 128 * 1024 };

struct digest_task {
	struct file file; /* with a descriptor of its own */
	uint32_t input;
	struct sha256_ctx context;
	uint64_t bytes; /* digested so far */
	uint8_t digest[SHA256_DIGEST_SIZE];
	int error; /* errno of a read that failed */
	struct digest_task *next;
};

struct digests {
	bool background, started;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct digest_task *first, *last;
	struct digest_task *todo; /* the first that nobody has begun */
	bool held;                /* by a reader: the thread waits */
	bool busy;                /* the thread digests a block */
	bool complete;            /* nothing will be added */
	bool dropped;             /* nobody waits any more */
	char block[BLOCK_BYTES];  /* of the thread, or of who holds it */
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

/* Reads and digests up to `most` bytes; false at the end and after a failure.
 */
static bool
digest_block(struct digests *digests, struct digest_task *task, uint64_t most)
{
	size_t size = most < BLOCK_BYTES ? (size_t)most : BLOCK_BYTES;
	ssize_t got =
	    file_read_quietly(&task->file, digests->block, size, task->bytes);
	if (got < 0)
		task->error = errno;
	if (got <= 0)
		return false;
	sha256_update(
	    &task->context, (size_t)got, (const uint8_t *)digests->block);
	task->bytes += (uint64_t)got;
	return true;
}

/* Digests a file to its end; under the lock, which is given back meanwhile. */
static void
digest(struct digests *digests, struct digest_task *task)
{
	bool more = true;
	while (more && !digests->dropped) {
		if (digests->held) {
			pthread_cond_wait(&digests->changed, &digests->lock);
			continue;
		}
		digests->busy = true;
		pthread_mutex_unlock(&digests->lock);
		more = digest_block(digests, task, BLOCK_BYTES);
		pthread_mutex_lock(&digests->lock);
		digests->busy = false;
		pthread_cond_broadcast(&digests->changed);
	}
	sha256_digest(&task->context, sizeof task->digest, task->digest);
}

/* Digests the files that wait, and those that are added meanwhile. */
static void *
work(void *argument)
{
	struct digests *digests = argument;
	pthread_mutex_lock(&digests->lock);
	while (!digests->dropped && (digests->todo || !digests->complete)) {
		struct digest_task *task = digests->todo;
		if (!task) {
			pthread_cond_wait(&digests->changed, &digests->lock);
			continue;
		}
		digests->todo = task->next;
		digest(digests, task);
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
    struct digest_task **added, struct diagnostics *diagnostics)
{
	for (struct digest_task *known = digests->first; known;
	     known = known->next)
		if (known->input == input && is_same_file(&known->file, file)) {
			*added = known; /* the import began again */
			return STATUS_OK;
		}
	struct digest_task *task = calloc(1, sizeof *task);
	if (!task)
		return diagnostics_no_memory(diagnostics);
	*added = task;
	sha256_init(&task->context);
	task->file = *file;
	task->input = input;
	task->file.decoded = NULL;
	task->file.types = NULL;
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
	pthread_cond_broadcast(&digests->changed);
	pthread_mutex_unlock(&digests->lock);
	if (digests->background && !digests->started)
		digests->started =
		    pthread_create(&digests->thread, NULL, work, digests) == 0;
	return STATUS_OK;
}

void
digests_hold(struct digests *digests)
{
	pthread_mutex_lock(&digests->lock);
	digests->held = true;
	while (digests->busy)
		pthread_cond_wait(&digests->changed, &digests->lock);
	pthread_mutex_unlock(&digests->lock);
}

void
digests_release(struct digests *digests)
{
	pthread_mutex_lock(&digests->lock);
	digests->held = false;
	pthread_cond_broadcast(&digests->changed);
	pthread_mutex_unlock(&digests->lock);
}

void
digests_feed(struct digests *digests, struct digest_task *task, uint64_t offset,
    const char *bytes, size_t length)
{
	while (task->bytes < offset)
		if (!digest_block(digests, task, offset - task->bytes))
			return;
	uint64_t known = task->bytes - offset;
	if (known >= length)
		return;
	sha256_update(&task->context, length - (size_t)known,
	    (const uint8_t *)bytes + known);
	task->bytes = offset + length;
}

static void
wait_for(struct digests *digests, bool dropped)
{
	pthread_mutex_lock(&digests->lock);
	digests->complete = true;
	digests->dropped = dropped;
	pthread_cond_broadcast(&digests->changed);
	pthread_mutex_unlock(&digests->lock);
	if (digests->started)
		pthread_join(digests->thread, NULL);
	digests->started = false;
}

static enum status
finish(const struct digest_task *task, struct input *input,
    struct diagnostics *diagnostics)
{
	struct file file = task->file;
	file.path = input->path;
	if (task->error)
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot read: %s", file.path, strerror(task->error));
	input->bytes = task->bytes;
	hex_print(input->sha256, task->digest, SHA256_DIGEST_SIZE);
	return file_unchanged(&file, task->bytes, diagnostics);
}

enum status
digests_finish(struct digests *digests, struct dataset *data,
    struct diagnostics *diagnostics)
{
	enum status status = STATUS_OK;
	wait_for(digests, false);
	work(digests); /* what no thread has done */
	for (struct digest_task *task = digests->first; task && !status;
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
	for (struct digest_task *task = digests->first, *next; task;
	     task = next) {
		next = task->next;
		file_close(&task->file);
		free(task);
	}
	pthread_cond_destroy(&digests->changed);
	pthread_mutex_destroy(&digests->lock);
	free(digests);
}

void
digests_of_bytes(const char *bytes, size_t length, char sha256[65])
{
	struct sha256_ctx context;
	uint8_t raw[SHA256_DIGEST_SIZE];
	sha256_init(&context);
	sha256_update(&context, length, (const uint8_t *)bytes);
	sha256_digest(&context, sizeof raw, raw);
	hex_print(sha256, raw, sizeof raw);
}
