/* What stands beside the estimates of a run: curves, tables and models about
 * its own period, for people to look at. None of it changes a number of
 * kpi.csv.
 *
 * metrics/analysis/analysis.h fills it, one subject a file; io/export shows it.
 * Arrays `by subject` run parallel to results.subjects. What is undefined says
 * why, and is neither 0 nor NaN. */
#ifndef ENGINE_MODEL_ANALYSIS_H
#define ENGINE_MODEL_ANALYSIS_H

#include "engine/model/clients.h"
#include "engine/model/metric.h"
#include "engine/model/remarks.h"

/* Why there is no number. */
enum absence {
	ABSENCE_NONE,          /* there is one */
	ABSENCE_TOO_FEW,       /* fewer observations than the method needs */
	ABSENCE_NO_SPREAD,     /* all observations alike */
	ABSENCE_NOT_CONNECTED, /* managers and departments not comparable */
	ABSENCE_NOT_REACHED,   /* lies after the data */
	ABSENCE_HIDDEN,        /* could identify a single rater */
	ABSENCE_OUT_OF_RANGE   /* numbers too large to compute with */
};

/* The reason in words; empty for ABSENCE_NONE. */
const char *absence_text(enum absence absence, enum language language);

/* A number, or why there is none. */
struct finding {
	bool defined;
	enum absence absence;
	double value;
};

/* ---- how long clients stay ---- */

/* One step of the curve (Kaplan and Meier): a tenure after which clients were
 * lost. Days are counted from the first day in force to the last covered day,
 * both included. */
struct tenure_step {
	uint32_t days, at_risk, lost;
	double survival;                 /* share staying longer than that */
	struct optional ci_low, ci_high; /* 95 %, log-log (Greenwood) */
};

struct tenure_curve {
	struct tenure_step *steps; /* by days; none: nobody was lost */
	size_t step_count;
	uint32_t clients, lost;
	uint32_t longest;      /* the longest tenure: where the curve ends */
	struct finding median; /* days */
	/* Log-rank test of this subject against all other clients, adjusted
	 * (Benjamini and Hochberg) over those of its scope;
	 * and the losses to be expected if all clients left alike. Not for the
	 * company. */
	struct finding p_rest, expected;
};

struct tenure {
	struct tenure_curve *curves; /* by subject */
	/* Log-rank test that the teams' curves are the same: χ², df, p. */
	struct finding teams_chi_square, teams_p;
	uint32_t teams; /* with clients */
};

/* Clients by the quarter they joined: active[k] of `clients` were active on the
 * last day of the k-th quarter after it (0: of the quarter itself). Quarters
 * that have not ended by as_of have no cell. */
struct joined_quarter {
	char label[PERIOD_TEXT_SIZE];
	uint32_t clients;
	uint32_t *active;
	size_t count;
};

enum { JOINED_QUARTERS_MOST = 40 };

struct joined {
	struct joined_quarter *rows; /* in time */
	size_t row_count, columns;   /* columns: the most cells of a row */
	uint32_t earlier; /* clients who joined too long ago for a row */
};

/* ---- how proposals end ---- */

/* One step of the curves (Aalen and Johansen): so many days after they were
 * sent some were won or lost. */
struct pipeline_step {
	uint32_t days, at_risk, won, lost;
	double won_so_far, lost_so_far;    /* of all, shares by that day */
	struct optional won_low, won_high; /* 95 %, log-log */
};

struct pipeline_curve {
	struct pipeline_step *steps; /* by days; none: all are open */
	size_t step_count;
	uint32_t proposals, won, lost; /* the others are open */
};

/* Of an open proposal: the share of those which were still open at its age that
 * were won in the end, by the company's curve. NOT_REACHED: none that old has
 * been decided. */
struct pipeline_chance {
	uint32_t contract; /* index in dataset.contracts */
	uint32_t age;      /* days since it was sent */
	struct finding chance;
};

/* Proposals sent within PIPELINE_DAYS up to as_of. */
enum { PIPELINE_DAYS = 730 };

/* Open proposals of any kind by their age: up to 30, 60, 90 and 180 days, and
 * older ones. */
enum { PIPELINE_AGES = 5 };

struct open_age {
	uint32_t proposals;
	wide value; /* of those that have one */
};

struct pipeline {
	struct open_age ages[PIPELINE_AGES];
	struct pipeline_curve *curves; /* by subject */
	struct pipeline_chance *open;  /* of any age, by contract */
	size_t open_count;
};

/* The share won at the last day with a decision: what the close rate becomes
 * when the open ones are decided. Undefined without any. */
struct optional pipeline_matured(const struct pipeline_curve *curve);

/* ---- funnels: shares against their n ---- */

struct funnel_band {
	double low_95, high_95, low_998, high_998;
};

struct funnel_point {
	size_t subject; /* a manager with n > 0, in the order of subjects */
	uint32_t n, successes;
	double rate;
	struct funnel_band band; /* at its n, around the company's rate */
	bool outside_95, outside_998;
	enum beyond beyond; /* on the same mix of records */
};

struct funnel_curve_point {
	uint32_t n;
	struct funnel_band band;
};

struct funnel {
	size_t metric; /* index in results.metrics */
	double rate;   /* the company's */
	struct funnel_point *points;
	size_t point_count;
	struct funnel_curve_point *curve; /* rising n, from 1 to the largest */
	size_t curve_count;
};

/* ---- projects against their budgets ---- */

/* The projects of budget_variance. */
struct budget_project {
	uint32_t project, manager; /* ids; manager may be NO_ID */
	date day;                  /* on which it was delivered */
	wide budget, actual;
	double variance; /* (actual − budget) / budget */
	/* Outside Tukey's fences of its manager's, of all projects? */
	bool outside_manager, outside_company;
};

struct budget_spread {
	uint32_t n;
	struct finding median, quartile_low, quartile_high;
	struct finding mad; /* scaled: the sd of normal data */
	struct finding fence_low, fence_high;
};

struct budget {
	struct budget_project *projects; /* by manager's subject, then by
					    falling variance, then id */
	size_t project_count;
	struct budget_spread *spreads; /* by subject */
};

/* Projects that run on the closing day. */
struct running_project {
	uint32_t project, manager; /* ids; manager may be NO_ID */
	uint32_t client;           /* NO_ID: none, or several */
	bool several_clients;
	date due_on;       /* DATE_NONE: none */
	wide cost, budget; /* by as_of */
	wide whole_budget; /* of the whole term; 0 where that has no end */
	struct optional progress, estimate; /* estimate at completion */
	/* The larger of cost over budget and estimate over the whole budget,
	 * less 1; undefined where neither can be told. */
	struct optional overrun;
};

struct running {
	struct running_project *rows; /* by falling overrun, then id */
	size_t count, over;           /* over: cost above budget already */
};

/* ---- coordination, fair to strict departments ---- */

struct coordination_department {
	uint32_t department; /* id of words */
	uint32_t answers, raters, managers;
	/* Points by which it rates lower than the departments do on average,
	 * the managers being equal; negative: more kindly. */
	struct finding severity;
};

/* What a department says of a manager. */
struct coordination_cell {
	size_t subject; /* a manager */
	uint32_t department, answers;
	struct finding mean; /* ABSENCE_HIDDEN: of too few raters */
};

struct coordination_manager {
	size_t subject;
	uint32_t answers, departments;
	/* The mean of the departments' means, and that of the additive model
	 * manager + department; ABSENCE_HIDDEN of too few raters. */
	struct finding plain, adjusted;
};

struct coordination {
	struct coordination_manager *managers; /* with answers; by subject */
	size_t manager_count;
	struct coordination_department *departments; /* by bytes of the name */
	size_t department_count;
	struct coordination_cell *cells; /* by subject, then department */
	size_t cell_count;
	/* Reliability of one department's and of the departments' mean rating:
	 * ICC(2,1) and ICC(2,k) over the managers whom every department rated.
	 */
	struct finding icc_single, icc_mean;
	uint32_t icc_managers, icc_departments;
	uint32_t min_raters; /* raters below which a mean is hidden */
};

/* ---- which indicators go together ---- */

/* Spearman's rank correlation over the managers who have both. Says nothing
 * about causes. */
struct driver {
	size_t first, second; /* indices in results.metrics, first < second */
	uint32_t n;           /* managers with both values */
	struct finding rho;
	struct finding p; /* permutation test, adjusted (Benjamini and
			     Hochberg) over all pairs */
};

struct drivers {
	size_t *metrics; /* those compared: the eight indicators */
	size_t metric_count;
	struct driver *pairs; /* by first, then second */
	size_t pair_count;
};

struct analysis {
	struct tenure tenure;
	struct joined joined;
	struct pipeline pipeline;
	struct funnel *funnels; /* one a share metric */
	size_t funnel_count;
	struct budget budget;
	struct running running;
	struct coordination coordination;
	struct drivers drivers;
	struct remarks remarks;
	struct clients clients;
	struct bridges bridges;
};

struct arena;

/* Which observations of a metric may not be shown one by one, because who gave
 * the score could be told from it: of a GROUP_MEAN those about a manager from
 * a group (department) with fewer than definitions.min_raters raters
 * (raters.h); where that is one group only, those of the manager's next
 * smallest group as well, else the mean would give it away. Of other kinds
 * none. A flag an observation, in `arena`; NULL without memory. */
bool *analysis_hidden(const struct results *results, size_t period,
    size_t metric, struct arena *arena);

#endif
