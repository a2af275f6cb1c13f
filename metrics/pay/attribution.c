#include "metrics/pay/attribution.h"

#include <math.h>

#include "engine/base/arena.h"

enum { PLACES = 12 };

static double
x_change(const struct contribution *row)
{
	return fine_double(row->new_x - row->old_x);
}

static double
y_change(const struct contribution *row)
{
	return fine_double(row->new_y - row->old_y);
}

static enum status
attribute_sum(struct contribution *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		rows[i].part = rows[i].new_x;
		if (!fine_subtract(&rows[i].part, rows[i].old_x))
			return STATUS_OVERFLOW;
	}
	return STATUS_OK;
}

static void
attribute_quotient(struct contribution *rows, size_t count)
{
	struct exact_sum old_x = { 0 }, old_y = { 0 }, new_y = { 0 };
	for (size_t i = 0; i < count; i++) {
		exact_sum_add(&old_x, fine_double(rows[i].old_x));
		exact_sum_add(&old_y, fine_double(rows[i].old_y));
		exact_sum_add(&new_y, fine_double(rows[i].new_y));
	}
	double value = exact_sum_value(&old_x) / exact_sum_value(&old_y);
	double below = exact_sum_value(&new_y);
	for (size_t i = 0; i < count; i++)
		rows[i].part = fine_of(
		    (x_change(&rows[i]) - value * y_change(&rows[i])) / below,
		    PLACES);
}

/* ---- means of group means ---- */

struct group {
	struct exact_sum x;
	double n, mean;
};

/* The groups' means in one of the runs, and the value; 0 groups give NaN. */
static double
fold_groups(const struct contribution *rows, size_t count, struct group *groups,
    size_t group_count, bool new, double *present)
{
	struct exact_sum means = { 0 };
	for (size_t i = 0; i < count; i++) {
		const struct contribution *row = &rows[i];
		if (!(new ? row->new : row->old))
			continue;
		struct group *group =
		    &groups[new ? row->new_group : row->old_group];
		exact_sum_add(
		    &group->x, fine_double(new ? row->new_x : row->old_x));
		group->n += 1;
	}
	*present = 0;
	for (size_t g = 0; g < group_count; g++) {
		if (groups[g].n == 0)
			continue;
		groups[g].mean = exact_sum_value(&groups[g].x) / groups[g].n;
		exact_sum_add(&means, groups[g].mean);
		*present += 1;
	}
	return exact_sum_value(&means) / *present;
}

/* What a record's being in a group brings to the mean of means. */
static double
within_group(const struct group *was, const struct group *is, double value,
    bool old, double old_x, bool new, double new_x)
{
	if (was->n > 0 && is->n > 0) /* the group stays */
		return ((new ? new_x - was->mean : 0) -
			   (old ? old_x - was->mean : 0)) /
		       is->n;
	return (new ? (new_x - value) / is->n : 0) -
	       (old ? (old_x - value) / was->n : 0);
}

static enum status
attribute_groups(struct contribution *rows, size_t count, struct arena *scratch)
{
	size_t groups = 0;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].old_group >= groups)
			groups = rows[i].old_group + (size_t)1;
		if (rows[i].new_group >= groups)
			groups = rows[i].new_group + (size_t)1;
	}
	struct group *was = arena_allocate(scratch, groups, sizeof *was);
	struct group *is = arena_allocate(scratch, groups, sizeof *is);
	if (!was || !is)
		return STATUS_MEMORY;
	double before, after;
	double value = fold_groups(rows, count, was, groups, false, &before);
	fold_groups(rows, count, is, groups, true, &after);
	for (size_t i = 0; i < count; i++) {
		struct contribution *row = &rows[i];
		double x = fine_double(row->old_x), new_x;
		new_x = fine_double(row->new_x);
		uint32_t from = row->old_group, to = row->new_group;
		double part =
		    row->old && row->new &&from == to
			? within_group(&was[from], &is[from], value, true, x,
			      true, new_x)
			: (row->old ? within_group(&was[from], &is[from], value,
					  true, x, false, 0)
				    : 0) +
			      (row->new ? within_group(&was[to], &is[to], value,
					      false, 0, true, new_x)
					: 0);
		row->part = fine_of(part / after, PLACES);
	}
	return STATUS_OK;
}

/* ---- adding up ---- */

/* Adds what rounding left over to the largest part; the rest is unexplained. */
static enum status
settle(struct contribution *rows, size_t count, bool exact, fine difference,
    fine *unexplained)
{
	struct contribution *largest = NULL;
	*unexplained = difference;
	for (size_t i = 0; i < count; i++) {
		if (!fine_subtract(unexplained, rows[i].part))
			return STATUS_OVERFLOW;
		fine size = rows[i].part < 0 ? -rows[i].part : rows[i].part;
		fine most = !largest            ? 0
			    : largest->part < 0 ? -largest->part
						: largest->part;
		if (size > most)
			largest = &rows[i];
	}
	double left = fabs(fine_double(*unexplained));
	double noise =
	    1e-9 * fabs(fine_double(difference)) + 1e-12 * (double)count;
	if (exact || !largest || left > noise)
		return STATUS_OK;
	largest->part += *unexplained;
	*unexplained = 0;
	return STATUS_OK;
}

enum status
attribute(enum metric_kind kind, struct contribution *rows, size_t count,
    fine difference, fine *unexplained, struct arena *scratch)
{
	bool sum = kind == METRIC_SUM || kind == METRIC_COUNT;
	enum status status = STATUS_OK;
	if (sum)
		status = attribute_sum(rows, count);
	else if (kind == METRIC_GROUP_MEAN)
		status = attribute_groups(rows, count, scratch);
	else
		attribute_quotient(rows, count);
	return status ? status
		      : settle(rows, count, sum, difference, unexplained);
}
