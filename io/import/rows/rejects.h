/* Rows that are not taken, and what they would have been worth. */
#ifndef IO_IMPORT_ROWS_REJECTS_H
#define IO_IMPORT_ROWS_REJECTS_H

#include "io/import/rows/rows.h"

/* Keeps a rejected row; `column` and `value` may be empty. */
enum status reject_row(struct row_taker *taker, const struct csv_record *record,
    const char *column, struct text value, const char *reason);

/* Keeps a row that the rule `reason` skipped. */
enum status skip_row(struct row_taker *taker, const struct csv_record *record,
    const char *reason);

/* The same for a row above the header, which the caller counts. */
enum status skip_above_header(
    struct row_taker *taker, const struct csv_record *record);

/* Makes the rejects from that place on skips below the last record. */
enum status skip_rejected(struct row_taker *taker, struct reject_place from);

/* Of a table whose rows are judged together once all are read: notes a row that
 * was taken, as it would be rejected. taken_may_go says whether the taker's
 * table is one. */
bool taken_may_go(const struct row_taker *taker);
enum status taken_note(
    struct row_taker *taker, const struct csv_record *record);

/* Rejects those of the table's rows that have a reason, after all. STATUS_OK or
 * STATUS_MEMORY. */
enum status taken_back(
    struct loading *loading, enum table table, const char *const *reasons);

/* Once all tables are sealed: finds the managers whom rejects and skips touch.
 */
void rejects_resolve(struct loading *loading);

/* The money in the row of a contract or payment, in the run's currency;
 * DECIMAL_NONE where it cannot be read. */
decimal reject_value(
    const struct row_taker *taker, const struct csv_record *record);

/* The same from a contract's cells that were read. False if the record must be
 * asked, for the day of a rate. */
bool reject_value_read(
    const struct row_taker *taker, const struct value *values, decimal *money);

#endif
