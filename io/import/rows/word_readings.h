/* Words of stage and kind that were not read as they stand there: in other
 * letters (`Won`), by a `"*"` of kpi.yaml or of a format, or not at all.
 *
 * Whether a contract is won hangs on such a word. So all of them are counted
 * while rows are taken, with the money in these rows; at the end of the import
 * those that nobody knows stop it, and the others are said. */
#ifndef IO_IMPORT_ROWS_WORD_READINGS_H
#define IO_IMPORT_ROWS_WORD_READINGS_H

#include "io/import/rows/rows.h"

/* Is the field a stage or a kind? */
static inline bool
word_readings_cover(size_t field)
{
	enum field_type type = schema_fields[field].type;
	return type == FIELD_STAGE || type == FIELD_KIND ||
	       type == FIELD_SURVEY_KIND;
}

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

/* Are all words of the file to be counted (row_taker.reading), those that are
 * read as they stand there among them? */
bool word_readings_need_all(const struct row_taker *taker);

/* Has a row a word that is to be counted? */
bool word_readings_concern(
    const struct row_taker *taker, const struct value *values);

/* Adds what was assumed to the data set's assumptions. STATUS_USAGE when words
 * are not known, unless --accept-unknown: all are named, with rows, money and
 * the line that settles them. */
enum status word_readings_conclude(
    struct loading *loading, struct diagnostics *diagnostics);

#endif
