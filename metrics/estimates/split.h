/* Whose observations: those of one metric and period, subject by subject. */
#ifndef METRICS_ESTIMATES_SPLIT_H
#define METRICS_ESTIMATES_SPLIT_H

#include "metrics/estimates/fold.h"

/* The observations of subject s are order[first[s]] … order[first[s + 1] - 1].
 */
struct split {
	const struct observation *rows;
	uint32_t *first, *order;
};

/* An observation belongs to the company and to its owners (owners_of). In
 * `arena`; STATUS_OK, STATUS_MEMORY, or STATUS_OVERFLOW if all subjects together
 * have more than 2^32 observations. */
enum status split_make(struct split *split, const struct results *results,
    const struct observations *observations, struct arena *arena);

/* Those of one subject. */
struct sample split_sample(const struct split *split, size_t subject);

#endif
