/* Pairs the observations of the two runs that are of the same record, and says
 * why one has changed: what differs in its record, or in the contracts and
 * assignments that decide whether it counts. */
#ifndef IO_CLI_DIFF_OBSERVATIONS_H
#define IO_CLI_DIFF_OBSERVATIONS_H

#include "io/cli/diff/diff.h"

/* An observation in one of the runs; texts are "" where it is not in. */
struct observation_side {
	bool in;
	const char *manager, *team, *reports, *record, *source, *group;
	const char *x_text, *y_text;
	struct rational x, y; /* 0 where it is not in */
};

/* The observations of one record, or where several share it of one of them.
 * `own` is the record, where it is one: a contract or survey; NULL for clients
 * and projects. */
struct observation_pair {
	enum row_period period;
	const char *metric;
	enum record_kind kind;
	const struct record_pair *own;
	struct observation_side side[SIDES];
	bool changed; /* in any of these but record and source */
	bool again;   /* of the same record as the pair before it */
};

struct observation_pairs {
	struct observation_pair *rows; /* by period and metric */
	size_t count;
};

/* Are rows of that period compared? Those of the run's own; those of the one
 * before if it is the same in both runs. */
bool diff_is_compared(const struct diff *diff, enum row_period period);

/* Brings the observations together; the records are paired. STATUS_OK,
 * STATUS_MEMORY or STATUS_INPUT. */
enum status diff_pair_observations(
    const struct diff *diff, struct observation_pairs *pairs);

/* Those of a metric in a period; none if `metric` is not there. */
struct observation_pairs diff_pairs_of(const struct observation_pairs *all,
    enum row_period period, const char *metric);

/* What a record is to the subject of a difference: its observations that belong
 * to it, added up. */
struct record_share {
	/* The first pair with one, and if possible one that changed; NULL: none
	 * belongs. */
	const struct observation_pair *pair;
	struct observation_side side[SIDES];
	bool touched; /* as the subject sees it: who of a team has it is no
			 matter to the team */
};

/* The share of the record whose pairs begin at *at, which then is behind them.
 * STATUS_OK or STATUS_MEMORY. */
enum status diff_record_share(const struct diff *diff,
    const struct difference *difference, const struct observation_pairs *pairs,
    size_t *at, struct record_share *share);

/* Adds the subject's records to the difference, each with its part in it by
 * metrics/pay/attribution.h. Without a kind (a metric that this program does
 * not know) they have none, and all is unexplained. */
enum status diff_attribute(struct diff *diff, struct difference *difference,
    const enum metric_kind *kind, const struct observation_pairs *pairs,
    struct rational *unexplained);

/* Adds a part that is no record. */
enum status diff_add_other(struct diff *diff, struct difference *difference,
    const char *name, const char *reason, struct rational value);

/* Differences of kpi.csv, with the records that make them up. */
enum status diff_measures(
    struct diff *diff, const struct observation_pairs *pairs);

/* Finds the differences of fair.csv: shares adjusted for a mix. */
enum status diff_fair(struct diff *diff);

/* Differences of scores and pay, from metrics and contracts to amounts. */
enum status diff_pay(struct diff *diff, const struct observation_pairs *pairs);

/* Where the pair's record stands in a run, be it observed there or not; "" if
 * it is not there. */
const char *diff_source(const struct diff *diff,
    const struct observation_pair *pair, enum side side);

/* `list; more`; the one alone where the other is empty. NULL without memory,
 * and where one of them is NULL. */
const char *diff_append(
    struct arena *arena, const char *list, const char *more);

/* A record and what became of it: `contract C1 (contracts.csv:2): value 1 → 2`.
 * NULL without memory. */
const char *diff_say_record(
    const struct diff *diff, const struct record_pair *pair);

/* The same of one that counts otherwise, perhaps by its splits alone. */
const char *diff_say_counted(
    const struct diff *diff, const struct record_pair *pair);

/* Why the pair changed, in words; NULL without memory. */
const char *diff_reason(
    const struct diff *diff, const struct observation_pair *pair);

/* What may lie behind a difference of the measure that no record explains: what
 * differs about the runs as such, the rules of the newer program among it. */
const char *diff_unexplained(const struct diff *diff, const char *measure);

#endif
