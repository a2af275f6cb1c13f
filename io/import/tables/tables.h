/* The rules of each canonical table: is this row a contract, a timesheet row,
 * a survey …, and if so, add it to the data set. */
#ifndef IO_IMPORT_TABLES_TABLES_H
#define IO_IMPORT_TABLES_TABLES_H

#include "io/import/config/configuration.h"
#include "io/import/forms/cell.h"
#include "io/import/config/options.h"

struct spellings;

/* What is known while tables are being filled. */
struct loading {
	struct dataset *data;
	const struct configuration *configuration;
	struct import_options options;
	struct arena *arena;   /* the data set's */
	struct arena *scratch; /* emptied after each row */
	/* Other spellings of managers (people.csv). */
	struct dictionary aliases;
	uint32_t *manager_of_alias;
	size_t alias_capacity;
	/* At first files are taken for canonical UTF-8 as they are read, which
	 * spares a pass. If one turns out not to be (`hasty`), all is done
	 * again, patiently. */
	bool patient, hasty;
	struct timesheets_builder timesheets;
	/* The projects that contracts name, by their ids: read, not written,
	 * on every thread. NULL until the first timesheets can use it. */
	struct spellings *known_projects;
	/* Employees (or departments) without an hourly rate, and the rows and
	 * hours in which they were met. */
	struct dictionary without_rate;
	uint64_t rows_without_rate;
	wide hours_without_rate;
	/* Whom each reject and skip is about; see left_out_resolve. */
	struct touched *reject_subjects, *skip_subjects;
	/* Room of the growing tables. */
	size_t contract_capacity, survey_capacity, person_capacity,
	    assignment_capacity, input_capacity, plan_capacity;
	struct growth {
		size_t rows, subjects;
	} reject_capacity, skip_capacity;
	struct attribute_growing { /* see attributes.c */
		struct attribute_growth *rows;
		size_t capacity, growth_capacity;
	} attributes[TABLE_COUNT];
};

/* Why a row is not taken. */
struct refusal {
	size_t field;       /* the column that is to blame, or FIELD_COUNT */
	const char *reason; /* NULL: the row was taken */
};

/* Judges a row and, unless it is refused, adds it. `values` are indexed by
 * enum field_index; blank required cells have been refused before.
 * STATUS_OK, STATUS_MEMORY or STATUS_OVERFLOW. */
typedef enum status table_take(struct loading *loading, struct value *values,
    struct source source, struct refusal *refusal);

/* The manager of that id or alias; NO_ID for one not known. An id beats an
 * alias. */
uint32_t table_find_manager(const struct loading *loading, struct text text);

/* The currency of a row's money: that of its column, else what stands beside
 * the number. An empty text is the run's. NULL, or what is wrong. */
const char *table_currency(const struct loading *loading,
    const struct value *values, size_t column, size_t amount,
    struct text *currency);

/* The dictionary in which a field's text will be looked up and is likely to be
 * far away; NULL: none. */
const struct dictionary *table_dictionary(
    const struct dataset *data, size_t field);

table_take take_contract, take_timesheet, take_survey, take_person,
    take_assignment, take_plan;

/* Is the column's cell not even to be read in this row? The fields before it
 * in the schema have been. */
bool table_ignores(size_t field, const struct value *values);

#endif
