/* The commission of a period, entry by entry: one list from which amounts,
 * observations, proofs and notes are read. metrics/pay/commission.h makes it.
 *
 * Amounts of one person, kind and level add up to a sum, which a ladder turns
 * into commission; a cap may cut it; what credits of earlier contracts and
 * clawbacks take back comes last. All of it is exact until a person's
 * commission is rounded once. */
#ifndef ENGINE_MODEL_COMMISSION_H
#define ENGINE_MODEL_COMMISSION_H

#include "engine/base/rational.h"
#include "engine/model/pay_terms.h"

/* What an entry is about. The first three add to a sum of the period; the last
 * two take back what earlier sums, or one of the period, have earned. */
enum commission_source {
	COMMISSION_CONTRACT,
	COMMISSION_CREDIT, /* of a contract of the same period */
	COMMISSION_PAYMENT,
	COMMISSION_OLD_CREDIT,
	COMMISSION_CLAWBACK
};

struct commission_entry {
	enum commission_source source;
	uint32_t manager;
	uint32_t record;   /* index in contracts, or in payments */
	uint32_t contract; /* index: itself, or what is corrected or paid */
	enum kind kind;
	date day; /* by which it counts */
	/* The record's amount, and the person's part of it. Of a clawback: the
	 * value less its credits. */
	decimal share; /* of 1 */
	decimal whole, amount;
	/* The sum (10^-4) that the entry has filled when those before it, by
	 * day and then id, have had their turn: from `reached` − amount on. */
	wide reached;
	/* The group whose sum it belongs to, or by which it takes back. */
	const struct commission_group *group;
	/* Of a clawback: the days not served, of all days; 1 of 1: all. */
	int unserved, days;
	struct rational before; /* what it brings without the cap */
	struct rational brings; /* what it adds to the commission */
};

/* The amounts of a person, of a kind, on the ladder of a level. */
struct commission_group {
	uint32_t manager;
	enum kind kind;
	const struct commission_list *list; /* that it belongs to */
	const struct level_rates *level;    /* NULL: the ladder of everybody */
	const struct ladder *ladder;
	wide sum;                      /* 10^-4 */
	struct rational before, after; /* the cap */
	size_t first, count;           /* its entries */
};

/* What somebody has of a period. */
struct commission_person {
	size_t first_group, group_count; /* of the list's groups */
	size_t first_taken, taken_count; /* of what is taken back */
	struct cap cap;
	bool cut;                      /* by the cap */
	struct rational before, after; /* the cap, over all groups */
	struct rational
	    taken; /* by old credits and clawbacks; rarely above 0 */
	/* after + taken, and what it would be without the cap, both rounded to
	 * the unit of pay; what a cap has cut is rounded towards zero. */
	wide amount, uncut;
};

struct commission_list {
	struct period period;
	/* By manager, kind and level; those of a group by day, then id. */
	struct commission_entry *entries;
	size_t entry_count;
	struct commission_group *groups;
	size_t group_count;
	/* What takes back; by manager, kind, level, day and id. */
	struct commission_entry *taken;
	size_t taken_count;
	struct commission_person *people; /* by id of data->managers */
};

/* Has somebody an entry in the period? */
static inline bool
commission_has(const struct commission_list *list, uint32_t manager)
{
	const struct commission_person *person = &list->people[manager];
	return person->group_count || person->taken_count;
}

#endif
