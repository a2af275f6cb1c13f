/* sensitivity.csv: for each person the records whose single correction would
 * move the rating or cross a threshold. */
#ifndef IO_EXPORT_CSV_SENSITIVITY_H
#define IO_EXPORT_CSV_SENSITIVITY_H

#include "engine/model/sensitivity.h"
#include "io/run/values.h"

/* A row a correction. Scratch texts are made in `arena`. */
void sensitivity_write(struct values *values, const struct pay_results *pay,
    const struct sensitivities *found, struct arena *arena);

#endif
