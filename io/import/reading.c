#include "io/import/reading.h"

#include <stdlib.h>

/* Are the file's bytes [from, until) UTF-8? They are few. */
static enum status
check_bytes(struct reading *reading, uint64_t from, uint64_t until)
{
	size_t kernels, size = until > from ? (size_t)(until - from) : 0;
	if (!reading->assumed_utf8 || size == 0)
		return STATUS_OK;
	char *bytes = malloc(size);
	ssize_t got =
	    bytes ? file_read_quietly(reading->reader.file, bytes, size, from)
		  : 0;
	reading->not_utf8 =
	    got < 0 || !scan_kernels(&kernels)[0]->is_utf8(bytes, (size_t)got);
	free(bytes);
	if (!bytes)
		return diagnostics_no_memory(reading->diagnostics);
	return reading->not_utf8 ? STATUS_INPUT : STATUS_OK;
}

enum status
reading_carefully(struct reading *reading)
{
	reading->reader.pause = false;
	reading->reader.until = 0;
	return csv_reader_run(&reading->reader, reading->diagnostics);
}

static enum status
commit_odd(struct reading *reading, struct segment *segment)
{
	struct csv_reader *reader = &reading->reader;
	reader->pause = false;
	reader->until = segment->until;
	reader->offset = segment->offset;
	reader->lines = segment->line - 1;
	enum status status = csv_reader_run(reader, reading->diagnostics);
	segment->next_offset = reader->offset;
	segment->next_line = reader->lines + 1;
	return status ? status
		      : check_bytes(reading, segment->until, reader->offset);
}

static enum status
take_row(void *context, const struct plain_walk *walk)
{
	struct reading *reading = context;
	struct csv_reader *reader = &reading->reader;
	if (plain_row_is_blank(walk, reader->delimiter)) {
		reader->blank_lines++;
		return STATUS_OK;
	}
	plain_record_make(
	    reading->plain, walk, reader->wanted, reader->columns);
	return reader->take(reader->context, &reading->plain->record);
}

static void
tell(const struct reading *reading, const struct segment *segment)
{
	const struct import_options *options = reading->options;
	const struct file *file = reading->reader.file;
	if (options->progress)
		options->progress(options->progress_context,
		    &(struct import_progress){ .path = file->path,
			.rows = segment->line,
			.bytes = segment->offset,
			.size = (uint64_t)file->before.st_size,
			.before = options->files_before,
			.total = options->files_total });
}

static enum status
commit(void *context, struct segment *segment)
{
	struct reading *reading = context;
	tell(reading, segment);
	if (reading->assumed_utf8 && !segment->is_utf8) {
		reading->not_utf8 = true;
		return STATUS_INPUT;
	}
	if (segment->odd)
		return commit_odd(reading, segment);
	if (reading->timesheets)
		return plain_timesheets_commit(
		    reading->timesheets, segment, take_row, reading);
	if (reading->rows)
		return plain_rows_commit(
		    reading->rows, segment, take_row, reading);
	enum status status = STATUS_OK;
	struct plain_walk walk;
	plain_walk_start(&walk, segment);
	while (!status && plain_walk_next(&walk))
		status = take_row(reading, &walk);
	return status;
}

static void
digest(void *context, const struct segment *segment)
{
	const struct reading *reading = context;
	if (!segment->odd)
		digests_feed(reading->digest, segment->offset, segment->bytes,
		    (size_t)(segment->next_offset - segment->offset));
}

static enum status
prepare(void *context, struct segment *segment)
{
	struct reading *reading = context;
	if (reading->timesheets)
		return plain_timesheets_prepare(reading->timesheets, segment);
	return reading->rows ? plain_rows_prepare(reading->rows, segment)
			     : STATUS_OK;
}

enum status
reading_segments(struct reading *reading)
{
	struct csv_reader *reader = &reading->reader;
	struct segment_reader segments = { .file = reader->file,
		.delimiter = reader->delimiter,
		.jobs = reading->options->jobs,
		.segment_bytes = reading->options->segment_bytes,
		.offset = reader->offset,
		.lines = reader->lines,
		.context = reading,
		.prepare = prepare,
		.commit = commit };
	enum status status = check_bytes(reading, 0, reader->offset);
	if (reading->digest && !reader->file->decoded &&
	    digests_feedable(reading->options->digests))
		segments.digest = digest;
	if (segments.digest)
		digests_hold(reading->options->digests);
	if (!status)
		status = segments_run(&segments, reading->diagnostics);
	if (segments.digest)
		digests_release(reading->options->digests);
	reader->offset = segments.offset;
	reader->lines = segments.lines;
	return status;
}

enum status
reading_adds_up(const struct reading *reading, const struct reconciliation *c)
{
	if (c->lines == c->header + c->accepted + c->rejected + c->blank +
			    c->skipped + c->continuation)
		return STATUS_OK;
	return diagnostics_fail(reading->diagnostics, STATUS_BROKEN,
	    "%s: %ju lines do not add up to %ju header + %ju accepted + %ju "
	    "rejected + %ju blank + %ju skipped + %ju continuation; this is an "
	    "error in kpi, please report it",
	    reading->reader.file->path, (uintmax_t)c->lines,
	    (uintmax_t)c->header, (uintmax_t)c->accepted,
	    (uintmax_t)c->rejected, (uintmax_t)c->blank, (uintmax_t)c->skipped,
	    (uintmax_t)c->continuation);
}
