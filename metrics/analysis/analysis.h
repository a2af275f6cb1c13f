/* What stands beside the estimates: engine/model/analysis.h, filled. One
 * subject a file, analysis_*.c; all about the run's own period and its as_of.
 */
#ifndef METRICS_ANALYSIS_ANALYSIS_H
#define METRICS_ANALYSIS_ANALYSIS_H

#include "engine/model/analysis.h"

/* Analyses finished results on `jobs` threads at most and hangs the outcome
 * into results->analysis. `seed` is that of the permutations. What is made
 * lives in `arena`. The same for any order of rows and any number of threads.
 * STATUS_OK, or STATUS_MEMORY, said in `diagnostics`. */
enum status analyse(struct results *results, uint64_t seed, unsigned jobs,
    struct arena *arena, struct diagnostics *diagnostics);

#endif
