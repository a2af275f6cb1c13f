/* Goal: quantiles are R's type 7, and bad input is refused, not answered. */
#include "tests/unit/statistics/check.h"

#include "engine/base/arena.h"
#include "metrics/statistics/random.h"
#include "metrics/statistics/robust.h"
#include "metrics/statistics/sorted.h"
#include "tests/unit/unit.h"

static void
quantiles(void **state)
{
	(void)state;
	double ten[] = { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }, one;
	static const double rows[][2] = { { 0, 1 }, { 0.25, 3.25 },
		{ 0.5, 5.5 }, { 0.75, 7.75 }, { 0.1, 1.9 }, { 1, 10 } };
	for (size_t i = 0; i < COUNT(rows); i++) {
		check_defined(
		    robust_quantile(ten, 10, rows[i][0], unit_arena, &one));
		check_near(one, rows[i][1], 1e-14);
	}
	check_near(ten[0], 10, 0); /* the input stays as it is */
	check_defined(robust_median(ten, 9, unit_arena, &one));
	check_near(one, 6, 0);
	check_defined(robust_quantile(ten, 1, 0.3, unit_arena, &one));
	check_near(one, 10, 0);
}

static void
refusals(void **state)
{
	(void)state;
	double two[] = { 2, 1 }, bad[] = { 1, NAN }, one = 7;
	check_status(
	    robust_quantile(two, 0, 0.5, unit_arena, &one), STATISTICS_TOO_FEW);
	check_status(robust_quantile(two, 2, NAN, unit_arena, &one),
	    STATISTICS_NOT_FINITE);
	check_status(
	    robust_quantile(two, 2, 1.01, unit_arena, &one), STATISTICS_DOMAIN);
	check_status(robust_quantile(bad, 2, 0.5, unit_arena, &one),
	    STATISTICS_NOT_FINITE);
	check_near(one, 7, 0);
}

static void
mad_and_fences(void **state)
{
	(void)state;
	double nine[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, wild[9];
	struct robust_mad mad;
	struct robust_fences fences;
	check_defined(robust_mad(nine, 9, unit_arena, &mad));
	check_near(mad.median, 5, 0);
	check_near(mad.raw, 2, 0);
	check_near(mad.scaled, 2.9652, 1e-14);
	/* quartiles 3 and 7 */
	check_defined(robust_fences(nine, 9, 1.5, unit_arena, &fences));
	check_near(fences.low, -3, 1e-14);
	check_near(fences.high, 13, 1e-14);
	for (size_t i = 0; i < 9; i++)
		wild[i] = nine[i];
	wild[8] = 1e9;
	check_defined(robust_mad(wild, 9, unit_arena, &mad));
	check_near(mad.raw, 2, 0);
	check_status(robust_fences(nine, 3, 1.5, unit_arena, &fences),
	    STATISTICS_TOO_FEW);
	check_status(
	    robust_fences(nine, 9, -1, unit_arena, &fences), STATISTICS_DOMAIN);
	check_status(robust_mad(nine, 0, unit_arena, &mad), STATISTICS_TOO_FEW);
}

/* The k-th smallest of values, few or many, with ties or without, is the one of
 * the sorted list. */
static void
selection(void **state)
{
	(void)state;
	struct random_stream stream = random_stream(3);
	static double values[3000], ordered[3000];
	for (int run = 0; run < 1000; run++) {
		uint32_t most = run % 4 ? 40 : (uint32_t)COUNT(values);
		uint32_t different = run % 3 ? 20 : UINT32_MAX;
		size_t n = 1 + random_below(&stream, most);
		size_t place = random_below(&stream, (uint32_t)n);
		for (size_t i = 0; i < n; i++)
			values[i] = ordered[i] =
			    random_below(&stream, different);
		sorted_ascending(ordered, n);
		check_near(sorted_select(values, n, place), ordered[place], 0);
		for (size_t i = 0; i < n; i++)
			check_true(i < place ? values[i] <= values[place]
					     : values[i] >= values[place]);
	}
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(quantiles), cmocka_unit_test(refusals),
    cmocka_unit_test(mad_and_fences), cmocka_unit_test(selection))
