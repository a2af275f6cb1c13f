/* The records of one file, by whichever reader takes them: the careful one
 * alone, or the scanner on every core with the careful one where a segment is
 * odd. Both hand over the same records in the same order. */
#ifndef IO_IMPORT_READING_H
#define IO_IMPORT_READING_H

#include "io/import/importer.h"
#include "io/import/rows/ahead.h"
#include "io/import/rows/timesheets.h"

struct reading {
	struct csv_reader reader; /* whose `take` gets the records */
	const struct import_options *options;
	struct diagnostics *diagnostics;
	/* Takes canonical timesheet rows by whole segments; NULL: none. */
	struct plain_timesheets *timesheets;
	/* Else reads rows ahead; NULL: not. */
	struct plain_rows *rows;
	struct plain_record *plain; /* room for a record */
	struct digest_task *digest; /* of options->digests; or NULL */
	/* Nobody has looked whether the file is UTF-8. Reading stops with
	 * STATUS_INPUT and `not_utf8`, and without a message, where it is not.
	 */
	bool assumed_utf8, not_utf8;
};

/* Reads carefully from reader.offset on, until `take` pauses or to the end. */
enum status reading_carefully(struct reading *reading);

/* Reads the rest with the scanner. */
enum status reading_segments(struct reading *reading);

/* Has each line of the file been counted as exactly one of these? STATUS_OK, or
 * STATUS_BROKEN with its message. */
enum status reading_adds_up(
    const struct reading *reading, const struct reconciliation *counts);

#endif
