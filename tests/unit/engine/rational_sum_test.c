/* Sums of fractions: in any order, small and large, the same as added one by
 * one. */
#include "engine/base/arena.h"
#include "engine/base/rational_sum.h"
#include "tests/unit/unit.h"

static int
set_up(void **state)
{
	*state = arena_new();
	return *state ? 0 : 1;
}

static int
tear_down(void **state)
{
	arena_free(*state);
	return 0;
}

static void
sums_nothing_to_nothing(void **state)
{
	struct rational_sum sum = rational_sum_begin(*state);
	assert_int_equal(rational_sign(rational_sum_total(&sum)), 0);
	rational_sum_add(&sum, rational_of(*state, 1, 3));
	rational_sum_add(&sum, rational_of(*state, -1, 3));
	assert_int_equal(rational_sign(rational_sum_total(&sum)), 0);
}

/* 1/1·2 + 1/2·3 + … + 1/n·(n + 1) = n / (n + 1). */
static void
adds_many_denominators(void **state)
{
	enum { COUNT = 1000 };
	for (int step = 1; step < 4; step += 2) {
		struct rational_sum sum = rational_sum_begin(*state);
		/* 3 is no divisor of 1000: each is met once either way. */
		for (int i = 0; i < COUNT; i++) {
			int at = i * step % COUNT + 1;
			rational_sum_add(
			    &sum, rational_of(*state, 1, at * (wide)(at + 1)));
		}
		assert_int_equal(0, rational_compare(rational_sum_total(&sum),
					rational_of(*state, COUNT, COUNT + 1)));
	}
}

/* The largest small numerators, and numbers beyond, many times. */
static void
adds_large_numbers(void **state)
{
	enum { COUNT = 100 };
	wide large = (wide)1 << 100;
	struct rational_sum sum = rational_sum_begin(*state);
	for (int i = 0; i < COUNT; i++) {
		rational_sum_add(&sum, rational_whole(INT64_MAX));
		rational_sum_add(&sum, rational_of(*state, INT64_MAX, 7));
		rational_sum_add(&sum, rational_of(*state, -large, 7));
	}
	assert_int_equal(0,
	    rational_compare(rational_sum_total(&sum),
		rational_of(*state, COUNT * ((wide)INT64_MAX * 8 - large), 7)));
}

static void
fails_on(void **state)
{
	struct rational_sum sum = rational_sum_begin(*state);
	rational_sum_add(&sum, rational_whole(1));
	rational_sum_add(&sum, (struct rational){ 0 });
	rational_sum_add(&sum, rational_whole(1));
	assert_true(rational_failed(rational_sum_total(&sum)));
}

UNIT_TESTS_WITHIN(set_up, tear_down, cmocka_unit_test(sums_nothing_to_nothing),
    cmocka_unit_test(adds_many_denominators),
    cmocka_unit_test(adds_large_numbers), cmocka_unit_test(fails_on))
