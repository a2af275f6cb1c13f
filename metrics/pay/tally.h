/* A metric of one person as sums that can lose, change or gain a record, so
 * that many corrections can be tried without folding anew. Everything is exact,
 * as it is for the scorecard. */
#ifndef METRICS_PAY_TALLY_H
#define METRICS_PAY_TALLY_H

#include "engine/base/rational_sum.h"
#include "metrics/pay/payout.h"

/* The observations of one department. */
struct tally_group {
	uint32_t id, count;
	struct rational_sum sum;
	struct rational total, mean;
};

/* What a line would be. */
struct tally_outcome {
	bool stays;
	bool below; /* worse than the threshold */
	struct rational payout;
};

struct tally {
	const struct metric *metric;
	const struct scorecard_line *line;
	struct curve curve;
	bool tried; /* else it stays as it is */
	struct tally_outcome as_it_is;
	struct rational_sum sum_x, sum_y;
	struct rational x, y;       /* their totals */
	struct tally_group *groups; /* of a GROUP_MEAN */
	size_t group_count, group_capacity;
	uint32_t n;
};

/* What one record does to a tally: what leaves, added up, of how many records,
 * and what comes. */
struct tally_change {
	unsigned removes;
	bool adds;
	struct observation removed, added;
};

/* An empty tally of a line, which lives in the arena; `tried`: corrections have
 * an effect on it. */
struct tally tally_begin(const struct metric *metric,
    const struct scorecard_line *line, bool tried, struct arena *arena);

/* Adds an observation. STATUS_OK or STATUS_MEMORY. */
enum status tally_add(struct tally *tally,
    const struct observation *observation, struct arena *arena);

/* Adds up; nothing is added after it. */
void tally_end(struct tally *tally, struct arena *arena);

/* The outcome with a change; its payout lives in the arena, and is a failed
 * value where memory ran out. */
struct tally_outcome tally_try(const struct tally *tally,
    const struct tally_change *change, struct arena *arena);

#endif
