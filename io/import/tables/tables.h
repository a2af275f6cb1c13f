/* From values to rows of the tables: cells go where the schema says they are
 * kept, ids and words become numbers, what the columns' types cannot say is
 * judged by the table's rule, and the row is added to the data set. */
#ifndef IO_IMPORT_TABLES_TABLES_H
#define IO_IMPORT_TABLES_TABLES_H

#include "engine/model/rows.h"
#include "io/import/config/configuration.h"
#include "io/import/forms/cell.h"
#include "io/import/config/options.h"

struct spellings;
struct rate_use;
struct word_readings;

/* Other names of managers or clients, and the numbers of the ids for which they
 * stand. */
struct aliases {
	struct dictionary names;
	uint32_t *ids;
	size_t capacity;
};

/* The fields of a table; and, or else FIELD_COUNT, its own id (its first
 * column, if that is UNIQUE or has aliases) and its ALIASES. */
struct table_columns {
	struct field_range range;
	size_t id, aliases;
	size_t dates[FIELD_COUNT], date_count; /* fields that are dates */
};

/* What a row of splits says, whether anybody knows it or not. */
struct split_names {
	struct text contract, manager;
};

/* What is known while tables are being filled. */
struct loading {
	struct dataset *data;
	const struct configuration *configuration;
	struct import_options options;
	struct arena *arena;   /* the data set's */
	struct arena *scratch; /* emptied after each row */
	struct table_columns columns[TABLE_COUNT];
	struct aliases aliases[FIELD_TYPE_COUNT]; /* by the type of the id */
	/* At first files are assumed to be canonical and in UTF-8 while they
	 * are read, which spares a pass. If one turns out not to be, the
	 * import begins anew without the assumption. */
	bool assume_canonical, assumption_failed;
	/* By manager the last row of people that was taken, and by row the one
	 * of the same person before it; NO_ID if there is none. People are read
	 * before anybody else names a manager. */
	uint32_t *last_spell, *spell_before;
	uint32_t spell_managers;
	size_t last_spell_capacity, spell_before_capacity;
	/* By row of splits, until all are read. */
	struct split_names *split_names;
	size_t split_names_capacity;
	struct timesheets_builder timesheets;
	/* The projects that contracts name, by their ids: read, not written,
	 * on every thread. NULL until the first timesheets can use it. */
	struct spellings *known_projects;
	/* Employees (or departments) without an hourly rate, and the rows and
	 * hours in which they were met. */
	struct dictionary without_rate;
	uint64_t rows_without_rate;
	wide hours_without_rate;
	struct rate_use *rate_use; /* see rate_use.h; NULL: none yet */
	/* The file at hand is a part: what has no cost there gets none here. */
	bool summed;
	/* Of stage and kind, where they were not read as they stand there. */
	struct word_readings *words;
	/* By row of a table whose rows may be taken back: as it would then be
	 * rejected. */
	struct rejects taken;
	/* Room of the growing tables. */
	size_t row_capacity[TABLE_COUNT], input_capacity;
	struct attribute_growing { /* see attributes.c */
		struct attribute_growth *rows;
		size_t capacity, growth_capacity;
	} attributes[TABLE_COUNT];
};

/* Do hours without a cost get one by `rates:`? */
static inline bool
takes_rates(const struct loading *loading)
{
	return loading->configuration->definitions.rates.configured &&
	       !loading->summed;
}

/* Why a row is not taken. */
struct refusal {
	size_t field;       /* the column that is to blame, or FIELD_COUNT */
	const char *reason; /* NULL: the row was taken */
};

/* Makes a table ready to take rows. */
void table_begin(struct loading *loading, enum table table);

/* Judges a row and, unless it is refused, adds it. `values` are indexed by
 * enum field_index; blank required cells have been refused before.
 * STATUS_OK, STATUS_MEMORY or STATUS_OVERFLOW. */
enum status table_take(struct loading *loading, enum table table,
    struct value *values, struct source source, struct refusal *refusal);

/* Once all splits are read: the shares of a contract must be the whole. By row
 * NULL, or why it is to be taken back; the managers whom the others name become
 * known. STATUS_OK or STATUS_MEMORY. */
enum status table_judge_splits(struct loading *loading, const char ***reasons);

/* Once all surveys and their attributes are there: an unanswered row whose
 * survey_id an answered one has is no record of its own. It is taken out, and
 * its sent_on is the answer's, if that has none. STATUS_OK or STATUS_MEMORY. */
enum status table_join_surveys(struct loading *loading);

/* Once the data set is sealed: brings the spells of each person together.
 * Blanks of later ones are filled in, open ones end where the next begins, and
 * reports_to finds its people; what is odd is assumed and said. STATUS_OK,
 * STATUS_MEMORY, or STATUS_USAGE: somebody reports to themselves. */
enum status table_settle_people(
    struct loading *loading, struct diagnostics *diagnostics);

/* Once all contracts are there: a credit whose contract stands in a later row
 * is converted at the rate of that contract's day; where there is none, it
 * stays at that of its own. */
void table_settle_credits(struct loading *loading);

/* The number of an id of the type (FIELD_MANAGER …), which may be written as an
 * alias; NO_ID for one not known. An id beats an alias. */
uint32_t table_find(
    const struct loading *loading, enum field_type type, struct text text);

/* The currency of a row's money: that of its column, else what stands beside
 * the number. An empty text is the run's. NULL, or what is wrong. */
const char *table_currency(const struct loading *loading,
    const struct value *values, size_t column, size_t amount,
    struct text *currency);

/* The dictionary in which a field's text will be looked up and is likely to be
 * far away; NULL: none. */
const struct dictionary *table_dictionary(
    const struct dataset *data, size_t field);

/* Is the column's cell not even to be read in this row? The fields before it
 * in the schema have been. */
bool table_ignores(size_t field, const struct value *values);

#endif
