#include "metrics/pay/plan.h"

#include <stdarg.h>
#include <stdio.h>

#include "engine/base/arena.h"
#include "metrics/estimates/metrics.h"
#include "metrics/pay/plan_range.h"

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
	vsnprintf(text, sizeof text, format, arguments);
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
    const struct metric *metric)
{
	bool up = metric->direction == DIRECTION_UP;
	const char *rule = up ? "higher is better: threshold ≤ target ≤ stretch"
			      : "lower is better: threshold ≥ target ≥ stretch";
	char a[WIDE_TEXT_SIZE], b[WIDE_TEXT_SIZE];
	if (out_of_order(metric->direction, row->threshold, row->target))
		wrong(checking, row,
		    "threshold %s is %s than target %s (%s); exchange them, or "
		    "correct one",
		    decimal_text(a, row->threshold), up ? "more" : "less",
		    decimal_text(b, row->target), rule);
	if (out_of_order(metric->direction, row->target, row->stretch))
		wrong(checking, row,
		    "stretch %s is %s than target %s (%s); exchange them, or "
		    "correct one",
		    decimal_text(a, row->stretch), up ? "less" : "more",
		    decimal_text(b, row->target), rule);
}

static void
check_range(struct checking *checking, const struct plan_row *row,
    const struct metric *metric)
{
	char text[300];
	if (plan_range_wrong(
		text, sizeof text, row, metric, checking->definitions))
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
			 : row->estimator != ESTIMATOR_VALUE && sum;
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
	return a->period == b->period && text_equal(a->level, b->level);
}

static void
check_repeated(struct checking *checking, size_t index)
{
	const struct plan_row *rows = checking->data->plan;
	for (size_t i = 0; i < index; i++)
		if (same_plan(&rows[i], &rows[index]) &&
		    text_equal(rows[i].metric, rows[index].metric)) {
			wrong(checking, &rows[index],
			    "stands twice in this plan, first on line %u; "
			    "remove one of the rows",
			    rows[i].source.line);
			return;
		}
}

static const char *
period_words(enum plan_period period)
{
	static const char *const words[] = { "", " for a quarter",
		" for a year" };
	return words[period];
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
	    "%s:%u: %s: the weights%s add up to %s, %s too %s (lines %s); "
	    "change them so that they add up to 100",
	    path_of(checking, first), first->source.line, first->level.data,
	    period_words(first->period), total, off,
	    sum > hundred ? "much" : "little", lines);
}

/* ---- levels ---- */

static struct text
level_of(const struct dataset *data, const struct person *person)
{
	return dictionary_text(&data->words, person->level);
}

static bool
has_rows(const struct dataset *data, struct text level)
{
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

/* A level or id of people that has no plan and is a letter away: whom the rows
 * were meant for. */
static const char *
meant_level(const struct dataset *data, struct text level)
{
	enum { SHORTEST = 4 }; /* L1 and L2 are two levels, not one misspelt */
	for (size_t i = 0; i < data->person_count; i++) {
		struct text candidate = level_of(data, &data->people[i]);
		if (level.length >= SHORTEST && candidate.length >= SHORTEST &&
		    text_distance(level, candidate, 1) <= 1 &&
		    !has_rows(data, candidate))
			return candidate.data;
	}
	return NULL;
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
	const char *meant = meant_level(data, row->level);
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
		const struct metric *metric = metrics_find(row->metric);
		if (metric) {
			check_range(&checking, row, metric);
			check_knots(&checking, row, metric);
			check_estimator(&checking, row, metric);
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

/* ---- whose plan ---- */

static enum plan_period
plan_period_of(enum period_kind kind)
{
	return kind == PERIOD_QUARTER ? PLAN_QUARTER
	       : kind == PERIOD_YEAR  ? PLAN_YEAR
				      : PLAN_ANY;
}

/* The tag of the rows of a level that serve periods of that kind: its own, else
 * those for any. False if there are none. */
static bool
find_rows(const struct plan_row *rows, size_t count, struct text level,
    enum period_kind kind, enum plan_period *tag)
{
	enum plan_period own = plan_period_of(kind);
	bool found = false;
	for (size_t i = 0; i < count; i++) {
		const struct plan_row *row = &rows[i];
		if (!text_equal(row->level, level) ||
		    (row->period != own && row->period != PLAN_ANY))
			continue;
		if (!found || row->period == own)
			*tag = row->period;
		found = true;
	}
	return found;
}

/* The rows of a level with that tag, in the order of the metrics. */
static enum status
take_rows(struct plan_choice *choice, const struct plan_row *rows,
    size_t row_count, enum plan_period tag, struct arena *arena)
{
	const struct plan_row **mine =
	    arena_allocate(arena, row_count, sizeof *mine);
	size_t count = 0;
	for (size_t i = 0; mine && i < row_count; i++)
		if (rows[i].period == tag &&
		    text_equal(rows[i].level, choice->level))
			mine[count++] = &rows[i];
	choice->rows = arena_allocate(arena, count, sizeof *choice->rows);
	if (!mine || !choice->rows)
		return STATUS_MEMORY;
	for (size_t m = 0; m < metrics_count; m++)
		for (size_t i = 0; i < count; i++)
			if (text_is(mine[i]->metric, metrics_table[m].id))
				choice->rows[choice->count++] = mine[i];
	return STATUS_OK;
}

enum status
plan_choose_rows(struct plan_choice *choice, const struct plan_row *rows,
    size_t count, struct text id, struct text level, enum period_kind kind,
    struct arena *arena)
{
	const struct text levels[] = { id, level, text_of("*") };
	*choice = (struct plan_choice){ 0 };
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		enum plan_period tag = PLAN_ANY;
		if (levels[i].length == 0 ||
		    !find_rows(rows, count, levels[i], kind, &tag))
			continue;
		choice->level = levels[i];
		return take_rows(choice, rows, count, tag, arena);
	}
	return STATUS_OK;
}

enum status
plan_choose(struct plan_choice *choice, const struct dataset *data,
    const struct person *spell, enum period_kind kind, struct arena *arena)
{
	return plan_choose_rows(choice, data->plan, data->plan_row_count,
	    dictionary_text(&data->managers, spell->manager),
	    level_of(data, spell), kind, arena);
}

bool
plan_is_for(const struct dataset *data, enum period_kind kind)
{
	enum plan_period own = plan_period_of(kind);
	for (size_t i = 0; i < data->plan_row_count; i++)
		if (data->plan[i].period == own ||
		    data->plan[i].period == PLAN_ANY)
			return true;
	return false;
}
