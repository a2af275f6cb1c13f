/* Which of the hourly rates of kpi.yaml timesheets use. A department that is
 * spelled unlike its key costs what everybody costs, which nobody notices: so
 * it is said which keys nobody matched and who took the default instead; and
 * whose rates by period do not hold the days of their rows. */
#ifndef IO_IMPORT_TABLES_RATE_USE_H
#define IO_IMPORT_TABLES_RATE_USE_H

#include "io/import/tables/tables.h"

/* A timesheet row without a cost. */
struct rated_row {
	struct text employee, department;
	date day;
	wide hours;
};

/* The rate of a row on its day by its employee, else its department, else the
 * default; *rate is DECIMAL_NONE if there is none. Notes which it was.
 * STATUS_OK, STATUS_MEMORY or STATUS_OVERFLOW. */
enum status rate_use_find(
    struct loading *loading, const struct rated_row *row, decimal *rate);

/* Adds to the assumptions, once all timesheets are read: if a key was not
 * matched and somebody took the default, and if somebody's dated rates do not
 * hold a day. STATUS_OK or STATUS_MEMORY. */
enum status rate_use_say(struct loading *loading);

#endif
