#include "metrics/pay/payout.h"

#include "engine/base/arena.h"
#include "engine/model/steps.h"

static struct rational
knot(struct arena *arena, decimal value, struct rational share)
{
	return rational_multiply(arena, rational_decimal(arena, value), share);
}

/* Threshold and target become the easiest and the hardest step. */
static void
add_steps(struct arena *arena, struct curve *curve, struct text text,
    struct rational share)
{
	size_t count = steps_count(text);
	struct curve_step *steps = arena_allocate(arena, count, sizeof *steps);
	struct step step;
	if (!steps || count == 0)
		return;
	for (size_t i = 0; i < count && steps_next(&text, &step); i++)
		steps[i] = (struct curve_step){ knot(arena, step.value, share),
			rational_decimal(arena, step.payout) };
	curve->steps = steps;
	curve->step_count = count;
	curve->threshold = steps[0].value;
	curve->target = steps[count - 1].value;
}

struct curve
curve_of(struct arena *arena, const struct plan_row *row,
    enum direction direction, struct rational share)
{
	struct curve curve = { .down = direction == DIRECTION_DOWN,
		.hundred = rational_whole(100) };
	if (row->steps.length) {
		add_steps(arena, &curve, row->steps, share);
		return curve;
	}
	curve.has_threshold = row->threshold != DECIMAL_NONE;
	curve.has_stretch = row->stretch != DECIMAL_NONE;
	curve.target = knot(arena, row->target, share);
	curve.threshold = curve.has_threshold
			      ? knot(arena, row->threshold, share)
			      : curve.target;
	curve.stretch =
	    curve.has_stretch ? knot(arena, row->stretch, share) : curve.target;
	curve.low = rational_decimal(arena, row->payout_threshold);
	curve.high = rational_decimal(arena, row->payout_stretch);
	return curve;
}

bool
plan_prorates(const struct plan_row *row, const struct metric *metric)
{
	if (row->prorate != PRORATE_BY_RULE)
		return row->prorate == PRORATE_YES;
	return row->scope == PLAN_SELF &&
	       (metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT);
}

int
curve_compare(const struct curve *curve, struct rational a, struct rational b)
{
	int order = rational_compare(a, b);
	return curve->down ? -order : order;
}

/* From `low` at `from` to `high` at `to`, linear; from ≠ to. */
static struct rational
between(struct arena *arena, struct rational value, struct rational from,
    struct rational to, struct rational low, struct rational high)
{
	struct rational share =
	    rational_divide(arena, rational_subtract(arena, value, from),
		rational_subtract(arena, to, from));
	return rational_add(arena, low,
	    rational_multiply(
		arena, share, rational_subtract(arena, high, low)));
}

/* Of the furthest step that the value reaches. */
static struct rational
step_payout(const struct curve *curve, struct rational value,
    enum payout_branch *branch)
{
	size_t reached = 0;
	while (reached < curve->step_count &&
	       curve_compare(curve, value, curve->steps[reached].value) >= 0)
		reached++;
	*branch = reached ? BRANCH_STEP : BRANCH_BELOW;
	return reached ? curve->steps[reached - 1].payout : rational_whole(0);
}

struct rational
curve_payout(struct arena *arena, const struct curve *curve,
    struct rational value, enum payout_branch *branch)
{
	if (curve->step_count)
		return step_payout(curve, value, branch);
	/* The better branch first: where two meet, the higher payout. */
	int at_target = curve_compare(curve, value, curve->target);
	if (curve->has_stretch && at_target >= 0) {
		*branch = BRANCH_BEYOND;
		if (curve_compare(curve, value, curve->stretch) >= 0)
			return curve->high;
		*branch = BRANCH_TO_STRETCH;
		return between(arena, value, curve->target, curve->stretch,
		    curve->hundred, curve->high);
	}
	*branch = BRANCH_BEYOND;
	if (at_target >= 0)
		return curve->hundred;
	*branch = BRANCH_BELOW;
	if (curve_compare(curve, value, curve->threshold) < 0)
		return rational_whole(0);
	*branch = BRANCH_TO_TARGET;
	return between(arena, value, curve->threshold, curve->target,
	    curve->low, curve->hundred);
}

/* numerator / denominator, or numerator alone where there is no other. */
static struct rational
ratio_rational(
    struct arena *arena, struct quantity numerator, struct quantity denominator)
{
	struct rational above = quantity_rational(arena, numerator);
	if (!denominator.defined)
		return above;
	return rational_divide(
	    arena, above, quantity_rational(arena, denominator));
}

struct quantity
estimate_quantity(const struct estimate *estimate, enum estimator estimator)
{
	struct optional other = { 0 };
	switch (estimator) {
	case ESTIMATOR_SHRUNK:
		other = estimate->shrunk;
		break;
	case ESTIMATOR_CI_LOW:
		other = estimate->ci_low;
		break;
	case ESTIMATOR_CI_HIGH:
		other = estimate->ci_high;
		break;
	case ESTIMATOR_ADJUSTED:
		if (estimate->fair)
			other = estimate->fair->adjusted;
		break;
	case ESTIMATOR_VALUE:
	case ESTIMATOR_COUNT:
		return estimate->value;
	}
	return quantity_optional(other);
}

struct rational
estimate_rational(struct arena *arena, const struct estimate *estimate,
    enum estimator estimator)
{
	if (estimator == ESTIMATOR_VALUE)
		return ratio_rational(
		    arena, estimate->numerator, estimate->denominator);
	return quantity_rational(arena, estimate_quantity(estimate, estimator));
}
