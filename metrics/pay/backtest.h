/* The back-test: what several plans would have paid in past periods, from
 * today's data.
 *
 * Each period is judged as a run over it judges it, by itself; each plan takes
 * the place of plan.csv in turn, and all else stays. So the amounts are those
 * that such a run would pay, and only scores, ratings and KPI bonuses, and what
 * hangs on these, differ between plans. The first plan is the one in force,
 * with which the others are compared. */
#ifndef METRICS_PAY_BACKTEST_H
#define METRICS_PAY_BACKTEST_H

#include "engine/model/plan.h"

/* A plan: its rows have been checked. */
struct backtest_plan {
	const char *name;
	const struct plan_row *rows;
	size_t row_count;
};

/* A metric, or what is rated by hand, of a scope: it stands in one of the
 * plans. */
struct backtest_measure {
	const struct metric *measured;
	struct text metric; /* as plan.csv names it */
	enum plan_scope scope;
	size_t place;                      /* in the order of the metrics */
	const char *label[LANGUAGE_COUNT]; /* with the scope, where not self */
};

/* How the targets of a metric, or of all, suit the values: each line of a
 * scorecard is counted once. */
struct backtest_fit {
	size_t judged;  /* lines with a payout; of them */
	size_t below;   /* worse than the threshold, or than any step */
	size_t at_most; /* at the highest payout that they may reach */
	size_t left;    /* lines that left their plan */
	double payout;  /* the mean of the judged, percent */
};

/* How scores are spread: percent; quartiles lie linearly between the two next
 * scores (as R's default has them). */
struct backtest_scores {
	decimal least, first_quartile, median, third_quartile, most;
	struct rational mean;
};

/* A plan in a period, or in all. */
struct backtest_outcome {
	size_t people; /* with a row in bonus.csv; in all periods each once */
	size_t cards;  /* such rows */
	size_t scored; /* of them, with a score */
	size_t without_plan, gates_shut, below_minimum;
	/* By band, the best first; behind them those below all. */
	size_t ratings[RATING_BANDS_MOST + 1];
	struct backtest_scores scores; /* if any is scored */
	wide parts[PAY_PART_COUNT], total;
	struct backtest_fit fit, *fits; /* fits: by measure */
	/* Against the first plan: money, people who get more and less (of all
	 * periods in sum), rows rated higher and lower; no rating is the
	 * lowest. */
	wide difference;
	size_t gaining, losing, higher, lower;
};

/* How much a metric moved a score, against the first plan: points of it after −
 * before. The moves of a score add up to its exact difference. */
struct backtest_move {
	const struct backtest_measure *measure;
	struct rational points;
	/* Its line in either plan, if there is just one; else NULL. */
	const struct scorecard_line *before, *after;
};

/* A row of bonus.csv against the same under the first plan. */
struct backtest_change {
	const struct scorecard *before, *after;
	int higher;  /* 1: is rated higher, -1: lower, 0: the same */
	wide amount; /* total after − before */
	/* What moved the score, the largest move first; none where the two
	 * scores are the same. */
	struct backtest_move *moves;
	size_t move_count;
};

/* A plan in a period. */
struct backtest_trial {
	struct pay_results pay;
	struct backtest_outcome outcome;
	struct backtest_change *changes; /* by card; NULL of the first plan */
};

/* Somebody over all periods, by plan. */
struct backtest_person {
	uint32_t manager;
	struct backtest_under {
		wide parts[PAY_PART_COUNT], total;
		size_t cards, scored, higher, lower;
	} * under;
};

struct backtest {
	const struct dataset *data;
	const struct definitions *definitions;
	const struct backtest_plan *plans;
	size_t plan_count;
	const struct period *periods; /* in time */
	const date *as_of;
	size_t period_count;
	struct backtest_measure *measures; /* in the order of the metrics */
	size_t measure_count;
	struct backtest_trial *trials; /* [period][plan] */
	/* Over all periods: by plan, and by person by id in bytes. A quarter
	 * and its year do not pay twice: each has a base bonus of its own, and
	 * commission and award are paid over one kind of period. */
	struct backtest_outcome *totals;
	struct backtest_person *people;
	size_t person_count;
};

static inline const struct backtest_trial *
backtest_trial(const struct backtest *test, size_t period, size_t plan)
{
	return &test->trials[period * test->plan_count + plan];
}

/* Runs it: data, definitions, plans, periods and as_of are set, each with its
 * count, at least one. `jobs` is that of evaluate. What is made
 * lives in `arena`. STATUS_OK, STATUS_MEMORY or STATUS_OVERFLOW, said in
 * `diagnostics`. */
enum status backtest_run(struct backtest *test, unsigned jobs,
    struct arena *arena, struct diagnostics *diagnostics);

/* What a rating of a score is: 0 is the best, bands->count the one below all
 * bands. */
size_t backtest_band(const struct rating_bands *bands, decimal score);
struct text backtest_band_name(const struct rating_bands *bands, size_t band);

/* ---- the parts of backtest_run; the trials' pay is there ---- */

/* The measure of a line. */
const struct backtest_measure *backtest_measure_of(
    const struct backtest *test, const struct scorecard_line *line);

/* Fill the changes; the outcomes; people and totals. STATUS_OK, STATUS_MEMORY
 * or STATUS_OVERFLOW. */
enum status backtest_compare(struct backtest *test, struct arena *arena);
enum status backtest_sum_up(struct backtest *test, struct arena *arena);

#endif
