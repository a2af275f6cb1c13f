/* How observations become a value: written once, for every metric. */
#ifndef METRICS_ESTIMATES_FOLD_H
#define METRICS_ESTIMATES_FOLD_H

#include "engine/model/metric.h"

/* Some of a metric's observations: those of one subject. */
struct sample {
	const struct observation *rows;
	const uint32_t *order; /* indices into rows */
	size_t count;
};

/* Value, numerator, denominator and n (its records, each once) of a sample by
 * the metric's kind (definitions: a denominator of 0 gives no value; then
 * numerator and denominator are 0 and so is n). Numerator and denominator are
 * exact, and may have limbs in `arena`; the value of a quotient is the double
 * nearest to it. Does not depend on the order of rows. STATUS_OK,
 * STATUS_OVERFLOW or STATUS_MEMORY. */
enum status fold_sample(const struct metric *metric,
    const struct sample *sample, struct arena *arena, struct arena *scratch,
    struct estimate *estimate);

/* What a metric has to say when one of its tables is missing. */
void fold_missing(const struct metric *metric, struct estimate *estimate);

/* value − prior, exact where both are. */
struct quantity fold_change(struct quantity value, struct quantity prior);

#endif
