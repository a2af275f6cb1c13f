/* Words of stage and kind that were not read as they stand there: in other
 * letters (`Won`), by a `"*"` of kpi.yaml or of a format, or not at all.
 *
 * Whether a contract is won hangs on such a word. So all of them are counted
 * while rows are taken, with the money in these rows; at the end of the import
 * those that nobody knows stop it, and the others are said. */
#ifndef IO_IMPORT_ROWS_WORD_READINGS_H
#define IO_IMPORT_ROWS_WORD_READINGS_H

#include "io/import/rows/rows.h"

/* More than any type of words has. */
enum { WORD_FIELD_CODES = 16 };

/* Is the field a stage or a kind? */
static inline bool
word_readings_cover(size_t field)
{
	enum field_type type = schema_fields[field].type;
	return type == FIELD_STAGE || type == FIELD_KIND ||
	       type == FIELD_SURVEY_KIND;
}

/* A field whose words are counted. */
struct word_field {
	size_t field; /* enum field_index */
	bool covered; /* a stage or a kind */
	bool shown;   /* every spelling is wanted (row_taker.reading) */
	/* Where its words stand in the reading that are written as the schema
	 * has them: the number of the row, plus 1, by the word's code plus 1; 0
	 * stands for a blank. */
	uint32_t rows[WORD_FIELD_CODES];
};

struct word_fields {
	struct word_field *fields;
	size_t count;
	bool any_shown;
};

/* Makes row_taker.words for a header that was planned. STATUS_OK or
 * STATUS_MEMORY. */
enum status word_readings_plan(struct row_taker *taker);

/* Counts the words of a row that was read; where reading stopped at a word that
 * is not known, `refusal` names its field. On the thread that takes rows.
 * STATUS_OK or STATUS_MEMORY. */
enum status word_readings_note(struct row_taker *taker,
    const struct csv_record *record, const struct value *values,
    const struct refusal *refusal);

/* Counts the words of a row of a file that is refused, so that they are said
 * together with what else is wrong. STATUS_OK or STATUS_MEMORY. */
enum status word_readings_look(
    struct row_taker *taker, const struct csv_record *record);

/* word_readings_note for a row that was read and does not concern
 * (word_readings_concern); `money` is reject_value of it. */
enum status word_readings_note_shown(const struct row_taker *taker,
    const struct value *values, struct source source, decimal money);

/* Has a row a word that is to be counted? */
bool word_readings_concern(
    const struct row_taker *taker, const struct value *values);

/* Adds what was assumed to the data set's assumptions. STATUS_USAGE when words
 * are not known, unless --accept-unknown: all are named, with rows, money and
 * the line that settles them. */
enum status word_readings_conclude(
    struct loading *loading, struct diagnostics *diagnostics);

#endif
