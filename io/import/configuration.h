/* kpi.yaml: which files, which columns, and the definitions in force.
 *
 * Everything has a default: a folder of plain canonical CSVs needs no
 * kpi.yaml. Errors name the file and line, what was found, and the nearest
 * name that is known. */
#ifndef IO_IMPORT_CONFIGURATION_H
#define IO_IMPORT_CONFIGURATION_H

#include "engine/metric.h"
#include "engine/schema.h"

/* `columns:` — canonical column ← the file's header. */
struct column_map {
	size_t field; /* enum field_index */
	struct text header;
	uint32_t line; /* of kpi.yaml, for messages */
	struct column_map *next;
};

/* `values:` — what the file says → what the schema says. */
struct value_map {
	size_t field;
	struct text from, to;
	struct value_map *next;
};

/* `constants:` — the value of a column that the file does not have. */
struct constant {
	size_t field;
	struct text value;
	uint32_t line;
	struct constant *next;
};

/* Some files of a table that are read in the same way. */
struct source_configuration {
	const char **patterns; /* file names or wildcards, below the folder */
	size_t pattern_count;
	uint32_t line; /* 0: the default patterns, not from kpi.yaml */
	struct column_map *columns;
	struct value_map *values;
	struct constant *constants;
	struct source_configuration *next;
};

/* `exchange_rates:` — one unit of the currency in the run's currency. */
struct exchange_rate {
	struct text currency;
	decimal rate;
	struct exchange_rate *next;
};

struct configuration {
	const char *path; /* of kpi.yaml, or NULL if there is none */
	struct definitions definitions;
	struct exchange_rate *exchange_rates;
	struct source_configuration *sources[TABLE_COUNT];
};

/* Reads FOLDER/kpi.yaml if it is there; else the defaults. Tables that
 * kpi.yaml does not mention get their default patterns (`contracts*.csv`,
 * `timesheets*.csv`, `surveys*.csv`, `people.csv`, `assignments.csv`). What is
 * made lives in `arena`. STATUS_OK, STATUS_USAGE for an error in the file,
 * STATUS_INPUT when it cannot be read, STATUS_MEMORY. */
enum status configuration_read(struct configuration *configuration,
    const char *folder, struct arena *arena, struct diagnostics *diagnostics);

#endif
