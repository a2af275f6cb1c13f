/* Metrics, observations and estimates: the one mechanism of the program.
 *
 * A metric is a pure function from the sealed tables, a period and its as_of
 * to observations: for each record that counts, whose it is and two numbers x
 * and y. The metric's kind says how observations fold into a value. Totals of
 * any group, intervals, tests, drill-down and explanations are written once,
 * over observations, and serve every metric. */
#ifndef ENGINE_MODEL_METRIC_H
#define ENGINE_MODEL_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/language.h"
#include "engine/base/rational.h"
#include "engine/model/dataset.h"
#include "engine/model/definitions.h"

/* How observations fold:
 *   SUM, COUNT  Σx
 *   SHARE       Σx / Σy, x being 0 or 1 and y 1
 *   MEAN        Σx / Σy, x a score and y 1
 *   RATIO       Σx / Σy
 *   GROUP_MEAN  the mean over groups of the mean of x in the group */
enum metric_kind {
	METRIC_SUM,
	METRIC_COUNT,
	METRIC_SHARE,
	METRIC_MEAN,
	METRIC_RATIO,
	METRIC_GROUP_MEAN
};

enum unit { UNIT_MONEY, UNIT_COUNT, UNIT_SHARE, UNIT_RATIO, UNIT_SCORE };
enum direction { DIRECTION_UP, DIRECTION_DOWN };

/* What an observation's or omission's record is an index into:
 * dataset.contracts, dataset.surveys, dataset.payments, dataset.timesheets.odd,
 * dataset.adjustments, dataset.splits, or an id of dataset.client_ids or
 * dataset.projects. */
enum record_kind {
	RECORD_CONTRACT,
	RECORD_CLIENT,
	RECORD_PROJECT,
	RECORD_SURVEY,
	RECORD_PAYMENT,
	RECORD_TIMESHEET,
	RECORD_ADJUSTMENT,
	RECORD_SPLIT
};

/* A number of an observation: a decimal (in 10^-16) or a fraction, such as a
 * run rate or a score on a scale of 0 to 100. A metric uses one sort. */
union measure {
	wide exact;
	struct rational fraction;
};

struct observation {
	union measure x, y;
	uint32_t manager; /* id, or NO_ID for nobody */
	uint32_t record;
	uint32_t group; /* department of a GROUP_MEAN, else 0 */
	date day;       /* by which it counts: whose team's, whose leads' */
	/* Which part of its record's money it is, of 1, where several share it:
	 * then the record has further observations. 0: all of it. */
	decimal share;
};

/* Why a record was left out of a metric's denominator. */
enum omission_reason {
	OMITTED_NO_PROPOSED_ON,
	OMITTED_NO_RUN_RATE,
	OMITTED_TERMINATED_BEFORE_DUE,
	OMITTED_NO_BUDGET,
	OMITTED_NO_COST,
	OMITTED_RUNS_WITHOUT_BUDGET,
	OMITTED_RUNS_WITHOUT_END, /* of its budget by the month */
	OMITTED_RUNS_WITHOUT_COST,
	OMITTED_RUNS_WITHOUT_PROGRESS,
	OMITTED_ABOUT_NOBODY, /* counts for the company all the same */
	OMITTED_UNKNOWN_PROJECT,
	OMITTED_HOURS_WITHOUT_COST,
	OMITTED_REASON_COUNT
};

struct omission {
	enum omission_reason reason;
	enum record_kind kind;
	uint32_t record;
};

/* Growable lists in an arena. */
struct observations {
	struct arena *arena;
	struct observation *rows;
	size_t count, capacity;
	struct omission *omissions;
	size_t omission_count, omission_capacity;
	/* Of each reason: left out too, but too many to be listed. */
	uint64_t omitted_more[OMITTED_REASON_COUNT];
};

/* Add one; STATUS_OK or STATUS_MEMORY. */
enum status observations_add(
    struct observations *observations, struct observation observation);
enum status observations_omit(struct observations *observations,
    enum omission_reason reason, enum record_kind kind, uint32_t record);

/* What a metric looks at. `cohort` is metrics/periods/cohort.h's shared
 * knowledge of who was active and whose client, for this period and as_of. */
struct cohort;
struct view {
	const struct dataset *data;
	const struct definitions *definitions;
	struct period period;
	date as_of;
	const struct cohort *cohort;
	/* By contract.succeeded: the last day that its successor leaves to a
	 * contract; see contracts_cut (metrics/periods/contract.h). NULL where
	 * no contract has one. */
	const date *cuts;
};

/* One row of the table of KPIs. */
struct metric {
	const char *id;
	const char *label; /* a message, and so is */
	const char *formula;
	enum metric_kind kind;
	enum unit unit;
	enum direction direction;
	int indicator; /* 1 to 8; which of the eight it belongs to */
	bool headline; /* is the indicator itself, not a companion */
	bool decimals; /* measures are decimals, else fractions */
	enum record_kind records;
	unsigned tables;  /* bit set over enum table that it needs */
	double low, high; /* of a mean's scale */
	enum status (*observe)(
	    const struct view *view, struct observations *observations);
};

/* Is every table there that the metric needs? */
bool metric_has_tables(const struct metric *metric, const struct dataset *data);

/* ---- results ---- */

struct optional {
	bool defined;
	double value;
};

/* A number that may be absent: a decimal or a fraction, both exact, or a
 * double. */
enum quantity_kind { QUANTITY_REAL, QUANTITY_EXACT, QUANTITY_FRACTION };

struct quantity {
	bool defined;
	enum quantity_kind kind;
	union {
		wide exact;
		struct rational fraction;
		double real;
	} as;
};

struct quantity quantity_exact(wide value);
struct quantity quantity_fraction(struct rational value);
struct quantity quantity_real(double value);
struct quantity quantity_optional(struct optional value);
/* What a metric's observation has. */
struct quantity measure_quantity(
    const struct metric *metric, union measure measure);

/* The number as a fraction, in `arena`; a double counts as it is printed. */
struct rational quantity_rational(
    struct arena *arena, struct quantity quantity);

/* The nearest double. */
double quantity_double(struct quantity quantity);
double measure_double(const struct metric *metric, union measure measure);
/* Text as kpi.csv has it, decimals exactly and others as the nearest double;
 * empty when undefined. Returns `text`. */
const char *quantity_print(char text[WIDE_TEXT_SIZE], struct quantity quantity);

/* REPORTS: somebody and all who report to them, directly or through others. */
enum scope { SCOPE_COMPANY, SCOPE_TEAM, SCOPE_REPORTS, SCOPE_MANAGER };

struct subject {
	enum scope scope;
	uint32_t id; /* of words (team) or managers; NO_ID for company */
	/* A manager's team on the run's closing day: index in subjects, or
	 * NO_ID. */
	uint32_t team;
	struct text key;  /* as in kpi.csv: `*`, the team, the manager's id */
	struct text name; /* for people to read */
};

enum interval_method {
	METHOD_NONE,
	METHOD_WILSON,
	METHOD_WILSON_AMOUNTS,
	METHOD_T_SCORE,
	METHOD_POISSON,
	METHOD_T_RATIO,
	METHOD_T_WS
};

/* FLAG_HIDDEN: of too few raters (raters.h); never in kpi.csv. */
enum flag {
	FLAG_NO_DATA = 1,
	FLAG_SMALL_SAMPLE = 2,
	FLAG_OUTLIER = 4,
	FLAG_HIDDEN = 8
};

/* Their names in kpi.csv; METHOD_NONE has an empty one. */
const char *unit_name(enum unit unit);
const char *scope_name(enum scope scope);
const char *interval_method_name(enum interval_method method);

/* The flags' names, separated by `;`; returns `text`. */
enum { FLAGS_TEXT_SIZE = 40 };
const char *flags_print(char text[FLAGS_TEXT_SIZE], unsigned flags);

/* Beyond chance, or also beyond the usual spread of the managers? */
enum beyond { BEYOND_NOTHING, BEYOND_CHANCE, BEYOND_SPREAD };

/* "", "chance", "spread" */
const char *beyond_name(enum beyond beyond);

/* What fair.csv says of a share: the hits that the company's rates would have
 * given on the same mix of records, and the subject's own over these.
 * All but `expected` are there only where that is above 0. */
struct fair {
	struct optional expected, ratio, ratio_low, ratio_high;
	struct optional adjusted; /* ratio × the company's rate, at most 1 */
	struct optional tail_chance, tail_spread;
	enum beyond beyond;
};

/* What reliability.csv says of a share or mean: how much of the differences
 * between the managers is more than chance. */
struct reliability {
	uint32_t subjects; /* managers with a value */
	struct optional between, within, share;
};

/* Everything kpi.csv says of one (period, subject, metric). */
struct estimate {
	struct quantity value, numerator, denominator, prior, change;
	uint32_t n;
	double
	    variance; /* of a mean's observations, divisor n − 1; 0 if n < 2 */
	enum interval_method method;
	struct optional ci_low, ci_high, p_change, p_peers, shrunk, trend,
	    trend_p;
	unsigned flags;
	/* Of a share, for teams, reports and managers in printed periods; else
	 * NULL. */
	const struct fair *fair;
};

/* The estimates of one (period, metric). Most subjects have no record of a
 * metric in a period, and nothing in their estimates differs: these share one,
 * `empty`. */
struct estimate_cells {
	/* Those who have one of their own: indices of subjects, rising. */
	const uint32_t *subjects;
	size_t count;
	/* The i-th of them has own[i]; equal ones are kept once. */
	const struct estimate *const *own;
	/* While they are made: `own` is NULL, the i-th has estimates[i], the
	 * first is the company. */
	struct estimate *estimates;
	struct estimate empty;
};

/* The values of one (period, metric), likewise: NAN where there is none. */
struct history {
	const uint32_t *subjects;
	size_t count;
	const double *values;
	/* Is there a value, of too few raters (raters.h) to be shown? NULL: of
	 * none. kpi.csv has it all the same. */
	const bool *few_raters;
	double empty;
};

struct analysis;

/* A run's results, by period (in time), subject (company, teams, reports,
 * managers, each by bytes) and metric (in the order of the table). */
struct results {
	const struct dataset *data;
	const struct definitions *definitions;
	const struct metric *metrics;
	size_t metric_count;
	struct subject *subjects;
	size_t subject_count;
	/* Id → index in subjects, or NO_ID where there is none: of a manager,
	 * of the reports to a manager, of a team. */
	const uint32_t *subject_of_manager, *subject_of_lead, *subject_of_team;
	const uint32_t *fallback_teams; /* see team_on */
	struct view *views;             /* one a period */
	size_t period_count;
	size_t run_period; /* index of the run's own period */
	/* Earlier periods than the first printed one only serve trends; but for
	 * the one just before, they have no estimates. */
	size_t first_printed, first_estimated;
	struct estimate_cells
	    *cells; /* [period from first_estimated on][metric] */
	/* By printed period and metric. */
	struct reliability *reliability;
	struct history *history; /* [period][metric] */
	/* By metric: a period that begins before this day lies before its
	 * table's data, and a 0 of it says nothing. NULL: none does. */
	date *data_begin;
	/* [period][metric]; empty for periods that are not printed. */
	struct observations *observations;
	const struct analysis *analysis; /* engine/model/analysis.h; or NULL */
};

/* NULL for a period without estimates. */
static inline struct estimate_cells *
results_cells(const struct results *results, size_t period, size_t metric)
{
	if (period < results->first_estimated)
		return NULL;
	return &results->cells[(period - results->first_estimated) *
				   results->metric_count +
			       metric];
}

/* NULL for a period without estimates. */
const struct estimate *results_at(const struct results *results, size_t period,
    size_t subject, size_t metric);

/* Of a printed period. */
static inline struct reliability *
results_reliability(const struct results *results, size_t period, size_t metric)
{
	return &results->reliability[(period - results->first_printed) *
					 results->metric_count +
				     metric];
}

/* The value in any period, as a double. */
struct optional results_history(const struct results *results, size_t period,
    size_t subject, size_t metric);

/* May the value not be shown to people, because too few raters stand behind it?
 */
bool results_few_raters(const struct results *results, size_t period,
    size_t subject, size_t metric);

/* Does the period lie where the metric has data? */
static inline bool
results_reach(const struct results *results, size_t period, size_t metric)
{
	return !results->data_begin || results->views[period].period.from >=
					   results->data_begin[metric];
}

static inline const struct observations *
results_observations(
    const struct results *results, size_t period, size_t metric)
{
	return &results->observations[period * results->metric_count + metric];
}

/* The subjects whose a manager's record is that counts by a day, besides the
 * company: the manager, their team on that day, and the reports to themselves,
 * to their lead, to that one's and so on. Of nobody's record there is none. */
struct owners {
	const struct results *results;
	date day;
	uint32_t manager, lead;
	bool told_manager, told_team;
};
struct owners owners_of(
    const struct results *results, uint32_t manager, date day);
/* The next of them; false when there is no more. */
bool owners_next(struct owners *owners, uint32_t *subject);

/* The subject of the team of a manager on a day; NO_ID if they have none. */
uint32_t results_team(
    const struct results *results, uint32_t manager, date day);

/* Is the observation among the subject's records? */
bool results_belongs(const struct results *results,
    const struct subject *subject, const struct observation *observation);

#endif
