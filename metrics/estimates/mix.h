/* The mix of a share's records (engine/model/mix.h): is it sound, and what is
 * the company's rate in the stratum of each? */
#ifndef METRICS_ESTIMATES_MIX_H
#define METRICS_ESTIMATES_MIX_H

#include "engine/model/metric.h"

/* Checks that each metric of kpi.yaml's `mix` is a share, and that its records
 * have the columns (where its tables are there). All errors are said, with file
 * and line, and STATUS_USAGE returned; else STATUS_OK or STATUS_MEMORY. */
enum status mix_check(const struct dataset *data,
    const struct definitions *definitions, struct diagnostics *diagnostics);

/* Records are of one stratum when they have the same in all columns; blank is
 * a value like others. */
struct strata {
	uint32_t *of;  /* by observation */
	double *rates; /* by stratum: the company's */
	uint32_t count;
};

/* The strata of a metric's observations in a period. In `arena`; STATUS_OK or
 * STATUS_MEMORY. */
enum status strata_make(struct strata *strata, const struct results *results,
    size_t period, size_t metric, const struct mix *mix, struct arena *arena);

#endif
