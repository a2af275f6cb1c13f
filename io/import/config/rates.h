/* Reading the rates of kpi.yaml: `exchange_rates:` and `rates:`. */
#ifndef IO_IMPORT_CONFIG_RATES_H
#define IO_IMPORT_CONFIG_RATES_H

#include "io/import/config/configuration.h"

/* The reading's target is the configuration. */
yaml_read rates_read_exchange, rates_read_hourly, rates_read_employees,
    rates_read_departments, rates_read_default;

#endif
