#include "metrics/statistics/bootstrap.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "metrics/statistics/random.h"
#include "metrics/statistics/sorted.h"
#include "metrics/statistics/summation.h"

enum { REDRAWS = 64, MOST_BY_FOUR = 1 << 15 };

static const double TIE = 1e-12;

struct sample {
	struct bootstrap_pair *pairs;
	size_t n;
	double x, y, ratio;
	bool by_four;
	uint64_t threshold; /* see random_threshold */
};

static int
compare(const void *a, const void *b)
{
	const struct bootstrap_pair *p = a, *q = b;
	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	return (p->y > q->y) - (p->y < q->y);
}

static enum statistics_status
prepare(struct sample *sample, const struct bootstrap_pair *pairs, size_t n,
    struct arena *scratch)
{
	sample->n = n;
	sample->by_four = n <= MOST_BY_FOUR;
	sample->threshold =
	    random_threshold((uint32_t)n, sample->by_four ? 4 : 2);
	sample->pairs = arena_allocate(scratch, n, sizeof *pairs);
	if (!sample->pairs)
		return STATISTICS_NO_MEMORY;
	for (size_t i = 0; i < n; i++)
		if (!isfinite(pairs[i].x) || !isfinite(pairs[i].y))
			return STATISTICS_NOT_FINITE;
	memcpy(sample->pairs, pairs, n * sizeof *pairs);
	qsort(sample->pairs, n, sizeof *pairs, compare);
	struct summation x = { 0, 0 }, y = { 0, 0 };
	for (size_t i = 0; i < n; i++) {
		summation_add(&x, sample->pairs[i].x);
		summation_add(&y, sample->pairs[i].y);
	}
	sample->x = summation_value(&x);
	sample->y = summation_value(&y);
	if (sample->y == 0)
		return STATISTICS_DOMAIN;
	sample->ratio = sample->x / sample->y;
	return isfinite(sample->ratio) ? STATISTICS_DEFINED
				       : STATISTICS_NOT_FINITE;
}

static bool
all_alike(const struct sample *sample)
{
	for (size_t i = 0; i < sample->n; i++) {
		double x = sample->pairs[i].x;
		double expected = sample->ratio * sample->pairs[i].y;
		if (fabs(x - expected) > TIE * fmax(fabs(x), fabs(expected)))
			return false;
	}
	return true;
}

/* The ratio without pair i minus the ratio of all pairs. Computed in this form,
 * equal pairs give equal differences and no digits are lost to cancellation. */
static enum statistics_status
jackknife_difference(const struct sample *sample, size_t i, double *difference)
{
	double x = sample->pairs[i].x, y = sample->pairs[i].y;
	double rest = sample->y - y;
	if (fabs(rest) <= TIE * fabs(y))
		return STATISTICS_DOMAIN;
	*difference = (sample->ratio * y - x) / rest;
	return isfinite(*difference) ? STATISTICS_DEFINED
				     : STATISTICS_NOT_FINITE;
}

static enum statistics_status
acceleration(const struct sample *sample, double *result)
{
	double difference, largest = 0;
	struct summation sum = { 0, 0 };
	for (size_t i = 0; i < sample->n; i++) {
		enum statistics_status status =
		    jackknife_difference(sample, i, &difference);
		if (status)
			return status;
		summation_add(&sum, difference);
		largest = fmax(largest, fabs(difference));
	}
	if (largest == 0)
		return STATISTICS_NO_SPREAD;
	double mean = summation_value(&sum) / (double)sample->n;
	struct summation squares = { 0, 0 }, cubes = { 0, 0 };
	for (size_t i = 0; i < sample->n; i++) {
		jackknife_difference(sample, i, &difference);
		/* Scaled, so that no cube can overflow. */
		double d = (mean - difference) / largest;
		summation_add(&squares, d * d);
		summation_add(&cubes, d * d * d);
	}
	double spread = summation_value(&squares);
	if (!(spread > 0))
		return STATISTICS_NO_SPREAD;
	*result = summation_value(&cubes) / (6 * spread * sqrt(spread));
	return STATISTICS_DEFINED;
}

/* x and y in one vector of two. Each is summed in the same order on every
 * machine, with vector instructions or without, so the sums are the same. */
typedef double sums __attribute__((vector_size(16)));

static inline sums
pair_at(const struct sample *sample, uint32_t i)
{
	return (sums){ sample->pairs[i].x, sample->pairs[i].y };
}

/* Draws as many pairs as the sample has, with replacement, and returns their
 * sums. Four pairs come from one number of the stream, and each goes to a sum
 * of its own, so that no addition has to wait for another. */
static sums
draw_by_four(const struct sample *sample, struct random_stream *stream)
{
	sums a = { 0, 0 }, b = a, c = a, d = a;
	uint32_t n = (uint32_t)sample->n;
	for (uint32_t left = n; left;) {
		uint64_t rest = random_next(stream);
		uint32_t i = random_digit(&rest, n);
		uint32_t j = random_digit(&rest, n);
		uint32_t k = random_digit(&rest, n);
		uint32_t l = random_digit(&rest, n);
		if (rest < sample->threshold)
			continue;
		a += pair_at(sample, i);
		if (left < 4) {
			b += left > 1 ? pair_at(sample, j) : (sums){ 0, 0 };
			c += left > 2 ? pair_at(sample, k) : (sums){ 0, 0 };
			break;
		}
		b += pair_at(sample, j);
		c += pair_at(sample, k);
		d += pair_at(sample, l);
		left -= 4;
	}
	return (a + b) + (c + d);
}

/* The same with two pairs from one number, for more than MOST_BY_FOUR pairs:
 * n^4 would be so near to 2^64 that many numbers would have to be discarded. */
static sums
draw_by_two(const struct sample *sample, struct random_stream *stream)
{
	sums a = { 0, 0 }, b = a;
	uint32_t n = (uint32_t)sample->n;
	for (uint32_t left = n; left;) {
		uint64_t rest = random_next(stream);
		uint32_t i = random_digit(&rest, n);
		uint32_t j = random_digit(&rest, n);
		if (rest < sample->threshold)
			continue;
		a += pair_at(sample, i);
		if (left == 1)
			break;
		b += pair_at(sample, j);
		left -= 2;
	}
	return a + b;
}

static enum statistics_status
resample(
    const struct sample *sample, struct random_stream *stream, double *ratio)
{
	for (int tries = 0; tries < REDRAWS; tries++) {
		sums sum = sample->by_four ? draw_by_four(sample, stream)
					   : draw_by_two(sample, stream);
		if (sum[1] == 0)
			continue;
		*ratio = sum[0] / sum[1];
		return isfinite(*ratio) ? STATISTICS_DEFINED
					: STATISTICS_NOT_FINITE;
	}
	return STATISTICS_DOMAIN;
}

/* z0: the normal quantile of the share of resamples below the estimate. */
static enum statistics_status
bias(const double *ratios, double estimate, double *result)
{
	double tie = TIE * fabs(estimate);
	int halves = 0; /* 2 for a ratio below, 1 for a tie */
	for (size_t i = 0; i < BOOTSTRAP_RESAMPLES; i++) {
		double difference = ratios[i] - estimate;
		halves += (difference < -tie) + (difference <= tie);
	}
	double below = halves / 2.0;
	if (below <= 0 || below >= BOOTSTRAP_RESAMPLES)
		return STATISTICS_NO_SPREAD;
	*result = gsl_cdf_ugaussian_Pinv(below / BOOTSTRAP_RESAMPLES);
	return STATISTICS_DEFINED;
}

/* The ratio of rank (R + 1)·probability. Between two ranks it is interpolated
 * on the normal scale; beyond the first or last rank it is the smallest or the
 * largest ratio. Reorders the ratios. */
static double
order_statistic(double *ratios, double probability)
{
	const double ranks = BOOTSTRAP_RESAMPLES + 1;
	double rank = floor(ranks * probability);
	if (!(rank >= 1))
		return sorted_select(ratios, BOOTSTRAP_RESAMPLES, 0);
	if (rank >= BOOTSTRAP_RESAMPLES)
		return sorted_select(
		    ratios, BOOTSTRAP_RESAMPLES, BOOTSTRAP_RESAMPLES - 1);
	size_t k = (size_t)rank;
	double below = sorted_select(ratios, BOOTSTRAP_RESAMPLES, k - 1);
	double above = ratios[k]; /* becomes the next larger ratio */
	for (size_t i = k + 1; i < BOOTSTRAP_RESAMPLES; i++)
		above = ratios[i] < above ? ratios[i] : above;
	double low = gsl_cdf_ugaussian_Pinv(rank / ranks);
	double high = gsl_cdf_ugaussian_Pinv((rank + 1) / ranks);
	double here = gsl_cdf_ugaussian_Pinv(probability);
	return below + (here - low) / (high - low) * (above - below);
}

static double
adjusted_quantile(double *ratios, double z0, double a, double z)
{
	double shrink = 1 - a * (z0 + z);
	if (shrink <= 0)
		return order_statistic(ratios, z > 0);
	return order_statistic(
	    ratios, gsl_cdf_ugaussian_P(z0 + (z0 + z) / shrink));
}

static enum statistics_status
bca(const struct sample *sample, uint64_t seed, struct arena *scratch,
    struct interval *result)
{
	double a, z0;
	enum statistics_status status = acceleration(sample, &a);
	if (status)
		return status;
	double *ratios =
	    arena_allocate(scratch, BOOTSTRAP_RESAMPLES, sizeof *ratios);
	if (!ratios)
		return STATISTICS_NO_MEMORY;
	struct random_stream stream = random_stream(seed);
	for (size_t i = 0; i < BOOTSTRAP_RESAMPLES; i++) {
		status = resample(sample, &stream, &ratios[i]);
		if (status)
			return status;
	}
	status = bias(ratios, sample->ratio, &z0);
	if (status)
		return status;
	double z = gsl_cdf_ugaussian_Qinv((1 - INTERVAL_LEVEL) / 2);
	result->low = adjusted_quantile(ratios, z0, a, -z);
	result->high = adjusted_quantile(ratios, z0, a, z);
	return STATISTICS_DEFINED;
}

enum statistics_status
bootstrap_ratio(const struct bootstrap_pair *pairs, size_t n, uint64_t seed,
    struct arena *scratch, struct interval *result)
{
	if (n < 3)
		return STATISTICS_TOO_FEW;
	if (n > UINT32_MAX)
		return STATISTICS_DOMAIN;
	struct arena_mark mark = arena_mark(scratch);
	struct sample sample;
	enum statistics_status status = prepare(&sample, pairs, n, scratch);
	if (!status && all_alike(&sample))
		status = STATISTICS_NO_SPREAD;
	if (!status)
		status = bca(&sample, seed, scratch, result);
	arena_release(scratch, mark);
	return status;
}
