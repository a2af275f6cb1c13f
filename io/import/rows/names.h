/* Which listed person a name may mean that people.csv does not know. */
#ifndef IO_IMPORT_ROWS_NAMES_H
#define IO_IMPORT_ROWS_NAMES_H

#include "engine/model/dataset.h"

/* The person (an index into data->people) whose id or name is nearest to a name
 * of somebody, case, diacritics, separators and the order of words aside;
 * NO_ID if none is near. `scratch` is left as it was. Only a hint for people:
 * nothing is merged by it. */
uint32_t names_nearest(
    const struct dataset *data, struct text name, struct arena *scratch);

#endif
