/* One column of a file for two of a table: due_on and delivered_on from one
 * header make every project on time. */
#ifndef IO_IMPORT_ROWS_SHARED_COLUMNS_H
#define IO_IMPORT_ROWS_SHARED_COLUMNS_H

#include "io/import/rows/header.h"

/* Refuses a header in which kpi.yaml gives a field a column that feeds another
 * one. To be called when all feeds are known. STATUS_OK or STATUS_USAGE. */
enum status shared_columns_refuse(const struct header_planning *planning);

#endif
