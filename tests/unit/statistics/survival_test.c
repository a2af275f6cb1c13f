/* Goal: curve, errors, median and log-rank test are those of R's survival. */
#include "tests/unit/statistics/check.h"

#include "engine/base/arena.h"
#include "metrics/statistics/random.h"
#include "metrics/statistics/survival.h"
#include "tests/unit/unit.h"

/* R, survival::aml (Miller 1997); the first 11 were maintained. */
static const struct survival_subject AML[] = { { 9, 1, 0 }, { 13, 1, 0 },
	{ 13, 0, 0 }, { 18, 1, 0 }, { 23, 1, 0 }, { 28, 0, 0 }, { 31, 1, 0 },
	{ 34, 1, 0 }, { 45, 0, 0 }, { 48, 1, 0 }, { 161, 0, 0 }, { 5, 1, 1 },
	{ 5, 1, 1 }, { 8, 1, 1 }, { 8, 1, 1 }, { 12, 1, 1 }, { 16, 0, 1 },
	{ 23, 1, 1 }, { 27, 1, 1 }, { 30, 1, 1 }, { 33, 1, 1 }, { 43, 1, 1 },
	{ 45, 1, 1 } };

/* Freireich 1963, 6-MP against placebo (Kleinbaum, Survival Analysis). */
static const struct survival_subject LEUKAEMIA[] = { { 6, 1, 0 }, { 6, 1, 0 },
	{ 6, 1, 0 }, { 7, 1, 0 }, { 10, 1, 0 }, { 13, 1, 0 }, { 16, 1, 0 },
	{ 22, 1, 0 }, { 23, 1, 0 }, { 6, 0, 0 }, { 9, 0, 0 }, { 10, 0, 0 },
	{ 11, 0, 0 }, { 17, 0, 0 }, { 19, 0, 0 }, { 20, 0, 0 }, { 25, 0, 0 },
	{ 32, 0, 0 }, { 32, 0, 0 }, { 34, 0, 0 }, { 35, 0, 0 }, { 1, 1, 1 },
	{ 1, 1, 1 }, { 2, 1, 1 }, { 2, 1, 1 }, { 3, 1, 1 }, { 4, 1, 1 },
	{ 4, 1, 1 }, { 5, 1, 1 }, { 5, 1, 1 }, { 8, 1, 1 }, { 8, 1, 1 },
	{ 8, 1, 1 }, { 8, 1, 1 }, { 11, 1, 1 }, { 11, 1, 1 }, { 12, 1, 1 },
	{ 12, 1, 1 }, { 15, 1, 1 }, { 17, 1, 1 }, { 22, 1, 1 }, { 23, 1, 1 } };

static void
check_step(const struct survival_curve *curve, double time, uint64_t at_risk,
    double survival, double tolerance)
{
	for (size_t i = 0; i < curve->count; i++) {
		if (curve->steps[i].time != time)
			continue;
		assert_int_equal(curve->steps[i].at_risk, at_risk);
		check_near(curve->steps[i].survival, survival, tolerance);
		return;
	}
	fail_msg("no step at %g", time);
}

static void
aml_curve(void **state)
{
	(void)state;
	struct survival_curve curve;
	double median;
	check_defined(survival_kaplan_meier(AML, 11, 0.95, unit_arena, &curve));
	assert_int_equal(curve.count, 7);
	check_step(&curve, 9, 11, 0.909, 5e-4);
	check_step(&curve, 31, 5, 0.491, 5e-4);
	check_near(curve.steps[0].error, 0.0867, 5e-5);
	check_near(curve.steps[4].error, 0.1642, 5e-5);
	check_defined(survival_median(&curve, &median));
	check_near(median, 31, 0); /* R: 31 */
	for (size_t i = 0; i < curve.count; i++) {
		const struct survival_step *step = &curve.steps[i];
		check_true(0 < step->low && step->low < step->survival);
		check_true(step->survival < step->high && step->high < 1);
		check_true(i == 0 || step->survival < step[-1].survival);
	}
	check_defined(
	    survival_kaplan_meier(AML + 11, 12, 0.95, unit_arena, &curve));
	check_defined(survival_median(&curve, &median));
	check_near(median, 23, 0); /* R: 23 */
	check_status(curve.steps[curve.count - 1].band, STATISTICS_NO_SPREAD);
}

static void
leukaemia_curve(void **state)
{
	(void)state;
	struct survival_curve curve;
	double median;
	check_defined(
	    survival_kaplan_meier(LEUKAEMIA, 21, 0.95, unit_arena, &curve));
	check_step(&curve, 6, 21, 0.857, 5e-4);
	check_step(&curve, 7, 17, 0.807, 5e-4);
	check_step(&curve, 10, 15, 0.753, 5e-4);
	check_step(&curve, 13, 12, 0.690, 5e-4);
	check_step(&curve, 16, 11, 0.627, 5e-4);
	check_step(&curve, 22, 7, 0.538, 5e-4);
	check_step(&curve, 23, 6, 0.448, 5e-4);
	/* SAS, PROC LIFETEST, log-log band at 6: 0.6197 to 0.9516 */
	check_near(curve.steps[0].low, 0.6197, 5e-5);
	check_near(curve.steps[0].high, 0.9516, 5e-5);
	check_defined(survival_median(&curve, &median));
	check_near(median, 23, 0);
}

static void
log_rank(void **state)
{
	(void)state;
	struct survival_test test;
	double observed[2], expected[2];
	check_defined(survival_log_rank(
	    AML, COUNT(AML), 2, unit_arena, observed, expected, &test));
	check_near(observed[0], 7, 0);
	check_near(expected[0], 10.69, 5e-3);
	check_near(observed[1] + observed[0], expected[0] + expected[1], 1e-12);
	check_near(test.statistic, 3.4, 0.05);
	check_near(test.p, 0.0653, 5e-5);
	check_defined(survival_log_rank(LEUKAEMIA, COUNT(LEUKAEMIA), 2,
	    unit_arena, observed, expected, &test));
	check_near(observed[0], 9, 0);
	check_near(expected[0], 19.25, 5e-3);
	check_near(expected[1], 10.75, 5e-3);
	check_near(test.statistic, 16.79, 5e-3);
}

static void
three_groups(void **state)
{
	(void)state;
	/* Renaming groups and reordering subjects changes nothing; a group
	 * split at random between two is still close to one. */
	struct survival_subject some[COUNT(LEUKAEMIA)];
	struct survival_test one, other;
	size_t n = COUNT(some);
	for (size_t i = 0; i < n; i++) {
		some[i] = LEUKAEMIA[i];
		some[i].group = some[i].group == 0 ? 0 : 1 + i % 2;
	}
	check_defined(
	    survival_log_rank(some, n, 3, unit_arena, NULL, NULL, &one));
	check_near(one.df, 2, 0);
	check_true(one.statistic > 16 && one.p < 0.001);
	for (size_t i = 0; i < n / 2; i++) {
		struct survival_subject swap = some[i];
		some[i] = some[n - 1 - i];
		some[n - 1 - i] = swap;
	}
	for (size_t i = 0; i < n; i++)
		some[i].group = (some[i].group + 1) % 3;
	check_defined(
	    survival_log_rank(some, n, 3, unit_arena, NULL, NULL, &other));
	check_near(one.statistic, other.statistic, 1e-10);
}

/* The group's subjects; their number. */
static size_t
take_group(const struct survival_subject *all, size_t n, uint32_t group,
    struct survival_subject *own)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		if (all[i].group == group)
			own[count++] = all[i];
	return count;
}

/* Against the rest is the test of two groups, from either side. */
static void
against_rest(void **state)
{
	(void)state;
	struct survival_subject own[COUNT(LEUKAEMIA)];
	const struct survival_subject *sets[] = { AML, LEUKAEMIA };
	const size_t sizes[] = { COUNT(AML), COUNT(LEUKAEMIA) };
	for (size_t set = 0; set < 2; set++) {
		struct survival_curve all;
		struct survival_test both, rest;
		double expected[2], mine;
		check_defined(survival_kaplan_meier(
		    sets[set], sizes[set], 0.95, unit_arena, &all));
		check_defined(survival_log_rank(sets[set], sizes[set], 2,
		    unit_arena, NULL, expected, &both));
		for (uint32_t group = 0; group < 2; group++) {
			size_t n =
			    take_group(sets[set], sizes[set], group, own);
			check_defined(survival_against_rest(&all, sizes[set],
			    own, n, unit_arena, &mine, &rest));
			check_near(mine, expected[group], 1e-12);
			check_near(rest.statistic, both.statistic, 1e-12);
			check_near(rest.p, both.p, 1e-14);
		}
	}
}

static void
against_nobody(void **state)
{
	(void)state;
	struct survival_curve all;
	struct survival_test test;
	struct survival_subject late[] = { { 1, 1, 0 }, { 2, 1, 0 },
		{ 3, 0, 1 } };
	struct survival_subject early[] = { { 1, 0, 1 }, { 5, 1, 0 } };
	double expected = 7;
	check_defined(survival_kaplan_meier(AML, 11, 0.95, unit_arena, &all));
	check_status(survival_against_rest(
			 &all, 11, AML, 0, unit_arena, &expected, &test),
	    STATISTICS_TOO_FEW);
	check_near(expected, 7, 0);
	check_status(survival_against_rest(
			 &all, 11, AML, 11, unit_arena, &expected, &test),
	    STATISTICS_TOO_FEW);
	check_near(expected, 7, 1e-12); /* all of the events */
	check_status(survival_against_rest(
			 &all, 11, AML, 12, unit_arena, &expected, &test),
	    STATISTICS_DOMAIN);
	/* By hand: at 1 one of three is at risk in the group, at 2 one of two:
	 * 1/3 + 1/2 expected, 2/9 + 1/4 the variance, none observed. */
	check_defined(survival_kaplan_meier(late, 3, 0.95, unit_arena, &all));
	check_defined(survival_against_rest(
	    &all, 3, late + 2, 1, unit_arena, &expected, &test));
	check_near(expected, 5.0 / 6, 1e-15);
	check_near(test.statistic, 25.0 / 36 / (17.0 / 36), 1e-14);
	/* Gone before the first event: never at risk together. */
	check_defined(survival_kaplan_meier(early, 2, 0.95, unit_arena, &all));
	check_status(survival_against_rest(
			 &all, 2, early, 1, unit_arena, &expected, &test),
	    STATISTICS_NO_SPREAD);
}

/* Two groups that leave alike: p is uniform. */
static void
uniform_without_effect(void **state)
{
	(void)state;
	enum { RUNS = 3000, N = 60 };
	struct random_stream stream = random_stream(5);
	struct survival_subject subjects[N];
	int bins[10] = { 0 };
	double chi = 0, expected = RUNS / 10.0;
	for (int run = 0; run < RUNS; run++) {
		struct survival_test test;
		for (uint32_t i = 0; i < N; i++) {
			double leaves = -log(1 - random_uniform(&stream));
			double seen = 3 * random_uniform(&stream);
			subjects[i] =
			    (struct survival_subject){ fmin(leaves, seen),
				    leaves < seen, i % 2 };
		}
		check_defined(survival_log_rank(
		    subjects, N, 2, unit_arena, NULL, NULL, &test));
		bins[test.p < 1 ? (int)(test.p * 10) : 9]++;
	}
	for (int i = 0; i < 10; i++)
		chi += pow(bins[i] - expected, 2) / expected;
	check_true(chi < 27.9); /* χ²(9), 99.9 % */
}

static void
undefined(void **state)
{
	(void)state;
	struct survival_curve curve;
	struct survival_test test;
	struct survival_subject open[] = { { 1, 0, 0 }, { 2, 0, 1 } };
	struct survival_subject apart[] = { { 1, 1, 0 }, { 2, 1, 1 } };
	struct survival_subject bad[] = { { -1, 1, 0 }, { NAN, 1, 1 } };
	double median = 7;
	check_defined(survival_kaplan_meier(open, 2, 0.95, unit_arena, &curve));
	assert_int_equal(curve.count, 0);
	check_status(survival_median(&curve, &median), STATISTICS_NOT_REACHED);
	check_near(median, 7, 0);
	check_status(survival_kaplan_meier(open, 0, 0.95, unit_arena, &curve),
	    STATISTICS_TOO_FEW);
	check_status(survival_kaplan_meier(bad, 1, 0.95, unit_arena, &curve),
	    STATISTICS_DOMAIN);
	check_status(
	    survival_kaplan_meier(bad + 1, 1, 0.95, unit_arena, &curve),
	    STATISTICS_NOT_FINITE);
	check_status(
	    survival_log_rank(open, 2, 2, unit_arena, NULL, NULL, &test),
	    STATISTICS_NO_SPREAD);
	check_status(
	    survival_log_rank(apart, 2, 1, unit_arena, NULL, NULL, &test),
	    STATISTICS_TOO_FEW);
	check_status(
	    survival_log_rank(apart, 2, 3, unit_arena, NULL, NULL, &test),
	    STATISTICS_TOO_FEW);
	check_status(
	    survival_log_rank(apart + 1, 1, 1, unit_arena, NULL, NULL, &test),
	    STATISTICS_TOO_FEW);
	apart[1].group = 9;
	check_status(
	    survival_log_rank(apart, 2, 2, unit_arena, NULL, NULL, &test),
	    STATISTICS_DOMAIN);
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(aml_curve),
    cmocka_unit_test(leukaemia_curve), cmocka_unit_test(log_rank),
    cmocka_unit_test(three_groups), cmocka_unit_test(against_rest),
    cmocka_unit_test(against_nobody), cmocka_unit_test(uniform_without_effect),
    cmocka_unit_test(undefined))
