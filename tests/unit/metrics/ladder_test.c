/* Ladders: what a sum brings, by slices and whole, and which slices it fills.
 * The first two are published tables of rates; the rest by hand. */
#include "metrics/pay/ladder.h"
#include "tests/unit/unit.h"

#define MONEY(units) ((wide)(units)*DECIMAL_ONE)

static const struct ladder_step tiers[] = { { 0, 100 }, { MONEY(10000), 200 },
	{ MONEY(50000), 300 } };
static const struct ladder_step slices[] = { { 0, 100 }, { MONEY(1000), 200 },
	{ MONEY(3000), 300 }, { MONEY(8000), 500 } };
static const struct ladder_step late[] = { { MONEY(100), 1000 },
	{ MONEY(200), 500 } };

static const struct ladder tier_ladder = { tiers, 3 },
			   slice_ladder = { slices, 4 },
			   late_ladder = { late, 2 };

static void
brings_what_the_tables_say(void **state)
{
	static const struct {
		const struct ladder *ladder;
		enum commission_mode mode;
		wide sum; /* 10^-4 */
		const char *brings;
	} rows[] = {
		{ &tier_ladder, COMMISSION_WHOLE, MONEY(5000), "50" },
		{ &tier_ladder, COMMISSION_WHOLE, MONEY(15000), "300" },
		{ &tier_ladder, COMMISSION_WHOLE, MONEY(60000), "1800" },
		{ &tier_ladder, COMMISSION_WHOLE, MONEY(10000), "200" },
		{ &tier_ladder, COMMISSION_WHOLE, MONEY(10000) - 1,
		    "99.999999" },
		{ &slice_ladder, COMMISSION_SLICE, MONEY(8000), "200" },
		{ &slice_ladder, COMMISSION_SLICE, MONEY(8000) + 1,
		    "200.000005" },
		{ &slice_ladder, COMMISSION_SLICE, MONEY(500), "5" },
		{ &slice_ladder, COMMISSION_SLICE, MONEY(20000), "800" },
		{ &slice_ladder, COMMISSION_SLICE, 0, "0" },
		{ &slice_ladder, COMMISSION_SLICE, MONEY(-50), "-0.5" },
		{ &late_ladder, COMMISSION_SLICE, MONEY(99), "0" },
		{ &late_ladder, COMMISSION_SLICE, MONEY(100), "0" },
		{ &late_ladder, COMMISSION_SLICE, MONEY(300), "15" },
		{ &late_ladder, COMMISSION_SLICE, MONEY(-50), "-5" },
		{ &late_ladder, COMMISSION_WHOLE, MONEY(99), "0" },
		{ &late_ladder, COMMISSION_WHOLE, MONEY(100), "10" },
		{ &late_ladder, COMMISSION_WHOLE, MONEY(200), "10" },
		{ &late_ladder, COMMISSION_WHOLE, MONEY(-50), "-5" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(
		    rational_print(
			unit_arena, ladder_brings(rows[i].ladder, rows[i].mode,
					rows[i].sum, unit_arena)),
		    rows[i].brings);
}

/* The slices between any two sums are as large as their difference, and bring
 * the difference of what the sums bring. */
static void
slices_add_up(void **state)
{
	static const int sums[] = { -700, -1, 0, 99, 100, 101, 200, 1000, 2999,
		3000, 8000, 90000 };
	const struct ladder *const ladders[] = { &tier_ladder, &slice_ladder,
		&late_ladder };
	enum { COUNT = sizeof sums / sizeof *sums };
	(void)state;
	for (size_t i = 0; i < 3 * COUNT * COUNT; i++) {
		const struct ladder *ladder = ladders[i / COUNT / COUNT];
		wide from = MONEY(sums[i / COUNT % COUNT]) + 3,
		     to = MONEY(sums[i % COUNT]) + 7, amount = 0, brings = 0;
		struct slice parts[6];
		size_t count = ladder_slices(ladder, from, to, parts);
		for (size_t p = 0; p < count; p++) {
			amount += parts[p].amount;
			brings += parts[p].amount * parts[p].rate;
		}
		assert_true(amount == to - from);
		assert_int_equal(
		    rational_compare(
			rational_of(unit_arena, brings, MONEY(DECIMAL_ONE)),
			rational_subtract(unit_arena,
			    ladder_brings(
				ladder, COMMISSION_SLICE, to, unit_arena),
			    ladder_brings(
				ladder, COMMISSION_SLICE, from, unit_arena))),
		    0);
	}
}

static void
one_step_is_a_flat_rate(void **state)
{
	static const struct ladder_step step = { 0, 213 };
	const struct ladder flat = { &step, 1 };
	(void)state;
	assert_true(ladder_is_flat(&flat));
	assert_false(ladder_is_flat(&late_ladder));
	for (wide sum = -30001; sum < 30001; sum += 777)
		for (int mode = COMMISSION_SLICE; mode <= COMMISSION_WHOLE;
		     mode++)
			assert_int_equal(
			    rational_compare(
				ladder_brings(&flat, (enum commission_mode)mode,
				    sum, unit_arena),
				rational_of(
				    unit_arena, sum * 213, MONEY(DECIMAL_ONE))),
			    0);
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(brings_what_the_tables_say),
    cmocka_unit_test(slices_add_up), cmocka_unit_test(one_step_is_a_flat_rate))
