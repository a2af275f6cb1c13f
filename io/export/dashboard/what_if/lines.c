/* What each indicator of each person pays. */
#include <math.h>

#include "io/export/dashboard/what_if/parts.h"

/* The value of a line as formulas may compare it. To a spreadsheet numbers that
 * agree in their first 15 digits or so are equal; what is paid depends on less.
 * A value that lies so near to a number of four places, as all thresholds of a
 * plan are, or to one that is for some days, stands a little farther from it
 * here, on the side where it is. */
static double
beside(struct rational value, double number, struct rational knot)
{
	double near = rational_nearest(knot), margin = fabs(near) * 1e-13;
	int side = rational_compare(value, knot);
	return side && fabs(number - near) < margin ? near + side * 2 * margin
						    : number;
}

static double
comparable(const struct what_if *w, const struct scorecard_line *line)
{
	struct rational value = line->exact;
	double number = rational_nearest(value);
	wide places;
	if (rational_round(
		rational_multiply(w->arena, value, rational_whole(DECIMAL_ONE)),
		&places))
		number = beside(
		    value, number, rational_of(w->arena, places, DECIMAL_ONE));
	if (!line->prorated)
		return number;
	const struct curve *curve = &line->curve;
	for (size_t i = 0; i < curve->step_count; i++)
		number = beside(value, number, curve->steps[i].value);
	number = beside(value, number, curve->threshold);
	number = beside(value, number, curve->target);
	return curve->has_stretch ? beside(value, number, curve->stretch)
				  : number;
}

static void
write_names(const struct what_if *w, uint32_t row, const struct scorecard *card,
    const struct scorecard_line *line)
{
	const struct dashboard *dashboard = w->page->dashboard;
	struct sheet *sheet = w->page->sheet;
	sheet_text(sheet, row, 0, ROLE_BODY,
	    dashboard_subject_name(dashboard, card->subject));
	sheet_string(sheet, row, 1, ROLE_BODY,
	    dashboard_line_label(card, line, dashboard->language, w->arena));
	if (line_is_hidden(dashboard->results, line))
		sheet_string(sheet, row, 2, ROLE_HIDDEN,
		    page_word(w->page, LABEL_FEW_RATERS));
	else
		sheet_real(sheet, row, 2, ROLE_BODY,
		    dashboard_value_format(line->measured),
		    line->value.defined ? comparable(w, line) : NAN);
}

/* What is not shown cannot be paid otherwise: then payout and gate are no
 * formulas. */
static void
write_payout(const struct what_if *w, uint32_t row,
    const struct scorecard *card, const struct scorecard_line *line)
{
	struct sheet *sheet = w->page->sheet;
	unsigned r = row + 1;
	bool hidden = line_is_hidden(w->pay->results, line);
	const char *shut =
	    line->gate_shut ? page_word(w->page, LABEL_SHUT) : "";
	if (hidden)
		sheet_real(
		    sheet, row, 5, ROLE_BODY, FORMAT_RATIO, line->payout);
	else
		sheet_formula(sheet, row, 5, ROLE_BODY, FORMAT_RATIO,
		    what_if_checked(w, what_if_payout(w, card, line, r)),
		    line->payout, NULL);
	sheet_formula(sheet, row, 6, ROLE_KEY, FORMAT_RATIO,
	    what_if_checked(w, what_if_text(w, "E%u*F%u/100", r, r)),
	    line->points, NULL);
	if (line->row->gate && hidden)
		sheet_string(sheet, row, 7, ROLE_BODY, shut);
	else if (line->row->gate)
		sheet_formula(sheet, row, 7, ROLE_BODY, FORMAT_PLAIN,
		    what_if_checked(w, what_if_gate(w, card, line, r)), 0,
		    shut);
}

/* A line of the plan whose lines are the rows `from` to `to`, from 1. */
static void
write_line(const struct what_if *w, const struct scorecard *card,
    const struct scorecard_line *line, unsigned from, unsigned to)
{
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->page->row++;
	unsigned r = row + 1;
	write_names(w, row, card, line);
	if (line->leaving) {
		sheet_string(sheet, row, 3, ROLE_REMARK,
		    line->note[w->page->dashboard->language]);
		return;
	}
	sheet_formula(sheet, row, 3, ROLE_BODY, FORMAT_PLAIN,
	    what_if_text(w, "$C$%u", what_if_place(w, line)->at + 1),
	    decimal_double(line->row->weight), NULL);
	sheet_formula(sheet, row, 4, ROLE_BODY, FORMAT_RATIO,
	    what_if_text(w, "IF(SUM(D%u:D%u)=0,0,D%u*100/SUM(D%u:D%u))", from,
		to, r, from, to),
	    line->weight_used, NULL);
	write_payout(w, row, card, line);
}

void
what_if_lines(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_INDICATOR, false }, { LABEL_VALUE, true },
		{ LABEL_WEIGHT, true }, { LABEL_WEIGHT_USED, true },
		{ LABEL_PAYOUT, true }, { LABEL_POINTS, true },
		{ LABEL_GATE, false } };
	if (w->plan_count == 0)
		return;
	page_section(w->page, LABEL_LINES_OF_ALL);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	for (size_t i = 0; i < w->pay->card_count; i++) {
		const struct scorecard *card = &w->pay->cards[i];
		w->lines_at[i] = w->page->row;
		for (size_t k = 0; k < card->line_count; k++) {
			const struct judged_plan *plan =
			    &card->plans[card->lines[k].plan];
			unsigned before =
			    w->lines_at[i] + (unsigned)plan->first;
			write_line(w, card, &card->lines[k], before + 1,
			    before + (unsigned)plan->count);
		}
	}
}

/* ---- the bonus, spell by spell ---- */

static void
write_spell(const struct what_if *w, size_t index,
    const struct served_spell *spell, bool one_base)
{
	struct sheet *sheet = w->page->sheet;
	const struct scorecard *card = &w->pay->cards[index];
	const struct judged_plan *plan =
	    spell->plan == NO_PLAN ? NULL : &card->plans[spell->plan];
	uint32_t row = w->page->row++;
	unsigned r = row + 1;
	const char *shut = page_word(w->page, LABEL_SHUT);
	sheet_text(sheet, row, 0, ROLE_BODY,
	    dashboard_subject_name(w->page->dashboard, card->subject));
	sheet_text(sheet, row, 1, ROLE_BODY, plan ? plan->name : text_of(""));
	if (one_base)
		sheet_formula(sheet, row, 2, ROLE_BODY, FORMAT_MONEY,
		    what_if_text(w, "N(C%u)", w->results + (unsigned)index + 1),
		    spell->base == DECIMAL_NONE ? 0
						: decimal_double(spell->base),
		    NULL);
	else
		what_if_input(w, row, 2, FORMAT_MONEY, spell->base);
	sheet_count(sheet, row, 3, (uint64_t)spell->days);
	if (!plan)
		return;
	bool pays =
	    plan->scored && !plan->gate_shut && spell->base != DECIMAL_NONE;
	int64_t all = (int64_t)card->days_of_period *
		      w->pay->results->definitions->pay_unit;
	sheet_formula(sheet, row, 4, ROLE_BODY, FORMAT_RATIO,
	    what_if_plan_score(w, index, plan), decimal_double(plan->score),
	    plan->scored ? NULL : "");
	sheet_formula(sheet, row, 5, ROLE_BODY, FORMAT_PLAIN,
	    what_if_plan_gate(w, index, plan), 0, plan->gate_shut ? shut : "");
	sheet_formula(sheet, row, 6, ROLE_BODY, FORMAT_PLAIN,
	    what_if_text(w,
		"IF(OR(E%u=\"\",F%u<>\"\"),0,C%u*ROUND(N(E%u)*100,0)*D%u/%lld)",
		r, r, r, r, r, (long long)all),
	    pays ? decimal_double(spell->base) *
		       ((double)plan->score / 100 * spell->days / (double)all)
		 : 0,
	    NULL);
}

void
what_if_spells(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_PLAN, false }, { LABEL_BASE, true },
		{ LABEL_DAYS_SERVED, true }, { LABEL_SCORE, true },
		{ LABEL_GATE, false }, { LABEL_UNITS, true } };
	if (w->plan_count == 0 || !w->paid)
		return;
	page_section(w->page, LABEL_BONUS_BY_SPELL);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	for (size_t i = 0; i < w->pay->card_count; i++) {
		const struct scorecard *card = &w->pay->cards[i];
		bool one_base = what_if_one_base(card);
		uint32_t first = w->spells_at[i] = w->page->row;
		for (size_t s = 0; s < card->spell_count; s++)
			write_spell(w, i, &card->spells[s], one_base);
		if (!one_base)
			what_if_accept(w,
			    (struct range){ first, w->page->row - 1, 2, 2 }, 0,
			    1e12, LABEL_BASE, LABEL_BASE_RULE);
	}
}
