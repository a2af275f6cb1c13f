/* Tests of significance: is a difference more than chance?
 *
 * Every p-value is two-sided and lies in 0..1. Counts are plain numbers, means
 * and variances in any unit. */
#ifndef STATISTICS_TEST_H
#define STATISTICS_TEST_H

#include <stddef.h>
#include <stdint.h>

#include "metrics/statistics/status.h"

struct arena;

struct test_sample {
	uint64_t n;
	double mean, variance; /* variance: sample, divisor n − 1 */
};

struct test_result {
	double statistic; /* t or χ² */
	double df;        /* degrees of freedom */
	double p;
};

/* Fisher's exact test of a/(a+b) against c/(c+d): the sum of the tables with
 * the same margins that are no more likely than the observed one, with R's
 * relative tolerance of 1e-7 (fisher.test). The terms follow from one another
 * by exact ratios from the most likely table outwards; tables below 1e-300 of
 * that one are left out. One margin 0 (no successes at all, or only): p = 1.
 * TOO_FEW: a side without observations. DOMAIN: more than 2^40 in all. */
enum statistics_status test_fisher(
    uint64_t a, uint64_t b, uint64_t c, uint64_t d, double *p);

/* Welch's t test of two means, first minus second (Welch 1947). TOO_FEW: a
 * side with n < 2. NO_SPREAD: no variance on both sides. DOMAIN: a negative
 * variance. */
enum statistics_status test_welch(struct test_sample first,
    struct test_sample second, struct test_result *result);

/* Are k proportions the same? Pearson's χ² with k − 1 degrees of freedom, no
 * continuity correction (R's prop.test for k > 2). TOO_FEW: k < 2 or a group
 * without trials. NO_SPREAD: no successes at all, or only. DOMAIN: successes >
 * trials. */
enum statistics_status test_proportions(const uint64_t *successes,
    const uint64_t *trials, size_t k, struct test_result *result);

/* Replaces n p-values by those adjusted for the false discovery rate (Benjamini
 * and Hochberg 1995; R's p.adjust "BH"). Equal p-values stay equal. Scratch is
 * given back; on an error the values are as before. n = 0 is allowed. DOMAIN: a
 * value outside 0..1. */
enum statistics_status test_benjamini_hochberg(
    double *p, size_t n, struct arena *scratch);

#endif
