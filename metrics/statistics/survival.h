/* How long until an event happens, where for some subjects it has not happened
 * yet.
 *
 * Kaplan and Meier's curve (1958) with Greenwood's error, its median, and the
 * log-rank test for groups. Times are ≥ 0 in any unit; a subject without an
 * event is censored: known to have lasted at least that long, and still at risk
 * at that very time. Scratch is given back. */
#ifndef STATISTICS_SURVIVAL_H
#define STATISTICS_SURVIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "metrics/statistics/status.h"

struct arena;

struct survival_subject {
	double time;
	bool event;
	uint32_t group; /* 0, 1, ...; the curve does not look at it */
};

/* *copy = the subjects in the order of time, in `arena`. TOO_FEW: n = 0.
 * DOMAIN: a negative time. */
enum statistics_status survival_ordered(const struct survival_subject *subjects,
    size_t n, struct arena *arena, struct survival_subject **copy);

/* At how many times of such a copy there are events. */
size_t survival_count_times(const struct survival_subject *ordered, size_t n);

/* One step of the curve, at a time with at least one event. */
struct survival_step {
	double time;
	uint64_t at_risk, events;
	double survival; /* P(longer than time) */
	/* Once everybody at risk has had the event, error and band have no
	 * value: then band is STATISTICS_NO_SPREAD, and error, low and high are
	 * not set. */
	enum statistics_status band;
	double error;     /* standard error (Greenwood 1926) */
	double low, high; /* log-log band (Kalbfleisch and Prentice) */
};

struct survival_curve {
	struct survival_step *steps; /* in the order of time */
	size_t count;                /* 0: no event, survival stays 1 */
};

/* The curve with bands at `level`. The steps lie in `arena` and belong to it.
 * TOO_FEW: n = 0. DOMAIN: a negative time, level not within 0..1. */
enum statistics_status survival_kaplan_meier(
    const struct survival_subject *subjects, size_t n, double level,
    struct arena *arena, struct survival_curve *curve);

/* The first time at which survival is one half or less (to 1e-12).
 * NOT_REACHED: it never is. */
enum statistics_status survival_median(
    const struct survival_curve *curve, double *median);

struct survival_test {
	double statistic, df, p; /* χ² */
};

/* Log-rank test that `groups` curves are the same (Mantel 1966, Peto 1972;
 * hypergeometric variance for ties; R's survdiff, rho = 0). observed and
 * expected: room for a number of events a group, or NULL; written whenever
 * the inputs are sound. TOO_FEW: fewer than two groups, or an empty one.
 * NO_SPREAD: no event, or groups never at risk together. DOMAIN: a negative
 * time, a group number ≥ groups. */
enum statistics_status survival_log_rank(
    const struct survival_subject *subjects, size_t n, uint32_t groups,
    struct arena *scratch, double *observed, double *expected,
    struct survival_test *result);

/* The same test of a group against all others, for many groups of the same
 * subjects: `all` is the curve of all `total` of them, the group's own `n`
 * among them. Work: n log n and the curve's steps. expected: the group's events
 * if all curves were the same; written with n > 0. TOO_FEW: the group or the
 * rest is empty. DOMAIN: more subjects than in all. Else as above. */
enum statistics_status survival_against_rest(const struct survival_curve *all,
    size_t total, const struct survival_subject *group, size_t n,
    struct arena *scratch, double *expected, struct survival_test *result);

#endif
