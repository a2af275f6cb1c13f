/* What a workbook says that it is. */
#ifndef IO_EXPORT_WORKBOOK_TITLE_H
#define IO_EXPORT_WORKBOOK_TITLE_H

#include "engine/base/status.h"

struct arena;

/* The title among the properties of the workbook at `path`, in the arena; ""
 * of one without, of another file and of one that cannot be read. STATUS_OK or
 * STATUS_MEMORY. */
enum status xlsx_title(
    const char *path, const char **title, struct arena *arena);

#endif
