/* Columns that are nearly one of a table: misspelt, in other letters, or under
 * a common other name. To keep such a column as an attribute would change pay
 * in silence; to take it would be a guess. So the run stops and asks. */
#ifndef IO_IMPORT_ROWS_NEAR_MISS_H
#define IO_IMPORT_ROWS_NEAR_MISS_H

#include "io/import/rows/header.h"

/* Says each near miss of a planned header, with the two lines of kpi.yaml of
 * which one settles it: `columns` maps it, `attributes` keeps it as it is.
 * STATUS_OK, STATUS_USAGE or STATUS_MEMORY. */
enum status near_miss_refuse(const struct header_planning *planning);

/* The field of the table, one that nothing feeds yet, that a column is nearly
 * named like; FIELD_COUNT if there is none. */
size_t near_miss_field(const struct header_planning *planning, size_t column);

/* Does `attributes:` of kpi.yaml or the format keep a column as it is? */
bool near_miss_is_kept(const struct header_planning *planning, size_t column);

#endif
