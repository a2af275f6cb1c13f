/* Import: from a folder of exports to sealed tables.
 *
 * A file (file_import) is recognised by its header (formats, header); bytes
 * become records (csv_reader), cells become values by the schema and the form
 * of their column (rows, cell, file_forms), rows are judged and added by table
 * (tables). What is not taken lands in dataset.rejects with its line; and the
 * lines of every file must add up, or the run fails. */
#ifndef IO_IMPORT_IMPORTER_H
#define IO_IMPORT_IMPORTER_H

#include "io/import/configuration.h"
#include "io/import/digests.h"
#include "io/import/formats.h"

/* How far the import is. */
struct import_progress {
	const char *path; /* the file that is being read */
	uint64_t rows, bytes, size;
};

struct import_options {
	unsigned without; /* tables not to be read: bits over enum table */
	/* Is this column of the timesheets, which no metric needs, to be kept
	 * as an attribute? NULL: none is. */
	bool (*wants)(const void *context, const char *column);
	const void *context;
	/* Opens accounts of all costs that will be asked for; called when the
	 * contracts are read. NULL, or if it opens none: timesheet rows are
	 * kept. */
	enum status (*foresee)(void *context, const struct dataset *data,
	    struct bookings *bookings);
	void *foresee_context;
	bool proof; /* the digests of the inputs will be wanted */
	/* Told now and then, on any one thread at a time; or NULL. */
	void (*progress)(void *context, const struct import_progress *import);
	void *progress_context;
	/* For the following see session_load. */
	unsigned jobs;        /* threads; 0 is one */
	bool careful;         /* libcsv reads everything */
	size_t segment_bytes; /* that a thread reads at once; 0: the default */
	struct digests *digests; /* gets the files, for the proof; or NULL */
};

/* Loads and seals the data set of a folder. Everything made lives in `arena`.
 * A rejected row is no error; STATUS_INPUT is: a missing required column, an
 * empty or unreadable file, one that changes while it is read, no table at
 * all. STATUS_USAGE: kpi.yaml names what is not there. */
enum status import_dataset(struct dataset *dataset, const char *folder,
    const struct configuration *configuration, const struct formats *formats,
    struct import_options options, struct arena *arena,
    struct diagnostics *diagnostics);

#endif
