/* Import: from a folder of exports to sealed tables.
 *
 * A file (file_import) is recognised by its header (formats, header); bytes
 * become records (csv_reader), cells become values by the schema and the form
 * of their column (rows, cell, file_forms), rows are judged and added by table
 * (tables). What is not taken lands in dataset.rejects with its line; and the
 * lines of every file must add up, or the run fails. */
#ifndef IO_IMPORT_IMPORTER_H
#define IO_IMPORT_IMPORTER_H

#include "io/import/bytes/digests.h"
#include "io/import/config/configuration.h"
#include "io/import/config/formats.h"
#include "io/import/config/options.h"

/* Loads and seals the data set of a folder. Everything made lives in `arena`.
 * A rejected row is no error; STATUS_INPUT is: a missing required column, an
 * empty or unreadable file, one that changes while it is read, no table at
 * all. STATUS_USAGE: kpi.yaml names what is not there. */
enum status import_dataset(struct dataset *dataset, const char *folder,
    const struct configuration *configuration, const struct formats *formats,
    struct import_options options, struct arena *arena,
    struct diagnostics *diagnostics);

#endif
