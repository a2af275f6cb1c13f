/* Rates of kpi.yaml: what a currency is worth, and what an hour costs. */
#ifndef ENGINE_MODEL_RATES_H
#define ENGINE_MODEL_RATES_H

#include "engine/base/date.h"
#include "engine/base/decimal.h"

struct arena;

/* A rate by name: always (period.until is 0), or for the days of a period.
 * Those of a name follow one another. */
struct dated_rate {
	struct text name;
	struct period period;
	decimal rate;
	struct dated_rate *next;
};

/* `rates:`: the cost of an hour for timesheet rows without one: by employee,
 * else by department, else that of everybody, whose name is "". */
struct hourly_rates {
	bool configured; /* else the others say nothing */
	struct dated_rate *employees, *departments, *otherwise;
};

/* Three capital letters; and the same as a regular expression. */
#define RATES_CURRENCY "^[A-Z]{3}$"
bool rates_is_currency(struct text text);

/* The rate of a name on a day (DATE_NONE: of a row without a date): of the
 * shortest period that holds it, of equally long ones the earliest, else the
 * rate without a period. DECIMAL_NONE if there is none. */
decimal rates_on(const struct dated_rate *rates, struct text name, date day);

/* The rates as text, in the order of the file; NULL without memory. The names
 * of `exchange_rates:` are currencies, one unit of which is worth the rate in
 * the run's currency. */
const char *rates_exchange_text(
    const struct dated_rate *rates, struct arena *arena);
const char *rates_hourly_text(
    const struct hourly_rates *rates, struct arena *arena);

#endif
