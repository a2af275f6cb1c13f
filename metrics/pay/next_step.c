#include "metrics/pay/next_step.h"

#include "metrics/pay/payout.h"

/* The least multiple of `unit` that is not below the value, which is not
 * negative; the value itself where it is too large for that. */
static struct rational
round_up(struct arena *arena, struct rational value, struct rational unit)
{
	struct rational units = rational_divide(arena, value, unit);
	wide whole;
	if (!rational_round(units, &whole))
		return value;
	struct rational rounded =
	    rational_multiply(arena, rational_of(arena, whole, 1), unit);
	return rational_compare(rounded, value) < 0
		   ? rational_add(arena, rounded, unit)
		   : rounded;
}

/* ---- the knot ---- */

/* The next knot that pays more, and what; false at the most. */
static bool
find_knot(const struct scorecard_line *line, struct next_step *next)
{
	const struct curve *curve = &line->curve;
	const struct curve_step own[] = { { curve->threshold, curve->low },
		{ curve->target, curve->hundred },
		{ curve->stretch, curve->high } };
	const struct curve_step *knots = own;
	size_t count = curve->has_stretch ? 3 : 2;
	size_t from = curve->has_threshold ? 0 : 1;
	if (curve->step_count) {
		knots = curve->steps;
		count = curve->step_count;
		from = 0;
	}
	for (size_t i = from; i < count; i++) {
		if (curve_compare(curve, line->exact, knots[i].value) >= 0)
			continue;
		/* Where the threshold is the target, the higher payout. */
		while (i + 1 < count && curve_compare(curve, knots[i].value,
					    knots[i + 1].value) == 0)
			i++;
		if (rational_nearest(knots[i].payout) <= line->payout)
			continue;
		next->value = knots[i].value;
		next->payout = knots[i].payout;
		return true;
	}
	return false;
}

/* ---- how much that is ---- */

static bool
is_of_costs(const struct metric *metric)
{
	return metric->kind == METRIC_RATIO &&
	       metric->records == RECORD_PROJECT;
}

/* Of a share Σx / Σy: so many more (or fewer) of the same records. */
static void
count_records(const struct scorecard_line *line, struct next_step *next,
    struct rational x, struct rational y, struct arena *arena)
{
	struct rational one = rational_whole(1);
	struct rational wanted = rational_multiply(arena, next->value, y);
	next->by = NEXT_BY_RECORDS;
	next->of = y;
	next->more = round_up(
	    arena, rational_size(rational_subtract(arena, wanted, x)), one);
	next->fewer = line->curve.down;
}

/* Of a ratio Σx / Σy: of x, or of costs, which stand in x (less the budget) or,
 * of cpi, in y. */
static void
measure_amount(const struct scorecard_line *line, struct next_step *next,
    struct rational x, struct rational y, struct rational unit,
    struct arena *arena)
{
	bool costs = is_of_costs(line->measured);
	struct rational gap;
	if (costs && !line->curve.down && !rational_is_zero(next->value))
		gap = rational_subtract(
		    arena, y, rational_divide(arena, x, next->value));
	else
		gap = rational_subtract(
		    arena, rational_multiply(arena, next->value, y), x);
	next->by = costs ? NEXT_BY_COST : NEXT_BY_AMOUNT;
	next->more = round_up(arena, rational_size(gap), unit);
	next->fewer = costs || line->curve.down;
}

static void
measure_value(const struct scorecard_line *line, struct next_step *next,
    struct arena *arena)
{
	enum unit unit = line->measured->unit;
	bool percent = unit == UNIT_SHARE || unit == UNIT_RATIO;
	next->by = NEXT_BY_VALUE;
	next->more = round_up(arena,
	    rational_size(rational_subtract(arena, next->value, line->exact)),
	    rational_of(arena, 1, percent ? 10000 : 100));
	next->fewer = line->curve.down;
}

struct next_step
next_step_of(
    const struct scorecard_line *line, decimal unit, struct arena *arena)
{
	const struct estimate *estimate = line->estimate;
	struct next_step next = { .by = NEXT_BY_NOTHING };
	if (line->leaving || !find_knot(line, &next))
		return next;
	enum metric_kind kind = line->measured->kind;
	bool sum = kind == METRIC_SUM || kind == METRIC_COUNT;
	bool value = line->row->estimator != ESTIMATOR_VALUE ||
		     kind == METRIC_MEAN || kind == METRIC_GROUP_MEAN;
	if (value) {
		measure_value(line, &next, arena);
	} else if (sum) {
		next.by = kind == METRIC_SUM ? NEXT_BY_AMOUNT : NEXT_BY_RECORDS;
		next.fewer = line->curve.down;
		next.more = round_up(arena,
		    rational_size(
			rational_subtract(arena, next.value, line->exact)),
		    kind == METRIC_SUM ? rational_decimal(arena, unit)
				       : rational_whole(1));
	} else {
		struct rational x =
		    quantity_rational(arena, estimate->numerator);
		struct rational y =
		    quantity_rational(arena, estimate->denominator);
		if (kind == METRIC_SHARE)
			count_records(line, &next, x, y, arena);
		else
			measure_amount(line, &next, x, y,
			    rational_decimal(arena, unit), arena);
	}
	return next;
}
