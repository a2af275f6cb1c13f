/* Rates of kpi.yaml: what a currency is worth, and what an hour costs. */
#ifndef IO_IMPORT_CONFIG_RATES_H
#define IO_IMPORT_CONFIG_RATES_H

#include "io/import/config/configuration.h"

/* Three capital letters. */
bool rates_is_currency(struct text text);

/* `exchange_rates:` and `rates:`; the reading's target is the configuration. */
yaml_read rates_read_exchange, rates_read_hourly;

/* The rates in force as text, in the order of the file; NULL without memory. */
const char *rates_exchange_text(
    const struct configuration *configuration, struct arena *arena);
const char *rates_hourly_text(
    const struct configuration *configuration, struct arena *arena);

#endif
