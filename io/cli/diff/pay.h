/* Scores and pay of one person in the two runs. */
#ifndef IO_CLI_DIFF_PAY_H
#define IO_CLI_DIFF_PAY_H

#include "io/cli/diff/observations.h"

/* Builds the difference of a person's score from the points of each metric: in
 * the order of the metrics, what another value brings (under the old plan),
 * then what another curve brings (at the new value), then another weight; last
 * what rounding leaves over. STATUS_OK, STATUS_MEMORY or STATUS_INPUT. */
enum status diff_score(
    struct diff *diff, const char *subject, struct difference *score);

/* Builds the difference of a person's kpi_bonus: the parts of the score in
 * their order, then days in service, base_bonus, gate and unit; each part is
 * the difference that its step makes to the rounded amount. Where somebody has
 * spells of several plans or bases in one of the runs, the parts are what each
 * spell brings, and what rounding leaves over. */
enum status diff_kpi_bonus(struct diff *diff, const char *subject,
    const struct difference *score, struct difference *bonus);

/* Adds what the parts leave of an amount: what the caps cut of `uncut`, the
 * amounts before them; where there are none, or the amounts are more than that,
 * it is unexplained. */
enum status diff_add_cap(struct diff *diff, struct difference *amount,
    const struct rational uncut[SIDES]);

/* Does one of the runs net what others have paid (--paid)? */
bool diff_nets(const struct diff *diff);

#endif
