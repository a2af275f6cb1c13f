/* Goal: effects that are there are found again, the normal equations hold, and
 * what hangs together by nothing is refused. */
#include "tests/unit/statistics/check.h"

#include <stdlib.h>

#include "engine/base/arena.h"
#include "metrics/statistics/additive.h"
#include "metrics/statistics/random.h"
#include "tests/unit/unit.h"

static void
exact_effects(void **state)
{
	(void)state;
	/* manager 0 +10, department 1 −4, unbalanced, no noise */
	struct additive_observation some[] = { { 0, 0, 110 }, { 0, 0, 110 },
		{ 0, 0, 110 }, { 0, 1, 106 }, { 1, 0, 100 }, { 1, 1, 96 },
		{ 2, 1, 91 } };
	struct additive_fit fit;
	check_defined(additive_fit(some, COUNT(some), 3, 2, unit_arena, &fit));
	check_near(fit.manager[0] - fit.manager[1], 10, 1e-12);
	check_near(fit.manager[1] - fit.manager[2], 5, 1e-12);
	check_near(fit.department[0] - fit.department[1], 4, 1e-12);
	check_near(fit.mean, 723.0 / 7, 1e-12);
	check_near(fit.mean + fit.manager[2] + fit.department[1], 91, 1e-12);
	check_near(fit.residual, 0, 1e-20);
	check_near(fit.df, 7 - 3 - 2 + 1, 0);
}

static void
balanced(void **state)
{
	(void)state;
	/* Balanced data: effects are the marginal means less the mean. */
	struct additive_observation some[] = { { 0, 0, 1 }, { 0, 1, 4 },
		{ 0, 2, 7 }, { 1, 0, 2 }, { 1, 1, 9 }, { 1, 2, 7 } };
	struct additive_fit fit;
	check_defined(additive_fit(some, COUNT(some), 2, 3, unit_arena, &fit));
	check_near(fit.mean, 5, 1e-13);
	check_near(fit.manager[0], -1, 1e-13);
	check_near(fit.manager[1], 1, 1e-13);
	check_near(fit.department[0], -3.5, 1e-13);
	check_near(fit.department[1], 1.5, 1e-13);
	check_near(fit.department[2], 2, 1e-13);
	/* residuals −0.5, −1.5, 1 and their opposites... by hand: */
	check_near(fit.residual, 2 * (0.25 + 2.25 + 1), 1e-12);
}

static void
undefined(void **state)
{
	(void)state;
	struct additive_observation parts[] = { { 0, 0, 1 }, { 0, 0, 2 },
		{ 1, 1, 3 }, { 1, 1, 5 } };
	struct additive_observation bad[] = { { 0, 0, NAN } };
	struct additive_fit fit;
	check_status(additive_fit(parts, 4, 2, 2, unit_arena, &fit),
	    STATISTICS_NOT_CONNECTED);
	check_status(additive_fit(parts, 2, 2, 1, unit_arena, &fit),
	    STATISTICS_NOT_CONNECTED);
	check_status(
	    additive_fit(parts, 4, 1, 2, unit_arena, &fit), STATISTICS_DOMAIN);
	check_status(
	    additive_fit(parts, 0, 1, 2, unit_arena, &fit), STATISTICS_TOO_FEW);
	check_status(
	    additive_fit(parts, 4, 0, 2, unit_arena, &fit), STATISTICS_DOMAIN);
	check_status(additive_fit(bad, 1, 1, 1, unit_arena, &fit),
	    STATISTICS_NOT_FINITE);
	check_defined(additive_fit(parts, 2, 1, 1, unit_arena, &fit));
	check_near(fit.mean, 1.5, 0);
	check_near(fit.manager[0], 0, 1e-15);
}

enum { MANAGERS = 2000, DEPARTMENTS = 50, ROWS = 200000 };

static struct additive_observation rows[ROWS], turned[ROWS];

static void
large(void **state)
{
	(void)state;
	struct random_stream stream = random_stream(4);
	for (uint32_t i = 0; i < ROWS; i++) {
		uint32_t m = i < MANAGERS ? i : random_below(&stream, MANAGERS);
		uint32_t d = (m + random_below(&stream, 5)) % DEPARTMENTS;
		double noise = random_uniform(&stream) - 0.5;
		rows[i] = (struct additive_observation){ m, d,
			m % 7 + 0.1 * d + noise };
		turned[ROWS - 1 - i] = rows[i];
	}
	struct additive_fit fit, other;
	check_defined(
	    additive_fit(rows, ROWS, MANAGERS, DEPARTMENTS, unit_arena, &fit));
	check_defined(additive_fit(
	    turned, ROWS, MANAGERS, DEPARTMENTS, unit_arena, &other));
	for (int i = 0; i < MANAGERS; i++)
		check_true(fit.manager[i] == other.manager[i]);
	check_near(fit.department[40] - fit.department[10], 3, 0.05);
	check_near(fit.residual / fit.df, 1 / 12.0, 0.002);
	/* Normal equations: residuals sum to 0 for each effect. */
	static double left[MANAGERS + DEPARTMENTS];
	for (int i = 0; i < ROWS; i++) {
		double rest = rows[i].value - fit.mean -
			      fit.manager[rows[i].manager] -
			      fit.department[rows[i].department];
		left[rows[i].manager] += rest;
		left[MANAGERS + rows[i].department] += rest;
	}
	for (int i = 0; i < MANAGERS + DEPARTMENTS; i++)
		check_near(left[i], 0, 1e-8);
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(exact_effects), cmocka_unit_test(balanced),
    cmocka_unit_test(undefined), cmocka_unit_test(large))
