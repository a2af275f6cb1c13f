/* From indicators to pay: the plan, the shape of payroll's file, and what they
 * give.
 *
 * A plan says for a level (or one person, or all) which metrics count, how
 * much, and what each value pays: a curve through up to three knots
 * (threshold, target, stretch). metrics/pay/scorecard.h turns estimates into
 * payouts and a score, metrics/pay/bonus.h a score into money. Everything that
 * is paid is exact until it is rounded once; the doubles here are the nearest
 * ones of exact numbers, for people to read. */
#ifndef ENGINE_MODEL_PLAN_H
#define ENGINE_MODEL_PLAN_H

#include "engine/model/commission.h"
#include "engine/model/metric.h"

/* Which number of kpi.csv a plan judges; `adjusted` is that of fair.csv. */
enum estimator {
	ESTIMATOR_VALUE,
	ESTIMATOR_SHRUNK,
	ESTIMATOR_CI_LOW,
	ESTIMATOR_CI_HIGH,
	ESTIMATOR_ADJUSTED,
	ESTIMATOR_COUNT
};

/* Whose value of a metric counts: the person's own, their team's, the
 * company's, or that of all who report to them. PLAN_SELF_NAMED stands in files
 * only: a row that is kept says PLAN_SELF. */
enum plan_scope {
	PLAN_SELF,
	PLAN_TEAM,
	PLAN_COMPANY,
	PLAN_REPORTS,
	PLAN_SELF_NAMED
};

/* Are targets of whoever serves a part of the period smaller by the days? By
 * the rule: those of sums and counts of scope self. */
enum prorate { PRORATE_BY_RULE, PRORATE_YES, PRORATE_NO };

/* A row of plan.csv. Knots are in the metric's own units (0.9, not 90) and lie
 * in its direction; weights and payouts are percent. A row has a target or
 * steps. */
struct plan_row {
	struct source source;
	struct text level;  /* a level, a manager's id, or `*` */
	struct text metric; /* its id; known once the plan was checked */
	decimal weight;
	decimal threshold, target, stretch; /* DECIMAL_NONE: blank */
	decimal payout_threshold, payout_stretch;
	bool gate;
	enum estimator estimator;
	decimal min_n; /* whole, not 0; DECIMAL_NONE if blank */
	enum plan_scope scope;
	struct text steps; /* see steps.h; empty: there are knots */
	enum prorate prorate;
	/* Which runs the row is for: `month` … `year`, a period's label, or
	 * empty, any for which its level has no rows of their own. */
	struct text period;
};

/* What stands before the criterion of a metric that is rated by hand
 * (ratings.csv). */
#define RATING_PREFIX "rating."

/* The criterion of such a metric; empty for one that is computed. */
struct text plan_criterion(const struct plan_row *row);

/* `self`, `team` … */
const char *plan_scope_name(enum plan_scope scope);

/* What the knots of a metric lie within, as kpi.csv prints its values; false
 * where anything may be meant, as of money. Ratios have no bound of their own,
 * but are far below 10: more is meant in percent. */
bool plan_bounds(const struct metric *metric, decimal *low, decimal *high);

/* The least number of records that a value must rest on; 0: any. */
static inline uint32_t
plan_least_n(const struct plan_row *row)
{
	return row->min_n == DECIMAL_NONE
		   ? 0
		   : (uint32_t)(row->min_n / DECIMAL_ONE);
}

enum { PAYROLL_COLUMNS_MOST = 16 };

/* What a column of payroll's file holds. */
enum payroll_field {
	PAYROLL_EMPLOYEE,
	PAYROLL_NAME,
	PAYROLL_EARNING,
	PAYROLL_AMOUNT,
	PAYROLL_CURRENCY,
	PAYROLL_PERIOD,
	PAYROLL_NOTE,
	PAYROLL_FIELD_COUNT
};

/* The parts of a person's pay. */
enum pay_part {
	PAY_KPI_BONUS,
	PAY_COMMISSION,
	PAY_AWARD,
	PAY_ADJUSTMENT,
	PAY_PART_COUNT
};

/* A row for a person's total, or for each of its parts. */
enum payroll_rows { PAYROLL_OF_TOTALS, PAYROLL_OF_PARTS };

/* payroll.csv or payroll.xlsx. */
enum payroll_format { PAYROLL_CSV, PAYROLL_XLSX };

/* The words of kpi.yaml for these, each list ended by NULL. */
extern const char *const payroll_fields[PAYROLL_FIELD_COUNT + 1];
extern const char *const payroll_rows_words[];
extern const char *const payroll_format_words[];

/* `payroll:` of kpi.yaml: the shape of payroll's file. */
struct payroll_map {
	bool wanted;
	int format;        /* enum payroll_format */
	int rows;          /* enum payroll_rows */
	bool control_rows; /* count and sum behind the last row */
	struct {
		enum payroll_field field;
		const char *header;
	} columns[PAYROLL_COLUMNS_MOST];
	size_t column_count;
	const char *codes[PAY_PART_COUNT]; /* earning codes, of the parts */
	const char *total_code;            /* and of the total */
	/* The column of people.csv that holds the employee's code; NULL: the
	 * id is the code. */
	const char *employee_code;
};

/* ---- results ---- */

/* Why a metric left a plan. */
enum leaving {
	LEAVING_NOT,
	LEAVING_NO_VALUE,
	LEAVING_FEW_RECORDS,
	LEAVING_NO_SUBJECT /* no team, or nobody below */
};

/* Which piece of the payout curve a value lies on. */
enum payout_branch {
	BRANCH_NONE,       /* the metric left the plan */
	BRANCH_BELOW,      /* worse than threshold: 0 */
	BRANCH_TO_TARGET,  /* threshold to target */
	BRANCH_TO_STRETCH, /* target to stretch */
	BRANCH_BEYOND,     /* better: stays at the last payout */
	BRANCH_STEP        /* on a step, or between two */
};

/* What a value of a metric pays: threshold, target and stretch as they are
 * used, or steps from the easiest on (then the threshold is the easiest and the
 * target the hardest). metrics/pay/payout.h. */
struct curve_step {
	struct rational value, payout;
};

struct curve {
	bool down; /* smaller values are better */
	bool has_threshold, has_stretch;
	struct rational threshold, target, stretch;
	struct rational low, high; /* payouts at threshold and stretch */
	struct rational hundred;
	const struct curve_step *steps;
	size_t step_count; /* 0: there are none */
};

/* What the next payout step would take (metrics/pay/next_step.h). */
enum next_by {
	NEXT_BY_NOTHING, /* it pays the most, or the metric left the plan */
	NEXT_BY_AMOUNT,  /* of the sum, or of a ratio's numerator */
	NEXT_BY_COST,    /* of projects: always less */
	NEXT_BY_RECORDS, /* of `of` (0: not of a number of records) */
	NEXT_BY_VALUE    /* of the value itself: points, or a share */
};

struct next_step {
	enum next_by by;
	struct rational value, payout; /* the knot, and what it pays */
	struct rational more;          /* or, if `fewer`, less */
	struct rational of;
	bool fewer;
};

/* One metric of one of a person's plans. */
struct scorecard_line {
	const struct plan_row *row;
	size_t plan;   /* index in the card's plans */
	size_t metric; /* index in results->metrics, or NO_METRIC: rated */
	const struct metric *measured; /* what it says of itself; never NULL */
	uint32_t
	    subject; /* whose value: index in subjects, or NO_ID: nobody's */
	const struct estimate *estimate; /* never NULL */
	struct curve curve;
	bool prorated; /* the curve is that of the days in service */
	/* Of a sum or count of the person's own: what of it falls on days out
	 * of service and is not in the value. */
	uint32_t left_out_count;
	wide left_out;
	struct quantity value; /* of the row's estimator, as in
				  kpi.csv or fair.csv */
	struct rational exact; /* the same, as it is judged; if there is one */
	enum leaving leaving;
	enum payout_branch branch;
	struct next_step next;
	double weight_used;    /* percent; 0 when it left */
	double payout, points; /* percent; points = weight_used × payout / 100;
				  not defined when it left */
	bool gate_shut;        /* a gate, and worse than its threshold */
	bool gate_unjudged;    /* a gate that left */
	const char *note[LANGUAGE_COUNT]; /* never NULL */
};

/* A plan by which a person is judged in the period: that of one spell, or of
 * several which follow the same rows. It is judged on the values of the whole
 * period. */
struct judged_plan {
	struct text name;    /* whose plan: a level, an id, or `*` */
	uint32_t level;      /* of the last of its spells; a word or NO_ID */
	size_t first, count; /* its lines among the card's */
	int days;            /* of its spells in the period */
	bool scored;
	struct rational exact; /* the score before it is rounded, if scored */
	decimal score;         /* percent, whole hundredths; 0 unless scored */
	bool gate_shut;        /* of one of its lines */
};

/* A spell in the period. */
struct served_spell {
	const struct person *spell;
	int days;
	size_t plan;  /* index in the card's plans, or NO_PLAN */
	decimal base; /* base bonus for the run's kind; DECIMAL_NONE: none */
};

#define NO_PLAN SIZE_MAX
#define NO_METRIC SIZE_MAX

/* May the line's value not be shown, because too few raters stand behind it? */
bool line_is_hidden(
    const struct results *results, const struct scorecard_line *line);

/* Is the observation among the records behind the line? */
bool line_counts(const struct results *results,
    const struct scorecard_line *line, const struct observation *observation);

/* What the metric is called, with its scope where that is not self: in
 * `arena`, NULL without memory. */
const char *line_label(struct arena *arena, const struct scorecard_line *line,
    enum language language);

/* Threshold, target and stretch of a line as they are used: exactly where they
 * are decimals, else as the nearest double; `""` for a blank one. Steps stand
 * in the target, as plan.csv writes them. In `arena`; NULL without memory. */
enum knot { KNOT_THRESHOLD, KNOT_TARGET, KNOT_STRETCH };
const char *line_knot(
    struct arena *arena, const struct scorecard_line *line, enum knot knot);
/* The same as a number; undefined for a blank one, and of steps. */
struct optional line_knot_number(
    const struct scorecard_line *line, enum knot knot);

/* A person who served a day in the period, or has earned something in it: score
 * and pay. Who served no day is not judged. */
struct scorecard {
	uint32_t manager; /* id of data->managers */
	uint32_t person;  /* with the name and attributes: index in people */
	uint32_t subject; /* index in results->subjects */
	uint32_t level;   /* of the last spell in the period; word or NO_ID */
	struct served_spell *spells; /* in time */
	size_t spell_count;
	struct judged_plan *plans; /* by their first days; none: no plan */
	size_t plan_count;
	/* Those of one plan stand together, in the order of the metrics. */
	struct scorecard_line *lines;
	size_t line_count;
	bool scored;
	decimal score;      /* percent, whole hundredths; 0 unless scored */
	struct text rating; /* empty unless scored */
	bool gate_shut;     /* of one of the plans */
	bool below_minimum; /* the score: no KPI bonus (pay.minimum_score) */
	int days_served, days_of_period; /* proration is their quotient */
	wide pay[PAY_PART_COUNT];        /* each a multiple of its unit */
	wide total;
	wide cut[CAP_COUNT]; /* by caps: what there would be more without */
	/* What other runs have paid (--paid; else 0), by part and in all; what
	 * is left of the total is due. */
	wide paid[PAY_PART_COUNT], total_paid, due;
	uint32_t touched_by_rejects;      /* rejected rows that name them */
	const char *note[LANGUAGE_COUNT]; /* of scorecard.csv; never NULL */
	const char *bonus_note[LANGUAGE_COUNT]; /* of bonus.csv */
	/* Of it what concerns one part (rejected rows: the KPI bonus); and why
	 * the KPI bonus is what it is, but for its cap and rejected rows. */
	const char *part_notes[PAY_PART_COUNT][LANGUAGE_COUNT];
	const char *kpi_note[LANGUAGE_COUNT];
};

/* What another run, over a period within the run's own, has paid of commission
 * and award (`kpi run --paid`). */
struct paid_folder {
	const char *path, *label; /* of its period */
	const char *digest;       /* that it was sealed with */
	/* By part and id of data->managers; those of the KPI bonus are 0. */
	wide *amounts[PAY_PART_COUNT];
};

struct paid_before {
	struct paid_folder *folders; /* none: nothing is netted */
	size_t count;
	/* Ids that are nobody's of people.csv, and what they were paid. */
	struct paid_stranger {
		struct text id;
		wide amount;
	} * strangers;
	size_t stranger_count;
};

/* Somebody who is not in people.csv, and what nobody is paid, by part. */
struct stranger {
	struct text id;
	wide amounts[PAY_PART_COUNT];
};

/* The pay of a run: a card for every person of people.csv who served a day in
 * the period or has commission, an award or an adjustment in it, by id in
 * bytes. */
struct pay_results {
	const struct results *results;
	const struct payroll_map *payroll; /* NULL: nobody asks for one */
	struct scorecard *cards;
	size_t card_count;
	bool has_plan;        /* a plan is given for this kind of period */
	bool has_bases;       /* somebody has a base bonus for it */
	bool has_rates;       /* a commission or an award is given */
	bool has_adjustments; /* for the period, of somebody known */
	wide totals[PAY_PART_COUNT], total; /* over all cards */
	const struct paid_before *paid;
	/* The same over all cards. */
	wide paid_totals[PAY_PART_COUNT], total_paid, total_due;
	/* The periods whose commission and award the run pays, each rounded by
	 * itself: its own, or with --paid those of the kind pay.every in it;
	 * none: the run is of another kind. */
	struct period *earning;
	size_t earning_count;
	const struct commission_list **commissions; /* of each of these */
	/* And of each, by id of data->managers: the projects that earn the
	 * award, whatever it is. */
	uint32_t **awards;
	struct stranger *strangers; /* none where there is no people.csv */
	size_t stranger_count;
};

/* Is there anything to pay besides the plan? */
static inline bool
pay_has_extras(const struct pay_results *pay)
{
	return pay->has_rates || pay->has_adjustments;
}

/* Looks a card up by manager (id of data->managers); NULL if there is none. */
const struct scorecard *pay_card(
    const struct pay_results *pay, uint32_t manager);

/* Does the run net what other runs have paid? */
bool pay_nets(const struct pay_results *pay);

/* Does the score by one of the plans rest on less than half of its weight, as
 * the other metrics left? */
bool card_is_thin(const struct scorecard *card);

/* The part of the period that was served, rounded half away from zero to the
 * four places that it is printed with. */
enum { PRORATION_PLACES = 4 };
decimal pay_proration(const struct scorecard *card);

/* What amounts of a currency are whole multiples of: 1 for VND and others
 * without decimals (ISO 4217), else 0.01. */
decimal currency_unit(const char *currency);

/* What a part of the pay is rounded to: pay.unit, or for adjustments, which
 * somebody has set to the last digit, the currency's own unit. */
decimal pay_part_unit(
    const struct definitions *definitions, enum pay_part part);

/* The places that amounts are printed with: those of the unit, 0 to 4. */
int pay_places(decimal unit);

/* The base bonus that all spells in the period have; DECIMAL_NONE where they
 * differ, or there is none. */
decimal pay_base(const struct scorecard *card);

/* What a person is to be paid of a score by a spell, before it is rounded:
 * base × score of its plan / 100 × days / days of the period; 0 where there is
 * no base or score, a gate is shut, or the person's score is below the least.
 * In `arena`. */
struct rational pay_of_spell(struct arena *arena, const struct scorecard *card,
    const struct served_spell *spell);

/* The column of people.csv with the codes that payroll knows people by; NULL
 * if the map names none, or people.csv has no such column. */
const struct attribute *payroll_employee_codes(
    const struct dataset *data, const struct payroll_map *map);

/* The word of plan.csv for an estimator; and in words. */
const char *estimator_name(enum estimator estimator);
const char *estimator_label(enum estimator estimator, enum language language);

/* The word of bonus.csv for a part. */
const char *pay_part_name(enum pay_part part);

#endif
