/* Files of one table of which one lacks a column that others have: a month's
 * export without its currency. Its rows are blank there. */
#ifndef IO_IMPORT_UNEVEN_FILES_H
#define IO_IMPORT_UNEVEN_FILES_H

#include "io/import/tables/tables.h"

/* Adds an assumption for each such file of a table that was read. STATUS_OK or
 * STATUS_MEMORY, said. */
enum status uneven_files_say(
    struct loading *loading, enum table table, struct diagnostics *diagnostics);

#endif
