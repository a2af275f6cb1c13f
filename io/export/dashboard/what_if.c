#include "io/export/dashboard/what_if.h"

#include "engine/base/arena.h"
#include "engine/model/steps.h"

/* The rows, from 1, of a plan's lines; `first` is where the card's begin. */
struct lines_of_plan {
	unsigned from, to;
};

static struct lines_of_plan
lines_of(const struct judged_plan *plan, uint32_t first)
{
	unsigned before = first + (unsigned)plan->first;
	return (
	    struct lines_of_plan){ before + 1, before + (unsigned)plan->count };
}

/* The score of a person: of several plans the mean by their days, without those
 * of which no metric stays. Rounded to nine places first: what is exactly half
 * a hundredth may, in doubles, lie a little below it. */
const char *
what_if_score(struct arena *arena, const struct scorecard *card, uint32_t first)
{
	const char *sum = "0", *days = "0";
	if (card->plan_count == 1) {
		struct lines_of_plan at = lines_of(&card->plans[0], first);
		return arena_format(arena,
		    "IF(SUM(D%u:D%u)=0,\"\",ROUND(ROUND(SUM(G%u:G%u),9),2))",
		    at.from, at.to, at.from, at.to);
	}
	for (size_t p = 0; p < card->plan_count && sum && days; p++) {
		struct lines_of_plan at = lines_of(&card->plans[p], first);
		sum = arena_format(arena, "%s+SUM(G%u:G%u)*%d", sum, at.from,
		    at.to, card->plans[p].days);
		days = arena_format(arena, "%s+IF(SUM(D%u:D%u)=0,0,%d)", days,
		    at.from, at.to, card->plans[p].days);
	}
	return sum && days ? arena_format(arena,
				 "IF(%s=0,\"\",ROUND(ROUND((%s)/(%s),9),2))",
				 days, sum, days)
			   : NULL;
}

/* Σ base × score of its plan × days over the spells, of which those with a shut
 * gate or without a score bring nothing. */
static const char *
spells_formula(struct arena *arena, const struct scorecard *card,
    uint32_t first, const char *shut)
{
	const char *sum = "0";
	for (size_t i = 0; i < card->spell_count && sum; i++) {
		const struct served_spell *spell = &card->spells[i];
		char base[WIDE_TEXT_SIZE];
		if (spell->plan == NO_PLAN || spell->base == DECIMAL_NONE)
			continue;
		struct lines_of_plan at =
		    lines_of(&card->plans[spell->plan], first);
		wide_print(base, decimal_widen(spell->base));
		sum = arena_format(arena,
		    "%s+IF(COUNTIF(H%u:H%u,\"%s\")>0,0,%s*"
		    "ROUND(ROUND(SUM(G%u:G%u),9),2)*%d)",
		    sum, at.from, at.to, shut, base, at.from, at.to,
		    spell->days);
	}
	return sum;
}

/* One base and one plan can be changed; several spells have theirs in the
 * formula. */
static bool
is_single(const struct scorecard *card)
{
	bool single = card->plan_count <= 1 && pay_base(card) != DECIMAL_NONE;
	for (size_t i = 0; i < card->spell_count; i++)
		single &= card->spells[i].plan != NO_PLAN;
	return single || card->spell_count <= 1;
}

/* An amount in units, rounded; at most the cap, which is cut towards zero. NULL
 * without memory. */
static const char *
rounded(
    struct arena *arena, const struct what_if_terms *terms, const char *units)
{
	char most[WIDE_TEXT_SIZE], unit[WIDE_TEXT_SIZE];
	const struct cap *cap = &terms->cap;
	if (!units || !cap->given)
		return units ? arena_format(arena, "ROUND(%s,0)", units) : NULL;
	wide_print(most, decimal_widen(cap->most));
	wide_print(unit, decimal_widen(terms->unit));
	return arena_format(arena, "IF(%s>%s/%s,%lld,ROUND(%s,0))", units, most,
	    unit, (long long)(cap->most / terms->unit), units);
}

const char *
what_if_bonus(struct arena *arena, const struct scorecard *card, uint32_t first,
    bool paid, const struct what_if_terms *terms)
{
	char unit[WIDE_TEXT_SIZE];
	unsigned r = terms->row;
	char least[WIDE_TEXT_SIZE];
	wide_print(unit, decimal_widen(terms->unit));
	wide_print(least, decimal_widen(terms->minimum));
	if (!paid || is_single(card)) {
		const char *amount = rounded(arena, terms,
		    arena_format(arena, "ROUND(C%u*F%u/100*D%u/E%u/%s,6)", r, r,
			r, r, unit));
		return amount ? arena_format(arena,
				    "IF(OR(F%u=\"\",H%u<>\"\",F%u<%s),0,%s*%s)",
				    r, r, r, least, amount, unit)
			      : NULL;
	}
	const char *sum = spells_formula(arena, card, first, terms->shut);
	const char *amount =
	    sum ? rounded(arena, terms,
		      arena_format(
			  arena, "ROUND((%s)/100/E%u/%s,6)", sum, r, unit))
		: NULL;
	return amount ? arena_format(
			    arena, "IF(F%u<%s,0,%s*%s)", r, least, amount, unit)
		      : NULL;
}

/* ---- a line ---- */

/* The payout of the value in row r by row p of the plan, its knots times
 * `share`. In this order: at or
 * beyond the stretch; from the target on to it; at or beyond the target,
 * without a stretch; short of the threshold (if empty, of the target); from
 * there on to the target. */
static const char *
knots_formula(struct arena *arena, const struct scorecard_line *line,
    unsigned r, unsigned p, const char *share)
{
	const char *reaches = line->curve.down ? "<=" : ">=";
	const char *misses = line->curve.down ? ">" : "<";
	return arena_format(arena,
	    "IF(AND($F$%u<>\"\",C%u%s$E$%u%s),"
	    "IF(C%u%s$F$%u%s,$H$%u,"
	    "100+($H$%u-100)*(C%u-$E$%u%s)/($F$%u%s-$E$%u%s)),"
	    "IF(C%u%s$E$%u%s,100,"
	    "IF(C%u%sIF($D$%u=\"\",$E$%u,$D$%u)%s,0,"
	    "$G$%u+(100-$G$%u)*(C%u-$D$%u%s)/($E$%u%s-$D$%u%s))))",
	    p, r, reaches, p, share, r, reaches, p, share, p, p, r, p, share, p,
	    share, p, share, r, reaches, p, share, r, misses, p, p, p, share, p,
	    p, r, p, share, p, share, p, share);
}

/* What the steps add one after the other. */
static const char *
steps_formula(struct arena *arena, const struct scorecard_line *line,
    unsigned r, const char *share)
{
	struct text rest = line->row->steps;
	struct step step;
	decimal before = 0;
	const char *sum = "0";
	while (sum && steps_next(&rest, &step)) {
		char value[WIDE_TEXT_SIZE], more[WIDE_TEXT_SIZE];
		wide_print(value, decimal_widen(step.value));
		wide_print(more, decimal_widen(step.payout - before));
		before = step.payout;
		sum = arena_format(arena, "%s+IF(C%u%s%s%s,%s,0)", sum, r,
		    line->curve.down ? "<=" : ">=", value, share, more);
	}
	return sum;
}

/* The days in service by which targets are multiplied: `*46/92`. NULL without
 * memory. */
static const char *
share_of(struct arena *arena, const struct scorecard *card,
    const struct scorecard_line *line)
{
	return line->prorated ? arena_format(arena, "*%d/%d", card->days_served,
				    card->days_of_period)
			      : "";
}

const char *
what_if_payout(struct arena *arena, const struct scorecard *card,
    const struct scorecard_line *line, unsigned r, unsigned p)
{
	const char *share = share_of(arena, card, line);
	if (!share)
		return NULL;
	return line->curve.step_count ? steps_formula(arena, line, r, share)
				      : knots_formula(arena, line, r, p, share);
}

const char *
what_if_gate(struct arena *arena, const struct scorecard *card,
    const struct scorecard_line *line, const struct what_if_places *at)
{
	const char *misses = line->curve.down ? ">" : "<";
	const char *share = share_of(arena, card, line);
	struct text rest = line->row->steps;
	struct step easiest;
	char value[WIDE_TEXT_SIZE];
	unsigned p = at->plan;
	if (!share)
		return NULL;
	if (!steps_next(&rest, &easiest))
		return arena_format(arena,
		    "IF(C%u%sIF($D$%u=\"\",$E$%u,$D$%u)%s,\"%s\",\"\")",
		    at->line, misses, p, p, p, share, at->shut);
	wide_print(value, decimal_widen(easiest.value));
	return arena_format(arena, "IF(C%u%s%s%s,\"%s\",\"\")", at->line,
	    misses, value, share, at->shut);
}
