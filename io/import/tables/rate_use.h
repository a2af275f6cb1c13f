/* Which of the hourly rates of kpi.yaml timesheets use. A department that is
 * spelled unlike its key costs what everybody costs, which nobody notices: so
 * it is said which keys nobody matched and who took the default instead. */
#ifndef IO_IMPORT_TABLES_RATE_USE_H
#define IO_IMPORT_TABLES_RATE_USE_H

#include "io/import/tables/tables.h"

/* The rate of a row by its employee, else its department, else the default;
 * *rate is DECIMAL_NONE if there is none. Notes which it was. STATUS_OK,
 * STATUS_MEMORY or STATUS_OVERFLOW. */
enum status rate_use_find(struct loading *loading, struct text employee,
    struct text department, decimal hours, decimal *rate);

/* Adds to the assumptions, once all timesheets are read, if a key was not
 * matched and somebody took the default. STATUS_OK or STATUS_MEMORY. */
enum status rate_use_say(struct loading *loading);

#endif
