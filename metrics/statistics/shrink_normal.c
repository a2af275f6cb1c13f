#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/statistics/profile.h"
#include "metrics/statistics/shrink.h"
#include "metrics/statistics/summation.h"

/* Group means with the variance of each. Values are centred on the pooled mean
 * and divided by their largest distance, so that nothing overflows or
 * underflows, whatever the scale of the values. */
struct data {
	double *means, *variances;
	size_t n;
	double mean; /* the prior's, at the last point looked at */
};

static struct profile_point
likelihood(double log_tau2, void *context)
{
	struct data *data = context;
	double tau2 = exp(log_tau2);
	struct summation weights = { 0, 0 }, weighted = { 0, 0 };
	for (size_t i = 0; i < data->n; i++) {
		double weight = 1 / (tau2 + data->variances[i]);
		summation_add(&weights, weight);
		summation_add(&weighted, weight * data->means[i]);
	}
	data->mean = summation_value(&weighted) / summation_value(&weights);
	struct summation value = { 0, 0 }, slope = { 0, 0 };
	for (size_t i = 0; i < data->n; i++) {
		double variance = tau2 + data->variances[i];
		double distance = data->means[i] - data->mean;
		double square = distance * distance / variance;
		summation_add(&value, -(log(variance) + square) / 2);
		summation_add(&slope, tau2 * (square - 1) / variance / 2);
	}
	return (struct profile_point){ summation_value(&value),
		summation_value(&slope) };
}

static int
compare(const void *a, const void *b)
{
	const struct shrink_group *x = a, *y = b;
	if (x->mean != y->mean)
		return x->mean < y->mean ? -1 : 1;
	if (x->n != y->n)
		return x->n < y->n ? -1 : 1;
	return (x->variance > y->variance) - (x->variance < y->variance);
}

/* Checks the groups, leaves out empty ones and puts the others in order into
 * `kept`. */
static enum statistics_status
select_groups(const struct shrink_group *groups, size_t count,
    struct shrink_group *kept, size_t *n)
{
	uint64_t freedom = 0;
	for (size_t i = 0; i < count; i++) {
		struct shrink_group group = groups[i];
		if (group.n == 0)
			continue;
		if (group.n == 1)
			group.variance = 0;
		if (!isfinite(group.mean) || !isfinite(group.variance))
			return STATISTICS_NOT_FINITE;
		if (group.variance < 0)
			return STATISTICS_DOMAIN;
		freedom |= group.n - 1;
		kept[(*n)++] = group;
	}
	if (*n < SHRINK_GROUPS_MIN || freedom == 0)
		return STATISTICS_TOO_FEW;
	qsort(kept, *n, sizeof *kept, compare);
	return STATISTICS_DEFINED;
}

/* Sets the pooled mean and the variance within groups; returns the largest
 * distance of a group's mean from the pooled mean, 0 if all are the same. The
 * groups are in the order of their means. */
static double
pool(const struct shrink_group *groups, size_t n, struct shrink_normal *prior)
{
	struct summation cases = { 0, 0 }, values = { 0, 0 };
	struct summation freedom = { 0, 0 }, squares = { 0, 0 };
	for (size_t i = 0; i < n; i++) {
		double size = (double)groups[i].n;
		summation_add(&cases, size);
		summation_add(&values, size * groups[i].mean);
		summation_add(&freedom, size - 1);
		summation_add(&squares, (size - 1) * groups[i].variance);
	}
	prior->spread = false;
	prior->tau2 = 0;
	prior->mean = summation_value(&values) / summation_value(&cases);
	prior->within = summation_value(&squares) / summation_value(&freedom);
	double low = groups[0].mean, high = groups[n - 1].mean;
	return low == high ? 0 : fmax(high - prior->mean, prior->mean - low);
}

/* Where the group means are exact, their own variance is tau2. */
static void
fit_exact(struct data *data, double unit, struct shrink_normal *prior)
{
	struct summation sum = { 0, 0 }, squares = { 0, 0 };
	double n = (double)data->n;
	for (size_t i = 0; i < data->n; i++)
		summation_add(&sum, data->means[i]);
	double mean = summation_value(&sum) / n;
	for (size_t i = 0; i < data->n; i++) {
		double distance = data->means[i] - mean;
		summation_add(&squares, distance * distance);
	}
	prior->spread = true;
	prior->mean += unit * mean;
	prior->tau2 = unit * unit * summation_value(&squares) / n;
}

static void
fit(struct data *data, double unit, struct shrink_normal *prior)
{
	double top, least = data->variances[0];
	bool at_low;
	for (size_t i = 1; i < data->n; i++)
		least = fmin(least, data->variances[i]);
	/* In these units no distance exceeds 2, so neither can tau2 exceed 4.
	 */
	double low = log(least) - log(1e9), high = log(8);
	if (low >= high)
		return;
	double place =
	    profile_maximum(likelihood, data, low, high, &at_low, &top);
	double chance = likelihood(-INFINITY, data).value;
	if (at_low || top <= chance + 1e-12 * (1 + fabs(chance)))
		return;
	likelihood(place, data);
	prior->spread = true;
	prior->mean += unit * data->mean;
	prior->tau2 = unit * unit * exp(place);
}

static enum statistics_status
fit_groups(const struct shrink_group *groups, size_t n, struct arena *scratch,
    struct shrink_normal *result)
{
	struct shrink_normal prior;
	struct data data = { arena_allocate(scratch, n, sizeof(double)),
		arena_allocate(scratch, n, sizeof(double)), n, 0 };
	if (!data.means || !data.variances)
		return STATISTICS_NO_MEMORY;
	double unit = pool(groups, n, &prior);
	if (!isfinite(prior.mean) || !isfinite(prior.within) || !isfinite(unit))
		return STATISTICS_NOT_FINITE;
	if (unit > 0) {
		for (size_t i = 0; i < n; i++) {
			data.means[i] = (groups[i].mean - prior.mean) / unit;
			data.variances[i] =
			    prior.within / unit / unit / (double)groups[i].n;
		}
		if (!isfinite(data.variances[0]))
			return STATISTICS_NOT_FINITE;
		if (data.variances[0] > 0)
			fit(&data, unit, &prior);
		else
			fit_exact(&data, unit, &prior);
	}
	*result = prior;
	return STATISTICS_DEFINED;
}

enum statistics_status
shrink_normal_fit(const struct shrink_group *groups, size_t count,
    struct arena *scratch, struct shrink_normal *prior)
{
	size_t n = 0;
	struct arena_mark mark = arena_mark(scratch);
	struct shrink_group *kept =
	    arena_allocate(scratch, count, sizeof *kept);
	enum statistics_status status =
	    kept ? select_groups(groups, count, kept, &n)
		 : STATISTICS_NO_MEMORY;
	if (!status)
		status = fit_groups(kept, n, scratch, prior);
	arena_release(scratch, mark);
	return status;
}

enum statistics_status
shrink_normal_mean(const struct shrink_normal *prior,
    const struct shrink_group *group, double company_value, double *mean)
{
	if (group->n == 0)
		return STATISTICS_TOO_FEW;
	if (!isfinite(group->mean) || !isfinite(company_value))
		return STATISTICS_NOT_FINITE;
	if (!prior->spread) {
		*mean = company_value;
		return STATISTICS_DEFINED;
	}
	if (!(prior->tau2 > 0) || !(prior->within >= 0))
		return STATISTICS_DOMAIN;
	double error = prior->within / (double)group->n;
	double kept = prior->tau2 / (prior->tau2 + error);
	*mean = prior->mean + kept * (group->mean - prior->mean);
	return STATISTICS_DEFINED;
}

enum statistics_status
shrink_james_stein(const double *values, size_t k, double variance,
    struct shrink_james_stein *result)
{
	if (k < 4)
		return STATISTICS_TOO_FEW;
	if (!isfinite(variance))
		return STATISTICS_NOT_FINITE;
	if (variance < 0)
		return STATISTICS_DOMAIN;
	struct summation sum = { 0, 0 }, squares = { 0, 0 };
	for (size_t i = 0; i < k; i++)
		summation_add(&sum, values[i]);
	double mean = summation_value(&sum) / (double)k;
	for (size_t i = 0; i < k; i++)
		summation_add(
		    &squares, (values[i] - mean) * (values[i] - mean));
	double spread = summation_value(&squares);
	if (!isfinite(spread))
		return STATISTICS_NOT_FINITE;
	if (spread == 0)
		return STATISTICS_NO_SPREAD;
	result->mean = mean;
	result->factor = fmax(0, 1 - (double)(k - 3) * variance / spread);
	return STATISTICS_DEFINED;
}
