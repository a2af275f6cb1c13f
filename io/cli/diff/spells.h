/* The spells of one person in a run's period, with the plans they follow. A
 * kpi_bonus is the sum of what each spell pays. */
#ifndef IO_CLI_DIFF_SPELLS_H
#define IO_CLI_DIFF_SPELLS_H

#include "io/cli/diff/diff.h"

/* A plan as scorecard.csv tells it. */
struct plan_told {
	const struct score_row *whole; /* its row `*` */
	struct text name;
	int days; /* of its spells */
	bool shut;
};

struct spell_told {
	const char *from; /* its first day; "" for ever */
	int days;
	struct rational base; /* 0 where there is none */
	size_t plan;          /* index in plans, or NO_PLAN */
};

struct person_told {
	struct spell_told *spells; /* in time */
	size_t spell_count;
	struct plan_told *plans; /* by their first days */
	size_t plan_count;
	struct rational base; /* of the last row, even outside the period */
	int days_of_period;
	/* One plan and one base: kpi_bonus is one product. */
	bool simple;
};

/* Reads the spells and plans of a person from what a run kept. STATUS_OK or
 * STATUS_MEMORY. */
enum status diff_tell_person(const struct diff *diff, enum side side,
    const char *subject, struct person_told *told);

/* pay.minimum_score; 0 in folders of runs that knew none. */
struct rational diff_minimum_score(
    const struct diff *diff, const struct diff_run *run);

/* base × score / 100 × days / days of the period, exact; 0 where the plan has
 * no score, a gate of it is shut, or the person's score is below the least. */
struct rational diff_spell_amount(const struct diff *diff,
    const struct person_told *told, const struct spell_told *spell);

#endif
