#include "metrics/pay/attribution.h"

#include <math.h>

#include "engine/base/arena.h"

enum { PLACES = 12, DIGITS_SEEN = 6 };

/* What the steps share. */
struct attributing {
	struct contribution *rows;
	size_t count;
	struct rational was, is, difference; /* of the values */
	int places; /* of the parts; of sums they are exact */
	bool exact;
	struct arena *arena, *scratch;
};

int
attribution_places(struct rational difference)
{
	double size = fabs(rational_nearest(difference));
	int before = size > 0 ? (int)floor(log10(size)) : 0;
	return before < DIGITS_SEEN - PLACES ? DIGITS_SEEN - before : PLACES;
}

static void
attribute_sum(const struct attributing *attributing)
{
	for (size_t i = 0; i < attributing->count; i++) {
		struct contribution *row = &attributing->rows[i];
		row->part = rational_subtract(
		    attributing->arena, row->new_x, row->old_x);
	}
}

/* a / b, and 0 for a b of 0: then there is nothing to have a part in. */
static struct rational
quotient(struct arena *arena, struct rational a, struct rational b)
{
	return rational_is_zero(b) ? b : rational_divide(arena, a, b);
}

static void
attribute_quotient(const struct attributing *attributing)
{
	struct arena *scratch = attributing->scratch;
	struct rational old_x = rational_of(scratch, 0, 1);
	struct rational old_y = old_x, new_y = old_x;
	for (size_t i = 0; i < attributing->count; i++) {
		const struct contribution *row = &attributing->rows[i];
		old_x = rational_add(scratch, old_x, row->old_x);
		old_y = rational_add(scratch, old_y, row->old_y);
		new_y = rational_add(scratch, new_y, row->new_y);
	}
	struct rational value = quotient(scratch, old_x, old_y);
	for (size_t i = 0; i < attributing->count; i++) {
		struct contribution *row = &attributing->rows[i];
		struct arena_mark mark = arena_mark(scratch);
		struct rational x =
		    rational_subtract(scratch, row->new_x, row->old_x);
		struct rational y =
		    rational_subtract(scratch, row->new_y, row->old_y);
		x = rational_subtract(
		    scratch, x, rational_multiply(scratch, value, y));
		row->part = rational_round_to(attributing->arena,
		    quotient(scratch, x, new_y), attributing->places);
		arena_release(scratch, mark);
	}
}

/* ---- means of group means ---- */

struct group {
	struct rational x, mean;
	int64_t n;
};

/* The groups' means in one of the runs, how many groups there are, and the
 * value. */
static struct rational
fold_groups(const struct attributing *attributing, struct group *groups,
    size_t group_count, bool new, struct rational *present)
{
	struct arena *scratch = attributing->scratch;
	struct rational zero = rational_of(scratch, 0, 1), sum = zero;
	int64_t found = 0;
	for (size_t g = 0; g < group_count; g++)
		groups[g] = (struct group){ zero, zero, 0 };
	for (size_t i = 0; i < attributing->count; i++) {
		const struct contribution *row = &attributing->rows[i];
		if (!(new ? row->new : row->old))
			continue;
		struct group *group =
		    &groups[new ? row->new_group : row->old_group];
		group->x = rational_add(
		    scratch, group->x, new ? row->new_x : row->old_x);
		group->n++;
	}
	for (size_t g = 0; g < group_count; g++) {
		if (groups[g].n == 0)
			continue;
		groups[g].mean = rational_divide(
		    scratch, groups[g].x, rational_of(scratch, groups[g].n, 1));
		sum = rational_add(scratch, sum, groups[g].mean);
		found++;
	}
	*present = rational_of(scratch, found, 1);
	return quotient(scratch, sum, *present);
}

/* (x − from) / n; 0 if the record is not in. */
static struct rational
distance(struct arena *scratch, bool in, struct rational x,
    struct rational from, int64_t n)
{
	return in ? rational_divide(scratch,
			rational_subtract(scratch, x, from),
			rational_of(scratch, n, 1))
		  : rational_of(scratch, 0, 1);
}

/* What a record's being in a group brings to the mean of means. */
static struct rational
within_group(struct arena *scratch, const struct group *was,
    const struct group *is, struct rational value,
    const struct contribution *row, bool old, bool new)
{
	bool stays = was->n > 0 && is->n > 0;
	struct rational from = stays ? was->mean : value;
	int64_t before = stays ? is->n : was->n;
	return rational_subtract(scratch,
	    distance(scratch, new, row->new_x, from, is->n),
	    distance(scratch, old, row->old_x, from, before));
}

static struct rational
part_in_groups(struct arena *scratch, const struct group *was,
    const struct group *is, struct rational value,
    const struct contribution *row)
{
	uint32_t from = row->old_group, to = row->new_group;
	if (row->old && row->new &&from == to)
		return within_group(
		    scratch, &was[from], &is[from], value, row, true, true);
	return rational_add(scratch,
	    within_group(
		scratch, &was[from], &is[from], value, row, row->old, false),
	    within_group(
		scratch, &was[to], &is[to], value, row, false, row->new));
}

static enum status
attribute_groups(const struct attributing *attributing)
{
	struct arena *scratch = attributing->scratch;
	size_t groups = 0;
	for (size_t i = 0; i < attributing->count; i++) {
		const struct contribution *row = &attributing->rows[i];
		if (row->old_group >= groups)
			groups = row->old_group + (size_t)1;
		if (row->new_group >= groups)
			groups = row->new_group + (size_t)1;
	}
	struct group *was = arena_allocate(scratch, groups, sizeof *was);
	struct group *is = arena_allocate(scratch, groups, sizeof *is);
	if (!was || !is)
		return STATUS_MEMORY;
	struct rational before, after;
	struct rational value =
	    fold_groups(attributing, was, groups, false, &before);
	fold_groups(attributing, is, groups, true, &after);
	for (size_t i = 0; i < attributing->count; i++) {
		struct contribution *row = &attributing->rows[i];
		struct arena_mark mark = arena_mark(scratch);
		struct rational part =
		    part_in_groups(scratch, was, is, value, row);
		row->part = rational_round_to(attributing->arena,
		    quotient(scratch, part, after), attributing->places);
		arena_release(scratch, mark);
	}
	return STATUS_OK;
}

/* ---- adding up ---- */

/* What rounding may leave over: 10^-9 of the difference, 10^-15 of the values,
 * and a unit of the last place for each part. */
static struct rational
noise_of(const struct attributing *attributing)
{
	struct arena *scratch = attributing->scratch;
	struct rational thousand = rational_of(scratch, 1000, 1);
	struct rational billion = rational_of(scratch, 1000000000, 1);
	struct rational noise = rational_add(scratch,
	    rational_size(attributing->was), rational_size(attributing->is));
	noise = rational_divide(
	    scratch, rational_divide(scratch, noise, billion), thousand);
	noise = rational_divide(scratch, noise, thousand);
	noise = rational_add(scratch, noise,
	    rational_divide(
		scratch, rational_size(attributing->difference), billion));
	struct rational units =
	    rational_of(scratch, (wide)attributing->count, 1);
	for (int i = 0; i < attributing->places; i++)
		units = rational_divide(
		    scratch, units, rational_of(scratch, 10, 1));
	return rational_add(scratch, noise, units);
}

/* Adds what rounding left over to the largest part; the rest is unexplained. */
static void
settle(const struct attributing *attributing, struct rational *unexplained)
{
	struct arena *scratch = attributing->scratch;
	struct contribution *largest = NULL;
	struct rational left = attributing->difference;
	for (size_t i = 0; i < attributing->count; i++) {
		struct contribution *row = &attributing->rows[i];
		struct rational size = rational_size(row->part);
		left = rational_subtract(scratch, left, row->part);
		if (rational_is_zero(size))
			continue;
		if (!largest ||
		    rational_compare(size, rational_size(largest->part)) > 0)
			largest = row;
	}
	bool small =
	    rational_compare(rational_size(left), noise_of(attributing)) <= 0;
	struct rational zero = rational_of(attributing->arena, 0, 1);
	if (!attributing->exact && largest && small) {
		largest->part =
		    rational_add(attributing->arena, largest->part, left);
		left = zero;
	}
	*unexplained = rational_add(attributing->arena, left, zero);
}

enum status
attribute(enum metric_kind kind, struct contribution *rows, size_t count,
    struct rational was, struct rational is, struct rational *unexplained,
    struct arena *arena, struct arena *scratch)
{
	struct arena_mark mark = arena_mark(scratch);
	struct rational difference = rational_subtract(scratch, is, was);
	const struct attributing attributing = { rows, count, was, is,
		difference, attribution_places(difference),
		kind == METRIC_SUM || kind == METRIC_COUNT, arena, scratch };
	enum status status = STATUS_OK;
	if (attributing.exact)
		attribute_sum(&attributing);
	else if (kind == METRIC_GROUP_MEAN)
		status = attribute_groups(&attributing);
	else
		attribute_quotient(&attributing);
	if (!status)
		settle(&attributing, unexplained);
	arena_release(scratch, mark);
	if (!status && rational_failed(*unexplained))
		status = arena_failed(arena) || arena_failed(scratch)
			     ? STATUS_MEMORY
			     : STATUS_OVERFLOW;
	return status;
}
