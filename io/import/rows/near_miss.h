/* Columns that are nearly one of a table: misspelt, in other letters, or under
 * a common other name. To keep such a column as an attribute would change pay
 * in silence; to take it would be a guess. So the run stops and asks. */
#ifndef IO_IMPORT_ROWS_NEAR_MISS_H
#define IO_IMPORT_ROWS_NEAR_MISS_H

#include "io/import/rows/header.h"

/* The listed column, one that the file does not have, that a column of this
 * name (folded) is a near miss of; FIELD_COUNT if there is none. A near miss is
 * equal but for case, spaces, `_` and `-`; or one edit away from a name of at
 * least five letters, two from one of at least ten (neighbours swapped are one
 * edit); or a synonym (synonyms.def). Ordinary words of their own are none. */
size_t near_miss_of(const struct header_planning *planning, struct text folded);

/* Says each near miss of a planned header, with the two lines of kpi.yaml of
 * which one settles it: `columns` maps it, `attributes` keeps it as it is.
 * STATUS_OK, STATUS_USAGE or STATUS_MEMORY. */
enum status near_miss_refuse(const struct header_planning *planning);

#endif
