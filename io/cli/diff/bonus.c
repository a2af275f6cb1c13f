#include <string.h>

#include "engine/base/arena.h"
#include "engine/base/rational.h"
#include "io/cli/diff/pay.h"

const char *
diff_bonus_cell(
    const struct diff_run *run, const char *subject, const char *column)
{
	const struct run_table *table = &run->bonus;
	size_t who = run_table_column(table, "subject");
	for (size_t row = 0; row < table->row_count; row++)
		if (strcmp(run_table_cell(table, row, who), subject) == 0)
			return run_table_cell(
			    table, row, run_table_column(table, column));
	return "";
}

/* What a kpi_bonus is made of. */
struct terms {
	struct rational base, score, unit; /* base 0 where there is none */
	int days, days_of_period;
	bool shut;
};

/* 0 for a text that is no number. */
static struct rational
number(const struct diff *diff, const char *text)
{
	struct rational value;
	return text && rational_parse(diff->arena, text, &value)
		   ? value
		   : rational_whole(0);
}

static date
day(const char *text)
{
	date value;
	return text && date_parse(text_of(text), &value) ? value : DATE_NONE;
}

static struct terms
terms_of(const struct diff *diff, enum side side, const char *subject)
{
	const struct diff_run *run = &diff->run[side];
	size_t person = diff_find_record(run, "person", subject);
	date first = day(run_folder_value(&run->folder, "period.from"));
	date last = day(run_folder_value(&run->folder, "period.last"));
	date joined = day(diff_record_cell(run, person, "joined_on"));
	date left = day(diff_record_cell(run, person, "left_on"));
	struct terms terms = {
		.base =
		    number(diff, diff_record_cell(run, person, "base_bonus")),
		.score = number(diff, diff_bonus_cell(run, subject, "score")),
		.unit = number(diff, diff_in_force(run, DEFINITION_pay_unit)),
		.days_of_period = last - first + 1,
		.shut = *diff_bonus_cell(run, subject, "gate"),
	};
	first = joined > first ? joined : first;
	last = left != DATE_NONE && left < last ? left : last;
	terms.days = last < first ? 0 : last - first + 1;
	if (rational_sign(terms.unit) <= 0)
		terms.unit = rational_whole(1);
	return terms;
}

/* base × score / 100 × days / days of the period, rounded once to the unit; a
 * failed value without memory. */
static struct rational
amount_of(const struct diff *diff, const struct terms *terms)
{
	struct arena *arena = diff->arena;
	if (terms->shut || terms->days_of_period <= 0)
		return rational_whole(0);
	struct rational exact =
	    rational_multiply(arena, terms->base, terms->score);
	exact = rational_multiply(arena, exact,
	    rational_of(arena, terms->days, 100 * terms->days_of_period));
	struct rational units = rational_round_to(
	    arena, rational_divide(arena, exact, terms->unit), 0);
	return rational_multiply(arena, units, terms->unit);
}

/* A walk from the old terms to the new ones. */
struct walk {
	struct diff *diff;
	struct difference *bonus;
	struct terms terms;
	struct rational amount;
};

/* Adds what the last change of walk->terms makes to the amount. */
static enum status
step(struct walk *walk, const char *name, const char *reason)
{
	struct rational amount = amount_of(walk->diff, &walk->terms);
	struct rational part =
	    rational_subtract(walk->diff->arena, amount, walk->amount);
	walk->amount = amount;
	return rational_is_zero(part) && !rational_failed(part)
		   ? STATUS_OK
		   : diff_add_other(
			 walk->diff, walk->bonus, name, reason, part);
}

static enum status
walk_score(
    struct walk *walk, const struct difference *score, struct rational target)
{
	enum status status = STATUS_OK;
	if (!score->defined) {
		walk->terms.score = target;
		return step(walk, "score",
		    score->part_count ? score->parts[0].reason : "no score");
	}
	for (size_t i = 0; i < score->part_count && !status; i++) {
		const struct part *part = &score->parts[i];
		walk->terms.score = rational_add(
		    walk->diff->arena, walk->terms.score, part->value);
		status = step(walk, part->name, part->reason);
	}
	return status;
}

static const char *
from_to(const struct diff *diff, const char *what, struct rational old,
    struct rational new)
{
	const char *was = rational_print(diff->arena, old);
	const char *is = rational_print(diff->arena, new);
	return was && is
		   ? arena_format(diff->arena, "%s %s → %s", what, was, is)
		   : NULL;
}

static enum status
walk_terms(struct walk *walk, const struct terms *to)
{
	const struct diff *diff = walk->diff;
	const struct terms from = walk->terms;
	const char *subject = walk->bonus->subject;
	walk->terms.days = to->days;
	walk->terms.days_of_period = to->days_of_period;
	enum status status = step(walk, "proration",
	    arena_format(diff->arena, "in service %d of %d → %d of %d days",
		from.days, from.days_of_period, to->days, to->days_of_period));
	walk->terms.base = to->base;
	if (!status)
		status = step(walk, "base_bonus",
		    from_to(diff, "base_bonus", from.base, to->base));
	walk->terms.shut = to->shut;
	if (!status)
		status = step(walk, "gate",
		    arena_format(diff->arena, "gate %s is %s",
			diff_bonus_cell(
			    &diff->run[to->shut ? NEW : OLD], subject, "gate"),
			to->shut ? "shut now" : "no longer shut"));
	walk->terms.unit = to->unit;
	const char *unit = arena_format(diff->arena, "configuration %s",
	    definitions_table[DEFINITION_pay_unit].setting.key);
	if (!status)
		status = step(walk, "unit",
		    unit ? from_to(diff, unit, from.unit, to->unit) : NULL);
	return status;
}

enum status
diff_kpi_bonus(struct diff *diff, const char *subject,
    const struct difference *score, struct difference *bonus)
{
	struct terms to = terms_of(diff, NEW, subject);
	struct walk walk = { .diff = diff,
		.bonus = bonus,
		.terms = terms_of(diff, OLD, subject) };
	walk.amount = amount_of(diff, &walk.terms);
	enum status status = walk_score(&walk, score, to.score);
	if (!status)
		status = walk_terms(&walk, &to);
	struct rational rest = diff_rest(diff, bonus);
	if (status || (rational_is_zero(rest) && !rational_failed(rest)))
		return status;
	return diff_add_other(
	    diff, bonus, "unexplained", diff_unexplained(diff), rest);
}
