#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/plan.h"
#include "io/cli/diff/pay.h"
#include "metrics/estimates/metrics.h"
#include "metrics/pay/payout.h"

enum { PLACES = 12 };

/* A cell of scorecard.csv; "" where there is no such row. */
static const char *
diff_score_cell(const struct diff_run *run, const char *subject,
    const char *metric, const char *column)
{
	const struct run_table *table = &run->scorecard;
	size_t who = run_table_column(table, "subject");
	size_t what = run_table_column(table, "metric");
	for (size_t row = 0; row < table->row_count; row++)
		if (strcmp(run_table_cell(table, row, who), subject) == 0 &&
		    strcmp(run_table_cell(table, row, what), metric) == 0)
			return run_table_cell(
			    table, row, run_table_column(table, column));
	return "";
}

/* A metric of a person's plan in one of the runs. */
struct line {
	const char *weight, *value, *note;
	bool counts; /* is in the plan and has not left it */
	struct rational weight_used, payout; /* 0 unless it counts */
	size_t plan; /* its row in the records, or NO_ROW */
};

/* The row of the plan that the line was judged by: of the person's own plan,
 * else of their level's, else of everybody's. It is known by its weight and
 * target; the kind of period may be named behind. */
static size_t
find_plan_row(const struct diff *diff, const struct diff_run *run,
    const char *subject, const char *metric)
{
	static const char *const kinds[] = { "", " quarter", " year" };
	const char *levels[] = { subject,
		diff_score_cell(run, subject, "*", "level"), "*" };
	for (size_t l = 0; l < 3; l++)
		for (size_t k = 0; k < 3; k++) {
			const char *name = arena_format(diff->arena, "%s %s%s",
			    levels[l], metric, kinds[k]);
			size_t row =
			    name ? diff_find_record(run, "plan", name) : NO_ROW;
			if (row != NO_ROW &&
			    strcmp(diff_record_cell(run, row, "weight"),
				diff_score_cell(
				    run, subject, metric, "weight")) == 0 &&
			    strcmp(diff_record_cell(run, row, "target"),
				diff_score_cell(
				    run, subject, metric, "target")) == 0)
				return row;
		}
	return NO_ROW;
}

/* 0 for a text that is no number. */
static struct rational
number(const struct diff *diff, const char *text)
{
	struct rational value;
	return rational_parse(diff->arena, text, &value) ? value
							 : rational_whole(0);
}

static struct line
line_of(const struct diff *diff, enum side side, const char *subject,
    const char *metric)
{
	const struct diff_run *run = &diff->run[side];
	struct line line = {
		.weight = diff_score_cell(run, subject, metric, "weight"),
		.value = diff_score_cell(run, subject, metric, "value"),
		.note = diff_score_cell(run, subject, metric, "note"),
		.counts = *diff_score_cell(run, subject, metric, "points"),
		.plan = find_plan_row(diff, run, subject, metric),
	};
	line.weight_used = number(diff,
	    line.counts ? diff_score_cell(run, subject, metric, "weight_used")
			: "0");
	line.payout = number(
	    diff, line.counts ? diff_score_cell(run, subject, metric, "payout")
			      : "0");
	return line;
}

/* What of the curve changed, in words; "" if nothing did or it is not known. */
static const char *
curve_change(const struct diff *diff, const struct line lines[SIDES])
{
	static const char *const fields[] = { "threshold", "target", "stretch",
		"payout_threshold", "payout_stretch", "estimator" };
	const char *text = "";
	if (lines[OLD].plan == NO_ROW || lines[NEW].plan == NO_ROW)
		return text;
	for (size_t i = 0; i < sizeof fields / sizeof *fields && text; i++) {
		const char *old = diff_record_cell(
		    &diff->run[OLD], lines[OLD].plan, fields[i]);
		const char *new = diff_record_cell(
		    &diff->run[NEW], lines[NEW].plan, fields[i]);
		if (strcmp(old, new) != 0)
			text = arena_format(diff->arena, "%s%s%s %s → %s", text,
			    *text ? "; " : "plan: ", fields[i],
			    *old ? old : "blank", *new ? new : "blank");
	}
	return text;
}

static decimal
plan_decimal(const struct diff_run *run, size_t row, const char *column)
{
	decimal value;
	return decimal_parse(text_of(diff_record_cell(run, row, column)),
		   &value) == DECIMAL_OK
		   ? value
		   : DECIMAL_NONE;
}

/* What the new value would have paid by the old curve. */
static struct rational
payout_by_old_plan(const struct diff *diff, const struct metric *metric,
    const struct line lines[SIDES])
{
	const struct diff_run *run = &diff->run[OLD];
	struct plan_row row = {
		.threshold = plan_decimal(run, lines[OLD].plan, "threshold"),
		.target = plan_decimal(run, lines[OLD].plan, "target"),
		.stretch = plan_decimal(run, lines[OLD].plan, "stretch"),
		.payout_threshold =
		    plan_decimal(run, lines[OLD].plan, "payout_threshold"),
		.payout_stretch =
		    plan_decimal(run, lines[OLD].plan, "payout_stretch"),
	};
	struct rational value;
	enum payout_branch branch;
	if (!metric || row.target == DECIMAL_NONE ||
	    !rational_parse(diff->arena, lines[NEW].value, &value))
		return lines[NEW].payout;
	struct curve curve = curve_of(diff->arena, &row, metric->direction);
	return curve_payout(diff->arena, &curve, value, &branch);
}

static enum status
add_step(struct diff *diff, struct difference *score, const char *metric,
    const char *reason, struct rational weight, struct rational payout)
{
	struct arena *arena = diff->arena;
	struct rational points = rational_divide(arena,
	    rational_multiply(arena, weight, payout), rational_whole(100));
	struct rational part = rational_round_to(arena, points, PLACES);
	if (!reason || rational_failed(part))
		return STATUS_MEMORY;
	return rational_is_zero(part)
		   ? STATUS_OK
		   : diff_add_other(diff, score, metric, reason, part);
}

static const char *
from_to(
    const struct diff *diff, const char *what, const char *old, const char *new)
{
	return arena_format(diff->arena, "%s %s → %s", what,
	    *old ? old : "none", *new ? new : "none");
}

static const char *
weight_change(const struct diff *diff, const struct line lines[SIDES])
{
	struct arena *arena = diff->arena;
	const char *old = rational_print(
	    arena, rational_round_to(arena, lines[OLD].weight_used, 2));
	const char *new = rational_print(
	    arena, rational_round_to(arena, lines[NEW].weight_used, 2));
	if (!old || !new)
		return NULL;
	if (strcmp(lines[OLD].weight, lines[NEW].weight) != 0)
		return from_to(
		    diff, "plan: weight", lines[OLD].weight, lines[NEW].weight);
	return arena_format(diff->arena,
	    "weight used %s → %s (metrics that left the plan)", old, new);
}

/* Which number of kpi.csv the plan judges. */
static const char *
judged(const struct diff *diff, const struct line lines[SIDES])
{
	const char *estimator =
	    diff_record_cell(&diff->run[NEW], lines[NEW].plan, "estimator");
	return *estimator ? estimator : "value";
}

/* The steps of one metric. */
static enum status
add_metric(struct diff *diff, struct difference *score, const char *subject,
    const char *id)
{
	struct arena *arena = diff->arena;
	const struct metric *metric = metrics_find(text_of(id));
	struct line lines[SIDES] = { line_of(diff, OLD, subject, id),
		line_of(diff, NEW, subject, id) };
	const struct line *old = &lines[OLD], *new = &lines[NEW];
	if (!old->counts && !new->counts)
		return STATUS_OK;
	if (!old->counts || !new->counts) {
		const struct line *gone = old->counts ? new : old;
		/* Of the one that does not count, weight and payout are 0. */
		struct rational weight = rational_subtract(
		    arena, new->weight_used, old->weight_used);
		struct rational payout =
		    rational_add(arena, new->payout, old->payout);
		const char *why =
		    !*gone->weight ? "not in the plan" : gone->note;
		return add_step(diff, score, metric ? metric->id : id,
		    arena_format(diff->arena, "%s: %s",
			old->counts ? "counts no longer" : "did not count",
			why),
		    weight, payout);
	}
	const char *curve = curve_change(diff, lines);
	if (!curve)
		return STATUS_MEMORY;
	bool moved = strcmp(old->value, new->value) != 0;
	struct rational middle = !*curve ? new->payout
				 : !moved
				     ? old->payout
				     : payout_by_old_plan(diff, metric, lines);
	enum status status = add_step(diff, score, id,
	    from_to(diff, judged(diff, lines), old->value, new->value),
	    old->weight_used, rational_subtract(arena, middle, old->payout));
	if (!status)
		status = add_step(diff, score, id, curve, old->weight_used,
		    rational_subtract(arena, new->payout, middle));
	if (!status)
		status = add_step(diff, score, id, weight_change(diff, lines),
		    rational_subtract(
			arena, new->weight_used, old->weight_used),
		    new->payout);
	return status;
}

/* Is the metric one of the person's in the old run? */
static bool
is_in(const struct diff_run *run, const char *subject, const char *metric)
{
	return *diff_score_cell(run, subject, metric, "metric");
}

static enum status
add_metrics(struct diff *diff, struct difference *score, const char *subject)
{
	enum status status = STATUS_OK;
	for (int side = NEW; side >= OLD; side--) {
		const struct run_table *table = &diff->run[side].scorecard;
		size_t who = run_table_column(table, "subject");
		size_t what = run_table_column(table, "metric");
		for (size_t row = 0; row < table->row_count && !status; row++) {
			const char *id = run_table_cell(table, row, what);
			if (strcmp(run_table_cell(table, row, who), subject) !=
				0 ||
			    strcmp(id, "*") == 0 ||
			    (side == OLD &&
				is_in(&diff->run[NEW], subject, id)))
				continue;
			status = add_metric(diff, score, subject, id);
		}
	}
	return status;
}

static enum status
add_rest(struct diff *diff, struct difference *score)
{
	struct rational rest = diff_rest(diff, score);
	if (rational_is_zero(rest))
		return rational_failed(rest) ? STATUS_MEMORY : STATUS_OK;
	/* Each score is rounded to hundredths. */
	bool small = rational_compare(rational_size(rest),
			 rational_of(diff->arena, 1, 100)) <= 0;
	return diff_add_other(diff, score, small ? "rounding" : "unexplained",
	    small ? "scores are rounded to hundredths" : diff_unexplained(diff),
	    rest);
}

enum status
diff_score(struct diff *diff, const char *subject, struct difference *score)
{
	*score = (struct difference){ .scope = "manager",
		.subject = subject,
		.measure = "score",
		.unit = "score",
		.numerator = { "", "" },
		.denominator = { "", "" } };
	const char *rating[SIDES], *note[SIDES];
	for (int side = OLD; side < SIDES; side++) {
		const struct diff_run *run = &diff->run[side];
		score->value[side] =
		    diff_score_cell(run, subject, "*", "points");
		rating[side] = diff_score_cell(run, subject, "*", "rating");
		note[side] = diff_score_cell(run, subject, "*", "note");
	}
	enum status status = diff_set_change(diff, score);
	if (!status && score->defined)
		status = add_metrics(diff, score, subject);
	if (!status && score->defined)
		status = add_rest(diff, score);
	if (status || strcmp(rating[OLD], rating[NEW]) == 0)
		return status;
	const char *why = score->defined ? ""
			  : *rating[NEW] ? note[OLD]
					 : note[NEW];
	if (!score->defined && *why == '\0')
		why = "no row in scorecard.csv";
	return diff_add_other(diff, score, "rating",
	    arena_format(diff->arena, "%s → %s%s%s",
		*rating[OLD] ? rating[OLD] : "none",
		*rating[NEW] ? rating[NEW] : "none", *why ? ": " : "", why),
	    rational_whole(0));
}
