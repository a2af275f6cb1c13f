/* Of the names that one table uses and another explains: in how many rows they
 * are known, and which are not. */
#ifndef IO_CLI_KNOWN_NAMES_H
#define IO_CLI_KNOWN_NAMES_H

#include "engine/model/dataset.h"

struct unknown_name {
	struct text name;
	uint64_t rows;
	wide money, hours; /* in these rows; 0 if the table has none */
};

struct known_names {
	const char *what; /* `timesheets.project_id`, `surveys: whom about` */
	const char *by;   /* the table that explains them */
	uint64_t rows;    /* that name one */
	uint64_t unknown_rows;
	wide unknown_money, unknown_hours;
	const struct unknown_name *names; /* unknown ones, most rows first */
	size_t count;
};

/* Those of a sealed data set for which both tables are there; NULL without
 * memory. */
const struct known_names *known_names_find(
    const struct dataset *data, struct arena *arena, size_t *count);

#endif
