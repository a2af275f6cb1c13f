/* Amounts in thousands or millions: `Đơn vị tính: triệu đồng` above the header,
 * `Giá trị (nghìn đồng)` in it. Numbers are read as they stand; so it is said.
 */
#ifndef IO_IMPORT_ROWS_MONEY_UNITS_H
#define IO_IMPORT_ROWS_MONEY_UNITS_H

#include "io/import/rows/rows.h"

/* Looks at a row above the header for such a unit. */
void money_units_look(struct row_taker *taker, const struct csv_record *record);

/* Adds an assumption where the rows above the header, or the name of a column
 * of money, have said one, unless kpi.yaml says the currency of the rows.
 * STATUS_OK or STATUS_MEMORY, said. */
enum status money_units_say(
    const struct row_taker *taker, size_t first_contract);

#endif
