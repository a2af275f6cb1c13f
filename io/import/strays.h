/* Files of the folder that nothing reads, though they look like exports: their
 * names are not those of a table. */
#ifndef IO_IMPORT_STRAYS_H
#define IO_IMPORT_STRAYS_H

#include "io/import/config/configuration.h"
#include "io/import/config/formats.h"

/* Warns of each, with what it seems to be and how it would be read. A table
 * whose files kpi.yaml names is not looked for. */
void strays_report(const struct dataset *data,
    const struct configuration *configuration, const struct formats *formats,
    struct diagnostics *diagnostics);

#endif
