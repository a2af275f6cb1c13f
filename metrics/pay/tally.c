#include "metrics/pay/tally.h"

#include "engine/base/arena.h"

static bool
is_plain_sum(const struct metric *metric)
{
	return metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT;
}

static struct rational
measured(const struct tally *tally, union measure measure, struct arena *arena)
{
	return quantity_rational(
	    arena, measure_quantity(tally->metric, measure));
}

static struct tally_outcome
outcome_of(
    const struct tally *tally, struct rational value, struct arena *arena)
{
	enum payout_branch branch;
	struct tally_outcome outcome = { .stays = true };
	outcome.payout = curve_payout(arena, &tally->curve, value, &branch);
	outcome.below = branch == BRANCH_BELOW;
	return outcome;
}

struct tally
tally_begin(const struct metric *metric, const struct scorecard_line *line,
    bool tried, struct arena *arena)
{
	struct tally tally = { .metric = metric,
		.line = line,
		.curve = line->curve,
		.tried = tried,
		.sum_x = rational_sum_begin(arena),
		.sum_y = rational_sum_begin(arena) };
	if (!line->leaving)
		tally.as_it_is = outcome_of(&tally, line->exact, arena);
	return tally;
}

static struct tally_group *
group_of(struct tally *tally, uint32_t id, struct arena *arena)
{
	for (size_t i = 0; i < tally->group_count; i++)
		if (tally->groups[i].id == id)
			return &tally->groups[i];
	struct tally_group *groups = arena_grown(arena, tally->groups,
	    tally->group_count, &tally->group_capacity, sizeof *groups);
	if (!groups)
		return NULL;
	tally->groups = groups;
	groups[tally->group_count] =
	    (struct tally_group){ .id = id, .sum = rational_sum_begin(arena) };
	return &groups[tally->group_count++];
}

enum status
tally_add(struct tally *tally, const struct observation *o, struct arena *arena)
{
	struct rational x = measured(tally, o->x, arena);
	tally->n++;
	if (tally->metric->kind == METRIC_GROUP_MEAN) {
		struct tally_group *group = group_of(tally, o->group, arena);
		if (!group)
			return STATUS_MEMORY;
		group->count++;
		rational_sum_add(&group->sum, x);
		return STATUS_OK;
	}
	rational_sum_add(&tally->sum_x, x);
	if (!is_plain_sum(tally->metric))
		rational_sum_add(&tally->sum_y, measured(tally, o->y, arena));
	return STATUS_OK;
}

void
tally_end(struct tally *tally, struct arena *arena)
{
	for (size_t i = 0; i < tally->group_count; i++) {
		struct tally_group *group = &tally->groups[i];
		group->total = rational_sum_total(&group->sum);
		group->mean = rational_divide(
		    arena, group->total, rational_whole(group->count));
	}
	tally->x = rational_sum_total(&tally->sum_x);
	tally->y = rational_sum_total(&tally->sum_y);
}

/* ---- with a change ---- */

static struct rational
changed(const struct tally *tally, struct rational sum,
    const union measure *removed, const union measure *added,
    struct arena *arena)
{
	if (removed)
		sum = rational_subtract(
		    arena, sum, measured(tally, *removed, arena));
	if (added)
		sum = rational_add(arena, sum, measured(tally, *added, arena));
	return sum;
}

/* The mean of a group with the change; false when nobody is left in it. */
static bool
group_mean(const struct tally *tally, const struct tally_group *group,
    const struct tally_change *change, struct rational *mean,
    struct arena *arena)
{
	bool loses = change->removes && change->removed.group == group->id;
	bool gains = change->adds && change->added.group == group->id;
	uint32_t count = group->count - loses + gains;
	*mean = group->mean;
	if ((loses || gains) && count)
		*mean = rational_divide(arena,
		    changed(tally, group->total,
			loses ? &change->removed.x : NULL,
			gains ? &change->added.x : NULL, arena),
		    rational_whole(count));
	return count > 0;
}

/* The sum of the groups' means and their number. */
static void
fold_groups(const struct tally *tally, const struct tally_change *change,
    struct rational *x, struct rational *y, struct arena *arena)
{
	int64_t groups = 0;
	*x = rational_whole(0);
	for (size_t i = 0; i < tally->group_count; i++) {
		struct rational mean;
		if (!group_mean(tally, &tally->groups[i], change, &mean, arena))
			continue;
		*x = rational_add(arena, *x, mean);
		groups++;
	}
	*y = rational_whole(groups);
}

struct tally_outcome
tally_try(const struct tally *tally, const struct tally_change *change,
    struct arena *arena)
{
	unsigned removes = change->removes;
	bool adds = change->adds;
	bool sum = is_plain_sum(tally->metric);
	struct rational x, y = rational_whole(1);
	if (tally->metric->kind == METRIC_GROUP_MEAN)
		fold_groups(tally, change, &x, &y, arena);
	else
		x = changed(tally, tally->x,
		    removes ? &change->removed.x : NULL,
		    adds ? &change->added.x : NULL, arena);
	if (!sum && tally->metric->kind != METRIC_GROUP_MEAN)
		y = changed(tally, tally->y,
		    removes ? &change->removed.y : NULL,
		    adds ? &change->added.y : NULL, arena);
	if (rational_sign(y) == 0 ||
	    tally->n + adds - removes < plan_least_n(tally->line->row))
		return (struct tally_outcome){ 0 };
	return outcome_of(tally, rational_divide(arena, x, y), arena);
}
