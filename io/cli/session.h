/* What every command that reads a data set does first: configuration, import,
 * schedule, and saying what was found. */
#ifndef IO_CLI_SESSION_H
#define IO_CLI_SESSION_H

#include "io/cli/writes.h"
#include "io/import/config/configuration.h"
#include "io/import/importer.h"
#include "io/import/rows/file_reading.h"
#include "metrics/pay/sensitivity.h"
#include "metrics/periods/schedule.h"

struct session {
	const struct options *options;
	struct arena *arena;
	/* What --period says, with all years once the data are read; "": the
	 * default. While period_open, which periods are meant follows from days
	 * that are not yet read; they are quarters if period_quarters. */
	const char *period;
	bool period_open, period_quarters;
	const char *part; /* whom --team or --lead means, once taken: an id */
	struct diagnostics diagnostics;
	struct configuration configuration;
	struct formats formats;
	unsigned not_read;       /* tables: import_options.without */
	struct digests *digests; /* of the inputs; NULL: not wanted */
	struct dataset data;
	struct file_readings readings; /* if session_read is asked for them */
	struct schedule schedule;
	enum coverage coverage; /* of the run's own period, by the data */
	struct results results;
	struct paid_before paid;            /* what --paid names */
	struct pay_results pay;             /* of a data set with a plan */
	struct sensitivities sensitivities; /* once they are found */
};

/* Reads the configuration and the data set, once it is sure that what will be
 * written (NULL: nothing) can be and is no input. Says what went wrong, and
 * warns of missing tables and managers that people.csv does not know. Whatever
 * the status, session_close frees all. */
enum status session_load(struct session *session, const struct options *options,
    struct import_options import, struct writes *writes);

/* Its two halves, for a command that shows what was read before what is wrong
 * with it: session_read says nothing, session_say then what it would have
 * said. */
enum status session_read(struct session *session, const struct options *options,
    struct import_options import, struct writes *writes);
void session_say(struct session *session, enum status status);

/* Checks once more, for files whose names follow from the data, that none of
 * them is an input. STATUS_OUTPUT if one is. */
enum status session_spare(struct session *session, struct writes *writes);

/* For import_options.register_cost_queries: the costs that session_evaluate
 * asks for. The context is the session. */
enum status session_register_cost_queries(
    void *context, const struct dataset *data, struct bookings *bookings);

/* For import_options.register_cost_queries of a command that needs no costs. */
enum status session_register_no_cost_queries(
    void *context, const struct dataset *data, struct bookings *bookings);

/* How many threads to use: as asked, else as many as the process may. */
unsigned session_jobs(const struct options *options);

/* Makes the schedule, and says which period it is about. */
enum status session_schedule(struct session *session);

/* Warns where the data do not reach the end of the schedule's run period, which
 * session_may_pay then knows; session_schedule does that too. STATUS_USAGE
 * where they end before it begins, with --strict STATUS_INPUT where they end
 * within it. */
enum status session_judge_coverage(struct session *session);

/* Makes the schedule and computes the results and the pay. */
enum status session_evaluate(struct session *session);

/* Analyses the results: what stands beside the numbers. */
enum status session_analyse(struct session *session);

/* The manager whom --manager means (typed_manager.h); the company for NULL.
 * NULL if there is no such manager, which is said. */
const struct subject *session_subject(
    struct session *session, const char *wanted);

/* May pay be written? STATUS_USAGE, said, where the data end before the period
 * does and no --as-of says that they are complete. */
enum status session_may_pay(struct session *session);

/* Says the assumptions: what was understood differently from what the files say
 * literally. */
void session_say_assumptions(struct session *session);

/* Where timesheets come from parts: says what these cannot answer. */
void session_say_parts(const struct session *session);

void session_close(struct session *session);

/* The exit code of a session that did all it should: 1 if rows were rejected,
 * else 0. */
int session_exit_code(const struct session *session);

#endif
