/* From records to rows: cells are cleaned, mapped and read by the schema and
 * the columns' forms, and the row is handed to its table (tables.h). What is
 * not taken lands in dataset.rejects or dataset.skips.
 *
 * Any reader that makes csv_records can feed it. */
#ifndef IO_IMPORT_ROWS_ROWS_H
#define IO_IMPORT_ROWS_ROWS_H

#include "io/import/rows/header.h"
#include "io/import/tables/tables.h"

struct file_reading;
struct word_fields;

/* One file's rows on their way into a table. */
struct row_taker {
	struct loading *loading;
	struct arena *scratch; /* emptied after each row */
	struct diagnostics *diagnostics;
	struct file *file; /* for the text of rejected rows */
	const struct source_configuration *source; /* merged with its format */
	const struct header *header;
	const struct form *forms; /* by field; all decided */
	const struct attribute_plan *attributes;
	struct duplicates *duplicates; /* NULL: not looked for */
	uint32_t input;
	struct reconciliation counts; /* rows and continuation lines */
	/* So many last rejects may be a footer's rows, from there on. */
	size_t footers;
	struct reject_place footers_from;
	/* Records taken that have no day, number or stage: how many, and the
	 * fewest cells that one of them fills (footers.h). */
	size_t bare, least_bare;
	const char *money_unit; /* said above the header (money_units.h) */
	bool warned_of_rule;
	struct file_reading *reading; /* see file_reading.h; NULL: not wanted */
	struct word_fields *words;    /* see word_readings.h */
	uint64_t rounded[FIELD_COUNT]; /* rows taken with a rounded number */
	/* In rows taken: times whose zone is known, and how many rows. */
	uint64_t zoned_stamps, zoned_rows;
};

/* The fields of the taker's table. */
static inline struct field_range
row_range(const struct row_taker *taker)
{
	return taker->loading->columns[taker->source->table].range;
}

/* What a record is, before its cells are read. */
enum row_fate { ROW_DATA, ROW_BLANK, ROW_SKIPPED, ROW_REJECTED, ROW_NO_MEMORY };

/* Of a skipped row *reason is the rule's name, of a rejected one why; *column
 * is the column that is to blame, or NO_COLUMN. */
enum row_fate row_judge(struct row_taker *taker,
    const struct csv_record *record, const char **reason, size_t *column);

/* Does the record have a day where the table wants one? So a further header row
 * does not swallow the first row of data. */
bool row_has_day(
    const struct row_taker *taker, const struct csv_record *record);

/* How the text of a field is written: as the other texts of its column are, or
 * as the schema has it (from a value map, a constant), or as what its cell is by
 * the file's own word (cell_types.h). */
struct row_form {
	struct form form;
	bool of_column;
};

/* The text of a field in a record, cleaned and put together from its columns,
 * in the scratch; data is NULL without memory. `form` may be NULL. */
struct text row_text(const struct row_taker *taker,
    const struct csv_record *record, size_t field, struct row_form *form);

/* Is the field fed by no column, or by one whose cells are read as they are, in
 * whatever form? */
bool row_field_is_direct(const struct row_taker *taker, size_t field);

/* The same in the plain grammar. */
bool row_field_is_plain(const struct row_taker *taker, size_t field);

/* What a text of the file (folded) is by the maps of the source (`values:`);
 * NULL if none knows it. An exact word goes before a pattern, and that before
 * `*`. *own: the map is the user's, not the format's. */
const struct value_map *row_value_map(const struct source_configuration *source,
    size_t field, struct text folded, bool *own);

/* Is a field's text looked up in a `values:` map? */
bool row_has_values(const struct source_configuration *source, size_t field);

/* A first look at the first cell that is kept and not blank: may the row be
 * one of sums? */
bool row_may_be_total(struct text text);

/* May a row that begins with this text be one of sums? True when in doubt. */
bool row_is_total_word(struct text text, struct arena *scratch);

/* Reads the cells of a record that is data into `values`, by field; *refusal
 * says which one cannot be read. `seen` (or NULL) gets the texts of the fields
 * as the file has them, without data where the form does not matter. What is
 * made lies in the scratch. STATUS_OK, or STATUS_MEMORY without a message. */
enum status row_read(const struct row_taker *taker,
    const struct csv_record *record, struct value *values, struct text *seen,
    struct refusal *refusal);

/* Reads one field into its value, as row_read does; the reason why the row is
 * to be rejected, or NULL. The text has no data without memory. */
const char *row_read_field(const struct row_taker *taker,
    const struct csv_record *record, size_t field, struct value *values,
    struct text *seen);

/* Adds a row that was read to its table, unless *refusal says why not.
 * `attributes` come from attributes_read. As row_take. */
enum status row_add(struct row_taker *taker, struct value *values,
    const struct text *attributes, struct source source,
    struct refusal *refusal);

/* Takes one record: accepted, rejected or skipped, and counted as such.
 * STATUS_OK, STATUS_MEMORY, STATUS_OVERFLOW or STATUS_INPUT, with its message.
 */
enum status row_take(struct row_taker *taker, const struct csv_record *record);

#endif
