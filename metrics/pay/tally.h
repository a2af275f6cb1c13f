/* A metric of one person as sums that can lose, change or gain a record, so
 * that many corrections can be tried without folding anew. Decisions are made
 * with doubles; exact ties are kept (a share of 7 of 10 has reached 0.7). */
#ifndef METRICS_PAY_TALLY_H
#define METRICS_PAY_TALLY_H

#include "engine/model/plan.h"

struct tally_group {
	uint32_t id;
	uint32_t count;
	struct exact_sum sum;
};

struct tally {
	const struct metric *metric;
	const struct scorecard_line *line;
	bool by_value; /* else the estimator is not tried: it stays */
	wide x, y;     /* of exact metrics */
	struct exact_sum real_x, real_y;
	struct tally_group *groups; /* of a GROUP_MEAN */
	size_t group_count, group_capacity;
	uint32_t n;
};

/* What one record does to a tally: what leaves and what comes. */
struct tally_change {
	bool removes, adds;
	struct observation removed, added;
};

/* What a line would be after it. */
struct tally_outcome {
	bool stays;
	bool below; /* worse than the threshold */
	double payout;
};

/* Adds an observation. STATUS_OK or STATUS_MEMORY. */
enum status tally_add(struct tally *tally,
    const struct observation *observation, struct arena *arena);

/* The outcome with a change, or without (NULL). */
struct tally_outcome tally_try(
    const struct tally *tally, const struct tally_change *change);

#endif
