/* Shares against their n: is a manager's rate beyond what chance allows? */
#include "engine/base/arena.h"
#include "metrics/analysis/parts.h"
#include "metrics/statistics/funnel.h"

/* Up to this n the curve has every n, beyond it ever longer steps. */
enum { CURVE_DENSE = 60, CURVE_STEP = 20 };

static enum statistics_status
band_at(uint32_t n, double rate, struct funnel_band *band)
{
	struct funnel_limits narrow = { 0 }, wide_ones = { 0 };
	enum statistics_status status =
	    funnel_limits(n, rate, FUNNEL_WARNING, &narrow);
	if (!status)
		status = funnel_limits(n, rate, FUNNEL_ALARM, &wide_ones);
	*band = (struct funnel_band){ narrow.low, narrow.high, wide_ones.low,
		wide_ones.high };
	return status;
}

static uint32_t
next_n(uint32_t n)
{
	return n < CURVE_DENSE ? n + 1 : n + 1 + n / CURVE_STEP;
}

static enum status
draw_curve(struct funnel *funnel, uint32_t largest, struct arena *kept)
{
	size_t count = 1;
	for (uint32_t n = 1; n < largest; n = next_n(n))
		count++;
	funnel->curve = arena_allocate(kept, count, sizeof *funnel->curve);
	if (!funnel->curve)
		return STATUS_MEMORY;
	for (uint32_t n = 1; funnel->curve_count < count; n = next_n(n)) {
		struct funnel_curve_point *point =
		    &funnel->curve[funnel->curve_count++];
		point->n = n < largest ? n : largest;
		band_at(point->n, funnel->rate, &point->band);
	}
	return STATUS_OK;
}

static void
add_point(
    struct funnel *funnel, size_t subject, const struct estimate *estimate)
{
	uint64_t hits = (uint64_t)(estimate->numerator.as.exact / WIDE_ONE);
	struct funnel_point point = { .subject = subject,
		.n = estimate->n,
		.successes = (uint32_t)hits,
		.rate = quantity_double(estimate->value),
		.beyond =
		    estimate->fair ? estimate->fair->beyond : BEYOND_NOTHING };
	if (band_at(point.n, funnel->rate, &point.band))
		return;
	funnel_outside(
	    hits, point.n, funnel->rate, FUNNEL_WARNING, &point.outside_95);
	funnel_outside(
	    hits, point.n, funnel->rate, FUNNEL_ALARM, &point.outside_998);
	funnel->points[funnel->point_count++] = point;
}

/* How many managers have a value. */
static size_t
count_managers(const struct results *results, size_t period, size_t metric)
{
	size_t count = 0;
	for (size_t s = 0; s < results->subject_count; s++)
		count += results->subjects[s].scope == SCOPE_MANAGER &&
			 results_at(results, period, s, metric)->value.defined;
	return count;
}

enum status
analysis_funnel(
    const struct results *results, struct funnel *funnel, struct arena *kept)
{
	size_t period = results->run_period, metric = funnel->metric;
	const struct estimate *company = results_at(results, period, 0, metric);
	uint32_t largest = 0;
	if (!company->value.defined)
		return STATUS_OK;
	funnel->rate = quantity_double(company->value);
	funnel->points = arena_allocate(kept,
	    count_managers(results, period, metric), sizeof *funnel->points);
	if (!funnel->points)
		return STATUS_MEMORY;
	for (size_t s = 0; s < results->subject_count; s++) {
		const struct estimate *estimate =
		    results_at(results, period, s, metric);
		if (results->subjects[s].scope != SCOPE_MANAGER ||
		    !estimate->value.defined)
			continue;
		add_point(funnel, s, estimate);
		if (estimate->n > largest)
			largest = estimate->n;
	}
	return largest ? draw_curve(funnel, largest, kept) : STATUS_OK;
}
