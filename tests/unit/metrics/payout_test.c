/* The payout curve, worked out by hand: every branch, both directions, every
 * blank, and where branches meet. */
#include "engine/base/arena.h"
#include "metrics/pay/payout.h"
#include "tests/unit/unit.h"

#define X DECIMAL_NONE

/* Knots and values in ten-thousandths; payout as a fraction of a percent. */
static const struct {
	enum direction direction;
	decimal threshold, target, stretch;
	int low, high;
	wide value[2]; /* numerator, denominator */
	int payout[2];
	enum payout_branch branch;
} rows[] = {
	/* up: 0.5 – 0.8 – 1, pays 50 – 100 – 150 */
	{ DIRECTION_UP, 5000, 8000, 10000, 50, 150, { 4, 10 }, { 0, 1 },
	    BRANCH_BELOW },
	{ DIRECTION_UP, 5000, 8000, 10000, 50, 150, { 49999, 100000 }, { 0, 1 },
	    BRANCH_BELOW },
	{ DIRECTION_UP, 5000, 8000, 10000, 50, 150, { 1, 2 }, { 50, 1 },
	    BRANCH_TO_TARGET },
	/* 50 + (0.6 − 0.5) / 0.3 × 50 = 66 2/3 */
	{ DIRECTION_UP, 5000, 8000, 10000, 50, 150, { 3, 5 }, { 200, 3 },
	    BRANCH_TO_TARGET },
	/* 50 + (2/3 − 1/2) / 0.3 × 50 = 77 7/9 */
	{ DIRECTION_UP, 5000, 8000, 10000, 50, 150, { 2, 3 }, { 700, 9 },
	    BRANCH_TO_TARGET },
	{ DIRECTION_UP, 5000, 8000, 10000, 50, 150, { 4, 5 }, { 100, 1 },
	    BRANCH_TO_STRETCH },
	/* 100 + (0.9 − 0.8) / 0.2 × 50 = 125 */
	{ DIRECTION_UP, 5000, 8000, 10000, 50, 150, { 9, 10 }, { 125, 1 },
	    BRANCH_TO_STRETCH },
	{ DIRECTION_UP, 5000, 8000, 10000, 50, 150, { 1, 1 }, { 150, 1 },
	    BRANCH_BEYOND },
	{ DIRECTION_UP, 5000, 8000, 10000, 50, 150, { 7, 1 }, { 150, 1 },
	    BRANCH_BEYOND },
	/* other payouts: 0 – 100 – 120 */
	{ DIRECTION_UP, 5000, 8000, 10000, 0, 120, { 1, 2 }, { 0, 1 },
	    BRANCH_TO_TARGET },
	{ DIRECTION_UP, 5000, 8000, 10000, 0, 120, { 13, 20 }, { 50, 1 },
	    BRANCH_TO_TARGET },
	{ DIRECTION_UP, 5000, 8000, 10000, 0, 120, { 9, 10 }, { 110, 1 },
	    BRANCH_TO_STRETCH },
	/* down: 0.15 – 0.05 – −0.05 */
	{ DIRECTION_DOWN, 1500, 500, -500, 50, 150, { 2, 10 }, { 0, 1 },
	    BRANCH_BELOW },
	{ DIRECTION_DOWN, 1500, 500, -500, 50, 150, { 15, 100 }, { 50, 1 },
	    BRANCH_TO_TARGET },
	{ DIRECTION_DOWN, 1500, 500, -500, 50, 150, { 1, 10 }, { 75, 1 },
	    BRANCH_TO_TARGET },
	{ DIRECTION_DOWN, 1500, 500, -500, 50, 150, { 5, 100 }, { 100, 1 },
	    BRANCH_TO_STRETCH },
	{ DIRECTION_DOWN, 1500, 500, -500, 50, 150, { 0, 1 }, { 125, 1 },
	    BRANCH_TO_STRETCH },
	{ DIRECTION_DOWN, 1500, 500, -500, 50, 150, { -5, 100 }, { 150, 1 },
	    BRANCH_BEYOND },
	{ DIRECTION_DOWN, 1500, 500, -500, 50, 150, { -1, 1 }, { 150, 1 },
	    BRANCH_BEYOND },
	/* blank threshold: the target is one */
	{ DIRECTION_UP, X, 8000, 10000, 50, 150, { 79, 100 }, { 0, 1 },
	    BRANCH_BELOW },
	{ DIRECTION_UP, X, 8000, 10000, 50, 150, { 8, 10 }, { 100, 1 },
	    BRANCH_TO_STRETCH },
	/* threshold = target: the same; at the target the higher payout */
	{ DIRECTION_UP, 8000, 8000, 10000, 50, 150, { 8, 10 }, { 100, 1 },
	    BRANCH_TO_STRETCH },
	/* blank stretch: 100 at most */
	{ DIRECTION_UP, 5000, 8000, X, 50, 150, { 9, 10 }, { 100, 1 },
	    BRANCH_BEYOND },
	{ DIRECTION_UP, 5000, 8000, X, 50, 150, { 8, 10 }, { 100, 1 },
	    BRANCH_BEYOND },
	{ DIRECTION_DOWN, 1500, 500, X, 50, 150, { -3, 1 }, { 100, 1 },
	    BRANCH_BEYOND },
	/* stretch = target: at the target the higher payout */
	{ DIRECTION_UP, 5000, 8000, 8000, 50, 150, { 8, 10 }, { 150, 1 },
	    BRANCH_BEYOND },
	{ DIRECTION_UP, 5000, 8000, 8000, 50, 150, { 79, 100 }, { 295, 3 },
	    BRANCH_TO_TARGET },
	/* all in one: nothing or everything */
	{ DIRECTION_DOWN, X, 500, 500, 50, 150, { 5, 100 }, { 150, 1 },
	    BRANCH_BEYOND },
	{ DIRECTION_DOWN, X, 500, X, 50, 150, { 6, 100 }, { 0, 1 },
	    BRANCH_BELOW },
};

static void
pays(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct plan_row row = { .threshold = rows[i].threshold,
			.target = rows[i].target,
			.stretch = rows[i].stretch,
			.payout_threshold = rows[i].low * DECIMAL_ONE,
			.payout_stretch = rows[i].high * DECIMAL_ONE };
		struct curve curve =
		    curve_of(arena, &row, rows[i].direction, rational_whole(1));
		enum payout_branch branch;
		struct rational payout = curve_payout(arena, &curve,
		    rational_of(arena, rows[i].value[0], rows[i].value[1]),
		    &branch);
		struct rational expected =
		    rational_of(arena, rows[i].payout[0], rows[i].payout[1]);
		if (rational_compare(payout, expected) != 0)
			fail_msg(
			    "row %zu pays %g", i, rational_nearest(payout));
		assert_int_equal(branch, rows[i].branch);
	}
	arena_free(arena);
}

/* What a plan judges: two thirds, not the double nearest to them; a double as
 * it is printed. */
static void
takes_exact_values(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct estimate share = { .value = quantity_real(2.0 / 3),
		.numerator = quantity_exact(2 * WIDE_ONE),
		.denominator = quantity_exact(3 * WIDE_ONE),
		.shrunk = { true, 0.7 } };
	struct estimate sum = { .value = quantity_exact(5),
		.numerator = quantity_exact(5) };
	assert_int_equal(0,
	    rational_compare(estimate_rational(arena, &share, ESTIMATOR_VALUE),
		rational_of(arena, 2, 3)));
	assert_int_equal(0,
	    rational_compare(estimate_rational(arena, &share, ESTIMATOR_SHRUNK),
		rational_of(arena, 7, 10)));
	assert_int_equal(
	    0, rational_compare(estimate_rational(arena, &sum, ESTIMATOR_VALUE),
		   rational_of(arena, 5, WIDE_ONE)));
	assert_false(estimate_quantity(&share, ESTIMATOR_CI_LOW).defined);
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(pays), cmocka_unit_test(takes_exact_values))
