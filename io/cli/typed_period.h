/* Periods as people type them: `quý 3/2026`, `Q3 2026`, `2026-Q3`, `thang 9`,
 * `September 2026`, `9/2026`, `nửa cuối 2026`, `năm 2026`; also without the
 * year
 * (`Q3`): then the last that the data cover, and before the end of a range the
 * last that is not after it. */
#ifndef IO_CLI_TYPED_PERIOD_H
#define IO_CLI_TYPED_PERIOD_H

#include "engine/base/date.h"

struct arena;

/* A list of periods and ranges (FIRST..LAST), with commas between, as
 * period_parse has them; those without a year as Q3, H2 or M09. What is no
 * period stays as it was typed: who reads it says what is expected. In `arena`;
 * NULL without memory. */
const char *typed_periods(const char *list, struct arena *arena);

/* Is the year of any of them left open? *quarters: are all of them quarters?
 * The list comes from typed_periods. */
bool typed_periods_open(const char *list, bool *quarters);

/* The same list with all years, where `latest` is the last day of the data: a
 * period is covered if at most a week is missing. In `arena`; NULL without
 * memory. */
const char *typed_periods_close(
    const char *list, date latest, int fiscal_year_start, struct arena *arena);

#endif
