/* Columns that a map takes for want of the right one (`instead:`): the day on
 * which a contract begins, say, where the file has no day of signing. */
#ifndef IO_IMPORT_STAND_INS_H
#define IO_IMPORT_STAND_INS_H

#include "io/import/rows/rows.h"

/* Adds an assumption for each of a file that was read, with its rows; for the
 * day of closing those that are closed, and the money of the won ones.
 * `first_contract`: the file's contracts are those from there on. STATUS_OK or
 * STATUS_MEMORY, said. */
enum status stand_ins_say(const struct row_taker *taker, size_t first_contract);

#endif
