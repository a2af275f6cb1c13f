/* Goal: the cumulative incidence is that of R's survival, its error by the
 * delta method, and without censoring or competition what is known from
 * elsewhere. */
#include "tests/unit/statistics/check.h"

#include "engine/base/arena.h"
#include "metrics/statistics/incidence.h"
#include "metrics/statistics/random.h"
#include "tests/unit/unit.h"

enum { WON, LOST };

/* 5w 8l 12w 12o 20l 30w 30o 45l 60o 60o: days, won, lost or open. */
static const struct survival_subject PROPOSALS[] = { { 5, 1, WON },
	{ 8, 1, LOST }, { 12, 1, WON }, { 12, 0, 0 }, { 20, 1, LOST },
	{ 30, 1, WON }, { 30, 0, 0 }, { 45, 1, LOST }, { 60, 0, 0 },
	{ 60, 0, 0 } };

/* By hand: of 10, 9, 8, 6, 5 and 3 at risk one ends. Open before: 1, 9/10,
 * 8/10, 7/10, 7/10 × 5/6, 7/10 × 5/6 × 4/5. In R: won 0.316667, lost 0.372222.
 */
static void
proposals_by_hand(void **state)
{
	(void)state;
	static const struct {
		double time, won, lost;
		uint64_t at_risk;
	} steps[] = { { 5, 0.1, 0, 10 }, { 8, 0.1, 0.1, 9 },
		{ 12, 0.2, 0.1, 8 }, { 20, 0.2, 0.1 + 0.7 / 6, 6 },
		{ 30, 0.2 + 0.7 * 5 / 6 / 5, 0.1 + 0.7 / 6, 5 },
		{ 45, 0.316667, 0.372222, 3 } };
	struct incidence_curve curve;
	check_defined(incidence_aalen_johansen(
	    PROPOSALS, COUNT(PROPOSALS), 0.95, unit_arena, &curve));
	assert_int_equal(curve.count, COUNT(steps));
	for (size_t i = 0; i < COUNT(steps); i++) {
		const struct incidence_step *step = &curve.steps[i];
		check_near(step->time, steps[i].time, 0);
		assert_int_equal(step->at_risk, steps[i].at_risk);
		check_near(step->cause[WON].so_far, steps[i].won, 5e-7);
		check_near(step->cause[LOST].so_far, steps[i].lost, 5e-7);
	}
	check_status(curve.steps[0].cause[LOST].band, STATISTICS_NO_SPREAD);
	/* By hand, of the first step: sqrt(0.1 × 0.9 / 10) = 0.0948683; limits
	 * 0.1^exp(±1.959964 × 0.0948683 / (0.1 × 2.302585)) */
	const struct incidence *first = &curve.steps[0].cause[WON];
	check_near(first->error, 0.0948683, 5e-8);
	check_near(first->low, pow(0.1, exp(0.8075207)), 5e-7);
	check_near(first->high, pow(0.1, exp(-0.8075207)), 5e-7);
	/* Of the second: nobody left by winning, one by losing; what comes
	 * behind it does not matter to those who won before: as above. */
	check_near(curve.steps[1].cause[WON].error, 0.0948683, 5e-8);
	/* Of the third: all that ended are 2 of 10, without censoring before:
	 * the error of a share. */
	check_near(
	    curve.steps[2].cause[WON].error, sqrt(0.2 * 0.8 / 10), 1e-12);
}

/* With one cause only it is 1 − Kaplan and Meier's curve, error Greenwood's:
 * aml, R survival: t = 31: 0.491, standard error 0.1642. */
static void
one_cause_is_kaplan_meier(void **state)
{
	(void)state;
	static const struct survival_subject aml[] = { { 9, 1, 1 },
		{ 13, 1, 1 }, { 13, 0, 0 }, { 18, 1, 1 }, { 23, 1, 1 },
		{ 28, 0, 0 }, { 31, 1, 1 }, { 34, 1, 1 }, { 45, 0, 0 },
		{ 48, 1, 1 }, { 161, 0, 0 } };
	struct incidence_curve curve;
	struct survival_curve survival;
	check_defined(incidence_aalen_johansen(
	    aml, COUNT(aml), 0.95, unit_arena, &curve));
	check_defined(survival_kaplan_meier(
	    aml, COUNT(aml), 0.95, unit_arena, &survival));
	assert_int_equal(curve.count, survival.count);
	check_near(curve.steps[4].cause[1].so_far, 1 - 0.491, 5e-4);
	check_near(curve.steps[4].cause[1].error, 0.1642, 5e-5);
	for (size_t i = 0; i < curve.count; i++) {
		const struct incidence *incidence = &curve.steps[i].cause[1];
		check_near(
		    incidence->so_far, 1 - survival.steps[i].survival, 1e-15);
		check_near(incidence->error, survival.steps[i].error, 1e-14);
		check_status(
		    curve.steps[i].cause[0].band, STATISTICS_NO_SPREAD);
	}
}

/* The delta method is the jackknife of small steps: each subject's weight is
 * varied a little, and the squared slopes add up. */
static double
weighted(const struct survival_subject *subjects, const double *weights,
    size_t n, double until)
{
	double open = 1, so_far = 0;
	for (double time = 0; time <= until; time++) {
		double risk = 0, ended[CAUSES] = { 0 };
		for (size_t i = 0; i < n; i++) {
			if (subjects[i].time < time)
				continue;
			risk += weights[i];
			if (subjects[i].time == time && subjects[i].event)
				ended[subjects[i].group] += weights[i];
		}
		if (!(risk > 0))
			break;
		so_far += open * ended[WON] / risk;
		open *= 1 - (ended[WON] + ended[LOST]) / risk;
	}
	return so_far;
}

static void
errors_are_the_infinitesimal_jackknife(void **state)
{
	(void)state;
	enum { N = 30 };
	struct random_stream random = random_stream(7);
	for (int round = 0; round < 20; round++) {
		struct survival_subject subjects[N];
		struct incidence_curve curve;
		double weights[N];
		for (size_t i = 0; i < N; i++) {
			subjects[i].time = (double)random_below(&random, 12);
			subjects[i].event = random_below(&random, 3) > 0;
			subjects[i].group = random_below(&random, 2);
			weights[i] = 1;
		}
		check_defined(incidence_aalen_johansen(
		    subjects, N, 0.95, unit_arena, &curve));
		for (size_t s = 0; s + 1 < curve.count; s++) {
			const struct incidence_step *step = &curve.steps[s];
			double squares = 0;
			for (size_t i = 0; i < N; i++) {
				weights[i] = 1 + 1e-5;
				double more =
				    weighted(subjects, weights, N, step->time);
				weights[i] = 1 - 1e-5;
				double less =
				    weighted(subjects, weights, N, step->time);
				weights[i] = 1;
				double slope = (more - less) / 2e-5;
				squares += slope * slope;
			}
			check_near(step->cause[WON].so_far,
			    weighted(subjects, weights, N, step->time), 1e-12);
			check_near(step->cause[WON].error, sqrt(squares), 1e-8);
		}
	}
}

/* Nothing censored: the share, and the error of a share. Everybody won: 1. */
static void
without_censoring_it_is_the_share(void **state)
{
	(void)state;
	const struct survival_subject ended[] = { { 3, 1, WON }, { 0, 1, LOST },
		{ 7, 1, WON }, { 3, 1, LOST }, { 9, 1, WON } };
	const struct survival_subject won[] = { { 1, 1, WON }, { 2, 1, WON },
		{ 3, 1, WON } };
	struct incidence_curve curve;
	check_defined(
	    incidence_aalen_johansen(ended, 5, 0.95, unit_arena, &curve));
	const struct incidence_step *last = &curve.steps[curve.count - 1];
	check_near(last->cause[WON].so_far, 0.6, 1e-15);
	check_near(last->cause[LOST].so_far, 0.4, 1e-15);
	check_near(last->cause[WON].error, sqrt(0.6 * 0.4 / 5), 1e-12);
	check_defined(
	    incidence_aalen_johansen(won, 3, 0.95, unit_arena, &curve));
	check_near(curve.steps[2].cause[WON].so_far, 1, 0);
	check_status(curve.steps[2].cause[WON].band, STATISTICS_NO_SPREAD);
}

static void
refuses_what_is_none(void **state)
{
	(void)state;
	struct incidence_curve curve;
	const struct survival_subject open = { 4, 0, 9 };
	const struct survival_subject third = { 4, 1, 2 };
	const struct survival_subject early = { -1, 1, 0 };
	const struct survival_subject never = { INFINITY, 1, 0 };
	check_status(
	    incidence_aalen_johansen(NULL, 0, 0.95, unit_arena, &curve),
	    STATISTICS_TOO_FEW);
	check_status(
	    incidence_aalen_johansen(&third, 1, 0.95, unit_arena, &curve),
	    STATISTICS_DOMAIN);
	check_status(
	    incidence_aalen_johansen(&early, 1, 0.95, unit_arena, &curve),
	    STATISTICS_DOMAIN);
	check_status(
	    incidence_aalen_johansen(&never, 1, 0.95, unit_arena, &curve),
	    STATISTICS_NOT_FINITE);
	check_status(incidence_aalen_johansen(&open, 1, 1, unit_arena, &curve),
	    STATISTICS_DOMAIN);
	check_defined(
	    incidence_aalen_johansen(&open, 1, 0.95, unit_arena, &curve));
	assert_int_equal(curve.count, 0);
}

UNIT_TESTS_IN_ARENA(cmocka_unit_test(proposals_by_hand),
    cmocka_unit_test(one_cause_is_kaplan_meier),
    cmocka_unit_test(errors_are_the_infinitesimal_jackknife),
    cmocka_unit_test(without_censoring_it_is_the_share),
    cmocka_unit_test(refuses_what_is_none))
