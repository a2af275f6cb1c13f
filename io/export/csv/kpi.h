/* kpi.csv, survival.csv and rejects.csv. */
#ifndef IO_EXPORT_CSV_KPI_H
#define IO_EXPORT_CSV_KPI_H

#include "engine/model/metric.h"
#include "io/run/values.h"

/* kpi.csv: one row a (period, scope, subject, metric). Text is not altered:
 * this file is for programs. */
void csv_write_kpi(struct values *values, const struct results *results);

/* survival.csv: the steps of each subject's curve of client tenure, in the
 * order of kpi.csv's subjects. Takes results->analysis. */
void csv_write_survival(struct values *values, const struct results *results);

/* rejects.csv: one row a row that was not taken. */
void csv_write_rejects(struct values *values, const struct dataset *data);

#endif
