#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/plan.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/pay.h"
#include "io/cli/diff/spells.h"
#include "io/locale/locale.h"
#include "metrics/estimates/metrics.h"
#include "metrics/pay/payout.h"
#include "metrics/pay/plan.h"

enum { PLACES = 12 };

/* A metric of a person's plan in one of the runs. */
struct line {
	const struct score_row *row;
	bool counts; /* is in the plan and has not left it */
	struct rational weight_used, payout; /* 0 unless it counts */
	const struct plan_row *plan;         /* NULL: not known */
	const struct record *record;         /* of it */
	/* Targets are prorated to `days` of `days_of_period`. */
	int days, days_of_period;
};

/* What a person is judged by in the two runs. */
struct judged {
	const char *subject;
	struct plan_choice plan[SIDES];
	/* Days in service, and days of the period; both are the whole period in
	 * a run that did not prorate targets. */
	int days[SIDES], days_of_period[SIDES];
};

/* Finds the plan of each side by the same function as a run does. */
static enum status
choose_plans(const struct diff *diff, struct judged *person)
{
	enum status status = STATUS_OK;
	for (int side = OLD; side < SIDES && !status; side++) {
		const struct diff_run *run = &diff->run[side];
		const char *level =
		    diff_score_row(run, person->subject, "*", "")->level;
		status = plan_choose_rows(&person->plan[side], run->plan,
		    run->records[TABLE_PLAN].count, text_of(person->subject),
		    text_of(level), &run->period, diff->arena);
	}
	return status;
}

static struct line
line_of(const struct diff *diff, enum side side, const struct judged *person,
    const struct score_row *wanted)
{
	const struct diff_run *run = &diff->run[side];
	const struct plan_choice *choice = &person->plan[side];
	struct line line = { .row = diff_score_row(run, person->subject,
				 wanted->metric, wanted->scope) };
	line.counts = *line.row->points;
	line.weight_used =
	    diff_number(diff->arena, line.counts ? line.row->weight_used : "0");
	line.payout =
	    diff_number(diff->arena, line.counts ? line.row->payout : "0");
	for (size_t i = 0; i < choice->count; i++)
		if (text_is(choice->rows[i]->metric, wanted->metric) &&
		    diff_same_scope(
			wanted->scope, plan_scope_name(choice->rows[i]->scope)))
			line.plan = choice->rows[i];
	const struct metric *known = metrics_find(text_of(wanted->metric));
	line.days = line.days_of_period = person->days_of_period[side];
	if (line.plan && known && *line.row->scope &&
	    plan_prorates(line.plan, known))
		line.days = person->days[side];
	if (line.plan)
		line.record =
		    &run->records[TABLE_PLAN].rows[line.plan - run->plan];
	return line;
}

/* What of the curve changed, in words; "" if nothing did or it is not known. */
static const char *
curve_change(const struct diff *diff, const struct line lines[SIDES])
{
	static const size_t fields[] = { FIELD_PLAN_threshold,
		FIELD_PLAN_target, FIELD_PLAN_stretch,
		FIELD_PLAN_payout_threshold, FIELD_PLAN_payout_stretch,
		FIELD_PLAN_steps, FIELD_PLAN_estimator };
	const char *text = "";
	if (!lines[OLD].plan || !lines[NEW].plan)
		return text;
	for (size_t i = 0; i < sizeof fields / sizeof *fields && text; i++) {
		const char *old =
		    diff_cell(&diff->run[OLD], lines[OLD].record, fields[i]);
		const char *new =
		    diff_cell(&diff->run[NEW], lines[NEW].record, fields[i]);
		if (strcmp(old, new) != 0)
			text = arena_format(diff->arena, "%s%s%s %s → %s", text,
			    *text ? "; " : _("plan: "),
			    schema_fields[fields[i]].name, *old ? old : "blank",
			    *new ? new : "blank");
	}
	if (text && (int64_t)lines[OLD].days * lines[NEW].days_of_period !=
			(int64_t)lines[NEW].days * lines[OLD].days_of_period)
		text = arena_format(diff->arena,
		    _("%s%stargets for %d of %d → %d of %d days"), text,
		    *text ? "; " : "", lines[OLD].days,
		    lines[OLD].days_of_period, lines[NEW].days,
		    lines[NEW].days_of_period);
	return text;
}

/* The new value as a plan judges it: exact, as numerator / denominator where
 * these are known, because the printed value of a share such as two thirds is
 * rounded. */
static struct rational
judged_value(
    const struct diff *diff, const char *subject, const struct line *line)
{
	struct arena *arena = diff->arena;
	bool company = strcmp(line->row->scope, "company") == 0;
	const struct value_row *row = diff_value_row(&diff->run[NEW],
	    PERIOD_OWN, company ? SCOPE_COMPANY : SCOPE_MANAGER,
	    company ? "*" : subject, line->row->metric);
	if (line->plan->estimator == ESTIMATOR_VALUE && row &&
	    strcmp(row->value, line->row->value) == 0 && *row->denominator) {
		struct rational below = diff_number(arena, row->denominator);
		if (!rational_is_zero(below))
			return rational_divide(
			    arena, diff_number(arena, row->numerator), below);
	}
	return diff_number(arena, line->row->value);
}

/* What the new value would have paid by the old curve. */
static struct rational
payout_by_old_plan(const struct diff *diff, const char *subject,
    const struct line lines[SIDES])
{
	const struct metric *metric =
	    metrics_find(text_of(lines[NEW].row->metric));
	const struct line *old = &lines[OLD];
	enum payout_branch branch;
	if (!*lines[NEW].row->value)
		return lines[NEW].payout;
	struct curve curve = curve_of(diff->arena, old->plan,
	    metric ? metric->direction : DIRECTION_UP,
	    old->days == old->days_of_period
		? rational_whole(1)
		: rational_of(diff->arena, old->days, old->days_of_period));
	return curve_payout(diff->arena, &curve,
	    judged_value(diff, subject, &lines[NEW]), &branch);
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
	if (strcmp(lines[OLD].row->weight, lines[NEW].row->weight) != 0)
		return from_to(diff, _("plan: weight"), lines[OLD].row->weight,
		    lines[NEW].row->weight);
	return arena_format(diff->arena,
	    _("weight used %s → %s (metrics that left the plan)"), old, new);
}

/* What another value brings, in words: which number of kpi.csv the plan judges,
 * and from what to what it went. Where neither it nor the curve did, something
 * else is behind the other payout. */
static const char *
value_change(const struct diff *diff, const struct line lines[SIDES])
{
	const char *old = lines[OLD].row->value, *new = lines[NEW].row->value;
	const char *estimator =
	    diff_cell(&diff->run[NEW], lines[NEW].record, FIELD_PLAN_estimator);
	return strcmp(old, new) == 0
		   ? diff_unexplained(diff, "score")
		   : from_to(diff, *estimator ? estimator : "value", old, new);
}

/* A metric that counts in one of the runs only. */
static enum status
add_one_sided(struct diff *diff, struct difference *score, const char *metric,
    const struct line lines[SIDES])
{
	struct arena *arena = diff->arena;
	bool counted = lines[OLD].counts;
	const struct score_row *gone = lines[counted ? NEW : OLD].row;
	/* Weight and payout of the line that does not count are 0, so the sum
	 * of the payouts is the payout of the other. */
	return add_step(diff, score, metric,
	    arena_format(arena, "%s: %s",
		counted ? _("counts no longer") : _("did not count"),
		!*gone->weight ? _("not in the plan") : gone->note),
	    rational_subtract(
		arena, lines[NEW].weight_used, lines[OLD].weight_used),
	    rational_add(arena, lines[NEW].payout, lines[OLD].payout));
}

/* The steps of one metric. */
static enum status
add_metric(struct diff *diff, struct difference *score,
    const struct judged *person, const struct score_row *row)
{
	struct arena *arena = diff->arena;
	struct line lines[SIDES] = { line_of(diff, OLD, person, row),
		line_of(diff, NEW, person, row) };
	const struct line *old = &lines[OLD], *new = &lines[NEW];
	const char *metric =
	    diff_same_scope(row->scope, "")
		? row->metric
		: arena_format(arena, "%s (%s)", row->metric, row->scope);
	if (!metric)
		return STATUS_MEMORY;
	if (!old->counts && !new->counts)
		return STATUS_OK;
	if (!old->counts || !new->counts)
		return add_one_sided(diff, score, metric, lines);
	const char *curve = curve_change(diff, lines);
	if (!curve)
		return STATUS_MEMORY;
	bool moved = strcmp(old->row->value, new->row->value) != 0;
	struct rational middle =
	    !*curve  ? new->payout
	    : !moved ? old->payout
		     : payout_by_old_plan(diff, person->subject, lines);
	enum status status = add_step(diff, score, metric,
	    value_change(diff, lines), old->weight_used,
	    rational_subtract(arena, middle, old->payout));
	if (!status)
		status = add_step(diff, score, metric, curve, old->weight_used,
		    rational_subtract(arena, new->payout, middle));
	if (!status)
		status =
		    add_step(diff, score, metric, weight_change(diff, lines),
			rational_subtract(
			    arena, new->weight_used, old->weight_used),
			new->payout);
	return status;
}

/* Metrics of the new run, then those that only the old one has. */
static enum status
add_metrics(struct diff *diff, struct difference *score, const char *subject,
    const struct person_told told[SIDES])
{
	struct judged person = { .subject = subject };
	for (int side = OLD; side < SIDES; side++) {
		person.days_of_period[side] = told[side].days_of_period;
		for (size_t i = 0; i < told[side].spell_count; i++)
			person.days[side] += told[side].spells[i].days;
	}
	enum status status = choose_plans(diff, &person);
	for (int side = NEW; side >= OLD; side--) {
		size_t count;
		const struct score_row *rows =
		    diff_scorecard(&diff->run[side], subject, &count);
		for (size_t i = 0; i < count && !status; i++) {
			const char *metric = rows[i].metric;
			bool again =
			    side == OLD && *diff_score_row(&diff->run[NEW],
					       subject, metric, rows[i].scope)
						->metric;
			if (strcmp(metric, "*") != 0 && !again)
				status =
				    add_metric(diff, score, &person, &rows[i]);
		}
	}
	return status;
}

/* What a plan adds to the score: its own score, weighted by its days among the
 * days of all plans that have a score. */
static struct rational
plan_share(const struct diff *diff, const struct person_told *told, size_t plan)
{
	struct arena *arena = diff->arena;
	int days = 0;
	for (size_t p = 0; p < told->plan_count; p++)
		if (told->plans[p].whole && *told->plans[p].whole->points)
			days += told->plans[p].days;
	const struct score_row *whole = told->plans[plan].whole;
	if (!whole || !*whole->points)
		return rational_whole(0);
	return rational_multiply(arena, diff_number(arena, whole->points),
	    rational_of(arena, told->plans[plan].days, days));
}

static const char *
say_plan(const struct diff *diff, const struct plan_told *plan)
{
	if (!plan)
		return "none";
	if (!plan->whole || !*plan->whole->points)
		return _("no score");
	return arena_format(
	    diff->arena, _("%s for %d days"), plan->whole->points, plan->days);
}

static size_t
find_plan(const struct person_told *told, struct text name)
{
	size_t p = 0;
	while (p < told->plan_count && !text_equal(told->plans[p].name, name))
		p++;
	return p;
}

/* Adds as a part what the plan of one level changes in the score of somebody
 * who has several plans. */
static enum status
add_plan(struct diff *diff, struct difference *score,
    const struct person_told told[SIDES], struct text name)
{
	struct rational share[SIDES];
	const char *said[SIDES];
	for (int side = OLD; side < SIDES; side++) {
		size_t p = find_plan(&told[side], name);
		bool has = p < told[side].plan_count;
		share[side] =
		    has ? plan_share(diff, &told[side], p) : rational_whole(0);
		said[side] = say_plan(diff, has ? &told[side].plans[p] : NULL);
		if (!said[side])
			return STATUS_MEMORY;
	}
	struct rational part = rational_round_to(diff->arena,
	    rational_subtract(diff->arena, share[NEW], share[OLD]), PLACES);
	if (rational_is_zero(part))
		return STATUS_OK;
	return diff_add_other(diff, score,
	    arena_format(diff->arena, _("plan of %s"), name.data),
	    arena_format(diff->arena, "%s → %s", said[OLD], said[NEW]), part);
}

/* The plans of the old run, then those that only the new one has. */
static enum status
add_plans(struct diff *diff, struct difference *score,
    const struct person_told told[SIDES])
{
	enum status status = STATUS_OK;
	for (int side = OLD; side < SIDES; side++)
		for (size_t p = 0; p < told[side].plan_count && !status; p++) {
			struct text name = told[side].plans[p].name;
			if (side == OLD ||
			    find_plan(&told[OLD], name) == told[OLD].plan_count)
				status = add_plan(diff, score, told, name);
		}
	return status;
}

/* Splits the difference by metrics or, where somebody has several plans in one
 * of the runs, by plans. */
static enum status
add_points(struct diff *diff, struct difference *score, const char *subject)
{
	struct person_told told[SIDES];
	for (int side = OLD; side < SIDES; side++)
		if (diff_tell_person(
			diff, (enum side)side, subject, &told[side]))
			return STATUS_MEMORY;
	return told[OLD].plan_count > 1 || told[NEW].plan_count > 1
		   ? add_plans(diff, score, told)
		   : add_metrics(diff, score, subject, told);
}

static enum status
add_rest(struct diff *diff, struct difference *score)
{
	struct rational rest = diff_rest(diff, score);
	if (rational_is_zero(rest))
		return rational_failed(rest) ? STATUS_MEMORY : STATUS_OK;
	/* Each of the two scores is rounded to hundredths, so rounding can
	 * explain up to 0.02. */
	bool small = rational_compare(rational_size(rest),
			 rational_of(diff->arena, 2, 100)) <= 0;
	return diff_add_other(diff, score, small ? "rounding" : "unexplained",
	    small ? _("scores are rounded to hundredths")
		  : diff_unexplained(diff, "score"),
	    rest);
}

enum status
diff_score(struct diff *diff, const char *subject, struct difference *score)
{
	*score = (struct difference){ .scope = SCOPE_MANAGER,
		.subject = subject,
		.measure = "score",
		.unit = "score",
		.numerator = { "", "" },
		.denominator = { "", "" } };
	const char *rating[SIDES], *note[SIDES];
	for (int side = OLD; side < SIDES; side++) {
		const struct score_row *whole =
		    diff_score_row(&diff->run[side], subject, "*", "");
		score->value[side] = whole->points;
		rating[side] = whole->rating;
		note[side] = whole->note;
	}
	enum status status = diff_set_change(diff, score);
	if (!status && score->defined)
		status = add_points(diff, score, subject);
	if (!status && score->defined)
		status = add_rest(diff, score);
	if (status || strcmp(rating[OLD], rating[NEW]) == 0)
		return status;
	const char *why = score->defined ? ""
			  : *rating[NEW] ? note[OLD]
					 : note[NEW];
	if (!score->defined && *why == '\0')
		why = _("no row in scorecard.csv");
	return diff_add_other(diff, score, "rating",
	    arena_format(diff->arena, "%s → %s%s%s",
		*rating[OLD] ? rating[OLD] : "none",
		*rating[NEW] ? rating[NEW] : "none", *why ? ": " : "", why),
	    rational_whole(0));
}
