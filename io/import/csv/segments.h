/* A file in segments that are read on every core.
 *
 * Each segment is some whole records: cut at a record's end, which is right
 * even where quotes hold line feeds, because segments are taken one after the
 * other and the quotes of each are counted before the next is taken. Workers
 * then prepare segments side by side, and they are committed one by one in the
 * order of the file, so that nothing depends on the number of workers.
 *
 * Where quotes are broken the count misleads. Such a segment is odd; whoever
 * commits it reads its bytes with the careful reader and says where that
 * ended. If that is not where the segment was thought to end, what was
 * prepared beyond is thrown away and taken again from there. */
#ifndef IO_IMPORT_CSV_SEGMENTS_H
#define IO_IMPORT_CSV_SEGMENTS_H

#include "io/import/bytes/file.h"
#include "io/import/csv/scan.h"

enum { SEGMENT_BYTES = 256 * 1024 };

struct segment {
	/* In the file: where it begins, and where the next one does. Lines are
	 * physical; `line` is that of its first record, from 1. */
	uint64_t offset, next_offset, line, next_line;
	uint64_t until; /* the least up to which an odd one is to be read */
	/* Its rows, unless it is odd: the last one ends with a line feed. */
	char *bytes;
	size_t length;
	struct scan_marks marks;
	bool odd;
	bool is_utf8; /* all of it, as far as it was looked at */
	/* Who prepares it, after how many restarts, and which of the
	 * segments_slots it is in. */
	unsigned worker, round, slot;

	/* The reader's own. */
	size_t capacity;
	uint64_t number;
};

struct segment_reader {
	struct file *file;
	char delimiter;
	unsigned jobs;        /* see segments_jobs */
	size_t segment_bytes; /* 0: SEGMENT_BYTES */
	/* Where the first record begins, and lines before it; afterwards where
	 * the last one ended. */
	uint64_t offset, lines;
	void *context;
	/* On any thread, for many segments at once; not for odd ones. */
	enum status (*prepare)(void *context, struct segment *segment);
	/* One at a time, in order, perhaps beside the commit of earlier ones;
	 * segments may be thrown away afterwards, and their bytes come again.
	 * NULL: nothing. */
	void (*digest)(void *context, const struct segment *segment);
	/* One at a time, in order. For an odd segment it sets next_offset and
	 * next_line to where its reading ended. */
	enum status (*commit)(void *context, struct segment *segment);
};

/* How many workers there are for so many jobs, and how many segments at most
 * are prepared or wait for their commit. */
unsigned segments_jobs(unsigned jobs);
unsigned segments_slots(unsigned jobs);

/* Reads the file from `offset` on to its end. STATUS_INPUT when it cannot be
 * read, STATUS_MEMORY (both with their messages), or what `prepare` or `commit`
 * returned. */
enum status segments_run(
    struct segment_reader *reader, struct diagnostics *diagnostics);

#endif
