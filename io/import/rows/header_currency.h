/* The currency that a header says: `Amount (USD)`, or `Amount Currency` beside
 * `Amount`. Taken for the run's currency, 12,000 dollars would be 12,000 đồng.
 */
#ifndef IO_IMPORT_ROWS_HEADER_CURRENCY_H
#define IO_IMPORT_ROWS_HEADER_CURRENCY_H

#include "io/import/rows/header.h"

/* Feeds the table's currency from the headers of its money, if nothing feeds it
 * yet: from a column named like the money's with ` Currency` behind, else from
 * the brackets in the money's own header. STATUS_USAGE where two columns of
 * money say different currencies; STATUS_MEMORY. */
enum status header_currency_find(const struct header_planning *planning);

/* The currency that the brackets at the end of a name say, `Amount (USD)`, in
 * `arena`; NULL if they say none. */
const char *header_currency_of_name(struct text name, struct arena *arena);

#endif
