/* Writes what a run keeps for kpi diff into its folder. */
#ifndef IO_CLI_KEPT_H
#define IO_CLI_KEPT_H

#include "io/cli/session.h"
#include "io/run/kept.h"

enum { KEPT_PARTS = 3 };

struct kept {
	const struct results *results;
	struct kept_pay pay[KEPT_PARTS];
	struct kept_places places;
	bool without_pay;              /* --no-pay */
	const struct attribute *codes; /* of employees in payroll, or NULL */
	struct output *observations;
	struct output *records[TABLE_COUNT]; /* NULL: not written */
};

/* Makes the files (io/run/kept.h), empty as yet. */
enum status kept_open(
    struct kept *kept, struct session *session, struct outputs *outputs);

/* Write the observations and the records, on any thread: nothing else is
 * touched, errors are remembered. */
void kept_complete_observations(struct kept *kept);
void kept_complete_records(struct kept *kept);

/* Finishes all, and says what went wrong. */
enum status kept_finish(struct kept *kept);

#endif
