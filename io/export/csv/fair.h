/* fair.csv and reliability.csv, of the run's own period. */
#ifndef IO_EXPORT_CSV_FAIR_H
#define IO_EXPORT_CSV_FAIR_H

#include "io/run/values.h"

/* A row for each team, report and manager, and each share: blank where nothing
 * is expected. An error is noted in `values`. */
void csv_write_fair(struct values *values, const struct results *results);

/* A row for each share and mean. An error is noted in `values`. */
void csv_write_reliability(
    struct values *values, const struct results *results);

#endif
