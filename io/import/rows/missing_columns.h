/* Columns that a file should have and has not, and which of its others may be
 * meant. */
#ifndef IO_IMPORT_ROWS_MISSING_COLUMNS_H
#define IO_IMPORT_ROWS_MISSING_COLUMNS_H

#include "io/import/rows/header.h"

/* The column whose name is nearest to `name`, of those that feed nothing, are
 * not kept as attributes and were not proposed for another field; it is then
 * proposed. NULL if none is near, or without memory. */
const char *missing_columns_nearest(
    const struct header_planning *planning, struct text name);

/* Refuses a file that lacks required columns, all in one message. To be called
 * when all feeds are known. STATUS_OK, STATUS_INPUT or STATUS_MEMORY. */
enum status missing_columns_refuse(const struct header_planning *planning);

#endif
