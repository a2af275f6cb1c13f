#include "io/import/bytes/digests.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/locale/locale.h"

/* JOBS_A_THREAD: digesting takes about a quarter of the time of reading. */
enum { BLOCK_BYTES = 128 * 1024, THREADS_MOST = 16, JOBS_A_THREAD = 4 };

/* A part of a file. One thread at a time. */
struct part {
	uint64_t begin;
	uint64_t most;  /* bytes; the last part goes on to the file's end */
	uint64_t bytes; /* digested so far */
	int error;      /* errno of a read that failed */
	struct sha256_ctx context;
};

struct digest_task {
	struct file file; /* with a descriptor of its own */
	uint32_t input;
	size_t part_count;
	size_t next_part; /* the first that nobody has begun */
	struct digest_task *next;
	struct part parts[];
};

struct digests {
	unsigned threads_most, thread_count;
	pthread_t threads[THREADS_MOST];
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct digest_task *first, *last;
	struct digest_task *todo; /* the first with a part to begin */
	bool held;                /* by a reader: the threads wait */
	unsigned busy;            /* threads that digest a block */
	bool complete;            /* nothing will be added */
	bool dropped;             /* nobody waits any more */
};

struct digests *
digests_new(unsigned jobs)
{
	struct digests *digests = calloc(1, sizeof *digests);
	if (!digests)
		return NULL;
	unsigned threads = (jobs + JOBS_A_THREAD - 1) / JOBS_A_THREAD;
	digests->threads_most = jobs < 2                 ? 0
				: threads < THREADS_MOST ? threads
							 : THREADS_MOST;
	pthread_mutex_init(&digests->lock, NULL);
	pthread_cond_init(&digests->changed, NULL);
	return digests;
}

/* Reads and digests up to `most` bytes; false at the part's end and after a
 * failure. */
static bool
digest_block(const struct digest_task *task, struct part *part, uint64_t most)
{
	char block[BLOCK_BYTES];
	uint64_t left = part->most - part->bytes;
	size_t size = (size_t)(most < left ? most : left);
	if (size > sizeof block)
		size = sizeof block;
	ssize_t got = size ? file_read_quietly(&task->file, block, size,
				 part->begin + part->bytes)
			   : 0;
	if (got < 0)
		part->error = errno;
	if (got <= 0)
		return false;
	sha256_update(&part->context, (size_t)got, (const uint8_t *)block);
	part->bytes += (uint64_t)got;
	return true;
}

/* Digests a part to its end; under the lock, which is given back meanwhile. */
static void
digest(struct digests *digests, struct digest_task *task, struct part *part)
{
	bool more = true;
	while (more && !digests->dropped) {
		if (digests->held) {
			pthread_cond_wait(&digests->changed, &digests->lock);
			continue;
		}
		digests->busy++;
		pthread_mutex_unlock(&digests->lock);
		more = digest_block(task, part, BLOCK_BYTES);
		pthread_mutex_lock(&digests->lock);
		digests->busy--;
		pthread_cond_broadcast(&digests->changed);
	}
}

/* Digests the parts that wait, and those of files that are added meanwhile. */
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
		struct part *part = &task->parts[task->next_part++];
		if (task->next_part == task->part_count)
			digests->todo = task->next;
		digest(digests, task, part);
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

/* The file in parts, with a descriptor of its own. */
static struct digest_task *
new_task(const struct file *file, uint32_t input)
{
	uint64_t size = (uint64_t)file->before.st_size;
	uint64_t part_bytes =
	    size > DIGEST_PART_BYTES ? DIGEST_PART_BYTES : UINT64_MAX;
	size_t count = size ? (size_t)((size - 1) / part_bytes + 1) : 1;
	struct digest_task *task =
	    calloc(1, sizeof *task + count * sizeof *task->parts);
	if (!task)
		return NULL;
	task->file = *file;
	task->input = input;
	task->file.decoded = NULL;
	task->file.types = NULL;
	task->part_count = count;
	for (size_t i = 0; i < count; i++) {
		struct part *part = &task->parts[i];
		part->begin = i * DIGEST_PART_BYTES;
		part->most = i + 1 < count ? part_bytes : UINT64_MAX;
		sha256_init(&part->context);
	}
	task->file.descriptor = dup(file->descriptor);
	return task;
}

static void
add_task(struct digests *digests, struct digest_task *task)
{
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
	/* Without a thread the rest is done by digests_finish. */
	for (size_t i = 0; i < task->part_count &&
			   digests->thread_count < digests->threads_most;
	     i++)
		if (pthread_create(&digests->threads[digests->thread_count],
			NULL, work, digests) == 0)
			digests->thread_count++;
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
	struct digest_task *task = *added = new_task(file, input);
	if (!task)
		return diagnostics_no_memory(diagnostics);
	if (task->file.descriptor < 0) {
		free(task);
		return diagnostics_fail(diagnostics, STATUS_INPUT,
		    "%s: cannot keep it open: %s", file->path,
		    locale_error(errno));
	}
	add_task(digests, task);
	return STATUS_OK;
}

bool
digests_feedable(const struct digests *digests)
{
	return digests->threads_most < 2;
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

/* Where the next byte to digest is: with one thread, parts are digested one
 * after the other. */
static uint64_t
position_of(const struct digest_task *task)
{
	uint64_t bytes = 0;
	for (size_t i = 0; i < task->part_count; i++)
		bytes += task->parts[i].bytes;
	return bytes;
}

static struct part *
part_at(struct digest_task *task, uint64_t position)
{
	size_t last = task->part_count - 1;
	uint64_t part = position / DIGEST_PART_BYTES;
	return &task->parts[part < last ? part : last];
}

void
digests_feed(
    struct digest_task *task, uint64_t offset, const char *bytes, size_t length)
{
	uint64_t position = position_of(task), end = offset + length;
	while (position < offset) {
		struct part *part = part_at(task, position);
		uint64_t before = part->bytes;
		if (!digest_block(task, part, offset - position))
			return;
		position += part->bytes - before;
	}
	while (position < end) {
		struct part *part = part_at(task, position);
		uint64_t room = part->most - part->bytes;
		uint64_t left = end - position;
		size_t take = (size_t)(left < room ? left : room);
		sha256_update(&part->context, take,
		    (const uint8_t *)bytes + (position - offset));
		part->bytes += take;
		position += take;
	}
}

static void
wait_for(struct digests *digests, bool dropped)
{
	pthread_mutex_lock(&digests->lock);
	digests->complete = true;
	digests->dropped = dropped;
	pthread_cond_broadcast(&digests->changed);
	pthread_mutex_unlock(&digests->lock);
	while (digests->thread_count)
		pthread_join(digests->threads[--digests->thread_count], NULL);
}

/* What `sha256sum` prints of a file, or in parts what
 * `split -b 64M --filter=sha256sum FILE | sha256sum` does. */
static void
print_digest(struct digest_task *task, char sha256[65])
{
	static const char line_end[] = "  -\n";
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx lines;
	sha256_init(&lines);
	for (size_t i = 0; i < task->part_count; i++) {
		sha256_digest(&task->parts[i].context, sizeof digest, digest);
		hex_print(sha256, digest, sizeof digest);
		sha256_update(&lines, 64, (const uint8_t *)sha256);
		sha256_update(
		    &lines, strlen(line_end), (const uint8_t *)line_end);
	}
	if (task->part_count == 1)
		return;
	sha256_digest(&lines, sizeof digest, digest);
	hex_print(sha256, digest, sizeof digest);
}

static enum status
finish(struct digest_task *task, struct input *input,
    struct diagnostics *diagnostics)
{
	struct file file = task->file;
	file.path = input->path;
	for (size_t i = 0; i < task->part_count; i++)
		if (task->parts[i].error)
			return diagnostics_fail(diagnostics, STATUS_INPUT,
			    "%s: cannot read: %s", file.path,
			    locale_error(task->parts[i].error));
	input->bytes = position_of(task);
	input->digested_in_parts = task->part_count > 1;
	print_digest(task, input->sha256);
	return file_unchanged(&file, input->bytes, diagnostics);
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

enum status
digests_of_file(
    struct file *file, char sha256[65], struct diagnostics *diagnostics)
{
	char block[BLOCK_BYTES];
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;
	uint64_t offset = 0;
	size_t got = 1;
	enum status status = STATUS_OK;
	sha256_init(&context);
	while (!status && got) {
		status = file_read(
		    file, block, sizeof block, offset, &got, diagnostics);
		sha256_update(
		    &context, status ? 0 : got, (const uint8_t *)block);
		offset += got;
	}
	sha256_digest(&context, sizeof digest, digest);
	hex_print(sha256, digest, sizeof digest);
	return status;
}
