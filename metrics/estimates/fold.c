#include "metrics/estimates/fold.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "engine/base/rational_sum.h"

static bool
is_plain_sum(const struct metric *metric)
{
	return metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT;
}

void
fold_missing(const struct metric *metric, struct estimate *estimate)
{
	*estimate = (struct estimate){ .numerator = quantity_exact(0),
		.flags = FLAG_NO_DATA };
	if (!is_plain_sum(metric))
		estimate->denominator = quantity_exact(0);
}

struct quantity
fold_change(struct quantity value, struct quantity prior)
{
	if (!value.defined || !prior.defined)
		return (struct quantity){ 0 };
	wide difference;
	if (value.kind == QUANTITY_EXACT && prior.kind == QUANTITY_EXACT &&
	    !__builtin_sub_overflow(
		value.as.exact, prior.as.exact, &difference))
		return quantity_exact(difference);
	return quantity_real(quantity_double(value) - quantity_double(prior));
}

/* The double nearest to numerator / denominator. */
static double
ratio(const struct estimate *estimate, struct arena *scratch)
{
	struct quantity above = estimate->numerator;
	struct quantity below = estimate->denominator;
	if (above.kind == QUANTITY_EXACT && below.kind == QUANTITY_EXACT)
		return wide_ratio(above.as.exact, below.as.exact);
	return rational_nearest(
	    rational_divide(scratch, quantity_rational(scratch, above),
		quantity_rational(scratch, below)));
}

/* Σx and Σy into numerator and denominator. */
static enum status
sum_decimals(const struct sample *sample, struct estimate *estimate)
{
	wide x = 0, y = 0;
	for (size_t i = 0; i < sample->count; i++) {
		const struct observation *row = &sample->rows[sample->order[i]];
		if (!wide_add(&x, row->x.exact) || !wide_add(&y, row->y.exact))
			return STATUS_OVERFLOW;
	}
	estimate->numerator = quantity_exact(x);
	estimate->denominator = quantity_exact(y);
	return STATUS_OK;
}

/* Copies the two sums from the scratch into the estimate's arena. */
static enum status
keep(struct estimate *estimate, struct rational numerator,
    struct rational denominator, struct arena *arena, struct arena *scratch)
{
	estimate->numerator =
	    quantity_fraction(rational_copy(arena, numerator));
	estimate->denominator =
	    quantity_fraction(rational_copy(arena, denominator));
	if (!rational_failed(estimate->numerator.as.fraction) &&
	    !rational_failed(estimate->denominator.as.fraction))
		return STATUS_OK;
	return arena_failed(scratch) || arena_failed(arena) ? STATUS_MEMORY
							    : STATUS_OVERFLOW;
}

static enum status
sum_fractions(const struct sample *sample, struct arena *arena,
    struct arena *scratch, struct estimate *estimate)
{
	struct rational_sum x = rational_sum_begin(scratch);
	struct rational_sum y = rational_sum_begin(scratch);
	for (size_t i = 0; i < sample->count; i++) {
		const struct observation *row = &sample->rows[sample->order[i]];
		rational_sum_add(&x, row->x.fraction);
		rational_sum_add(&y, row->y.fraction);
	}
	return keep(estimate, rational_sum_total(&x), rational_sum_total(&y),
	    arena, scratch);
}

struct grouped {
	uint32_t group;
	struct rational x;
};

static int
by_group(const void *left, const void *right)
{
	const struct grouped *a = left, *b = right;
	return (a->group > b->group) - (a->group < b->group);
}

/* The sum of the groups' means, and the number of groups. */
static enum status
sum_groups(const struct sample *sample, struct arena *arena,
    struct arena *scratch, struct estimate *estimate)
{
	struct grouped *rows =
	    arena_allocate(scratch, sample->count, sizeof *rows);
	if (!rows)
		return STATUS_MEMORY;
	for (size_t i = 0; i < sample->count; i++) {
		const struct observation *row = &sample->rows[sample->order[i]];
		rows[i] = (struct grouped){ row->group, row->x.fraction };
	}
	qsort(rows, sample->count, sizeof *rows, by_group);
	struct rational_sum means = rational_sum_begin(scratch);
	int groups = 0;
	for (size_t from = 0, until; from < sample->count; from = until) {
		struct rational_sum group = rational_sum_begin(scratch);
		for (until = from; until < sample->count &&
				   rows[until].group == rows[from].group;
		     until++)
			rational_sum_add(&group, rows[until].x);
		rational_sum_add(
		    &means, rational_divide(scratch, rational_sum_total(&group),
				rational_whole((int64_t)(until - from))));
		groups++;
	}
	return keep(estimate, rational_sum_total(&means),
	    rational_whole(groups), arena, scratch);
}

static int
by_record(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

/* How many records the observations are of: those who share one have one each.
 */
static enum status
count_records(
    const struct sample *sample, struct arena *scratch, uint32_t *count)
{
	bool shared = false;
	*count = (uint32_t)sample->count;
	for (size_t i = 0; i < sample->count && !shared; i++)
		shared = sample->rows[sample->order[i]].share;
	if (!shared)
		return STATUS_OK;
	uint32_t *records =
	    arena_allocate(scratch, sample->count, sizeof *records);
	if (!records)
		return STATUS_MEMORY;
	for (size_t i = 0; i < sample->count; i++)
		records[i] = sample->rows[sample->order[i]].record;
	qsort(records, sample->count, sizeof *records, by_record);
	for (size_t i = 1; i < sample->count; i++)
		*count -= records[i] == records[i - 1];
	return STATUS_OK;
}

enum status
fold_sample(const struct metric *metric, const struct sample *sample,
    struct arena *arena, struct arena *scratch, struct estimate *estimate)
{
	*estimate = (struct estimate){ .n = 0 };
	enum status status = count_records(sample, scratch, &estimate->n);
	if (!status)
		status = metric->kind == METRIC_GROUP_MEAN
			     ? sum_groups(sample, arena, scratch, estimate)
			 : metric->decimals
			     ? sum_decimals(sample, estimate)
			     : sum_fractions(sample, arena, scratch, estimate);
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
	estimate->value = quantity_real(ratio(estimate, scratch));
	if (estimate->n < 5)
		estimate->flags |= FLAG_SMALL_SAMPLE;
	return STATUS_OK;
}
