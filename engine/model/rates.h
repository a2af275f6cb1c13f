/* Rates of kpi.yaml: what a currency is worth, and what an hour costs. */
#ifndef ENGINE_MODEL_RATES_H
#define ENGINE_MODEL_RATES_H

#include "engine/base/date.h"
#include "engine/base/decimal.h"

struct arena;

/* `exchange_rates:`: one unit of the currency in the run's currency, always
 * (period.until is 0), or for the days of a period. */
struct exchange_rate {
	struct text currency;
	struct period period;
	decimal rate;
	struct exchange_rate *next;
};

/* `rates:`: the cost of an hour for timesheet rows without one: by employee,
 * else by department, else one rate. */
struct hourly_rate {
	struct text name;
	decimal rate;
	struct hourly_rate *next;
};

struct hourly_rates {
	bool configured; /* else the others say nothing */
	struct hourly_rate *employees, *departments;
	decimal otherwise; /* DECIMAL_NONE: none */
};

/* Three capital letters; and the same as a regular expression. */
#define RATES_CURRENCY "^[A-Z]{3}$"
bool rates_is_currency(struct text text);

/* The rate of a currency on a day (DATE_NONE: of a row without a date): of the
 * shortest period that holds it, else the rate without a period. DECIMAL_NONE
 * if there is none. */
decimal rates_on(
    const struct exchange_rate *rates, struct text currency, date day);

/* The rates as text, in the order of the file; NULL without memory. */
const char *rates_exchange_text(
    const struct exchange_rate *rates, struct arena *arena);
const char *rates_hourly_text(
    const struct hourly_rates *rates, struct arena *arena);

#endif
