/* What no importer can beat: reading the bytes, and finding where cells end.
 *
 *     limits read|scan FILE JOBS
 *
 * reads the file in segments on that many threads, as the importer does, and
 * with `scan` also marks every cell and checks that it is UTF-8. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/workers.h"
#include "io/import/csv/segments.h"

/* For `read`: pieces that workers take one after the other. */
struct reading {
	const struct file *file;
	char *bytes; /* SEGMENT_BYTES a worker */
};

static enum status
read_piece(void *context, size_t index, unsigned worker)
{
	const struct reading *reading = context;
	char *bytes = reading->bytes + (size_t)worker * SEGMENT_BYTES;
	return file_read_quietly(reading->file, bytes, SEGMENT_BYTES,
		   (uint64_t)index * SEGMENT_BYTES) < 0
		   ? STATUS_INPUT
		   : STATUS_OK;
}

static enum status
count_rows(void *context, struct segment *segment)
{
	*(size_t *)context += segment->marks.row_count;
	return STATUS_OK;
}

static enum status
nothing(void *context, struct segment *segment)
{
	(void)context;
	(void)segment;
	return STATUS_OK;
}

int
main(int count, char **arguments)
{
	if (count != 4) {
		fputs("usage: limits read|scan FILE JOBS\n", stderr);
		return 2;
	}
	unsigned jobs =
	    segments_jobs((unsigned)strtoul(arguments[3], NULL, 10));
	struct arena *arena = arena_new();
	struct diagnostics diagnostics = { .arena = arena };
	struct file file;
	if (!arena || file_open(&file, arguments[2], &diagnostics))
		return 3;
	enum status status;
	if (strcmp(arguments[1], "read") == 0) {
		struct reading reading = { &file,
			malloc(SEGMENT_BYTES * jobs) };
		size_t pieces = (size_t)file.before.st_size / SEGMENT_BYTES + 1;
		status = reading.bytes
			     ? workers_run(jobs, pieces, read_piece, &reading)
			     : STATUS_MEMORY;
		free(reading.bytes);
	} else {
		size_t rows = 0;
		struct segment_reader reader = { .file = &file,
			.delimiter = ',',
			.jobs = jobs,
			.context = &rows,
			.prepare = nothing,
			.commit = count_rows };
		status = segments_run(&reader, &diagnostics);
	}
	file_close(&file);
	arena_free(arena);
	return status ? 3 : 0;
}
