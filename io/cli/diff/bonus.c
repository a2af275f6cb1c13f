#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/pay.h"

/* What a kpi_bonus is made of. */
struct terms {
	struct rational base, score, unit; /* base 0 where there is none */
	int days, days_of_period;
	bool shut;
};

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
	const struct record *person =
	    diff_find_record(run, TABLE_PEOPLE, subject);
	const struct pay_row *pay = diff_pay_row(run, subject);
	date first = day(run_folder_value(&run->folder, "period.from"));
	date last = day(run_folder_value(&run->folder, "period.last"));
	date joined = day(diff_cell(run, person, FIELD_PEOPLE_joined_on));
	date left = day(diff_cell(run, person, FIELD_PEOPLE_left_on));
	struct terms terms = {
		.base = diff_number(diff->arena,
		    diff_cell(run, person, FIELD_PEOPLE_base_bonus)),
		.score = diff_number(diff->arena, pay->score),
		.unit = diff_number(
		    diff->arena, diff_in_force(run, DEFINITION_pay_unit)),
		.days_of_period = last - first + 1,
		.shut = *pay->gate,
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
			diff_pay_row(&diff->run[to->shut ? NEW : OLD], subject)
			    ->gate,
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
