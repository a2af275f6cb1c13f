/* Whose observations: those of one metric and period, subject by subject. */
#ifndef METRICS_ESTIMATES_SPLIT_H
#define METRICS_ESTIMATES_SPLIT_H

#include "metrics/estimates/fold.h"

/* The observations of subjects[i] are order[first[i]] … order[first[i + 1] -
 * 1]. The subjects rise; the company is the first, and all others have
 * observations. */
struct split {
	const struct observation *rows;
	uint32_t *subjects, *first, *order;
	size_t count; /* of subjects */
};

/* An observation belongs to the company and to its owners (owners_of). In
 * `arena`; what is needed meanwhile comes from `scratch`, which may be the
 * same. STATUS_OK, STATUS_MEMORY, or STATUS_OVERFLOW if all subjects together
 * have more than 2^32 observations. */
enum status split_make(struct split *split, const struct results *results,
    const struct observations *observations, struct arena *arena,
    struct arena *scratch);

/* Those of subjects[index]. */
struct sample split_sample(const struct split *split, size_t index);

#endif
