/* How much of the difference between two values each record brings.
 *
 * A sum differs by the sum of its records' differences. For a quotient V = X/Y
 * (a share, a mean, a ratio)
 *
 *     V' − V = Σ (Δx − V Δy) / Y'
 *
 * over the records: exact, and the same in any order. A mean of group means is
 * such a quotient of M, the sum of the group means, and D, the number of
 * groups; within a group that stays, its mean differs by the same rule; a group
 * that comes or goes brings its mean's distance from V. So no order of
 * attribution has to be chosen. */
#ifndef METRICS_PAY_ATTRIBUTION_H
#define METRICS_PAY_ATTRIBUTION_H

#include "engine/base/rational.h"
#include "engine/model/metric.h"

/* A record's numbers in the old and in the new run; 0 where it is not in. */
struct contribution {
	bool old, new; /* is it in? */
	uint32_t old_group, new_group;
	struct rational old_x, old_y, new_x, new_y;
	struct rational part; /* result: a decimal */
};

/* How many places the parts of a difference are given in: twelve, and more for
 * a small one, so that at least six of its digits are seen. */
int attribution_places(struct rational difference);

/* Sets the part of each of a subject's records, those that stay as they are
 * included, so that the parts and *unexplained add up to `is` − `was`, the two
 * values as they are printed, to the last digit. Parts of sums and counts are
 * exact; others are rounded to attribution_places, and what that and the
 * rounding of the values leave over (at most 10^-9 of the difference and 10^-15
 * of the values) is added to the largest. *unexplained is what no record
 * brings: it is 0 unless the two values are not the fold of these records.
 * Groups are small numbers. The results are made in `arena`; what else is
 * needed lies in `scratch` and is given back. STATUS_OK, STATUS_MEMORY or
 * STATUS_OVERFLOW. */
enum status attribute(enum metric_kind kind, struct contribution *rows,
    size_t count, struct rational was, struct rational is,
    struct rational *unexplained, struct arena *arena, struct arena *scratch);

#endif
