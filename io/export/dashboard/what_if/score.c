/* The formulas over a card's lines: payouts, gates and scores. */
#include "io/export/dashboard/what_if/parts.h"

/* The rows, from 1, of a plan's lines. */
struct lines_of_plan {
	unsigned from, to;
};

static struct lines_of_plan
lines_of(const struct what_if *w, size_t card, const struct judged_plan *plan)
{
	unsigned before = w->lines_at[card] + (unsigned)plan->first;
	return (
	    struct lines_of_plan){ before + 1, before + (unsigned)plan->count };
}

/* Scores are rounded to nine places first: what is exactly half a hundredth
 * may, in doubles, lie a little below it. */
const char *
what_if_plan_score(
    const struct what_if *w, size_t card, const struct judged_plan *plan)
{
	struct lines_of_plan at = lines_of(w, card, plan);
	return what_if_text(w,
	    "IF(SUM(D%u:D%u)=0,\"\",ROUND(ROUND(SUM(G%u:G%u),9),2))", at.from,
	    at.to, at.from, at.to);
}

/* Of several plans the mean by their days, without those of which no metric
 * stays. */
const char *
what_if_score(const struct what_if *w, size_t index)
{
	const struct scorecard *card = &w->pay->cards[index];
	const char *sum = "0", *days = "0";
	if (card->plan_count == 1)
		return what_if_plan_score(w, index, &card->plans[0]);
	for (size_t p = 0; p < card->plan_count; p++) {
		struct lines_of_plan at = lines_of(w, index, &card->plans[p]);
		sum = what_if_text(w, "%s+SUM(G%u:G%u)*%d", sum, at.from, at.to,
		    card->plans[p].days);
		days = what_if_text(w, "%s+IF(SUM(D%u:D%u)=0,0,%d)", days,
		    at.from, at.to, card->plans[p].days);
	}
	return what_if_text(
	    w, "IF(%s=0,\"\",ROUND(ROUND((%s)/(%s),9),2))", days, sum, days);
}

const char *
what_if_plan_gate(
    const struct what_if *w, size_t card, const struct judged_plan *plan)
{
	struct lines_of_plan at = lines_of(w, card, plan);
	const char *shut = page_word(w->page, LABEL_SHUT);
	return what_if_text(w, "IF(COUNTIF(H%u:H%u,\"%s\")>0,\"%s\",\"\")",
	    at.from, at.to, shut, shut);
}

/* ---- a line ---- */

/* In this order: at or beyond the stretch; from the target on to it; at or
 * beyond the target, without a stretch; short of the threshold (if empty, of
 * the target); from there on to the target. `s` is the share of the period by
 * which targets are multiplied. */
static const char *
knots_formula(const struct what_if *w, const struct scorecard_line *line,
    unsigned r, const char *s)
{
	unsigned p = what_if_place(w, line)->at + 1;
	const char *reaches = line->curve.down ? "<=" : ">=";
	const char *misses = line->curve.down ? ">" : "<";
	return what_if_text(w,
	    "IF(AND($F$%u<>\"\",C%u%s$E$%u%s),"
	    "IF(C%u%s$F$%u%s,$H$%u,"
	    "100+($H$%u-100)*(C%u-$E$%u%s)/($F$%u%s-$E$%u%s)),"
	    "IF(C%u%s$E$%u%s,100,"
	    "IF(C%u%sIF($D$%u=\"\",$E$%u,$D$%u)%s,0,"
	    "$G$%u+(100-$G$%u)*(C%u-$D$%u%s)/($E$%u%s-$D$%u%s))))",
	    p, r, reaches, p, s, r, reaches, p, s, p, p, r, p, s, p, s, p, s, r,
	    reaches, p, s, r, misses, p, p, p, s, p, p, r, p, s, p, s, p, s);
}

/* What the steps add one after the other. */
static const char *
steps_formula(const struct what_if *w, const struct scorecard_line *line,
    unsigned r, const char *share)
{
	unsigned first = what_if_place(w, line)->steps_at + 1;
	const char *sum = "0";
	for (unsigned i = 0; i < line->curve.step_count; i++) {
		const char *before =
		    i ? what_if_text(w, "-$D$%u", first + i - 1) : "";
		sum = what_if_text(w, "%s+IF(C%u%s$C$%u%s,$D$%u%s,0)", sum, r,
		    line->curve.down ? "<=" : ">=", first + i, share, first + i,
		    before);
	}
	return sum;
}

/* The days in service by which targets are multiplied: `*46/92`. */
static const char *
share_of(const struct what_if *w, const struct scorecard *card,
    const struct scorecard_line *line)
{
	return line->prorated ? what_if_text(w, "*%d/%d", card->days_served,
				    card->days_of_period)
			      : "";
}

const char *
what_if_payout(const struct what_if *w, const struct scorecard *card,
    const struct scorecard_line *line, unsigned r)
{
	const char *share = share_of(w, card, line);
	return line->curve.step_count ? steps_formula(w, line, r, share)
				      : knots_formula(w, line, r, share);
}

const char *
what_if_gate(const struct what_if *w, const struct scorecard *card,
    const struct scorecard_line *line, unsigned r)
{
	const char *misses = line->curve.down ? ">" : "<";
	const char *share = share_of(w, card, line);
	const char *shut = page_word(w->page, LABEL_SHUT);
	const struct placed_row *placed = what_if_place(w, line);
	unsigned p = placed->at + 1;
	if (line->curve.step_count)
		return what_if_text(w, "IF(C%u%s$C$%u%s,\"%s\",\"\")", r,
		    misses, placed->steps_at + 1, share, shut);
	return what_if_text(w,
	    "IF(C%u%sIF($D$%u=\"\",$E$%u,$D$%u)%s,\"%s\",\"\")", r, misses, p,
	    p, p, share, shut);
}
