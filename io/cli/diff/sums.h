/* The sums by which a run paid commission, put together again from what it
 * kept: whose amounts add up, in which order, by which ladder and cap. They say
 * why a record earned more or less although it says what it said. */
#ifndef IO_CLI_DIFF_SUMS_H
#define IO_CLI_DIFF_SUMS_H

#include "engine/model/pay_terms.h"
#include "io/cli/diff/records.h"

/* Somebody's part of a contract, credit or payment that adds to a sum. */
struct sum_entry {
	const char *manager;
	size_t pair; /* of its record, in the pairs of records */
	enum kind kind;
	/* The level of the day that decides, and the one by whose rates it is
	 * paid: "" for those of everybody. */
	const char *level, *rates;
	const char *level_day;
	date inner; /* first day of the period that pays it */
	date day;
	const char *id, *payment; /* the order within a day */
	wide amount;              /* 10^-4, like all sums */
	wide reached;             /* by it and those before it */
	size_t group, person;     /* indexes */
	struct rational earned;   /* without the cap */
};

/* The amounts of a person, period, kind and rates. */
struct sum_group {
	wide sum;
	size_t first, count; /* entries */
	struct ladder ladder;
	const char *ladder_text;
};

/* What a person has of a period. */
struct sum_person {
	const char *manager;
	date inner;
	struct rational earned; /* without the cap */
	const char *level;      /* of the last spell in it */
	const char *cap;        /* as pay.cap says it; "" for none */
	struct rational factor; /* what the cap leaves of it: 1 is all */
};

/* Of one run. By manager, period, kind, rates and turn. */
struct run_sums {
	bool on_payment;
	enum commission_mode mode;
	struct sum_entry *entries;
	size_t entry_count;
	const struct sum_entry **by_pair; /* the same, by pair and manager */
	struct sum_group *groups;
	struct sum_person *people;
	size_t group_count, person_count;
};

/* An entry that is otherwise in the other run, or is not there. */
struct sum_change {
	const struct sum_entry *entry[SIDES]; /* NULL: not there */
	struct rational size;                 /* of what is other */
};

struct sums {
	struct run_sums run[SIDES];
	/* By manager, then the largest first. */
	struct sum_change *changes;
	size_t change_count;
};

/* STATUS_OK or STATUS_MEMORY; the records are paired. */
enum status diff_find_sums(
    struct sums *sums, const struct diff_run *runs, struct arena *arena);

/* Somebody's part of a record; NULL where it adds to no sum of the run. */
const struct sum_entry *diff_sum_entry(
    const struct run_sums *sums, size_t pair, const char *manager);

/* Those of a manager. */
struct sum_changes {
	const struct sum_change *rows;
	size_t count;
};
struct sum_changes diff_sum_changes(
    const struct sums *sums, const char *manager);

#endif
