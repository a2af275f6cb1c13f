#include "metrics/statistics/rank.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/statistics/random.h"
#include "metrics/statistics/sorted.h"

struct placed {
	double value;
	size_t place;
};

static int
compare(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	return (x->value > y->value) - (x->value < y->value);
}

enum statistics_status
rank_average(
    const double *values, size_t n, struct arena *scratch, double *ranks)
{
	if (!sorted_all_finite(values, n))
		return STATISTICS_NOT_FINITE;
	struct arena_mark mark = arena_mark(scratch);
	struct placed *placed = arena_allocate(scratch, n, sizeof *placed);
	if (!placed)
		return STATISTICS_NO_MEMORY;
	for (size_t i = 0; i < n; i++)
		placed[i] = (struct placed){ values[i], i };
	if (n > 1)
		qsort(placed, n, sizeof *placed, compare);
	for (size_t i = 0; i < n;) {
		size_t next = i + 1;
		while (next < n && placed[next].value == placed[i].value)
			next++;
		double rank = (double)(i + 1 + next) / 2;
		for (; i < next; i++)
			ranks[placed[i].place] = rank;
	}
	arena_release(scratch, mark);
	return STATISTICS_DEFINED;
}

/* Subtracts their mean from the ranks and returns the sum of squares. Ranks are
 * multiples of one half, so all sums are exact while n³ stays below 2^53. */
static double
centre(double *ranks, size_t n)
{
	double squares = 0, mean = ((double)n + 1) / 2;
	for (size_t i = 0; i < n; i++) {
		ranks[i] -= mean;
		squares += ranks[i] * ranks[i];
	}
	return squares;
}

static double
product(const double *a, const double *b, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* Shuffles b and returns its scalar product with a. Each term is added as soon
 * as the element of b has its final place. */
static double
shuffled_product(
    const double *a, double *b, size_t n, struct random_stream *stream)
{
	double sum = 0;
	for (size_t i = n; i > 1; i--) {
		size_t j = random_below(stream, (uint32_t)i);
		double settled = b[j];
		b[j] = b[i - 1];
		b[i - 1] = settled;
		sum += a[i - 1] * settled;
	}
	return sum + a[0] * b[0];
}

static enum statistics_status
spearman(const double *x, const double *y, size_t n, uint32_t permutations,
    uint64_t seed, struct arena *scratch, struct rank_correlation *result)
{
	double *a = arena_allocate(scratch, n, sizeof *a);
	double *b = arena_allocate(scratch, n, sizeof *b);
	if (!a || !b)
		return STATISTICS_NO_MEMORY;
	enum statistics_status status = rank_average(x, n, scratch, a);
	if (!status)
		status = rank_average(y, n, scratch, b);
	if (status)
		return status;
	double scale = sqrt(centre(a, n)) * sqrt(centre(b, n));
	if (scale == 0)
		return STATISTICS_NO_SPREAD;
	double observed = product(a, b, n);
	double bound = fabs(observed) - 1e-12 * scale;
	struct random_stream stream = random_stream(seed);
	double extreme = 1;
	for (uint32_t i = 0; i < permutations; i++) {
		double permuted = shuffled_product(a, b, n, &stream);
		extreme += fabs(permuted) >= bound;
	}
	result->rho = fmax(-1, fmin(1, observed / scale));
	result->p = extreme / ((double)permutations + 1);
	return STATISTICS_DEFINED;
}

enum statistics_status
rank_spearman(const double *x, const double *y, size_t n, uint32_t permutations,
    uint64_t seed, struct arena *scratch, struct rank_correlation *result)
{
	if (n < 3)
		return STATISTICS_TOO_FEW;
	if (n > UINT32_MAX)
		return STATISTICS_DOMAIN;
	struct arena_mark mark = arena_mark(scratch);
	enum statistics_status status =
	    spearman(x, y, n, permutations, seed, scratch, result);
	arena_release(scratch, mark);
	return status;
}
