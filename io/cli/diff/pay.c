/* Differences of scores and pay, person by person. */
#include "io/cli/diff/pay.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "engine/model/plan.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/terms.h"
#include "io/cli/talk.h"
#include "io/locale/locale.h"

enum { CUT_PLACES = 4 };

static int
by_name(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Everybody in scorecard.csv or bonus.csv of either run, once, by id. */
static const char **
list_people(const struct diff *diff, size_t *count)
{
	size_t most = 0;
	for (int side = OLD; side < SIDES; side++)
		most += diff->run[side].score_count + diff->run[side].pay_count;
	const char **names = arena_allocate(diff->arena, most, sizeof *names);
	*count = 0;
	for (int side = OLD; side < SIDES && names; side++) {
		const struct diff_run *run = &diff->run[side];
		for (size_t i = 0; i < run->score_count; i++)
			names[(*count)++] = run->scores[i].subject;
		for (size_t i = 0; i < run->pay_count; i++)
			names[(*count)++] = run->pay[i].subject;
	}
	if (!names || *count == 0)
		return names;
	qsort(names, *count, sizeof *names, by_name);
	size_t kept = 1;
	for (size_t i = 1; i < *count; i++)
		if (strcmp(names[kept - 1], names[i]) != 0)
			names[kept++] = names[i];
	*count = kept;
	return names;
}

/* An amount of bonus.csv; somebody who is not there is paid nothing. */
static enum status
start_amount(const struct diff *diff, const char *subject, const char *measure,
    struct difference *amount)
{
	*amount = (struct difference){ .scope = SCOPE_MANAGER,
		.subject = subject,
		.measure = measure,
		.unit = "money",
		.numerator = { "", "" },
		.denominator = { "", "" } };
	for (int side = OLD; side < SIDES; side++) {
		const char *text = diff_amount(
		    diff_pay_row(&diff->run[side], subject), measure);
		amount->value[side] = *text ? text : "0";
	}
	return diff_set_change(diff, amount);
}

static bool
is_paid(
    const struct diff *diff, enum side side, const struct difference *amount)
{
	return *diff_pay_row(&diff->run[side], amount->subject)->subject;
}

/* To what a run rounds the part; 1 if the folder does not say. */
static struct rational
unit_of(const struct diff *diff, const struct diff_run *run, enum pay_part part)
{
	struct rational unit;
	if (part == PAY_ADJUSTMENT)
		return rational_decimal(diff->arena,
		    currency_unit(diff_in_force(run, DEFINITION_currency)));
	return rational_parse(
		   diff->arena, diff_in_force(run, DEFINITION_pay_unit), &unit)
		   ? unit
		   : rational_whole(1);
}

/* How many periods a run pays, each rounded by itself. */
static int
count_paid(const struct diff_run *run)
{
	int count = 1;
	for (date day = diff_paid_in(run, run->period.from).until;
	     day < run->period.until; day = diff_paid_in(run, day).until)
		count++;
	return count;
}

/* The most that rounding can make of a difference: in each run, for each
 * period, half a unit, or up to one where a cap has cut. */
static struct rational
most_rounding(const struct diff *diff, enum pay_part part)
{
	struct rational most = rational_whole(0);
	for (int side = OLD; side < SIDES; side++) {
		const struct diff_run *run = &diff->run[side];
		most = rational_add(diff->arena, most,
		    rational_multiply(diff->arena, unit_of(diff, run, part),
			rational_whole(count_paid(run))));
	}
	return most;
}

/* Has one of the runs caps (pay.cap)? */
static bool
has_caps(const struct diff *diff)
{
	bool caps = false;
	for (int side = OLD; side < SIDES; side++)
		caps |= *diff_in_force(&diff->run[side], DEFINITION_cap);
	return caps;
}

enum status
diff_add_cap(struct diff *diff, struct difference *amount,
    const struct rational uncut[SIDES])
{
	struct rational cut[SIDES], rest = diff_rest(diff, amount);
	for (int side = OLD; side < SIDES; side++)
		cut[side] = rational_round_to(diff->arena,
		    rational_subtract(
			diff->arena, uncut[side], amount->number[side]),
		    CUT_PLACES);
	bool cuts = has_caps(diff) && rational_sign(cut[OLD]) >= 0 &&
		    rational_sign(cut[NEW]) >= 0;
	if (!cuts)
		return diff_add_other(diff, amount, "unexplained",
		    diff_unexplained(diff, amount->measure), rest);
	const char *old = rational_print(diff->arena, cut[OLD]);
	const char *new = rational_print(diff->arena, cut[NEW]);
	return old && new
		   ? diff_add_other(diff, amount, "cap",
			 arena_format(diff->arena, _("%s cuts %s → %s of it"),
			     definitions_table[DEFINITION_cap].setting.key, old,
			     new),
			 rest)
		   : STATUS_MEMORY;
}

/* What the records bring the person, before any cap on it. */
static void
add_up(const struct diff *diff, const struct difference *amount,
    const struct observation_pairs *pairs, struct rational sum[SIDES])
{
	for (int side = OLD; side < SIDES; side++) {
		sum[side] = rational_whole(0);
		for (size_t i = 0; i < pairs->count; i++) {
			const struct observation_side *seen =
			    &pairs->rows[i].side[side];
			if (seen->in && !strcmp(seen->manager, amount->subject))
				sum[side] = rational_add(
				    diff->arena, sum[side], seen->x);
		}
	}
}

/* Commission, award and adjustment: the records that brought them, and
 * rounding. */
static enum status
add_earnings(struct diff *diff, struct difference *amount, enum pay_part part,
    const struct observation_pairs *pairs)
{
	static const enum metric_kind sum = METRIC_SUM;
	struct observation_pairs earned =
	    diff_pairs_of(pairs, PERIOD_OWN, amount->measure);
	struct rational rest, uncut[SIDES];
	enum status status = diff_attribute(diff, amount, &sum, &earned, &rest);
	if (status || rational_is_zero(rest))
		return status;
	if (!is_paid(diff, OLD, amount) || !is_paid(diff, NEW, amount))
		return diff_add_other(diff, amount, _("not paid"),
		    _("in one run without a row in bonus.csv: not in "
		      "people.csv, "
		      "or no day in service"),
		    rest);
	if (rational_compare(rational_size(rest), most_rounding(diff, part)) <=
	    0)
		return diff_add_other(diff, amount, "rounding",
		    "rounded once to the unit of pay", rest);
	add_up(diff, amount, &earned, uncut);
	return diff_add_cap(diff, amount, uncut);
}

bool
diff_nets(const struct diff *diff)
{
	bool nets = false;
	for (int side = OLD; side < SIDES; side++)
		nets |= diff->run[side].pay_count && *diff->run[side].pay->due;
	return nets;
}

/* Adds what other runs have paid, and what is due, which is the total in a run
 * without --paid. */
static enum status
compare_due(
    struct diff *diff, const char *subject, const struct difference *total)
{
	struct difference paid, due;
	enum status status = start_amount(diff, subject, "paid", &paid);
	if (!status)
		status = start_amount(diff, subject, "due", &due);
	for (int side = OLD; side < SIDES && !status; side++)
		if (!*diff_pay_row(&diff->run[side], subject)->due)
			due.value[side] = total->value[side];
	if (!status)
		status = diff_set_change(diff, &due);
	if (!status && !rational_is_zero(paid.change))
		status = diff_add_other(diff, &paid, "--paid",
		    _("what the folders named there have paid"), paid.change);
	if (!status && !rational_is_zero(paid.change))
		status = diff_add(diff, &paid);
	if (!status && !rational_is_zero(total->change))
		status = diff_add_other(
		    diff, &due, total->measure, _("as above"), total->change);
	if (!status && !rational_is_zero(paid.change))
		status = diff_add_other(diff, &due, paid.measure, "as above",
		    rational_subtract(
			diff->arena, rational_whole(0), paid.change));
	return status || due.part_count == 0 ? status : diff_add(diff, &due);
}

static enum status
compare_pay(struct diff *diff, const char *subject,
    const struct difference *score, const struct observation_pairs *pairs)
{
	struct difference total, parts[PAY_PART_COUNT];
	struct rational sum[SIDES] = { rational_whole(0), rational_whole(0) };
	enum status status = start_amount(diff, subject, "total", &total);
	for (int p = 0; p < PAY_PART_COUNT && !status; p++) {
		struct difference *amount = &parts[p];
		status = start_amount(
		    diff, subject, pay_part_name((enum pay_part)p), amount);
		if (!status)
			status =
			    p == PAY_KPI_BONUS
				? diff_kpi_bonus(diff, subject, score, amount)
				: add_earnings(
				      diff, amount, (enum pay_part)p, pairs);
		if (status)
			return status;
		for (int side = OLD; side < SIDES; side++)
			sum[side] = rational_add(
			    diff->arena, sum[side], amount->number[side]);
		if (rational_is_zero(amount->change) && amount->part_count == 0)
			continue;
		status = diff_add(diff, amount);
		if (!status && !rational_is_zero(amount->change))
			status = diff_add_other(diff, &total, amount->measure,
			    "as above", amount->change);
	}
	if (!status && !rational_is_zero(diff_rest(diff, &total)))
		status = diff_add_cap(diff, &total, sum);
	if (!status &&
	    !(rational_is_zero(total.change) && total.part_count == 0))
		status = diff_add(diff, &total);
	return status || !diff_nets(diff) ? status
					  : compare_due(diff, subject, &total);
}

enum status
diff_pay(struct diff *diff, const struct observation_pairs *pairs)
{
	size_t count;
	const char **people = list_people(diff, &count);
	bool paid = diff->run[OLD].has_pay && diff->run[NEW].has_pay;
	enum status status = people ? STATUS_OK : STATUS_MEMORY;
	if (!paid && (diff->run[OLD].has_pay || diff->run[NEW].has_pay))
		talk_warn("%s: no bonus.csv, so amounts are not compared",
		    diff->run[diff->run[OLD].has_pay ? NEW : OLD].folder.path);
	for (size_t i = 0; i < count && !status; i++) {
		struct difference score;
		status = diff_score(diff, people[i], &score);
		if (!status && (strcmp(score.value[OLD], score.value[NEW]) ||
				   score.part_count))
			status = diff_add(diff, &score);
		if (!status && paid)
			status = compare_pay(diff, people[i], &score, pairs);
	}
	return status;
}
