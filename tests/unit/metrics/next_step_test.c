/* What the next payout step takes, worked out by hand: of every kind of metric,
 * both directions, at knots, below and beyond. */
#include "engine/base/arena.h"
#include "metrics/pay/next_step.h"
#include "metrics/pay/payout.h"
#include "tests/unit/unit.h"

#define X DECIMAL_NONE
#define M *10000LL /* a whole number as a decimal */

static const struct row {
	const char *name;
	enum metric_kind kind;
	enum unit unit;
	enum direction direction;
	enum record_kind records;
	decimal threshold, target, stretch;
	wide x, y; /* whole; the value is x / y, of sums x */
	enum next_by by;
	bool fewer;
	wide more[2];
	int payout;
} rows[] = {
	/* 1,280 of 1,300: 20 more pay 150 */
	{ "revenue", METRIC_SUM, UNIT_MONEY, DIRECTION_UP, RECORD_CONTRACT,
	    400 M, 800 M, 1300 M, 1280, 0, NEXT_BY_AMOUNT, false, { 20, 1 },
	    150 },
	{ "below", METRIC_SUM, UNIT_MONEY, DIRECTION_UP, RECORD_CONTRACT, 400 M,
	    800 M, 1300 M, 100, 0, NEXT_BY_AMOUNT, false, { 300, 1 }, 50 },
	{ "at target", METRIC_SUM, UNIT_MONEY, DIRECTION_UP, RECORD_CONTRACT,
	    400 M, 800 M, 1300 M, 800, 0, NEXT_BY_AMOUNT, false, { 500, 1 },
	    150 },
	{ "at most", METRIC_SUM, UNIT_MONEY, DIRECTION_UP, RECORD_CONTRACT,
	    400 M, 800 M, 1300 M, 1300, 0, NEXT_BY_NOTHING, false, { 0, 1 },
	    0 },
	{ "no stretch", METRIC_SUM, UNIT_MONEY, DIRECTION_UP, RECORD_CONTRACT,
	    400 M, 800 M, X, 800, 0, NEXT_BY_NOTHING, false, { 0, 1 }, 0 },
	/* no threshold: the target is the first step */
	{ "no threshold", METRIC_SUM, UNIT_MONEY, DIRECTION_UP, RECORD_CONTRACT,
	    X, 800 M, X, 799, 0, NEXT_BY_AMOUNT, false, { 1, 1 }, 100 },
	/* the knot at 2.5 wins: a whole one more than 2 */
	{ "wins", METRIC_COUNT, UNIT_COUNT, DIRECTION_UP, RECORD_CONTRACT, 1 M,
	    25000, X, 2, 0, NEXT_BY_RECORDS, false, { 1, 1 }, 100 },
	/* 13 of 18; 85 % of 18 is 15.3, so 16 */
	{ "on time", METRIC_SHARE, UNIT_SHARE, DIRECTION_UP, RECORD_CONTRACT,
	    7000, 8500, 9500, 13, 18, NEXT_BY_RECORDS, false, { 3, 1 }, 100 },
	/* 17 of 20 is 85 % exactly; 95 % is 19 */
	{ "at a share", METRIC_SHARE, UNIT_SHARE, DIRECTION_UP, RECORD_CONTRACT,
	    7000, 8500, 9500, 17, 20, NEXT_BY_RECORDS, false, { 2, 1 }, 150 },
	/* 4 of 10 over budget; at most 25 % of 10 is 2.5, so two fewer */
	{ "over budget", METRIC_SHARE, UNIT_SHARE, DIRECTION_DOWN,
	    RECORD_PROJECT, 2500, 1000, X, 4, 10, NEXT_BY_RECORDS, true,
	    { 2, 1 }, 50 },
	/* 250 over of 1,000: 15 % is 150 over, so 100 less */
	{ "cost", METRIC_RATIO, UNIT_RATIO, DIRECTION_DOWN, RECORD_PROJECT,
	    1500, 500, -500, 250, 1000, NEXT_BY_COST, true, { 100, 1 }, 50 },
	/* budget 900 / cost 1,000; 0.95 needs a cost of 947.37: 52.63 less, 53
	 */
	{ "cpi", METRIC_RATIO, UNIT_RATIO, DIRECTION_UP, RECORD_PROJECT, 9000,
	    9500, 10000, 900, 1000, NEXT_BY_COST, true, { 53, 1 }, 100 },
	/* 301 of 500 a month; 70 % is 350 */
	{ "nrr", METRIC_RATIO, UNIT_RATIO, DIRECTION_UP, RECORD_CLIENT, 5000,
	    7000, X, 301, 500, NEXT_BY_AMOUNT, false, { 49, 1 }, 100 },
	/* 220 / 3 = 73.33; 75 is 1.666… more: 1.67 */
	{ "satisfaction", METRIC_MEAN, UNIT_SCORE, DIRECTION_UP, RECORD_SURVEY,
	    55 M, 75 M, 88 M, 220, 3, NEXT_BY_VALUE, false, { 167, 100 }, 100 },
};

static void
check(const struct row *row, struct arena *arena)
{
	const struct metric metric = { .kind = row->kind,
		.unit = row->unit,
		.direction = row->direction,
		.records = row->records };
	const struct plan_row plan = { .threshold = row->threshold,
		.target = row->target,
		.stretch = row->stretch,
		.payout_threshold = 50 M,
		.payout_stretch = 150 M };
	const struct estimate estimate = { .numerator = quantity_exact(
					       row->x * WIDE_ONE),
		.denominator = row->y ? quantity_exact(row->y * WIDE_ONE)
				      : (struct quantity){ 0 } };
	struct scorecard_line line = { .row = &plan,
		.measured = &metric,
		.estimate = &estimate,
		.exact = rational_of(arena, row->x, row->y ? row->y : 1),
		.curve =
		    curve_of(arena, &plan, row->direction, rational_whole(1)) };
	line.payout = rational_nearest(
	    curve_payout(arena, &line.curve, line.exact, &line.branch));
	struct next_step next = next_step_of(&line, DECIMAL_ONE, arena);
	struct rational more = rational_of(arena, row->more[0], row->more[1]);
	if (next.by != row->by || next.fewer != row->fewer)
		fail_msg("%s: by %d%s", row->name, (int)next.by,
		    next.fewer ? ", fewer" : "");
	if (row->by == NEXT_BY_NOTHING)
		return;
	if (rational_compare(next.more, more) != 0)
		fail_msg("%s: %f", row->name, rational_nearest(next.more));
	if (rational_compare(next.payout, rational_whole(row->payout)) != 0)
		fail_msg(
		    "%s pays %f", row->name, rational_nearest(next.payout));
}

static void
next_steps(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(&rows[i], arena);
	arena_free(arena);
}

UNIT_TESTS(cmocka_unit_test(next_steps))
