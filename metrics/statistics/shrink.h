/* Shrinkage: a fair estimate for those with few cases.
 *
 * Empirical Bayes. A prior is fitted to all managers by maximum likelihood;
 * each manager's estimate is then the posterior mean, which lies between the
 * manager's own value and the prior's mean: the fewer the cases, the nearer to
 * the prior's mean. Shares: beta-binomial. Means: normal-normal. Where the
 * managers differ no more than chance explains, the likelihood is highest for
 * no spread at all, and the posterior mean is the same for all.
 *
 * Fits do not depend on the order of the managers. Scratch is given back. */
#ifndef STATISTICS_SHRINK_H
#define STATISTICS_SHRINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "metrics/statistics/status.h"

enum { SHRINK_GROUPS_MIN = 3 };

struct arena;

/* Beta(α, β) by mean α/(α+β) and concentration α+β. */
struct shrink_beta {
	bool spread;          /* false: they differ only by chance */
	double mean;          /* without spread: the pooled rate */
	double concentration; /* 0 (without a meaning) without spread */
};

/* Fits the prior to `count` pairs; those without trials are left out.
 * Maximum likelihood in the mean and φ = 1/(α+β), where φ = 0 is the plain
 * binomial (Griffiths, Biometrics 29, 1973; Prentice, JASA 81, 1986); φ from
 * 1e-9 to 1e6. All rates 0 or all 1: no spread. TOO_FEW: fewer than three with
 * trials. DOMAIN: successes > trials, or counts above 2^40. */
enum statistics_status shrink_beta_fit(const uint64_t *successes,
    const uint64_t *trials, size_t count, struct arena *scratch,
    struct shrink_beta *prior);

/* The posterior mean (α + successes) / (α + β + trials); without spread the
 * pooled rate (a caller that wants the company's value looks at prior->spread).
 * TOO_FEW: no trials. DOMAIN: successes > trials, or a prior that cannot be
 * one. */
enum statistics_status shrink_beta_mean(const struct shrink_beta *prior,
    uint64_t successes, uint64_t trials, double *mean);

struct shrink_group {
	uint64_t n;
	double mean;
	double variance; /* sample, divisor n − 1; not looked at for n = 1 */
};

struct shrink_normal {
	bool spread;   /* false: they differ only by chance */
	double mean;   /* of the prior; without spread the pooled mean */
	double within; /* pooled variance of one observation */
	double tau2;   /* variance of the managers' true means; or 0 */
};

/* Fits mean and tau2 by maximum likelihood to the group means, each with
 * variance within / n, where within = Σ(n − 1)s² / Σ(n − 1) is taken as known
 * (Morris, JASA 78, 1983). Groups with n = 0 are left out. No variance within:
 * the means are exact, and spread is whether they differ. TOO_FEW: fewer than
 * three groups, or none with n ≥ 2. DOMAIN: a negative variance. */
enum statistics_status shrink_normal_fit(const struct shrink_group *groups,
    size_t count, struct arena *scratch, struct shrink_normal *prior);

/* The posterior mean of a group; without spread the company's value, which the
 * caller hands in. TOO_FEW: n = 0. NOT_FINITE: mean or company_value. */
enum statistics_status shrink_normal_mean(const struct shrink_normal *prior,
    const struct shrink_group *group, double company_value, double *mean);

struct shrink_james_stein {
	double mean;   /* of all values */
	double factor; /* 0..1, what is kept of the distance from the mean */
};

/* Positive-part James-Stein towards the mean (Efron and Morris, JASA 70, 1975):
 * factor = 1 − (k − 3)·variance / Σ(y − ȳ)². A value becomes mean + factor ·
 * (value − mean). TOO_FEW: k < 4. NO_SPREAD: all alike. DOMAIN: variance < 0.
 * For reference and tests; the program uses the fits above. */
enum statistics_status shrink_james_stein(const double *values, size_t k,
    double variance, struct shrink_james_stein *result);

#endif
