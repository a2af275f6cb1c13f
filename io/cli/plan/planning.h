/* A back-test as it was asked for: its plans and periods, and what came of it.
 */
#ifndef IO_CLI_PLAN_PLANNING_H
#define IO_CLI_PLAN_PLANNING_H

#include "io/cli/periods.h"
#include "io/cli/session.h"
#include "metrics/pay/backtest.h"

/* A few of each plan, and of the whole. */
enum { PLAN_NOTES_MOST = 16 + 4 * (OPTION_VALUES_MOST + 1) };

struct planning {
	const struct options *options;
	struct session session;
	struct periods periods;
	date as_of[PERIODS_MOST];
	int offset;    /* of each as_of behind its period's last day */
	bool own_plan; /* the first plan is that of the data set */
	struct backtest_plan plans[OPTION_VALUES_MOST + 1];
	struct backtest test;
	/* What one has to know about it, in the language asked for. */
	const char *notes[PLAN_NOTES_MOST];
	size_t note_count;
};

/* Looks at the options. An error is said. */
bool planning_read(struct planning *planning, const struct options *options);

/* For import_options.register_cost_queries: the costs that it asks for. The
 * context is the planning. It may end with STATUS_USAGE, said. */
enum status planning_register_cost_queries(
    void *context, const struct dataset *data, struct bookings *bookings);

/* Once the session is loaded: checks the plans, finds the periods, and runs the
 * test. A status other than STATUS_OK is said, or will be with the session's
 * diagnostics. */
enum status planning_run(struct planning *planning);

/* Writes the notes; the test has been run. STATUS_OK or STATUS_MEMORY. */
enum status planning_take_notes(struct planning *planning);

#endif
