/* The careful reader: CSV bytes to records through libcsv, strictly, with the
 * physical line of everything.
 *
 * libcsv judges the syntax. Around it this room keeps what libcsv does not:
 * line numbers, a bound on the size of a field, and a way to go on after a
 * broken row. A row whose quotes are wrong is rejected alone: reading goes on
 * with the physical line after the one on which it began. */
#ifndef IO_IMPORT_CSV_READER_H
#define IO_IMPORT_CSV_READER_H

#include "io/import/bytes/file.h"

enum { CSV_FIELD_BYTES = 64 * 1024, CSV_COLUMNS = 4096 };

struct csv_cell {
	const char *data;
	size_t length;
	bool line_feed; /* holds a line end */
};

/* One row. The cells are valid during the call only; of unwanted columns only
 * line_feed is told. */
struct csv_record {
	uint64_t line;   /* physical, from 1, on which it begins */
	uint64_t lines;  /* how many it spans */
	uint64_t offset; /* in the file, */
	uint64_t length; /* in bytes, line end included */
	struct csv_cell *cells;
	size_t count;       /* cells up to the last wanted column */
	/* Of a sheet: what the first `typed` cells are (cell_types.h). */
	const uint8_t *types;
	size_t typed;
	bool blank;         /* all cells blank */
	bool extra;         /* a cell beyond `columns` is not blank */
	bool bad_bytes;     /* invalid UTF-8 or a NUL somewhere in it */
	const char *broken; /* why it is no record at all, or NULL */
};

/* What a cell is by its file's own word. */
static inline enum cell_type
csv_record_type(const struct csv_record *record, size_t column)
{
	return column < record->typed ? (enum cell_type)record->types[column]
				      : CELL_IS_TEXT;
}

struct csv_reader {
	struct file *file;
	char delimiter;
	/* Which columns to keep; NULL keeps all (the header). */
	const bool *wanted;
	size_t columns;
	/* Called for each record and each broken row; anything but STATUS_OK
	 * stops the reading and is returned. */
	enum status (*take)(void *context, const struct csv_record *record);
	void *context;

	/* Where to begin, and afterwards where it ended: between two records.
	 * 0 is the start of the file, behind a byte order mark. */
	uint64_t offset;
	uint64_t lines, blank_lines; /* up to there */
	/* Stops at the first place between two records that is not before
	 * `until` (0: at the end of the file), or once `take` has set `pause`.
	 */
	uint64_t until;
	bool pause;
	uint64_t reread; /* bytes parsed again after broken rows, so far */
};

/* Reads the file from `offset` on. The first call to `take` is for the first
 * row that is not blank; it may change `wanted` and `columns`. STATUS_INPUT,
 * STATUS_MEMORY or what `take` returned. */
enum status csv_reader_run(
    struct csv_reader *reader, struct diagnostics *diagnostics);

#endif
