/* What the tables' rules share. */
#ifndef IO_IMPORT_TABLES_PARTS_H
#define IO_IMPORT_TABLES_PARTS_H

#include "io/import/tables/tables.h"

/* Fills a refusal; STATUS_OK, for `return table_refuse(…)`. */
enum status table_refuse(
    struct refusal *refusal, size_t field, const char *reason);

/* The number of a text, added if new; NO_ID for a blank one. False without
 * memory. */
bool table_intern(
    struct dictionary *dictionary, struct text text, uint32_t *id);

/* The manager of that id or alias, added if new; NO_ID without memory. */
uint32_t table_add_manager(struct loading *loading, struct text text);

/* What is wrong with money in `currency` on a day, and then NULL is not
 * returned; else *rate is DECIMAL_NONE for the run's own. A text in the
 * loading's scratch. */
const char *table_rate(const struct loading *loading, struct text currency,
    date day, decimal *rate);

/* Converts unless rate or money is DECIMAL_NONE; false if it is too large. */
bool table_convert(decimal rate, decimal *money);

extern const char *const table_too_large;

#endif
