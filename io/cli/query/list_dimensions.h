/* kpi list dimensions. */
#ifndef IO_CLI_QUERY_LIST_DIMENSIONS_H
#define IO_CLI_QUERY_LIST_DIMENSIONS_H

#include "engine/model/metric.h"

/* Prints them; with a data set also the columns that only its files have.
 * STATUS_OK or STATUS_MEMORY. */
enum status list_dimensions(const struct dataset *data, struct arena *arena);

#endif
