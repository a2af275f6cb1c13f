#include <string.h>

#include "engine/base/arena.h"
#include "io/cli/diff/lookup.h"
#include "io/cli/diff/pay.h"
#include "io/cli/diff/spells.h"
#include "io/locale/locale.h"

enum { AMOUNT_PLACES = 4 };

/* What a kpi_bonus is made of. */
struct terms {
	struct rational base, score, unit; /* base 0 where there is none */
	int days, days_of_period;
	bool shut;             /* a gate of the plan is shut */
	struct rational least; /* a score below it brings nothing */
};

/* The terms of somebody who has at most one plan and one base. */
static struct terms
terms_of(const struct diff *diff, enum side side, const char *subject,
    const struct person_told *told)
{
	const struct diff_run *run = &diff->run[side];
	const struct pay_row *pay = diff_pay_row(run, subject);
	struct terms terms = {
		.base = told->spell_count ? told->spells[0].base : told->base,
		.score = diff_number(diff->arena, pay->score),
		.unit = diff_number(
		    diff->arena, diff_in_force(run, DEFINITION_pay_unit)),
		.days_of_period = told->days_of_period,
		.shut = *pay->gate,
		.least = diff_minimum_score(diff, run),
	};
	for (size_t i = 0; i < told->spell_count; i++)
		terms.days += told->spells[i].days;
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
	if (terms->shut || terms->days_of_period <= 0 ||
	    rational_compare(terms->score, terms->least) < 0)
		return rational_whole(0);
	struct rational exact =
	    rational_multiply(arena, terms->base, terms->score);
	exact = rational_multiply(arena, exact,
	    rational_of(arena, terms->days, 100 * terms->days_of_period));
	struct rational units = rational_round_to(
	    arena, rational_divide(arena, exact, terms->unit), 0);
	return rational_multiply(arena, units, terms->unit);
}

/* Goes from the old terms to the new ones, one term at a time; `amount` is the
 * bonus by the terms reached so far. */
struct walk {
	struct diff *diff;
	struct difference *bonus;
	struct terms terms;
	struct rational amount;
};

/* Adds as a part of the bonus what the last change of walk->terms changed in
 * the amount. */
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
		    score->part_count ? score->parts[0].reason : _("no score"));
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
	    arena_format(diff->arena, _("in service %d of %d → %d of %d days"),
		from.days, from.days_of_period, to->days, to->days_of_period));
	walk->terms.base = to->base;
	if (!status)
		status = step(walk, "base_bonus",
		    from_to(diff, "base_bonus", from.base, to->base));
	walk->terms.shut = to->shut;
	if (!status)
		status = step(walk, "gate",
		    arena_format(diff->arena, _("gate %s is %s"),
			diff_pay_row(&diff->run[to->shut ? NEW : OLD], subject)
			    ->gate,
			to->shut ? _("shut now") : _("no longer shut")));
	walk->terms.least = to->least;
	if (!status)
		status = step(walk, "minimum_score",
		    from_to(diff, "pay.minimum_score", from.least, to->least));
	walk->terms.unit = to->unit;
	const char *unit = arena_format(diff->arena, _("configuration %s"),
	    definitions_table[DEFINITION_pay_unit].setting.key);
	if (!status)
		status = step(walk, "unit",
		    unit ? from_to(diff, unit, from.unit, to->unit) : NULL);
	return status;
}

/* ---- several spells ---- */

/* What a spell brings, in words; "nothing" where it is not there. */
static const char *
say_spell(const struct diff *diff, const struct person_told *told,
    const struct spell_told *spell)
{
	if (!spell)
		return _("not in service");
	const struct plan_told *plan =
	    spell->plan == NO_PLAN ? NULL : &told->plans[spell->plan];
	const char *base = rational_print(diff->arena, spell->base);
	if (!plan || !plan->whole || !*plan->whole->points)
		return _("no score");
	if (plan->shut)
		return _("gate shut");
	return base
		   ? arena_format(diff->arena,
			 _("base %s × score %s / 100 × %d / %d days"), base,
			 plan->whole->points, spell->days, told->days_of_period)
		   : NULL;
}

static const struct spell_told *
find_spell(const struct person_told *told, const char *from)
{
	for (size_t i = 0; i < told->spell_count; i++)
		if (strcmp(told->spells[i].from, from) == 0)
			return &told->spells[i];
	return NULL;
}

/* The part of the spell that begins on a day. */
static enum status
add_spell(struct diff *diff, struct difference *bonus,
    const struct person_told told[SIDES], const char *from)
{
	struct arena *arena = diff->arena;
	struct rational amount[SIDES];
	const char *said[SIDES];
	for (int side = OLD; side < SIDES; side++) {
		const struct spell_told *spell = find_spell(&told[side], from);
		said[side] = say_spell(diff, &told[side], spell);
		amount[side] = spell
				   ? diff_spell_amount(diff, &told[side], spell)
				   : rational_whole(0);
		if (!said[side])
			return STATUS_MEMORY;
	}
	/* For a fraction of the period an amount may have endless decimals. */
	struct rational part = rational_round_to(arena,
	    rational_subtract(arena, amount[NEW], amount[OLD]), AMOUNT_PLACES);
	if (rational_is_zero(part))
		return STATUS_OK;
	return diff_add_other(diff, bonus,
	    *from ? arena_format(arena, _("row from %s"), from)
		  : _("first row"),
	    arena_format(arena, "%s → %s", said[OLD], said[NEW]), part);
}

static enum status
add_spells(struct diff *diff, struct difference *bonus,
    const struct person_told told[SIDES])
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < told[OLD].spell_count && !status; i++)
		status = add_spell(diff, bonus, told, told[OLD].spells[i].from);
	for (size_t i = 0; i < told[NEW].spell_count && !status; i++)
		if (!find_spell(&told[OLD], told[NEW].spells[i].from))
			status = add_spell(
			    diff, bonus, told, told[NEW].spells[i].from);
	return status;
}

/* The larger of the units to which the two runs rounded. */
static struct rational
larger_unit(const struct diff *diff)
{
	struct rational largest = rational_whole(1), unit;
	for (int side = OLD; side < SIDES; side++)
		if (rational_parse(diff->arena,
			diff_in_force(&diff->run[side], DEFINITION_pay_unit),
			&unit) &&
		    rational_compare(unit, largest) > 0)
			largest = unit;
	return largest;
}

/* What is left over: amounts by spells are rounded to the unit of pay, and a
 * cap may cut. */
static enum status
add_rest(struct diff *diff, struct difference *bonus,
    const struct rational uncut[SIDES], bool by_spells)
{
	struct rational rest = diff_rest(diff, bonus);
	struct rational unit = larger_unit(diff);
	if (rational_is_zero(rest))
		return rational_failed(rest) ? STATUS_MEMORY : STATUS_OK;
	bool small =
	    by_spells && rational_compare(rational_size(rest), unit) <= 0;
	return small ? diff_add_other(diff, bonus, "rounding",
			   _("rounded once to the unit of pay"), rest)
		     : diff_add_cap(diff, bonus, uncut);
}

/* What the spells bring without a cap. */
static struct rational
sum_of_spells(const struct diff *diff, const struct person_told *told)
{
	struct rational sum = rational_whole(0);
	for (size_t i = 0; i < told->spell_count; i++)
		sum = rational_add(diff->arena, sum,
		    diff_spell_amount(diff, told, &told->spells[i]));
	return sum;
}

enum status
diff_kpi_bonus(struct diff *diff, const char *subject,
    const struct difference *score, struct difference *bonus)
{
	struct person_told told[SIDES];
	enum status status = STATUS_OK;
	for (int side = OLD; side < SIDES && !status; side++)
		status = diff_tell_person(
		    diff, (enum side)side, subject, &told[side]);
	if (status)
		return status;
	bool by_spells = !told[OLD].simple || !told[NEW].simple;
	if (by_spells) {
		const struct rational uncut[SIDES] = { sum_of_spells(
							   diff, &told[OLD]),
			sum_of_spells(diff, &told[NEW]) };
		status = add_spells(diff, bonus, told);
		return status ? status : add_rest(diff, bonus, uncut, true);
	}
	struct terms to = terms_of(diff, NEW, subject, &told[NEW]);
	struct walk walk = { .diff = diff,
		.bonus = bonus,
		.terms = terms_of(diff, OLD, subject, &told[OLD]) };
	walk.amount = amount_of(diff, &walk.terms);
	const struct rational uncut[SIDES] = { walk.amount,
		amount_of(diff, &to) };
	status = walk_score(&walk, score, to.score);
	if (!status)
		status = walk_terms(&walk, &to);
	return status ? status : add_rest(diff, bonus, uncut, false);
}
