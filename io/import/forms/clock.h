/* The time of day behind a date, and the zone that it may state. */
#ifndef IO_IMPORT_FORMS_CLOCK_H
#define IO_IMPORT_FORMS_CLOCK_H

#include "engine/base/text.h"
#include "io/import/forms/form.h"

/* Is the text nothing, or a separator and a time: `T23:59:59.000Z`, ` 9:05 SA`,
 * `, 11:02 GMT+7`? Then it goes into *day. A zone whose name stands for several
 * (CST, IST) is none. */
bool clock_read(struct text text, struct form_day *day);

/* The zone that the name of a column ends with: `Submit Date (UTC)`, `Date
 * [GMT+7]`, `created_at_utc`. Only UTC and GMT count as names: `(Est)` may mean
 * estimated. */
struct zone clock_zone_of_name(struct text name);

#endif
