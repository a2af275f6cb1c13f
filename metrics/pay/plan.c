#include "metrics/pay/plan.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/base/language.h"
#include "engine/model/steps.h"
#include "metrics/estimates/metrics.h"
#include "metrics/pay/plan_range.h"
#include "metrics/pay/terms.h"

/* What the checks share. */
struct checking {
	const struct dataset *data;
	const struct definitions *definitions;
	struct diagnostics *diagnostics;
	enum status status;
};

static const char *
path_of(const struct checking *checking, const struct plan_row *row)
{
	return checking->data->inputs[row->source.input].path;
}

static void __attribute__((format(printf, 3, 4)))
wrong(struct checking *checking, const struct plan_row *row, const char *format,
    ...)
{
	char text[500];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text,
	    language_text(checking->diagnostics->language, format), arguments);
	va_end(arguments);
	checking->status = diagnostics_fail(checking->diagnostics, STATUS_USAGE,
	    "%s:%u: %s, %s: %s", path_of(checking, row), row->source.line,
	    row->level.data, row->metric.data, text);
}

static const char *
decimal_text(char text[WIDE_TEXT_SIZE], decimal value)
{
	wide_print(text, decimal_widen(value));
	return text;
}

/* ---- one row ---- */

static void
check_metric(struct checking *checking, const struct plan_row *row)
{
	enum { NAMES_MOST = 100 };
	const char *names[NAMES_MOST] = { NULL };
	for (size_t i = 0; i < metrics_count && i < NAMES_MOST; i++)
		names[i] = metrics_table[i].id;
	const char *nearest = text_nearest(row->metric, names, NAMES_MOST);
	if (nearest)
		wrong(
		    checking, row, "unknown metric; did you mean %s?", nearest);
	else
		wrong(
		    checking, row, "unknown metric; kpi list metrics has them");
}

/* Does `worse` lie beyond `better`, seen in the metric's direction? */
static bool
out_of_order(enum direction direction, decimal worse, decimal better)
{
	if (worse == DECIMAL_NONE || better == DECIMAL_NONE)
		return false;
	return direction == DIRECTION_UP ? worse > better : worse < better;
}

static void
check_knots(struct checking *checking, const struct plan_row *row,
    enum direction direction)
{
	bool up = direction == DIRECTION_UP;
	char a[WIDE_TEXT_SIZE], b[WIDE_TEXT_SIZE];
	if (out_of_order(direction, row->threshold, row->target))
		wrong(checking, row,
		    up ? N_("threshold %s is more than target %s (higher is "
			    "better: threshold ≤ target ≤ stretch); exchange "
			    "them, or correct one")
		       : N_("threshold %s is less than target %s (lower is "
			    "better: threshold ≥ target ≥ stretch); exchange "
			    "them, or correct one"),
		    decimal_text(a, row->threshold),
		    decimal_text(b, row->target));
	if (out_of_order(direction, row->target, row->stretch))
		wrong(checking, row,
		    up ? N_("stretch %s is less than target %s (higher is "
			    "better: threshold ≤ target ≤ stretch); exchange "
			    "them, or correct one")
		       : N_("stretch %s is more than target %s (lower is "
			    "better: threshold ≥ target ≥ stretch); exchange "
			    "them, or correct one"),
		    decimal_text(a, row->stretch),
		    decimal_text(b, row->target));
}

static void
check_range(struct checking *checking, const struct plan_row *row,
    const struct metric *metric)
{
	char text[300];
	if (plan_range_wrong(checking->diagnostics->language, text, sizeof text,
		row, metric, checking->definitions))
		wrong(checking, row, "%s", text);
}

static void
check_payouts(struct checking *checking, const struct plan_row *row)
{
	decimal hundred = 100 * DECIMAL_ONE;
	char text[WIDE_TEXT_SIZE];
	if (row->payout_threshold > hundred)
		wrong(checking, row,
		    "payout_threshold %s is more than the 100 percent at "
		    "target; write 100 or less",
		    decimal_text(text, row->payout_threshold));
	if (row->payout_stretch < hundred)
		wrong(checking, row,
		    "payout_stretch %s is less than the 100 percent at target; "
		    "write 100 or more",
		    decimal_text(text, row->payout_stretch));
}

/* What two steps that follow one another must not be; NULL if all is well. */
static const char *
steps_fault(enum direction direction, const struct step *before,
    const struct step *step)
{
	if (step->value == before->value)
		return N_("stands twice");
	if (out_of_order(direction, before->value, step->value))
		return direction == DIRECTION_UP
			   ? N_("is less than the one before (higher is "
				"better: the easiest first)")
			   : N_("is more than the one before (lower is "
				"better: the easiest first)");
	return step->payout < before->payout
		   ? N_("pays less than the one before")
		   : NULL;
}

static void
check_steps(struct checking *checking, const struct plan_row *row,
    enum direction direction)
{
	struct text rest = row->steps;
	struct step before, step;
	char a[WIDE_TEXT_SIZE], b[WIDE_TEXT_SIZE], p[WIDE_TEXT_SIZE],
	    q[WIDE_TEXT_SIZE];
	if (!steps_next(&rest, &before))
		return;
	for (; steps_next(&rest, &step); before = step) {
		const char *fault = steps_fault(direction, &before, &step);
		if (fault)
			wrong(checking, row,
			    "step %s=%s behind %s=%s %s; correct one of them",
			    decimal_text(a, step.value),
			    decimal_text(p, step.payout),
			    decimal_text(b, before.value),
			    decimal_text(q, before.payout),
			    language_text(
				checking->diagnostics->language, fault));
	}
}

static void
check_prorate(struct checking *checking, const struct plan_row *row,
    const struct metric *metric)
{
	bool sum = metric &&
		   (metric->kind == METRIC_SUM || metric->kind == METRIC_COUNT);
	if (row->prorate == PRORATE_YES && !(sum && row->scope == PLAN_SELF))
		wrong(checking, row,
		    "prorate yes is for sums and counts of scope self, which "
		    "grow with the days; %s of scope %s does not: write no, or "
		    "leave it blank",
		    row->metric.data, plan_scope_name(row->scope));
}

/* What is rated by hand. */
static void
check_rating(struct checking *checking, const struct plan_row *row)
{
	if (row->scope != PLAN_SELF)
		wrong(checking, row,
		    "scope %s: ratings are of the person, scope self",
		    plan_scope_name(row->scope));
	if (row->estimator != ESTIMATOR_VALUE)
		wrong(checking, row,
		    "estimator %s: a rating has none but value",
		    estimator_name(row->estimator));
	check_knots(checking, row, DIRECTION_UP);
	check_steps(checking, row, DIRECTION_UP);
	check_prorate(checking, row, NULL);
	const struct dataset *data = checking->data;
	uint32_t criterion = dictionary_find(&data->words, plan_criterion(row));
	bool known = false;
	for (size_t i = 0; criterion != NO_ID && i < data->rating_count; i++)
		known |= data->ratings[i].criterion == criterion &&
			 data->ratings[i].manager != NO_ID;
	if (!known)
		diagnostics_warn(checking->diagnostics,
		    "%s:%u: nobody has a rating of %s in ratings.csv: the "
		    "metric will leave the plan of %s",
		    path_of(checking, row), row->source.line,
		    plan_criterion(row).data, row->level.data);
}

/* fair.csv compares with the company, by the mix of records: it has shares of
 * everybody else. */
static void
check_adjusted(struct checking *checking, const struct plan_row *row,
    const struct metric *metric)
{
	if (row->estimator != ESTIMATOR_ADJUSTED)
		return;
	if (metric->kind != METRIC_SHARE)
		wrong(checking, row,
		    "estimator adjusted: %s is no share; only shares are "
		    "compared by their mix",
		    metric->id);
	else if (row->scope == PLAN_COMPANY)
		wrong(checking, row,
		    "estimator adjusted: the company is what others are "
		    "compared with; write scope self, team or reports, or "
		    "another estimator");
}

/* An estimator that the metric's kind never has would always leave. */
static void
check_estimator(struct checking *checking, const struct plan_row *row,
    const struct metric *metric)
{
	bool sum = metric->kind == METRIC_SUM;
	bool shrinks =
	    metric->kind == METRIC_SHARE || metric->kind == METRIC_MEAN;
	bool never = row->estimator == ESTIMATOR_SHRUNK
			 ? !shrinks
			 : row->estimator != ESTIMATOR_VALUE &&
			       row->estimator != ESTIMATOR_ADJUSTED && sum;
	if (never)
		diagnostics_warn(checking->diagnostics,
		    "%s:%u: %s never has the estimator %s: the metric will "
		    "leave the plan of %s and its weight be shared out",
		    path_of(checking, row), row->source.line, metric->id,
		    estimator_name(row->estimator), row->level.data);
}

/* ---- one plan: the rows of a level for a kind of period ---- */

static bool
same_plan(const struct plan_row *a, const struct plan_row *b)
{
	return text_equal(a->period, b->period) &&
	       text_equal(a->level, b->level);
}

static void
check_repeated(struct checking *checking, size_t index)
{
	const struct plan_row *rows = checking->data->plan;
	for (size_t i = 0; i < index; i++)
		if (same_plan(&rows[i], &rows[index]) &&
		    text_equal(rows[i].metric, rows[index].metric) &&
		    rows[i].scope == rows[index].scope) {
			wrong(checking, &rows[index],
			    "stands twice in this plan, first on line %u "
			    "(scope "
			    "%s); remove one of the rows",
			    rows[i].source.line,
			    plan_scope_name(rows[i].scope));
			return;
		}
}

/* Said once a plan, at its first row. */
static void
check_weights(struct checking *checking, size_t index)
{
	const struct dataset *data = checking->data;
	const struct plan_row *first = &data->plan[index];
	wide sum = 0, hundred = decimal_widen(100 * DECIMAL_ONE);
	char lines[300] = "";
	size_t used = 0;
	for (size_t i = 0; i < data->plan_row_count; i++) {
		const struct plan_row *row = &data->plan[i];
		if (!same_plan(row, first))
			continue;
		if (i < index)
			return;
		sum += decimal_widen(row->weight);
		if (used + 16 < sizeof lines)
			used +=
			    (size_t)snprintf(lines + used, sizeof lines - used,
				"%s%u", used ? ", " : "", row->source.line);
	}
	if (sum == hundred)
		return;
	char total[WIDE_TEXT_SIZE], off[WIDE_TEXT_SIZE];
	wide_print(total, sum);
	wide_print(off, sum > hundred ? sum - hundred : hundred - sum);
	checking->status = diagnostics_fail(checking->diagnostics, STATUS_USAGE,
	    sum > hundred
		? N_("%s:%u: %s%s%s: the weights add up to %s, %s too much "
		     "(lines %s); change them so that they add up to 100")
		: N_("%s:%u: %s%s%s: the weights add up to %s, %s too little "
		     "(lines %s); change them so that they add up to 100"),
	    path_of(checking, first), first->source.line, first->level.data,
	    first->period.length ? ", " : "", first->period.data, total, off,
	    lines);
}

/* ---- levels ---- */

static struct text
level_of(const struct dataset *data, const struct person *person)
{
	return dictionary_text(&data->words, person->level);
}

/* As level_meant asks it, of a data set. */
static bool
has_rows(const void *of, struct text level)
{
	const struct dataset *data = of;
	for (size_t i = 0; i < data->plan_row_count; i++)
		if (text_equal(data->plan[i].level, level))
			return true;
	return false;
}

static bool
is_known_level(const struct dataset *data, struct text level)
{
	if (text_is(level, "*") ||
	    dictionary_find(&data->managers, level) != NO_ID)
		return true;
	for (size_t i = 0; i < data->person_count; i++)
		if (data->people[i].level != NO_ID &&
		    text_equal(level_of(data, &data->people[i]), level))
			return true;
	return false;
}

/* Said once a level, at its first row. */
static void
check_level(struct checking *checking, size_t index)
{
	const struct dataset *data = checking->data;
	const struct plan_row *row = &data->plan[index];
	for (size_t i = 0; i < index; i++)
		if (text_equal(data->plan[i].level, row->level))
			return;
	if (!data->present[TABLE_PEOPLE] || is_known_level(data, row->level))
		return;
	const char *meant = level_meant(data, row->level, has_rows, data);
	if (meant)
		checking->status = diagnostics_fail(checking->diagnostics,
		    STATUS_USAGE,
		    "%s:%u: %s is no level, id or alias in people.csv, and %s "
		    "there has no plan; did you mean %s?",
		    path_of(checking, row), row->source.line, row->level.data,
		    meant, meant);
	else
		diagnostics_warn(checking->diagnostics,
		    "%s:%u: nobody in people.csv has the level or id %s: its "
		    "plan judges nobody",
		    path_of(checking, row), row->source.line, row->level.data);
}

enum status
plan_check(const struct dataset *data, const struct definitions *definitions,
    struct diagnostics *diagnostics)
{
	struct checking checking = { data, definitions, diagnostics,
		STATUS_OK };
	for (size_t i = 0; i < data->plan_row_count; i++) {
		const struct plan_row *row = &data->plan[i];
		const struct metric *metric = plan_metric(row);
		if (metric) {
			check_range(&checking, row, metric);
			check_knots(&checking, row, metric->direction);
			check_steps(&checking, row, metric->direction);
			check_prorate(&checking, row, metric);
			check_estimator(&checking, row, metric);
			check_adjusted(&checking, row, metric);
		} else if (plan_criterion(row).length) {
			check_rating(&checking, row);
		} else {
			check_metric(&checking, row);
		}
		check_payouts(&checking, row);
		check_repeated(&checking, i);
		check_weights(&checking, i);
		check_level(&checking, i);
	}
	return checking.status;
}
