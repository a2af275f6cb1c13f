#include "metrics/estimates/fold.h"

#include <stdlib.h>

#include "engine/base/arena.h"

static struct quantity
exact(wide value)
{
	return (struct quantity){ true, true, { .exact = value } };
}

static struct quantity
real(double value)
{
	return (struct quantity){ true, false, { .real = value } };
}

static bool
is_plain_sum(const struct metric *metric)
{
	return metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT;
}

void
fold_missing(const struct metric *metric, struct estimate *estimate)
{
	*estimate =
	    (struct estimate){ .numerator = exact(0), .flags = FLAG_NO_DATA };
	if (!is_plain_sum(metric))
		estimate->denominator = exact(0);
}

struct quantity
fold_change(struct quantity value, struct quantity prior)
{
	if (!value.defined || !prior.defined)
		return (struct quantity){ 0 };
	wide difference;
	if (value.is_exact && prior.is_exact &&
	    !__builtin_sub_overflow(
		value.as.exact, prior.as.exact, &difference))
		return exact(difference);
	return real(quantity_double(value) - quantity_double(prior));
}

/* Exact sums are divided as such: the ratio is rounded once. */
static double
ratio(struct quantity above, struct quantity below)
{
	return above.is_exact && below.is_exact
		   ? wide_ratio(above.as.exact, below.as.exact)
		   : quantity_double(above) / quantity_double(below);
}

/* Σx and Σy into numerator and denominator. */
static enum status
sum_exact(const struct sample *sample, struct estimate *estimate)
{
	wide x = 0, y = 0;
	for (size_t i = 0; i < sample->count; i++) {
		const struct observation *row = &sample->rows[sample->order[i]];
		if (!wide_add(&x, row->x.exact) || !wide_add(&y, row->y.exact))
			return STATUS_OVERFLOW;
	}
	estimate->numerator = exact(x);
	estimate->denominator = exact(y);
	return STATUS_OK;
}

static void
sum_real(const struct sample *sample, struct estimate *estimate)
{
	struct exact_sum x = { 0 }, y = { 0 };
	for (size_t i = 0; i < sample->count; i++) {
		const struct observation *row = &sample->rows[sample->order[i]];
		exact_sum_add(&x, row->x.real);
		exact_sum_add(&y, row->y.real);
	}
	estimate->numerator = real(exact_sum_value(&x));
	estimate->denominator = real(exact_sum_value(&y));
}

struct grouped {
	uint32_t group;
	double x;
};

static int
by_group(const void *left, const void *right)
{
	const struct grouped *a = left, *b = right;
	return (a->group > b->group) - (a->group < b->group);
}

/* The sum of the groups' means, and the number of groups. */
static enum status
sum_groups(const struct sample *sample, struct arena *scratch,
    struct estimate *estimate)
{
	struct grouped *rows =
	    arena_allocate(scratch, sample->count, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	for (size_t i = 0; i < sample->count; i++) {
		const struct observation *row = &sample->rows[sample->order[i]];
		rows[i] = (struct grouped){ row->group, row->x.real };
	}
	qsort(rows, sample->count, sizeof *rows, by_group);
	struct exact_sum means = { 0 };
	int groups = 0;
	for (size_t from = 0, until; from < sample->count; from = until) {
		struct exact_sum group = { 0 };
		for (until = from; until < sample->count &&
				   rows[until].group == rows[from].group;
		     until++)
			exact_sum_add(&group, rows[until].x);
		exact_sum_add(
		    &means, exact_sum_value(&group) / (double)(until - from));
		groups++;
	}
	estimate->numerator = real(exact_sum_value(&means));
	estimate->denominator = real(groups);
	return STATUS_OK;
}

enum status
fold_sample(const struct metric *metric, const struct sample *sample,
    struct arena *scratch, struct estimate *estimate)
{
	*estimate = (struct estimate){ .n = (uint32_t)sample->count };
	enum status status = STATUS_OK;
	if (metric->kind == METRIC_GROUP_MEAN)
		status = sum_groups(sample, scratch, estimate);
	else if (metric->exact)
		status = sum_exact(sample, estimate);
	else
		sum_real(sample, estimate);
	if (status)
		return status;
	if (is_plain_sum(metric)) {
		estimate->value = estimate->numerator;
		estimate->denominator = (struct quantity){ 0 };
		return STATUS_OK;
	}
	if (quantity_double(estimate->denominator) == 0) {
		fold_missing(metric, estimate);
		return STATUS_OK;
	}
	estimate->value =
	    real(ratio(estimate->numerator, estimate->denominator));
	if (estimate->n < 5)
		estimate->flags |= FLAG_SMALL_SAMPLE;
	return STATUS_OK;
}
