/* How much do the managers differ beyond chance? The distribution of their true
 * shares or means, fitted once for each metric and period: what `shrunk`, the
 * tails of fair.csv and reliability.csv are made from. */
#ifndef METRICS_ESTIMATES_SHRINKAGE_H
#define METRICS_ESTIMATES_SHRINKAGE_H

#include "engine/model/metric.h"
#include "metrics/statistics/shrink.h"

/* One metric, a share or a mean, in one period that is printed, while its cells
 * are not yet settled (settle.h). */
struct shrinkage {
	const struct results *results;
	size_t period, metric;
	bool fitted;                 /* else too few managers have a value */
	struct shrink_beta beta;     /* of a share */
	struct shrink_normal normal; /* of a mean */
};

/* Fits it to the managers' estimates. STATUS_OK or STATUS_MEMORY. */
enum status shrinkage_fit(struct shrinkage *shrinkage, struct arena *scratch);

/* The posterior mean of an estimate that has a value; without spread beyond
 * chance the company's. */
struct optional shrinkage_mean(
    const struct shrinkage *shrinkage, const struct estimate *estimate);

/* How much of the differences between the managers is more than chance:
 * between / (between + within), with `between` the variance of the true values
 * and `within` the median over the managers of the squared standard error.
 * STATUS_OK or STATUS_MEMORY. */
enum status shrinkage_reliability(const struct shrinkage *shrinkage,
    struct arena *scratch, struct reliability *reliability);

/* The hits of a share. */
uint64_t estimate_hits(const struct estimate *estimate);

#endif
