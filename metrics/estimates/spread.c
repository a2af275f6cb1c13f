#include "metrics/estimates/spread.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/statistics/interval.h"
#include "metrics/statistics/ratio.h"

/* Below this a variance on a scale of 100 is the rounding of equal numbers. */
static const double NO_VARIANCE = 1e-9;

/* Mean and sample variance, from exact sums: no order matters. */
static double
variance_of(struct exact_sum sum, struct exact_sum squares, double n)
{
	double mean = exact_sum_value(&sum) / n;
	double spread = exact_sum_value(&squares) - n * mean * mean;
	double variance = n < 2 ? 0 : spread / (n - 1);
	return variance < NO_VARIANCE ? 0 : variance;
}

void
spread_variance(const struct metric *metric, const struct sample *sample,
    struct estimate *estimate)
{
	struct exact_sum sum = { 0 }, squares = { 0 };
	if (metric->kind != METRIC_MEAN || sample->count < 2)
		return;
	for (size_t i = 0; i < sample->count; i++) {
		double x =
		    measure_double(metric, sample->rows[sample->order[i]].x);
		exact_sum_add(&sum, x);
		exact_sum_add(&squares, x * x);
	}
	estimate->variance = variance_of(sum, squares, (double)sample->count);
}

static uint64_t
count_of(struct quantity quantity)
{
	return (uint64_t)(quantity.as.exact / WIDE_ONE);
}

struct member {
	uint32_t group;
	double x;
};

static int
by_group(const void *left, const void *right)
{
	const struct member *a = left, *b = right;
	return (a->group > b->group) - (a->group < b->group);
}

/* Doubles are added over the groups: in the order of their values, the sum does
 * not depend on that of the rows. */
static int
by_value(const void *left, const void *right)
{
	const struct interval_group *a = left, *b = right;
	if (a->mean != b->mean)
		return a->mean < b->mean ? -1 : 1;
	if (a->variance != b->variance)
		return a->variance < b->variance ? -1 : 1;
	return (a->n > b->n) - (a->n < b->n);
}

static enum status
group_interval(const struct metric *metric, const struct sample *sample,
    struct arena *scratch, struct interval *interval,
    enum statistics_status *defined)
{
	size_t count = 0;
	struct member *rows =
	    arena_allocate(scratch, sample->count, sizeof *rows);
	struct interval_group *groups =
	    arena_allocate(scratch, sample->count, sizeof *groups);
	if (!rows || !groups)
		return STATUS_MEMORY;
	for (size_t i = 0; i < sample->count; i++) {
		const struct observation *row = &sample->rows[sample->order[i]];
		rows[i] = (struct member){ row->group,
			measure_double(metric, row->x) };
	}
	qsort(rows, sample->count, sizeof *rows, by_group);
	for (size_t from = 0, at; from < sample->count; from = at) {
		struct exact_sum sum = { 0 }, squares = { 0 };
		for (at = from;
		     at < sample->count && rows[at].group == rows[from].group;
		     at++) {
			exact_sum_add(&sum, rows[at].x);
			exact_sum_add(&squares, rows[at].x * rows[at].x);
		}
		double n = (double)(at - from);
		groups[count++] = (struct interval_group){ at - from,
			exact_sum_value(&sum) / n,
			variance_of(sum, squares, n) };
	}
	qsort(groups, count, sizeof *groups, by_value);
	struct interval scale = { metric->low, metric->high };
	*defined = interval_group_means(
	    groups, count, INTERVAL_LEVEL, &scale, interval);
	return STATUS_OK;
}

/* A ratio on a scale is a share of amounts: what was kept of them. */
static enum status
ratio_interval(const struct metric *metric, const struct sample *sample,
    struct arena *scratch, struct estimate *estimate, struct interval *interval,
    enum statistics_status *defined)
{
	struct interval_pair *pairs =
	    arena_allocate(scratch, sample->count, sizeof *pairs);
	if (!pairs)
		return STATUS_MEMORY;
	for (size_t i = 0; i < sample->count; i++) {
		const struct observation *row = &sample->rows[sample->order[i]];
		pairs[i] =
		    (struct interval_pair){ measure_double(metric, row->x),
			    measure_double(metric, row->y) };
	}
	bool share = metric->low < metric->high;
	estimate->method = share ? METHOD_WILSON_AMOUNTS : METHOD_T_RATIO;
	*defined = share ? interval_wilson_amounts(
			       pairs, sample->count, INTERVAL_LEVEL, interval)
			 : interval_ratio(
			       pairs, sample->count, INTERVAL_LEVEL, interval);
	return STATUS_OK;
}

enum status
spread_interval(const struct metric *metric, const struct sample *sample,
    struct arena *scratch, struct estimate *estimate)
{
	struct interval interval = { 0, 0 };
	struct interval scale = { metric->low, metric->high };
	enum statistics_status defined = STATISTICS_TOO_FEW;
	enum status status = STATUS_OK;
	if (!estimate->value.defined)
		return STATUS_OK;
	switch (metric->kind) {
	case METRIC_SUM:
		return STATUS_OK;
	case METRIC_COUNT:
		estimate->method = METHOD_POISSON;
		defined = interval_garwood(
		    count_of(estimate->value), INTERVAL_LEVEL, &interval);
		break;
	case METRIC_SHARE:
		estimate->method = METHOD_WILSON;
		defined = interval_wilson(count_of(estimate->numerator),
		    count_of(estimate->denominator), INTERVAL_LEVEL, &interval);
		break;
	case METRIC_MEAN:
		estimate->method = METHOD_T_SCORE;
		defined = interval_mean(estimate->n,
		    quantity_double(estimate->value), sqrt(estimate->variance),
		    INTERVAL_LEVEL, &scale, &interval);
		break;
	case METRIC_RATIO:
		status = ratio_interval(
		    metric, sample, scratch, estimate, &interval, &defined);
		break;
	case METRIC_GROUP_MEAN:
		estimate->method = METHOD_T_WS;
		status = group_interval(
		    metric, sample, scratch, &interval, &defined);
		break;
	}
	if (defined != STATISTICS_DEFINED)
		estimate->method = METHOD_NONE;
	if (status || defined != STATISTICS_DEFINED)
		return status;
	estimate->ci_low = (struct optional){ true, interval.low };
	estimate->ci_high = (struct optional){ true, interval.high };
	return STATUS_OK;
}
