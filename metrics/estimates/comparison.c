#include "metrics/estimates/comparison.h"

#include <math.h>

#include "engine/base/arena.h"
#include "metrics/estimates/fair.h"
#include "metrics/estimates/fold.h"
#include "metrics/periods/schedule.h"
#include "metrics/statistics/funnel.h"
#include "metrics/statistics/test.h"
#include "metrics/statistics/trend.h"

static const double ROUNDING = 1e-14;

/* One metric in one period. */
struct place {
	struct results *results;
	size_t period, metric;
	struct estimate_cells *cells;
	struct arena *scratch;
};

/* Is the i-th of the cells a manager's? */
static bool
is_manager(const struct place *place, size_t i)
{
	return place->results->subjects[place->cells->subjects[i]].scope ==
	       SCOPE_MANAGER;
}

static enum metric_kind
kind_of(const struct place *place)
{
	return place->results->metrics[place->metric].kind;
}

static struct optional
known(enum statistics_status status, double value)
{
	return (struct optional){ status == STATISTICS_DEFINED, value };
}

/* Two-sided p-value of a share against another of `hits` in `trials`. */
static struct optional
compare_shares(const struct estimate *a, uint64_t hits, uint64_t trials)
{
	double p = 0;
	if (a->n == 0 || trials == 0)
		return (struct optional){ 0 };
	enum statistics_status status = test_fisher(
	    estimate_hits(a), a->n - estimate_hits(a), hits, trials - hits, &p);
	return known(status, p);
}

static struct test_sample
sample_of(const struct estimate *estimate)
{
	return (struct test_sample){ estimate->n,
		estimate->value.defined ? quantity_double(estimate->value) : 0,
		estimate->variance };
}

static struct optional
compare_means(struct test_sample a, struct test_sample b)
{
	struct test_result result = { 0 };
	enum statistics_status status = test_welch(a, b, &result);
	return known(status, result.p);
}

struct optional
comparison_p(const struct metric *metric, const struct estimate *estimate,
    const struct estimate *other)
{
	if (metric->kind == METRIC_SHARE)
		return compare_shares(estimate, estimate_hits(other), other->n);
	if (metric->kind == METRIC_MEAN)
		return compare_means(sample_of(estimate), sample_of(other));
	return (struct optional){ 0 };
}

static void
compare_with_prior(
    const struct place *place, size_t subject, struct estimate *estimate)
{
	if (place->period == 0)
		return;
	const struct estimate *prior = results_at(
	    place->results, place->period - 1, subject, place->metric);
	estimate->prior = prior->value;
	estimate->change = fold_change(estimate->value, prior->value);
	estimate->p_change = comparison_p(
	    &place->results->metrics[place->metric], estimate, prior);
}

/* The company's observations without the manager's, from the sums of squares
 * (Chan, Golub and LeVeque 1983). */
static struct test_sample
others(struct test_sample all, struct test_sample own)
{
	struct test_sample rest = { .n = all.n - own.n };
	if (rest.n == 0 || own.n == 0)
		return rest;
	double n = (double)own.n, m = (double)rest.n;
	rest.mean = ((n + m) * all.mean - n * own.mean) / m;
	double apart = own.mean - rest.mean;
	double squares = (n + m - 1) * all.variance - (n - 1) * own.variance -
			 apart * apart * n * m / (n + m);
	rest.variance = rest.n < 2 ? 0 : squares / (m - 1);
	if (rest.variance < 1e-9)
		rest.variance = 0;
	return rest;
}

static struct optional
compare_with_others(const struct place *place, const struct estimate *own)
{
	const struct estimate *company = &place->cells->estimates[0];
	if (kind_of(place) == METRIC_SHARE)
		return compare_shares(own,
		    estimate_hits(company) - estimate_hits(own),
		    company->n - own->n);
	struct test_sample mine = sample_of(own);
	return compare_means(mine, others(sample_of(company), mine));
}

/* Adjusted for how many managers are compared. */
static enum status
compare_with_peers(const struct place *place)
{
	struct estimate_cells *cells = place->cells;
	size_t count = 0;
	double *p = arena_allocate(place->scratch, cells->count, sizeof *p);
	if (!p)
		return STATUS_MEMORY;
	for (size_t i = 0; i < cells->count; i++) {
		struct estimate *estimate = &cells->estimates[i];
		if (!is_manager(place, i))
			continue;
		estimate->p_peers = compare_with_others(place, estimate);
		if (estimate->p_peers.defined)
			p[count++] = estimate->p_peers.value;
	}
	if (test_benjamini_hochberg(p, count, place->scratch) ==
	    STATISTICS_NO_MEMORY)
		return STATUS_MEMORY;
	count = 0;
	for (size_t i = 0; i < cells->count; i++)
		if (cells->estimates[i].p_peers.defined)
			cells->estimates[i].p_peers.value = p[count++];
	return STATUS_OK;
}

/* What depends on how much the managers differ beyond chance. */
static enum status
compare_beyond_chance(const struct place *place, struct arena *kept)
{
	struct shrinkage shrinkage = { .results = place->results,
		.period = place->period,
		.metric = place->metric };
	enum status status = shrinkage_fit(&shrinkage, place->scratch);
	for (size_t i = 0; i < place->cells->count && !status; i++) {
		struct estimate *estimate = &place->cells->estimates[i];
		if (is_manager(place, i) && estimate->value.defined)
			estimate->shrunk = shrinkage_mean(&shrinkage, estimate);
	}
	if (!status)
		status = shrinkage_reliability(&shrinkage, place->scratch,
		    results_reliability(
			place->results, place->period, place->metric));
	if (!status && kind_of(place) == METRIC_SHARE)
		status = fair_judge(&shrinkage, kept, place->scratch);
	return status;
}

/* Shares beyond what chance allows around the company's rate. */
static void
flag_outliers(const struct place *place)
{
	const struct estimate_cells *cells = place->cells;
	const struct estimate *company = &cells->estimates[0];
	if (!company->value.defined)
		return;
	double rate = quantity_double(company->value);
	for (size_t i = 1; i < cells->count; i++) {
		struct estimate *estimate = &cells->estimates[i];
		bool outside = false;
		if (estimate->value.defined &&
		    funnel_outside(estimate_hits(estimate), estimate->n, rate,
			FUNNEL_ALARM, &outside) == STATISTICS_DEFINED &&
		    outside)
			estimate->flags |= FLAG_OUTLIER;
	}
}

/* Means of equal scores may differ in their last digit; to a test of ranks that
 * would be a rise or a fall. Takes such values for equal. */
static void
level_rounding(double *values, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t j = 0; j < i; j++)
			if (fabs(values[i] - values[j]) <=
			    ROUNDING * fabs(values[j])) {
				values[i] = values[j];
				break;
			}
}

/* Over the latest periods with a value, ending with this one; EARLIER_MOST
 * periods back at most, however many the run computes, and none that begins
 * long before the data do: its 0 says nothing. */
static enum status
find_trend(const struct place *place, size_t subject, struct estimate *estimate)
{
	double x[TREND_PERIODS], y[TREND_PERIODS], slope = 0;
	size_t count = 0;
	if (!estimate->value.defined)
		return STATUS_OK;
	/* Backwards; from the end of the arrays to their beginning. */
	for (size_t p = place->period + 1; p-- > 0 && count < TREND_PERIODS &&
					   place->period - p <= EARLIER_MOST;) {
		struct optional earlier =
		    results_history(place->results, p, subject, place->metric);
		if (!earlier.defined ||
		    !results_reach(place->results, p, place->metric))
			continue;
		count++;
		x[TREND_PERIODS - count] = (double)p;
		y[TREND_PERIODS - count] = earlier.value;
	}
	if (count < TREND_LEAST)
		return STATUS_OK;
	double *from = y + TREND_PERIODS - count;
	if (!place->results->metrics[place->metric].decimals)
		level_rounding(from, count);
	struct trend_test test = { 0 };
	enum statistics_status sloped = trend_theil_sen(
	    x + TREND_PERIODS - count, from, count, place->scratch, &slope);
	enum statistics_status tested =
	    trend_mann_kendall(from, count, place->scratch, &test);
	estimate->trend = known(sloped, slope);
	estimate->trend_p = known(tested, test.p);
	return sloped == STATISTICS_NO_MEMORY || tested == STATISTICS_NO_MEMORY
		   ? STATUS_MEMORY
		   : STATUS_OK;
}

/* Its prior and its trend. */
static enum status
compare_in_time(
    const struct place *place, size_t subject, struct estimate *estimate)
{
	struct arena_mark mark = arena_mark(place->scratch);
	compare_with_prior(place, subject, estimate);
	enum status status = find_trend(place, subject, estimate);
	arena_release(place->scratch, mark);
	return status;
}

enum status
compare_empty(const struct results *results, size_t period, size_t metric,
    size_t subject, struct estimate *estimate, struct arena *scratch)
{
	struct place place = { .results = (struct results *)results,
		.period = period,
		.metric = metric,
		.scratch = scratch };
	return compare_in_time(&place, subject, estimate);
}

enum status
compare(struct results *results, size_t period, size_t metric,
    struct arena *kept, struct arena *scratch)
{
	struct estimate_cells *cells = results_cells(results, period, metric);
	struct place place = { .results = results,
		.period = period,
		.metric = metric,
		.cells = cells,
		.scratch = scratch };
	enum metric_kind kind = kind_of(&place);
	enum status status = STATUS_OK;
	if (kind == METRIC_SHARE || kind == METRIC_MEAN) {
		status = compare_with_peers(&place);
		if (!status)
			status = compare_beyond_chance(&place, kept);
	}
	if (kind == METRIC_SHARE)
		flag_outliers(&place);
	for (size_t i = 0; i < cells->count && !status; i++)
		status = compare_in_time(
		    &place, cells->subjects[i], &cells->estimates[i]);
	return status;
}

/* The table whose dates say since when a metric is known. */
static enum table
own_table(const struct metric *metric)
{
	static const enum table tables[] = { TABLE_TIMESHEETS, TABLE_SURVEYS,
		TABLE_PAYMENTS };
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (metric->tables >> tables[i] & 1)
			return tables[i];
	return TABLE_CONTRACTS;
}

enum status
compare_begin(struct results *results, struct arena *arena)
{
	date first_days[TABLE_COUNT] = { 0 };
	results->data_begin = arena_allocate(
	    arena, results->metric_count, sizeof *results->data_begin);
	if (!results->data_begin)
		return STATUS_MEMORY;
	for (size_t m = 0; m < results->metric_count; m++) {
		enum table table = own_table(&results->metrics[m]);
		if (!first_days[table])
			first_days[table] =
			    dataset_first_day(results->data, table);
		results->data_begin[m] = first_days[table] - TREND_SLACK;
	}
	return STATUS_OK;
}
