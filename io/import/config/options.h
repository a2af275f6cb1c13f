/* What an import is to do, and whom it tells how far it is. */
#ifndef IO_IMPORT_CONFIG_OPTIONS_H
#define IO_IMPORT_CONFIG_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/status.h"

struct bookings;
struct dataset;
struct day_sums;
struct digests;
struct file_readings;

/* How far the import is. */
struct import_progress {
	const char *path;           /* the file that is being read */
	uint64_t rows, bytes, size; /* of the file: read, and all */
	uint64_t before, total;     /* bytes of the files before it, and of all */
};

struct import_options {
	unsigned without; /* tables not to be read: bits over enum table */
	/* Files with plans of their own, read as plan.csv is
	 * (dataset.other_plans). */
	const char *const *plans;
	size_t plan_count;
	/* Only these of the timesheet files are read; NULL: all. */
	const char *const *timesheets;
	size_t timesheet_count;
	/* Timesheet rows are summed there (day_sums_begin); NULL: they are not.
	 */
	struct day_sums *sums;
	/* Is this column of the timesheets, which no metric needs, to be kept
	 * as an attribute? NULL: none is. */
	bool (*wants)(const void *context, const char *column);
	const void *context;
	/* Opens accounts of all costs that will be asked for; called when the
	 * contracts are read. NULL, or if it opens none: timesheet rows are
	 * kept. */
	enum status (*register_cost_queries)(void *context,
	    const struct dataset *data, struct bookings *bookings);
	void *cost_queries_context;
	/* Words of stage and kind that nobody knows are no error: they are
	 * taken as the format says, or their rows rejected. */
	bool accept_unknown;
	/* Gets how each file was read (io/import/rows/file_reading.h); NULL: it
	 * is not wanted. */
	struct file_readings *readings;
	bool proof; /* the digests of the inputs will be wanted */
	/* Told now and then, on any one thread at a time; or NULL. */
	void (*progress)(void *context, const struct import_progress *import);
	void *progress_context;
	/* Bytes of the files that have been read and of all: kept while
	 * importing, for progress. */
	uint64_t files_before, files_total;
	/* For the following see session_load. */
	unsigned jobs;        /* threads; 0 is one */
	bool careful;         /* libcsv reads everything */
	size_t segment_bytes; /* that a thread reads at once; 0: the default */
	struct digests *digests; /* gets the files, for the proof; or NULL */
};

#endif
