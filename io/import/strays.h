/* Files of the folder that nothing reads, though they are called as a table's
 * are, or have the header of an export that is known; and files that are read
 * although their names are in other letters. A month that is left out changes
 * pay: each is an assumption. */
#ifndef IO_IMPORT_STRAYS_H
#define IO_IMPORT_STRAYS_H

#include "io/import/config/configuration.h"
#include "io/import/config/formats.h"

/* Adds an assumption for each, by bytes of their names, with what it seems to
 * be and what to do. STATUS_OK or STATUS_MEMORY, said. */
enum status strays_report(struct dataset *data,
    const struct configuration *configuration, const struct formats *formats,
    struct diagnostics *diagnostics);

#endif
