/* pipeline.csv, of the run's own period. */
#ifndef IO_EXPORT_CSV_PIPELINE_H
#define IO_EXPORT_CSV_PIPELINE_H

#include "io/run/values.h"

/* A row for each subject and number of days after which proposals were won or
 * lost. An error is noted in `values`. */
void csv_write_pipeline(struct values *values, const struct results *results);

#endif
