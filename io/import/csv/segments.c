#include "io/import/csv/segments.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/workers.h"
#include "io/import/csv/reader.h"
#include "io/locale/locale.h"

/* After so many restarts the careful reader gets the rest of the file. */
enum { MOST_RESTARTS = 64 };

/* What the workers of one run share; all but `reader` and `kernel` under
 * `lock`. */
struct run {
	struct segment_reader *reader;
	const struct scan_kernel *kernel;
	size_t most_bytes; /* that a segment may grow to */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct segment *segments; /* two a worker and one */
	size_t segment_count;
	struct segment **free, **done; /* done[n % segment_count]: number n */
	size_t free_count;
	/* Where the next segment is taken, and its number; the next to digest
	 * and to commit. */
	uint64_t offset, line, next_number, next_digest, next_commit;
	bool nothing_left;        /* to take, unless there is a restart */
	struct segment *digested; /* is being digested at this moment */
	bool committing;
	unsigned restarts;
	enum status status;
	bool told; /* its message was given by the one who failed */
	int error; /* errno of a read that failed */
};

static void
fail(struct run *run, enum status status, bool told)
{
	if (!run->status) {
		run->status = status;
		run->told = told;
	}
	pthread_cond_broadcast(&run->changed);
}

/* ---- taking a segment; under the lock ---- */

/* Makes room for `bytes` in a segment and for the marks of as many. */
static bool
make_room(struct segment *segment, size_t bytes)
{
	if (segment->capacity >= bytes)
		return true;
	size_t marks = (bytes + SCAN_SLACK) * sizeof *segment->marks.ends;
	free(segment->bytes);
	free(segment->marks.ends);
	free(segment->marks.rows);
	free(segment->marks.inner);
	segment->bytes = malloc(bytes + SCAN_PADDING);
	segment->marks.ends = malloc(marks);
	segment->marks.rows = malloc(marks);
	segment->marks.inner = malloc(marks);
	segment->capacity = bytes;
	return segment->bytes && segment->marks.ends && segment->marks.rows &&
	       segment->marks.inner;
}

/* Cuts `have` bytes behind the last record that ends in them and counts what
 * is in front; false if there is none. */
static bool
cut(struct run *run, struct segment *segment, size_t have, bool at_end)
{
	const char *bytes = segment->bytes;
	struct scan_counts counts = run->kernel->count(bytes, have);
	bool quoted = counts.quotes & 1;
	uint64_t line_ends = counts.line_ends;
	size_t end = have;
	if (at_end && !quoted) {
		/* The last line may lack its end. */
		char last = have ? bytes[have - 1] : '\n';
		segment->length = have;
		if (last != '\n')
			segment->bytes[segment->length++] = '\n';
		line_ends += last != '\n' && last != '\r';
		segment->next_offset = run->offset + have;
		segment->next_line = run->line + line_ends;
		return true;
	}
	/* Backwards over what follows the last record's end. */
	for (; end && (quoted || bytes[end - 1] != '\n'); end--) {
		char byte = bytes[end - 1];
		if (byte == '"')
			quoted = !quoted;
		else if (byte == '\n')
			line_ends--;
		else if (byte == '\r' && (end == have || bytes[end] != '\n'))
			line_ends--;
	}
	segment->length = end;
	segment->next_offset = run->offset + end;
	segment->next_line = run->line + line_ends;
	return end != 0;
}

/* Reads the file from run->offset on into a segment that grows until a record
 * ends in it; one that may grow no more is odd. False at the end of the file
 * and after a failure. */
static bool
fill(struct run *run, struct segment *segment)
{
	for (size_t size = run->reader->segment_bytes;; size *= 2) {
		if (size > run->most_bytes)
			size = run->most_bytes;
		if (!make_room(segment, size + 1)) {
			fail(run, STATUS_MEMORY, false);
			return false;
		}
		ssize_t have = file_read_quietly(
		    run->reader->file, segment->bytes, size, run->offset);
		if (have < 0) {
			run->error = errno;
			fail(run, STATUS_INPUT, false);
			return false;
		}
		/* The scanner reads this padding and ignores what it holds; it
		 * is zero for tools that look for uninitialised memory. */
		memset(segment->bytes + have, 0, SCAN_PADDING);
		bool at_end = (size_t)have < size;
		segment->until = run->offset + (size_t)have;
		if (have == 0 || cut(run, segment, (size_t)have, at_end)) {
			run->nothing_left =
			    at_end && (have == 0 || segment->next_offset ==
							segment->until);
			return have != 0;
		}
		if (at_end || size == run->most_bytes)
			break;
	}
	segment->odd = true;
	segment->length = (size_t)(segment->until - segment->offset);
	return true;
}

static uint64_t
file_size(const struct file *file)
{
	return file->decoded ? file->decoded_end - file->decoded_begin
			     : (uint64_t)file->before.st_size;
}

/* Takes the next segment; false if there is none. Behind an odd one nothing can
 * be taken before it is committed. */
static bool
take(struct run *run, struct segment *segment)
{
	segment->offset = run->offset;
	segment->line = run->line;
	segment->odd = run->restarts > MOST_RESTARTS;
	segment->number = run->next_number;
	segment->round = run->restarts;
	segment->until = UINT64_MAX;
	bool any = segment->odd ? run->offset < file_size(run->reader->file)
				: fill(run, segment);
	if (!any) {
		run->nothing_left = true;
		return false;
	}
	if (segment->odd) {
		segment->next_offset = UINT64_MAX;
		run->nothing_left = true;
	}
	run->offset = segment->next_offset;
	run->line = segment->next_line;
	run->next_number++;
	return true;
}

/* ---- preparing ---- */

/* A row longer than the bound of a field may hold a cell that is too long. */
static bool
has_long_row(const struct segment *segment)
{
	const struct scan_marks *marks = &segment->marks;
	uint32_t begin = 0;
	for (size_t i = 0; i < marks->row_count; i++) {
		uint32_t end = marks->ends[marks->rows[i]];
		if (end - begin > CSV_FIELD_BYTES)
			return true;
		begin = end;
	}
	return false;
}

static enum status
prepare(struct run *run, struct segment *segment)
{
	segment->is_utf8 =
	    segment->until != UINT64_MAX &&
	    run->kernel->is_utf8(segment->bytes, segment->length);
	if (segment->odd)
		return STATUS_OK;
	segment->odd = !segment->is_utf8 ||
		       !run->kernel->mark(segment->bytes, segment->length,
			   run->reader->delimiter, &segment->marks) ||
		       has_long_row(segment);
	if (segment->odd)
		segment->until = segment->next_offset;
	return segment->odd
		   ? STATUS_OK
		   : run->reader->prepare(run->reader->context, segment);
}

/* ---- the steps: each with the lock, given back meanwhile; false if there is
 * nothing to do ---- */

/* The segment of that number, if it is prepared. */
static struct segment **
find_done(struct run *run, uint64_t number)
{
	struct segment **place = &run->done[number % run->segment_count];
	return *place && (*place)->number == number ? place : NULL;
}

static bool
digest_next(struct run *run)
{
	struct segment **place = find_done(run, run->next_digest);
	if (run->digested || !place)
		return false;
	struct segment *segment = *place;
	if (run->reader->digest) {
		run->digested = segment;
		pthread_mutex_unlock(&run->lock);
		run->reader->digest(run->reader->context, segment);
		pthread_mutex_lock(&run->lock);
		run->digested = NULL;
		pthread_cond_broadcast(&run->changed);
	}
	if (segment->round == run->restarts)
		run->next_digest++;
	else
		run->free[run->free_count++] = segment;
	return true;
}

/* Drops all segments behind one that ended elsewhere than where the next one
 * was begun. A segment that is just being digested is released by the thread
 * that does it. */
static void
restart(struct run *run, const struct segment *segment)
{
	run->restarts++;
	run->offset = segment->next_offset;
	run->line = segment->next_line;
	run->next_number = run->next_digest = segment->number + 1;
	run->nothing_left = false;
	for (size_t i = 0; i < run->segment_count; i++) {
		if (run->done[i] && run->done[i] != run->digested)
			run->free[run->free_count++] = run->done[i];
		run->done[i] = NULL;
	}
}

static bool
commit_next(struct run *run)
{
	struct segment **place = find_done(run, run->next_commit);
	if (run->committing || !place || run->next_commit == run->next_digest)
		return false;
	struct segment *segment = *place;
	uint64_t offset = segment->next_offset;
	*place = NULL;
	run->committing = true;
	pthread_mutex_unlock(&run->lock);
	enum status status = run->reader->commit(run->reader->context, segment);
	pthread_mutex_lock(&run->lock);
	if (status)
		fail(run, status, true);
	run->next_commit++;
	if (segment->next_offset != offset)
		restart(run, segment);
	run->committing = false;
	run->reader->offset = segment->next_offset;
	run->reader->lines = segment->next_line - 1;
	run->free[run->free_count++] = segment;
	pthread_cond_broadcast(&run->changed);
	return true;
}

static bool
prepare_next(struct run *run, unsigned worker)
{
	if (run->nothing_left || !run->free_count)
		return false;
	struct segment *segment = run->free[run->free_count - 1];
	if (!take(run, segment)) {
		pthread_cond_broadcast(&run->changed);
		return true;
	}
	run->free_count--;
	segment->worker = worker;
	pthread_mutex_unlock(&run->lock);
	enum status status = prepare(run, segment);
	pthread_mutex_lock(&run->lock);
	if (status)
		fail(run, status, false);
	if (segment->round == run->restarts)
		run->done[segment->number % run->segment_count] = segment;
	else
		run->free[run->free_count++] = segment;
	pthread_cond_broadcast(&run->changed);
	return true;
}

static bool
is_over(const struct run *run)
{
	return run->status ||
	       (run->nothing_left && run->next_commit == run->next_number);
}

static enum status
work(void *context, size_t index, unsigned worker)
{
	struct run *run = context;
	(void)index;
	pthread_mutex_lock(&run->lock);
	while (!is_over(run))
		if (!digest_next(run) && !commit_next(run) &&
		    !prepare_next(run, worker))
			pthread_cond_wait(&run->changed, &run->lock);
	pthread_mutex_unlock(&run->lock);
	return STATUS_OK;
}

/* ---- the run ---- */

unsigned
segments_jobs(unsigned jobs)
{
	return jobs == 0 ? 1 : jobs > WORKERS_MOST ? WORKERS_MOST : jobs;
}

unsigned
segments_slots(unsigned jobs)
{
	return segments_jobs(jobs) * 2 + 1;
}

static bool
run_start(struct run *run, struct segment_reader *reader)
{
	size_t kernels, count = segments_slots(reader->jobs);
	*run = (struct run){ .reader = reader,
		.kernel = scan_kernels(&kernels)[0],
		.most_bytes = SEGMENT_BYTES > reader->segment_bytes
				  ? SEGMENT_BYTES
				  : reader->segment_bytes,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.changed = PTHREAD_COND_INITIALIZER,
		.segment_count = count,
		.offset = reader->offset,
		.line = reader->lines + 1 };
	run->segments = calloc(count, sizeof *run->segments);
	run->free = calloc(count, sizeof *run->free);
	run->done = calloc(count, sizeof *run->done);
	if (!run->segments || !run->free || !run->done)
		return false;
	for (size_t i = 0; i < count; i++) {
		run->segments[i].slot = (unsigned)i;
		run->free[run->free_count++] = &run->segments[i];
	}
	return true;
}

static void
run_end(struct run *run)
{
	for (size_t i = 0; run->segments && i < run->segment_count; i++) {
		free(run->segments[i].bytes);
		free(run->segments[i].marks.ends);
		free(run->segments[i].marks.rows);
		free(run->segments[i].marks.inner);
	}
	free(run->segments);
	free(run->free);
	free(run->done);
	pthread_cond_destroy(&run->changed);
	pthread_mutex_destroy(&run->lock);
}

enum status
segments_run(struct segment_reader *reader, struct diagnostics *diagnostics)
{
	struct run run = { 0 };
	reader->jobs = segments_jobs(reader->jobs);
	if (reader->segment_bytes == 0)
		reader->segment_bytes = SEGMENT_BYTES;
	enum status status = STATUS_MEMORY;
	if (run_start(&run, reader)) {
		workers_run(reader->jobs, reader->jobs, work, &run);
		status = run.status;
	}
	if (run.error)
		diagnostics_fail(diagnostics, status, "%s: cannot read: %s",
		    reader->file->path, locale_error(run.error));
	else if (status && !run.told)
		diagnostics_no_memory(diagnostics);
	run_end(&run);
	return status;
}
