/* Verdicts: is a change news, or no more than chance explains? Titles tell of
 * nothing else, and tables colour nothing else. */
#ifndef IO_EXPORT_DASHBOARD_VERDICT_H
#define IO_EXPORT_DASHBOARD_VERDICT_H

#include "io/export/dashboard/context.h"

enum verdict {
	VERDICT_NONE, /* nothing to compare with, or too few periods to tell */
	VERDICT_SAME,
	VERDICT_BETTER,
	VERDICT_WORSE
};

/* Of a subject's change since the prior period. Shares and means: beyond chance
 * with p_change < 0.05. All others: where it is more than the spread (highest
 * less lowest) of up to eight earlier periods, at least four; for noise alone
 * that is about as rare. Periods before the metric's data begin do not count.
 */
enum verdict dashboard_verdict(
    const struct dashboard *dashboard, size_t subject, size_t metric);

/* "better", "worse", "about the same"; "" for none. */
const char *dashboard_verdict_word(
    const struct dashboard *dashboard, enum verdict verdict);

/* ROLE_GOOD, ROLE_BAD, or ROLE_BODY. */
enum role dashboard_verdict_role(enum verdict verdict);

/* How many of the eight indicators of a subject are better, worse, and about
 * the same; of the others there is no telling. */
struct verdicts {
	int better, worse, same, all;
};
struct verdicts dashboard_verdicts(
    const struct dashboard *dashboard, size_t subject);

/* A title goes on with whose most of these records are (dashboard_most), if
 * that is two or more: one person of whom there are at least NAMED_LEAST
 * records, or how many are equal. The labels: of a title and a name and a
 * number; of a title and two numbers. `head` in the report's arena; never NULL.
 */
enum { NAMED_LEAST = 5 };
const char *dashboard_with_most(const struct dashboard *dashboard,
    const char *head, const char *metric,
    bool (*counts)(const struct observation *observation), enum label one,
    enum label several);

#endif
