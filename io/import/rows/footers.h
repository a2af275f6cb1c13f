/* What stands among the records of a report, or below the last, and is none:
 * headings of groups, signatures, place
 * and date, notes, numbered rows that nobody filled in. (Rows of sums are known
 * by their words, wherever they stand: judge.c.)
 *
 * Only rows that would be rejected are looked at, and only those without a day,
 * a number or a stage in a listed column. They are rejected until the end of
 * the file is reached without another record, and then counted as skipped. */
#ifndef IO_IMPORT_ROWS_FOOTERS_H
#define IO_IMPORT_ROWS_FOOTERS_H

#include "io/import/rows/rows.h"

/* How many cells of a record are filled; *word: one of them says that it is a
 * footer's, such as `Kế toán trưởng`. */
size_t footers_look(
    const struct csv_record *record, struct arena *scratch, bool *word);

/* May a row that is to be rejected be a footer's: by such a word; because
 * nothing, or one cell and no id, is filled; or because those just above it
 * (taker->footers) may be? */
bool footers_fit(
    const struct row_taker *taker, const struct csv_record *record);

/* Is a row that is to be rejected the heading of a group: `II`, in a column
 * that feeds nothing, `Phòng kinh doanh 2` and nothing else? */
bool footers_is_heading(
    const struct row_taker *taker, const struct csv_record *record);

/* Has a record no day, no number and no word of the schema? */
bool footers_is_bare(const struct row_taker *taker, const struct value *values);

/* May a row that is not to be rejected be a footer's all the same? People,
 * clients and unanswered surveys need no day and no number. It may if it has
 * none and says a word such as `Người lập biểu` for an id, or stands below one
 * that does while all records so far say more: they have a day or number, or
 * fill more cells. */
bool footers_pass_for_record(struct row_taker *taker,
    const struct csv_record *record, const struct value *values);

/* Why such a row is rejected where another record follows. */
extern const char footers_reason[];

/* At the end of the file: the last rejects that may be a footer's become skips.
 * STATUS_OK or STATUS_MEMORY, said. */
enum status footers_settle(struct row_taker *taker);

#endif
