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

/* An observation belongs to the company, to its manager's team and to its
 * manager. In `arena`; STATUS_OK or STATUS_MEMORY. */
enum status split_make(struct split *split, const struct results *results,
    const struct observations *observations, struct arena *arena);

/* Those of one subject. */
struct sample split_sample(const struct split *split, size_t subject);

#endif
