#include "metrics/statistics/survival.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "metrics/statistics/cholesky.h"

static int
compare(const void *a, const void *b)
{
	const struct survival_subject *x = a, *y = b;
	return (x->time > y->time) - (x->time < y->time);
}

enum statistics_status
survival_ordered(const struct survival_subject *subjects, size_t n,
    struct arena *arena, struct survival_subject **copy)
{
	if (n == 0)
		return STATISTICS_TOO_FEW;
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(subjects[i].time))
			return STATISTICS_NOT_FINITE;
		if (subjects[i].time < 0)
			return STATISTICS_DOMAIN;
	}
	*copy = arena_allocate(arena, n, sizeof **copy);
	if (!*copy)
		return STATISTICS_NO_MEMORY;
	memcpy(*copy, subjects, n * sizeof **copy);
	qsort(*copy, n, sizeof **copy, compare);
	return STATISTICS_DEFINED;
}

/* Returns the index behind the last subject that has the same time as subject
 * `first`; *events is the number of events at that time. */
static size_t
same_time(const struct survival_subject *subjects, size_t n, size_t first,
    uint64_t *events)
{
	size_t end = first;
	*events = 0;
	for (; end < n && subjects[end].time == subjects[first].time; end++)
		*events += subjects[end].event;
	return end;
}

/* The limits S^exp(∓z σ / log S), where σ² is Greenwood's sum. */
static void
set_band(struct survival_step *step, double greenwood, double z)
{
	if (step->survival <= 0) {
		step->band = STATISTICS_NO_SPREAD;
		return;
	}
	double sigma = sqrt(greenwood), s = step->survival;
	double reach = z * sigma / fabs(log(s));
	step->band = STATISTICS_DEFINED;
	step->error = s * sigma;
	step->low = pow(s, exp(reach));
	step->high = pow(s, exp(-reach));
}

static void
fill_steps(const struct survival_subject *ordered, size_t n, double z,
    struct survival_curve *curve)
{
	double survival = 1, greenwood = 0;
	for (size_t i = 0; i < n;) {
		uint64_t events;
		size_t end = same_time(ordered, n, i, &events);
		double risk = (double)(n - i), d = (double)events;
		if (events > 0) {
			struct survival_step *step =
			    &curve->steps[curve->count++];
			survival *= (risk - d) / risk;
			if (d < risk)
				greenwood += d / (risk * (risk - d));
			step->time = ordered[i].time;
			step->at_risk = n - i;
			step->events = events;
			step->survival = survival;
			set_band(step, greenwood, z);
		}
		i = end;
	}
}

size_t
survival_count_times(const struct survival_subject *ordered, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n;) {
		uint64_t events;
		i = same_time(ordered, n, i, &events);
		count += events > 0;
	}
	return count;
}

enum statistics_status
survival_kaplan_meier(const struct survival_subject *subjects, size_t n,
    double level, struct arena *arena, struct survival_curve *curve)
{
	if (!isfinite(level))
		return STATISTICS_NOT_FINITE;
	if (level <= 0 || level >= 1)
		return STATISTICS_DOMAIN;
	struct survival_subject *ordered;
	enum statistics_status status =
	    survival_ordered(subjects, n, arena, &ordered);
	if (status)
		return status;
	struct survival_curve result = { NULL, 0 };
	result.steps = arena_allocate(
	    arena, survival_count_times(ordered, n), sizeof *result.steps);
	if (!result.steps)
		return STATISTICS_NO_MEMORY;
	fill_steps(
	    ordered, n, gsl_cdf_ugaussian_Qinv((1 - level) / 2), &result);
	*curve = result;
	return STATISTICS_DEFINED;
}

enum statistics_status
survival_median(const struct survival_curve *curve, double *median)
{
	for (size_t i = 0; i < curve->count; i++) {
		if (curve->steps[i].survival <= 0.5 + 1e-12) {
			*median = curve->steps[i].time;
			return STATISTICS_DEFINED;
		}
	}
	return STATISTICS_NOT_REACHED;
}

/* The sums of the test, one for each group; variance is a matrix of (k − 1) ×
 * (k − 1), because the last group follows from the others. */
struct log_rank {
	size_t k;
	double *at_risk, *observed, *expected, *variance, *difference;
};

static bool
log_rank_allocate(struct log_rank *sums, size_t k, struct arena *arena)
{
	double *room = arena_allocate(arena, 4 * k, sizeof *room);
	sums->k = k;
	sums->variance =
	    arena_allocate(arena, (k - 1) * (k - 1), sizeof *sums->variance);
	if (!room || !sums->variance)
		return false;
	sums->at_risk = room;
	sums->observed = room + k;
	sums->expected = room + 2 * k;
	sums->difference = room + 3 * k;
	return true;
}

static void
add_time(struct log_rank *sums, double risk, double events)
{
	for (size_t g = 0; g < sums->k; g++)
		sums->expected[g] += events * sums->at_risk[g] / risk;
	if (risk <= 1)
		return;
	double spread = events * (risk - events) / (risk - 1);
	size_t width = sums->k - 1;
	for (size_t g = 0; g < width; g++) {
		double share = sums->at_risk[g] / risk;
		for (size_t h = 0; h <= g; h++)
			sums->variance[g * width + h] +=
			    spread * share *
			    ((g == h) - sums->at_risk[h] / risk);
	}
}

static void
add_all(struct log_rank *sums, const struct survival_subject *ordered, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint64_t events;
		size_t end = same_time(ordered, n, i, &events);
		if (events > 0)
			add_time(sums, (double)(n - i), (double)events);
		for (; i < end; i++) {
			sums->at_risk[ordered[i].group]--;
			sums->observed[ordered[i].group] += ordered[i].event;
		}
	}
}

static enum statistics_status
solve(struct log_rank *sums, struct survival_test *result)
{
	size_t width = sums->k - 1;
	double statistic = 0;
	for (size_t g = 0; g < width; g++)
		sums->difference[g] = sums->observed[g] - sums->expected[g];
	if (!cholesky_factor(sums->variance, width))
		return STATISTICS_NO_SPREAD;
	cholesky_forward(sums->variance, width, sums->difference);
	for (size_t g = 0; g < width; g++)
		statistic += sums->difference[g] * sums->difference[g];
	double df = (double)width;
	*result = (struct survival_test){ statistic, df,
		gsl_cdf_chisq_Q(statistic, df) };
	return STATISTICS_DEFINED;
}

static enum statistics_status
log_rank(const struct survival_subject *subjects, size_t n, uint32_t groups,
    struct arena *scratch, struct log_rank *sums)
{
	struct survival_subject *ordered;
	for (size_t i = 0; i < n; i++)
		if (subjects[i].group >= groups)
			return STATISTICS_DOMAIN;
	enum statistics_status status =
	    survival_ordered(subjects, n, scratch, &ordered);
	if (status)
		return status;
	if (!log_rank_allocate(sums, groups, scratch))
		return STATISTICS_NO_MEMORY;
	for (size_t i = 0; i < n; i++)
		sums->at_risk[ordered[i].group]++;
	for (size_t g = 0; g < groups; g++)
		if (sums->at_risk[g] == 0)
			return STATISTICS_TOO_FEW;
	add_all(sums, ordered, n);
	return STATISTICS_DEFINED;
}

enum statistics_status
survival_log_rank(const struct survival_subject *subjects, size_t n,
    uint32_t groups, struct arena *scratch, double *observed, double *expected,
    struct survival_test *result)
{
	if (groups < 2)
		return STATISTICS_TOO_FEW;
	struct log_rank sums;
	struct arena_mark mark = arena_mark(scratch);
	enum statistics_status status =
	    log_rank(subjects, n, groups, scratch, &sums);
	if (!status) {
		if (observed)
			memcpy(
			    observed, sums.observed, groups * sizeof *observed);
		if (expected)
			memcpy(
			    expected, sums.expected, groups * sizeof *expected);
		status = solve(&sums, result);
	}
	arena_release(scratch, mark);
	return status;
}

/* Observed minus expected events of a group, and the variance of that
 * difference. */
struct deviation {
	double observed, expected, variance;
};

static struct deviation
deviate(const struct survival_curve *all,
    const struct survival_subject *ordered, size_t n)
{
	struct deviation sums = { 0, 0, 0 };
	size_t gone = 0;
	for (size_t i = 0; i < n; i++)
		sums.observed += ordered[i].event;
	for (size_t i = 0; i < all->count; i++) {
		const struct survival_step *step = &all->steps[i];
		double risk = (double)step->at_risk, d = (double)step->events;
		while (gone < n && ordered[gone].time < step->time)
			gone++;
		double share = (double)(n - gone) / risk;
		sums.expected += d * share;
		if (step->at_risk > 1)
			sums.variance +=
			    d * (risk - d) / (risk - 1) * share * (1 - share);
	}
	return sums;
}

enum statistics_status
survival_against_rest(const struct survival_curve *all, size_t total,
    const struct survival_subject *group, size_t n, struct arena *scratch,
    double *expected, struct survival_test *result)
{
	if (n > total)
		return STATISTICS_DOMAIN;
	struct survival_subject *ordered;
	struct arena_mark mark = arena_mark(scratch);
	enum statistics_status status =
	    survival_ordered(group, n, scratch, &ordered);
	if (status)
		return status;
	struct deviation sums = deviate(all, ordered, n);
	arena_release(scratch, mark);
	*expected = sums.expected;
	if (n == total)
		return STATISTICS_TOO_FEW;
	if (!(sums.variance > 0))
		return STATISTICS_NO_SPREAD;
	double difference = sums.observed - sums.expected;
	double statistic = difference * difference / sums.variance;
	*result = (struct survival_test){ statistic, 1,
		gsl_cdf_chisq_Q(statistic, 1) };
	return STATISTICS_DEFINED;
}
