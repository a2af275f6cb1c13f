#include "metrics/statistics/robust.h"

#include <math.h>

#include "engine/base/arena.h"
#include "metrics/statistics/sorted.h"

/* 1 / Φ⁻¹(3/4), rounded as R rounds it. */
static const double NORMAL_SCALE = 1.4826;

static double
type7(const double *ordered, size_t n, double fraction)
{
	double place = (double)(n - 1) * fraction, below = floor(place);
	size_t k = (size_t)below;
	if (k + 1 >= n)
		return ordered[n - 1];
	double part = place - below;
	/* A weighted mean, because the difference of the two values may
	 * overflow. */
	return ordered[k] == ordered[k + 1]
		   ? ordered[k]
		   : (1 - part) * ordered[k] + part * ordered[k + 1];
}

static enum statistics_status
check(const double *values, size_t n, double fraction)
{
	if (n == 0)
		return STATISTICS_TOO_FEW;
	if (!isfinite(fraction) || !sorted_all_finite(values, n))
		return STATISTICS_NOT_FINITE;
	return fraction >= 0 && fraction <= 1 ? STATISTICS_DEFINED
					      : STATISTICS_DOMAIN;
}

enum statistics_status
robust_quantile(const double *values, size_t n, double fraction,
    struct arena *scratch, double *quantile)
{
	enum statistics_status status = check(values, n, fraction);
	if (status)
		return status;
	struct arena_mark mark = arena_mark(scratch);
	double *ordered = sorted_copy(values, n, scratch);
	if (ordered)
		*quantile = type7(ordered, n, fraction);
	arena_release(scratch, mark);
	return ordered ? STATISTICS_DEFINED : STATISTICS_NO_MEMORY;
}

enum statistics_status
robust_median(
    const double *values, size_t n, struct arena *scratch, double *median)
{
	return robust_quantile(values, n, 0.5, scratch, median);
}

enum statistics_status
robust_mad(const double *values, size_t n, struct arena *scratch,
    struct robust_mad *result)
{
	enum statistics_status status = check(values, n, 0.5);
	if (status)
		return status;
	struct arena_mark mark = arena_mark(scratch);
	double *ordered = sorted_copy(values, n, scratch);
	if (!ordered) {
		arena_release(scratch, mark);
		return STATISTICS_NO_MEMORY;
	}
	double median = type7(ordered, n, 0.5);
	for (size_t i = 0; i < n; i++)
		ordered[i] = fabs(ordered[i] - median);
	sorted_ascending(ordered, n);
	double raw = type7(ordered, n, 0.5);
	arena_release(scratch, mark);
	if (!isfinite(raw * NORMAL_SCALE))
		return STATISTICS_NOT_FINITE;
	*result = (struct robust_mad){ median, raw, NORMAL_SCALE * raw };
	return STATISTICS_DEFINED;
}

enum statistics_status
robust_fences(const double *values, size_t n, double reach,
    struct arena *scratch, struct robust_fences *result)
{
	enum statistics_status status = check(values, n, 0.5);
	if (status)
		return status;
	if (!isfinite(reach))
		return STATISTICS_NOT_FINITE;
	if (reach < 0)
		return STATISTICS_DOMAIN;
	if (n < 4)
		return STATISTICS_TOO_FEW;
	struct arena_mark mark = arena_mark(scratch);
	double *ordered = sorted_copy(values, n, scratch);
	if (!ordered) {
		arena_release(scratch, mark);
		return STATISTICS_NO_MEMORY;
	}
	double low = type7(ordered, n, 0.25), high = type7(ordered, n, 0.75);
	double distance = reach * (high - low);
	arena_release(scratch, mark);
	if (!isfinite(low - distance) || !isfinite(high + distance))
		return STATISTICS_NOT_FINITE;
	*result = (struct robust_fences){ low - distance, high + distance };
	return STATISTICS_DEFINED;
}
