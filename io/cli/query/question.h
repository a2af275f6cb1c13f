/* What `kpi query` is asked: which metrics, broken down by what, when, and
 * compared with what. */
#ifndef IO_CLI_QUERY_QUESTION_H
#define IO_CLI_QUERY_QUESTION_H

#include "io/cli/periods.h"
#include "io/cli/session.h"

enum {
	QUESTION_METRICS = 64,
	QUESTION_DIMENSIONS = 16
};

enum comparison_with { WITH_NOTHING, WITH_PRIOR, WITH_YEAR_AGO, WITH_PEERS };

struct question {
	const struct options *options;
	const struct metric *metrics[QUESTION_METRICS];
	size_t metric_count;
	/* As typed; `time` is the one that splits periods, or `count`. */
	struct text dimensions[QUESTION_DIMENSIONS];
	size_t dimension_count, time;
	enum period_kind split;
	enum comparison_with with;
	/* In time. The references, if it refers to any, are those of a
	 * comparison with other periods, and stand behind the views. */
	struct view views[PERIODS_MOST * 2], *references;
	size_t view_count;
	bool refers;
};

/* Who asks it. */
struct asked {
	struct question *question;
	struct session *session;
};

/* Reads metrics, dimensions and comparison; an error is said. */
bool question_read(struct question *question, const struct options *options);

/* Does --where name that table or column? */
bool question_mentions(const struct question *question, const char *name);

/* For import_options.wants: may --where read that column of the timesheets? The
 * context is the question. */
bool question_reads(const void *context, const char *column);

/* Which tables it can do without: bit set over enum table. */
unsigned question_spares(const struct question *question);

/* For import_options.register_cost_queries: the costs that it asks for. The
 * context is a struct asked. It looks at --period, if that is given, and may
 * then end with STATUS_USAGE. */
enum status question_register_cost_queries(
    void *context, const struct dataset *data, struct bookings *bookings);

/* Makes the views of the periods asked for, and of those they are compared
 * with. An error is said. STATUS_OK, STATUS_USAGE, STATUS_MEMORY or
 * STATUS_OVERFLOW. */
enum status question_views(struct question *question, struct session *session);

#endif
