/* The parts of the What-if sheet: input cells for the plan and the terms of
 * pay, and formulas over them that give what the run gave as long as nothing
 * was changed.
 *
 * Formulas name columns by letters, and rows from 1; `row` and what is called a
 * place count from 0, as the report does. What is wrong with an input stands in
 * a cell beside it; while one is wrong the program would pay nobody, and no
 * score and no amount is shown.
 *
 *   the plan     C weight, D threshold, E target, F stretch, G payout at the
 *                threshold, H at the stretch, J what is wrong
 *   its steps    C from, D payout, E what is wrong
 *   bands        B least score, C what is wrong
 *   the ladders  C from, D rate, E what the rate is above that of the step
 *                before, in 10^-4, F what is wrong
 *   caps         B to E, as enum cap_of; F what is wrong
 *   lines        C value, D weight, E weight used, F payout, G points, H gate
 *   spells       C base, D days, E score of the plan, F gate, G units of pay
 *   sums         E the sum of a ladder's amounts, F what it brings
 *   taken back   D amount, E and F days, G what is taken back
 *   by period    C commission before the cap, D cap, E after it, F taken back,
 *                G units of pay, H commission, I projects, J award, K remark
 *   results      A to R as enum result_column */
#ifndef IO_EXPORT_DASHBOARD_WHAT_IF_PARTS_H
#define IO_EXPORT_DASHBOARD_WHAT_IF_PARTS_H

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"

/* A row of the plan, and where it and its steps stand. */
struct placed_row {
	const struct scorecard_line *line; /* one that uses it */
	uint32_t at, steps_at;
};

/* The steps of a kind on a level (NULL: of everybody). */
struct placed_ladder {
	const struct level_rates *level;
	enum kind kind;
	uint32_t at, rows;
};

struct placed_cap {
	struct text level; /* empty: everybody */
	uint32_t at;
};

/* What somebody has of a period: one that the run pays, or an earlier one in
 * which they earned what is taken back now. */
struct earned {
	const struct scorecard *card;
	const struct commission_list *list;
	bool paid;       /* by the run */
	uint32_t awards; /* projects */
	uint32_t at;
	uint32_t sums_at, taken_at;
};

struct what_if {
	struct page *page;
	struct arena *arena;
	const struct pay_results *pay;
	bool paid; /* amounts may be shown */

	const char *messages; /* how many inputs are wrong, as a formula */
	uint32_t check;       /* the row of that number, column C */
	uint32_t total;       /* of the total cost; if amounts are shown */
	uint32_t difference;  /* to the run */

	struct placed_row *plan;
	size_t plan_count;
	uint32_t bands; /* the first row of the rating bands */
	struct placed_ladder *ladders;
	size_t ladder_count;
	struct placed_cap *caps; /* the first is everybody's */
	size_t cap_count;
	uint32_t award, minimum; /* rows of the terms, column B */

	uint32_t results;      /* the first person's row */
	uint32_t *lines_at;    /* by card: the first of its lines */
	uint32_t *spells_at;   /* and of its spells */
	struct earned *earned; /* those of a card together, what the run pays
				  first */
	size_t earned_count;
	size_t *first_earned; /* by card, and one behind the last */
};

/* ---- cells ---- */

/* printf into the report's arena; out of memory is noted there, and "" then
 * stands for the text. */
const char *what_if_text(const struct what_if *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* An input cell; DECIMAL_NONE leaves it blank. */
void what_if_input(const struct what_if *w, uint32_t row, int column,
    enum measure_format format, decimal value);

/* What input cells take: numbers from low to high. */
void what_if_accept(const struct what_if *w, struct range range, double low,
    double high, enum label title, enum label message);

/* The cell with what is wrong with a row of inputs, "" if nothing is; and those
 * of the rows of a column from `first` up to `end` counted. */
void what_if_message(
    const struct what_if *w, uint32_t row, int column, const char *formula);
void what_if_count(struct what_if *w, uint32_t first, uint32_t end, int column);

/* Such a formula: `message` if `wrong`, else what `rest` says. */
const char *what_if_wrong(const struct what_if *w, const char *wrong,
    const char *message, const char *rest);

/* A level, or where it is empty the word for everybody. */
void what_if_level(const struct what_if *w, uint32_t row, int column,
    enum role role, struct text level);

/* Do all spells of the period have the same base, or none? */
bool what_if_one_base(const struct scorecard *card);

/* The formula, or "" while an input is wrong. */
const char *what_if_checked(const struct what_if *w, const char *formula);

/* A decimal as formulas have it. */
const char *what_if_number(const struct what_if *w, decimal value);

/* ---- amounts ---- */

/* `units`, a cell or a formula, rounded half away from zero to a whole number.
 * In doubles a half may lie a little beside it: first to the places that it may
 * have, as far as 15 digits go. */
const char *what_if_rounded(
    const struct what_if *w, const char *units, int places);

/* The cap of a part for a level (a word, or NO_ID): whether there is one, and
 * how much, as formulas. */
struct cap_cells {
	const char *given, *most;
};
struct cap_cells what_if_cap(
    const struct what_if *w, uint32_t level, enum cap_of of);

/* The amount of so many units, at most the cap, which is cut towards zero. */
const char *what_if_capped(const struct what_if *w, const char *units,
    int places, struct cap_cells cap);

/* ---- the parts of the sheet, from top to bottom ---- */

/* Finds the rows of the plan that somebody's card uses; false without memory.
 */
bool what_if_collect_plan(struct what_if *w);
void what_if_plan(struct what_if *w);
void what_if_bands(struct what_if *w);
/* The ladders, caps, award and least score; false without memory. */
bool what_if_terms(struct what_if *w);
void what_if_lines(struct what_if *w);
void what_if_spells(struct what_if *w);
/* Finds what cards have earned besides the plan; false without memory. */
bool what_if_collect_earned(struct what_if *w);
void what_if_earned(struct what_if *w);
/* The results, where room was left for them, and the checks at the top. */
void what_if_results(struct what_if *w);
enum { RESULTS_MORE = 4 }; /* rows besides one a person */

/* ---- formulas over the lines of a card ---- */

/* Where a row of the plan stands. */
const struct placed_row *what_if_place(
    const struct what_if *w, const struct scorecard_line *line);

/* The score of one of a card's plans, "" where no metric stays; of the card,
 * over all its plans; and whether a gate of a plan is shut. */
const char *what_if_plan_score(
    const struct what_if *w, size_t card, const struct judged_plan *plan);
const char *what_if_score(const struct what_if *w, size_t card);
const char *what_if_plan_gate(
    const struct what_if *w, size_t card, const struct judged_plan *plan);

/* The payout of a line in row `r`, from 1, by its place in the plan: of the
 * knots or steps there, times the days in service where they are prorated. */
const char *what_if_payout(const struct what_if *w,
    const struct scorecard *card, const struct scorecard_line *line,
    unsigned r);

/* The word for a shut gate where the value is worse than its threshold, or its
 * easiest step, else "". */
const char *what_if_gate(const struct what_if *w, const struct scorecard *card,
    const struct scorecard_line *line, unsigned r);

#endif
