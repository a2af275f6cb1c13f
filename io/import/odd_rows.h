/* Rows that are taken and yet odd: of ratings, adjustments and splits those
 * that say in all cells what another one says, of the first two those about
 * nobody who is known. */
#ifndef IO_IMPORT_ODD_ROWS_H
#define IO_IMPORT_ODD_ROWS_H

#include "engine/model/dataset.h"

/* Adds an assumption for each kind that there is, with how many rows and where
 * the first one stands. STATUS_OK or STATUS_MEMORY, said. */
enum status odd_rows_report(
    struct dataset *data, struct diagnostics *diagnostics);

#endif
