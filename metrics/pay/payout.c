#include "metrics/pay/payout.h"

#include "engine/base/arena.h"

struct curve
curve_of(
    struct arena *arena, const struct plan_row *row, enum direction direction)
{
	decimal threshold =
	    row->threshold == DECIMAL_NONE ? row->target : row->threshold;
	bool has_stretch = row->stretch != DECIMAL_NONE;
	return (struct curve){
		.down = direction == DIRECTION_DOWN,
		.has_stretch = has_stretch,
		.threshold = rational_decimal(arena, threshold),
		.target = rational_decimal(arena, row->target),
		.stretch = rational_decimal(
		    arena, has_stretch ? row->stretch : row->target),
		.low = rational_decimal(arena, row->payout_threshold),
		.high = rational_decimal(arena, row->payout_stretch),
		.hundred = rational_whole(100),
	};
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

struct rational
curve_payout(struct arena *arena, const struct curve *curve,
    struct rational value, enum payout_branch *branch)
{
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
