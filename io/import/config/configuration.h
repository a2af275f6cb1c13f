/* kpi.yaml: which files, which columns, and the definitions in force.
 *
 * Everything has a default: a folder of plain canonical CSVs needs no
 * kpi.yaml. Errors name the file and line, what was found, and the nearest
 * name that is known. */
#ifndef IO_IMPORT_CONFIG_CONFIGURATION_H
#define IO_IMPORT_CONFIG_CONFIGURATION_H

#include "engine/model/plan.h"
#include "io/import/config/source.h"

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
	bool configured;
	struct hourly_rate *employees, *departments;
	decimal otherwise; /* DECIMAL_NONE: none */
};

struct configuration {
	const char *path; /* of kpi.yaml, or NULL if there is none */
	struct definitions definitions;
	struct exchange_rate *exchange_rates;
	struct hourly_rates rates;
	struct pay_terms pay;
	bool drop_duplicates; /* else they are reported only */
	struct source_configuration *sources[TABLE_COUNT];
};

/* The rate of a currency on a day (DATE_NONE: of a row without a date): of the
 * shortest period that holds it, else the rate without a period. DECIMAL_NONE
 * if there is none. */
decimal configuration_rate(
    const struct configuration *configuration, struct text currency, date day);

/* Asks for a format for all files of a table (`--format`). */
void configuration_ask_format(
    struct configuration *configuration, enum table table, struct text name);

/* Reads FOLDER/kpi.yaml if it is there; else the defaults. Tables that
 * kpi.yaml does not mention get the files of tables.def. What is made lives in
 * `arena`. STATUS_OK, STATUS_USAGE for an error in the file, STATUS_INPUT when
 * it cannot be read, STATUS_MEMORY. */
enum status configuration_read(struct configuration *configuration,
    const char *folder, struct arena *arena, struct diagnostics *diagnostics);

#endif
