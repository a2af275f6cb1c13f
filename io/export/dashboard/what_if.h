/* The formulas of the What-if sheet over several lines of it: the score of a
 * person and what it pays. Of one person the lines stand together, those of
 * each plan too: C value, D weight, F payout, G points, H gate
 * (sheets/what_if.c). */
#ifndef IO_EXPORT_DASHBOARD_WHAT_IF_H
#define IO_EXPORT_DASHBOARD_WHAT_IF_H

#include "engine/model/plan.h"

/* The score, "" where no metric stays; `first` is the row of the card's first
 * line, from 0. In `arena`; NULL without memory. */
const char *what_if_score(
    struct arena *arena, const struct scorecard *card, uint32_t first);

struct what_if_terms {
	unsigned row;     /* of the person's result, from 1 */
	decimal unit;     /* of pay */
	decimal minimum;  /* score below which there is no bonus */
	struct cap cap;   /* of the bonus */
	const char *shut; /* what a shut gate is called */
};

/* The KPI bonus. Where all spells have one plan and one base it is made of the
 * result's own cells (C base, D days served, E days, F score, H gate); else the
 * bases stand in the formula, unless amounts are not to be shown (`paid`). */
const char *what_if_bonus(struct arena *arena, const struct scorecard *card,
    uint32_t first, bool paid, const struct what_if_terms *terms);

/* The payout of a line, in row `r` of the sheet, by row `p` of the plan: of its
 * knots there, times the days in service where they are prorated; steps stand
 * in the formula. */
const char *what_if_payout(struct arena *arena, const struct scorecard *card,
    const struct scorecard_line *line, unsigned r, unsigned p);

/* `shut` where the value of a gate is worse than its threshold, or its easiest
 * step, else "". */
struct what_if_places {
	unsigned line, plan; /* rows of the sheet, from 1 */
	const char *shut;
};
const char *what_if_gate(struct arena *arena, const struct scorecard *card,
    const struct scorecard_line *line, const struct what_if_places *at);

#endif
