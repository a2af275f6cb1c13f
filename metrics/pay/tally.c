#include "metrics/pay/tally.h"

#include "engine/base/arena.h"

static struct tally_group *
group_of(const struct tally *tally, uint32_t id)
{
	for (size_t i = 0; i < tally->group_count; i++)
		if (tally->groups[i].id == id)
			return &tally->groups[i];
	return NULL;
}

enum status
tally_add(struct tally *tally, const struct observation *o, struct arena *arena)
{
	tally->n++;
	if (tally->metric->kind == METRIC_GROUP_MEAN) {
		struct tally_group *group = group_of(tally, o->group);
		if (!group) {
			struct tally_group *groups = arena_grown(arena,
			    tally->groups, tally->group_count,
			    &tally->group_capacity, sizeof *groups);
			if (!groups)
				return STATUS_MEMORY;
			tally->groups = groups;
			group = &groups[tally->group_count++];
			*group = (struct tally_group){ .id = o->group };
		}
		group->count++;
		exact_sum_add(&group->sum, o->x.real);
	} else if (tally->metric->exact) {
		/* The whole sum fitted, and so does a part of it. */
		tally->x += o->x.exact;
		tally->y += o->y.exact;
	} else {
		exact_sum_add(&tally->real_x, o->x.real);
		exact_sum_add(&tally->real_y, o->y.real);
	}
	return STATUS_OK;
}

/* The sum of the groups' means and their number, with the change. */
static void
fold_groups(const struct tally *tally, const struct tally_change *change,
    double *x, double *y)
{
	struct exact_sum means = { 0 };
	*y = 0;
	for (size_t i = 0; i < tally->group_count; i++) {
		const struct tally_group *group = &tally->groups[i];
		struct exact_sum sum = group->sum;
		uint32_t count = group->count;
		if (change && change->removes &&
		    change->removed.group == group->id) {
			exact_sum_add(&sum, -change->removed.x.real);
			count--;
		}
		if (change && change->adds &&
		    change->added.group == group->id) {
			exact_sum_add(&sum, change->added.x.real);
			count++;
		}
		if (count == 0)
			continue;
		exact_sum_add(&means, exact_sum_value(&sum) / count);
		*y += 1;
	}
	*x = exact_sum_value(&means);
}

static void
fold(const struct tally *tally, const struct tally_change *change, double *x,
    double *y)
{
	if (tally->metric->kind == METRIC_GROUP_MEAN) {
		fold_groups(tally, change, x, y);
	} else if (tally->metric->exact) {
		wide above = tally->x, below = tally->y;
		if (change && change->removes) {
			above -= change->removed.x.exact;
			below -= change->removed.y.exact;
		}
		if (change && change->adds) {
			above += change->added.x.exact;
			below += change->added.y.exact;
		}
		*x = wide_double(above);
		*y = wide_double(below);
	} else {
		struct exact_sum above = tally->real_x, below = tally->real_y;
		if (change && change->removes) {
			exact_sum_add(&above, -change->removed.x.real);
			exact_sum_add(&below, -change->removed.y.real);
		}
		if (change && change->adds) {
			exact_sum_add(&above, change->added.x.real);
			exact_sum_add(&below, change->added.y.real);
		}
		*x = exact_sum_value(&above);
		*y = exact_sum_value(&below);
	}
}

/* A knot, mirrored so that more is better. */
static double
knot(const struct tally *tally, decimal value)
{
	double number = (double)value / (double)DECIMAL_ONE;
	return tally->metric->direction == DIRECTION_DOWN ? -number : number;
}

static struct tally_outcome
pays(const struct tally *tally, double value)
{
	const struct plan_row *row = tally->line->row;
	double target = knot(tally, row->target);
	double threshold = row->threshold == DECIMAL_NONE
			       ? target
			       : knot(tally, row->threshold);
	bool stretches = row->stretch != DECIMAL_NONE;
	double stretch = stretches ? knot(tally, row->stretch) : target;
	double low = (double)row->payout_threshold / (double)DECIMAL_ONE;
	double high =
	    stretches ? (double)row->payout_stretch / (double)DECIMAL_ONE : 100;
	if (tally->metric->direction == DIRECTION_DOWN)
		value = -value;
	struct tally_outcome outcome = { true, value < threshold, 0 };
	if (value >= stretch && value >= target)
		outcome.payout = high;
	else if (value >= target)
		outcome.payout =
		    100 + (value - target) / (stretch - target) * (high - 100);
	else if (value >= threshold)
		outcome.payout = low + (value - threshold) /
					   (target - threshold) * (100 - low);
	return outcome;
}

struct tally_outcome
tally_try(const struct tally *tally, const struct tally_change *change)
{
	double x, y;
	uint32_t n = tally->n;
	bool sum = tally->metric->kind == METRIC_SUM ||
		   tally->metric->kind == METRIC_COUNT;
	if (!tally->by_value) {
		const struct scorecard_line *line = tally->line;
		return (struct tally_outcome){ !line->leaving,
			line->branch == BRANCH_BELOW,
			line->leaving ? 0 : line->payout };
	}
	if (change)
		n += (uint32_t)change->adds - (uint32_t)change->removes;
	fold(tally, change, &x, &y);
	if ((!sum && y == 0) || n < plan_least_n(tally->line->row))
		return (struct tally_outcome){ 0 };
	return pays(tally, sum ? x : x / y);
}
