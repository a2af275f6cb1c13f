/* What-if: the plan as input cells, and payouts, scores, ratings and bonuses
 * as formulas over them. Unchanged, they give the run's own results; a line
 * says so, and turns red when weights do not sum to 100.
 *
 * Formulas name columns by letters, and rows from 1 (the model counts both from
 * 0). The plan: C weight, D threshold, E target, F stretch, G payout at the
 * threshold, H at the stretch. A person's lines: C value, D weight, E weight
 * used, F payout, G points, H gate. The results: A to O as in enum
 * result_column. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/what_if.h"

/* A row of the plan, and where it stands on the sheet. */
struct placed {
	const struct scorecard_line *line; /* one that uses it */
	uint32_t at;
};

struct what_if {
	struct page *page;
	const struct pay_results *pay;
	bool paid; /* amounts may be shown */
	struct placed *plan;
	size_t plan_count;
	uint32_t bands; /* the first row of the rating bands, from 0 */
	uint32_t check; /* the row of the check, from 0 */
};

static const char *formula(const struct what_if *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static const char *
formula(const struct what_if *w, const char *format, ...)
{
	char text[1200];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	return arena_copy(
	    w->page->dashboard->report->arena, text, strlen(text));
}

/* ---- the plan ---- */

static int
by_level_and_metric(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;
	const struct scorecard_line *x = a->line, *y = b->line;
	int order = text_compare(x->row->level, y->row->level);
	if (order)
		return order;
	if (x->metric != y->metric)
		return x->metric < y->metric ? -1 : 1;
	order = text_compare(x->row->metric, y->row->metric);
	if (order || x->row->scope != y->row->scope)
		return order ? order : (int)x->row->scope - (int)y->row->scope;
	return (x->row > y->row) - (x->row < y->row);
}

/* The rows that somebody's card uses, each once, in order. */
static bool
collect_plan(struct what_if *w)
{
	size_t count = 0, kept = 0;
	for (size_t i = 0; i < w->pay->card_count; i++)
		count += w->pay->cards[i].line_count;
	w->plan = arena_allocate(
	    w->page->dashboard->report->arena, count, sizeof *w->plan);
	if (!w->plan)
		return false;
	count = 0;
	for (size_t i = 0; i < w->pay->card_count; i++)
		for (size_t k = 0; k < w->pay->cards[i].line_count; k++) {
			const struct scorecard_line *line =
			    &w->pay->cards[i].lines[k];
			w->plan[count++] = (struct placed){ line, 0 };
		}
	qsort(w->plan, count, sizeof *w->plan, by_level_and_metric);
	for (size_t i = 0; i < count; i++)
		if (!kept ||
		    w->plan[kept - 1].line->row != w->plan[i].line->row)
			w->plan[kept++] = w->plan[i];
	w->plan_count = kept;
	return true;
}

/* The sheet's row, from 1, of a row of the plan. */
static unsigned
plan_place(const struct what_if *w, const struct scorecard_line *line)
{
	const struct placed *found = bsearch(&(struct placed){ line, 0 },
	    w->plan, w->plan_count, sizeof *w->plan, by_level_and_metric);
	return found ? found->at + 1 : 1;
}

static void
input(struct what_if *w, int column, enum measure_format format, decimal value)
{
	sheet_real(w->page->sheet, w->page->row, column, ROLE_INPUT, format,
	    decimal_double(value));
}

static void
write_plan_row(struct what_if *w, struct placed *placed)
{
	const struct dashboard *dashboard = w->page->dashboard;
	const struct plan_row *row = placed->line->row;
	enum measure_format format =
	    dashboard_value_format(placed->line->measured);
	bool steps = row->steps.length;
	struct sheet *sheet = w->page->sheet;
	uint32_t at = w->page->row;
	sheet_text(sheet, at, 0, ROLE_LABEL, row->level);
	sheet_string(sheet, at, 1, ROLE_BODY,
	    line_label(
		dashboard->report->arena, placed->line, dashboard->language));
	input(w, 2, FORMAT_PLAIN, row->weight);
	if (steps) { /* shown; the formulas have them in themselves */
		sheet_text(sheet, at, 4, ROLE_BODY, row->steps);
	} else {
		input(w, 3, format, row->threshold);
		input(w, 4, format, row->target);
		input(w, 5, format, row->stretch);
		input(w, 6, FORMAT_PLAIN, row->payout_threshold);
		input(w, 7, FORMAT_PLAIN, row->payout_stretch);
	}
	sheet_string(sheet, at, 8, ROLE_CENTRED,
	    row->gate ? page_word(w->page, LABEL_YES) : "");
	placed->at = at;
	w->page->row++;
}

/* The sum of a plan's weights, in a line that turns red unless it is 100; and
 * what the input cells above it accept. */
static void
write_weights(struct what_if *w, uint32_t first)
{
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->page->row++;
	unsigned from = first + 1, to = row;
	sheet_string(
	    sheet, row, 0, ROLE_TOTAL, page_word(w->page, LABEL_WEIGHTS_SUM));
	sheet_string(sheet, row, 1, ROLE_TOTAL, "");
	sheet_formula(sheet, row, 2, ROLE_TOTAL, FORMAT_PLAIN,
	    formula(w, "ROUND(SUM(C%u:C%u),4)", from, to), 100, NULL);
	sheet_formula(sheet, row, 3, ROLE_TOTAL, FORMAT_PLAIN,
	    formula(w, "IF(C%u=100,\"\",\"%s\")", row + 1,
		page_word(w->page, LABEL_MUST_BE_100)),
	    0, "");
	for (int column = 4; column < 9; column++)
		sheet_string(sheet, row, column, ROLE_TOTAL, "");
	sheet_shade_as(
	    sheet, &(struct shade){ .range = { row, row, 0, 8 },
		       .shading = SHADING_WARNING,
		       .formula = formula(w, "=NOT($C$%u=100)", row + 1) });
	sheet_accept(
	    sheet, &(struct validation){ .range = { first, row - 1, 2, 2 },
		       .high = 100,
		       .title = page_word(w->page, LABEL_WEIGHT),
		       .message = page_word(w->page, LABEL_WEIGHT_RULE) });
	sheet_accept(
	    sheet, &(struct validation){ .range = { first, row - 1, 3, 5 },
		       .low = -1e12,
		       .high = 1e12,
		       .title = page_word(w->page, LABEL_KNOTS),
		       .message = page_word(w->page, LABEL_KNOT_RULE) });
	sheet_accept(
	    sheet, &(struct validation){ .range = { first, row - 1, 6, 7 },
		       .high = 1000,
		       .title = page_word(w->page, LABEL_PAYOUT),
		       .message = page_word(w->page, LABEL_PAYOUT_RULE) });
}

static void
write_plan(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_PLAN, false },
		{ LABEL_INDICATOR, false }, { LABEL_WEIGHT, true },
		{ LABEL_THRESHOLD, true }, { LABEL_TARGET, true },
		{ LABEL_STRETCH, true }, { LABEL_PAYOUT_THRESHOLD, true },
		{ LABEL_PAYOUT_STRETCH, true }, { LABEL_GATE, false } };
	page_section(w->page, LABEL_THE_PLAN);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	uint32_t first = w->page->row;
	for (size_t i = 0; i < w->plan_count; i++) {
		write_plan_row(w, &w->plan[i]);
		bool last = i + 1 == w->plan_count ||
			    !text_equal(w->plan[i].line->row->level,
				w->plan[i + 1].line->row->level);
		if (last) {
			write_weights(w, first);
			first = w->page->row;
		}
	}
}

static void
write_bands(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_RATING, false },
		{ LABEL_LEAST_SCORE, true } };
	const struct rating_bands *bands =
	    &w->pay->results->definitions->rating_bands;
	struct page *page = w->page;
	page_section(page, LABEL_BANDS);
	page_headings(page, headings, 2);
	w->bands = page->row;
	for (size_t i = 0; i < bands->count; i++) {
		sheet_text(
		    page->sheet, page->row, 0, ROLE_LABEL, bands->rows[i].name);
		input(w, 1, FORMAT_PLAIN, bands->rows[i].least);
		page->row++;
	}
	sheet_text(page->sheet, page->row, 0, ROLE_LABEL, bands->otherwise);
	sheet_string(page->sheet, page->row++, 1, ROLE_MUTED,
	    page_word(page, LABEL_OTHERWISE));
	if (bands->count)
		sheet_accept(page->sheet,
		    &(struct validation){ .range = data_range(w->bands,
					      (uint32_t)bands->count, 1),
			.high = 1000,
			.title = page_word(page, LABEL_LEAST_SCORE),
			.message = page_word(page, LABEL_PAYOUT_RULE) });
}

/* ---- each person's lines ---- */

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
	struct arena *arena = w->page->dashboard->report->arena;
	struct rational value = line->exact;
	double number = rational_nearest(value);
	wide places;
	if (rational_round(
		rational_multiply(arena, value, rational_whole(DECIMAL_ONE)),
		&places))
		number = beside(
		    value, number, rational_of(arena, places, DECIMAL_ONE));
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
write_line(struct what_if *w, const struct scorecard *card,
    const struct scorecard_line *line, unsigned from, unsigned to)
{
	const struct dashboard *dashboard = w->page->dashboard;
	struct arena *arena = dashboard->report->arena;
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->page->row++;
	unsigned r = row + 1, p = plan_place(w, line);
	sheet_text(sheet, row, 0, ROLE_BODY,
	    dashboard_subject_name(dashboard, card->subject));
	sheet_string(sheet, row, 1, ROLE_BODY,
	    dashboard_line_label(
		card, line, dashboard->language, dashboard->report->arena));
	bool hidden = line_is_hidden(dashboard->results, line);
	if (hidden)
		sheet_string(sheet, row, 2, ROLE_HIDDEN,
		    page_word(w->page, LABEL_FEW_RATERS));
	else
		sheet_real(sheet, row, 2, ROLE_BODY,
		    dashboard_value_format(line->measured),
		    line->value.defined ? comparable(w, line) : NAN);
	if (line->leaving) {
		sheet_string(sheet, row, 3, ROLE_REMARK,
		    line->note[dashboard->language]);
		return;
	}
	sheet_formula(sheet, row, 3, ROLE_BODY, FORMAT_PLAIN,
	    formula(w, "$C$%u", p), decimal_double(line->row->weight), NULL);
	sheet_formula(sheet, row, 4, ROLE_BODY, FORMAT_RATIO,
	    formula(w, "IF(SUM(D%u:D%u)=0,0,D%u*100/SUM(D%u:D%u))", from, to, r,
		from, to),
	    line->weight_used, NULL);
	if (hidden) /* what is not shown cannot be paid otherwise */
		sheet_real(
		    sheet, row, 5, ROLE_BODY, FORMAT_RATIO, line->payout);
	else
		sheet_formula(sheet, row, 5, ROLE_BODY, FORMAT_RATIO,
		    what_if_payout(arena, card, line, r, p), line->payout,
		    NULL);
	sheet_formula(sheet, row, 6, ROLE_KEY, FORMAT_RATIO,
	    formula(w, "E%u*F%u/100", r, r), line->points, NULL);
	if (line->row->gate && hidden)
		sheet_string(sheet, row, 7, ROLE_BODY,
		    line->gate_shut ? page_word(w->page, LABEL_SHUT) : "");
	else if (line->row->gate)
		sheet_formula(sheet, row, 7, ROLE_BODY, FORMAT_PLAIN,
		    what_if_gate(arena, card, line,
			&(struct what_if_places){
			    r, p, page_word(w->page, LABEL_SHUT) }),
		    0, line->gate_shut ? page_word(w->page, LABEL_SHUT) : "");
}

static void
write_lines(struct what_if *w, uint32_t *first_of_card)
{
	static const struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_INDICATOR, false }, { LABEL_VALUE, true },
		{ LABEL_WEIGHT, true }, { LABEL_WEIGHT_USED, true },
		{ LABEL_PAYOUT, true }, { LABEL_POINTS, true },
		{ LABEL_GATE, false } };
	page_section(w->page, LABEL_LINES_OF_ALL);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	for (size_t i = 0; i < w->pay->card_count; i++) {
		const struct scorecard *card = &w->pay->cards[i];
		first_of_card[i] = w->page->row;
		for (size_t k = 0; k < card->line_count; k++) {
			const struct judged_plan *plan =
			    &card->plans[card->lines[k].plan];
			unsigned before = first_of_card[i];
			before += (unsigned)plan->first;
			write_line(w, card, &card->lines[k], before + 1,
			    before + (unsigned)plan->count);
		}
	}
}

/* ---- each person's result ---- */

enum result_column {
	AT_NAME,
	AT_PLAN,
	AT_BASE,
	AT_SERVED,
	AT_DAYS,
	AT_SCORE,
	AT_RATING,
	AT_GATE,
	AT_BONUS,
	AT_COMMISSION,
	AT_AWARD,
	AT_ADJUSTMENT,
	AT_TOTAL,
	AT_RUN_SCORE,
	AT_RUN_TOTAL,
	AT_DIFFERENCE
};

static const char *
rating_formula(const struct what_if *w, unsigned r)
{
	size_t bands = w->pay->results->definitions->rating_bands.count;
	const char *text = formula(w, "$A$%u", w->bands + (unsigned)bands + 1);
	for (size_t i = bands; i-- > 0 && text;) {
		unsigned band = w->bands + (unsigned)i + 1;
		text =
		    formula(w, "IF(F%u>=$B$%u,$A$%u,%s)", r, band, band, text);
	}
	return text ? formula(w, "IF(F%u=\"\",\"\",%s)", r, text) : NULL;
}

static void
write_score(struct what_if *w, const struct scorecard *card, uint32_t first)
{
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->page->row;
	unsigned from = first + 1, to = first + (unsigned)card->line_count;
	double score = decimal_double(card->score);
	const char *shut = page_word(w->page, LABEL_SHUT);
	struct arena *arena = w->page->dashboard->report->arena;
	if (card->plan_count == 0)
		return;
	sheet_formula(sheet, row, AT_SCORE, ROLE_KEY, FORMAT_RATIO,
	    what_if_score(arena, card, first), score, card->scored ? NULL : "");
	sheet_formula(sheet, row, AT_RATING, ROLE_CENTRED, FORMAT_PLAIN,
	    rating_formula(w, row + 1), 0,
	    card->rating.length ? card->rating.data : "");
	sheet_formula(sheet, row, AT_GATE, ROLE_BODY, FORMAT_PLAIN,
	    formula(w, "IF(COUNTIF(H%u:H%u,\"%s\")>0,\"%s\",\"\")", from, to,
		shut, shut),
	    0, card->gate_shut ? shut : "");
}

static struct cap
cap_of(const struct what_if *w, const struct scorecard *card, enum cap_of of)
{
	const struct results *results = w->pay->results;
	return cap_for(
	    &results->definitions->cap, results->data, card->level, of);
}

/* The sum of the parts, at most the cap; with --paid there is none. */
static const char *
total_formula(const struct what_if *w, const struct scorecard *card, unsigned r)
{
	char most[WIDE_TEXT_SIZE];
	struct cap cap = cap_of(w, card, CAP_TOTAL);
	decimal unit =
	    pay_part_unit(w->pay->results->definitions, PAY_ADJUSTMENT);
	if (!cap.given || pay_nets(w->pay))
		return formula(w, "I%u+J%u+K%u+L%u", r, r, r, r);
	wide_print(most, decimal_widen(cap.most / unit * unit));
	return formula(w, "MIN(I%u+J%u+K%u+L%u,%s)", r, r, r, r, most);
}

static void
write_pay(struct what_if *w, const struct scorecard *card, uint32_t first)
{
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->page->row;
	unsigned r = row + 1;
	double parts[PAY_PART_COUNT] = { 0 }, total = 0;
	for (int part = 0; part < PAY_PART_COUNT && w->paid; part++)
		parts[part] = wide_double(card->pay[part]);
	if (w->paid)
		total = wide_double(card->total);
	sheet_formula(sheet, row, AT_BONUS, ROLE_BODY, FORMAT_MONEY,
	    what_if_bonus(w->page->dashboard->report->arena, card, first,
		w->paid,
		&(struct what_if_terms){ .row = row + 1,
		    .unit = w->pay->results->definitions->pay_unit,
		    .minimum = w->pay->results->definitions->minimum_score,
		    .cap = cap_of(w, card, CAP_KPI_BONUS),
		    .shut = page_word(w->page, LABEL_SHUT) }),
	    parts[PAY_KPI_BONUS], NULL);
	sheet_real(sheet, row, AT_COMMISSION, ROLE_BODY, FORMAT_MONEY,
	    parts[PAY_COMMISSION]);
	sheet_real(
	    sheet, row, AT_AWARD, ROLE_BODY, FORMAT_MONEY, parts[PAY_AWARD]);
	sheet_real(sheet, row, AT_ADJUSTMENT, ROLE_BODY, FORMAT_MONEY,
	    parts[PAY_ADJUSTMENT]);
	sheet_formula(sheet, row, AT_TOTAL, ROLE_KEY, FORMAT_MONEY,
	    total_formula(w, card, r), total, NULL);
	sheet_real(sheet, row, AT_RUN_TOTAL, ROLE_MUTED, FORMAT_MONEY, total);
}

static const char *
plan_names(const struct what_if *w, const struct scorecard *card)
{
	const char *names = "";
	for (size_t p = 0; p < card->plan_count && names; p++)
		names = arena_format(w->page->dashboard->report->arena,
		    "%s%s%s", names, p ? " → " : "", card->plans[p].name.data);
	return names;
}

static void
write_result(struct what_if *w, const struct scorecard *card, uint32_t first)
{
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->page->row;
	unsigned r = row + 1;
	page_manager(w->page, AT_NAME, card->subject);
	sheet_string(sheet, row, AT_PLAN, ROLE_BODY, plan_names(w, card));
	input(
	    w, AT_BASE, FORMAT_MONEY, w->paid ? pay_base(card) : DECIMAL_NONE);
	sheet_count(sheet, row, AT_SERVED, (uint64_t)card->days_served);
	sheet_count(sheet, row, AT_DAYS, (uint64_t)card->days_of_period);
	write_score(w, card, first);
	write_pay(w, card, first);
	sheet_real(sheet, row, AT_RUN_SCORE, ROLE_MUTED, FORMAT_RATIO,
	    card->scored ? decimal_double(card->score) : NAN);
	sheet_formula(sheet, row, AT_DIFFERENCE, ROLE_BODY, FORMAT_PLAIN,
	    formula(w, "ROUND(ABS(M%u-O%u)+ABS(N(F%u)-N(N%u)),6)", r, r, r, r),
	    0, NULL);
	w->page->row++;
}

/* The results stand above the lines that they are made of, at `first`, where
 * room was left for them. */
static void
write_results(struct what_if *w, uint32_t first, const uint32_t *first_of_card)
{
	static const struct heading headings[] = { { LABEL_MANAGER, false },
		{ LABEL_PLAN, false }, { LABEL_BASE, true },
		{ LABEL_DAYS_SERVED, true }, { LABEL_DAYS_PERIOD, true },
		{ LABEL_SCORE, true }, { LABEL_RATING, false },
		{ LABEL_GATE, false }, { LABEL_KPI_BONUS, true },
		{ LABEL_COMMISSION, true }, { LABEL_AWARD, true },
		{ LABEL_ADJUSTMENT, true }, { LABEL_TOTAL, true },
		{ LABEL_RUN_SCORE, true }, { LABEL_RUN_TOTAL, true },
		{ LABEL_DIFFERENCE, true } };
	uint32_t after = w->page->row;
	uint32_t cards = (uint32_t)w->pay->card_count;
	w->page->row = first;
	page_section(w->page, LABEL_RESULTS);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	uint32_t top = w->page->row;
	for (size_t i = 0; i < cards; i++)
		write_result(w, &w->pay->cards[i], first_of_card[i]);
	sheet_accept(w->page->sheet,
	    &(struct validation){ .range = data_range(top, cards, AT_BASE),
		.high = 1e12,
		.title = page_word(w->page, LABEL_BASE),
		.message = page_word(w->page, LABEL_BASE_RULE) });
	/* The check, at the top of the sheet. */
	sheet_string(w->page->sheet, w->check, 0, ROLE_LABEL,
	    page_word(w->page, LABEL_CHECK));
	sheet_formula(w->page->sheet, w->check, 2, ROLE_KEY, FORMAT_PLAIN,
	    formula(w, "SUM(P%u:P%u)", top + 1, top + cards), 0, NULL);
	sheet_formula(w->page->sheet, w->check, 3, ROLE_NOTE, FORMAT_PLAIN,
	    formula(w, "IF(C%u=0,\"%s\",\"%s\")", w->check + 1,
		page_word(w->page, LABEL_AS_RUN),
		page_word(w->page, LABEL_NOT_AS_RUN)),
	    0, page_word(w->page, LABEL_AS_RUN));
	w->page->row = after;
}

void
fill_what_if(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct pay_results *pay = dashboard->record->scores;
	struct what_if w = {
		.page = page, .pay = pay, .paid = dashboard->record->pay != NULL
	};
	uint32_t *first_of_card = arena_allocate(
	    dashboard->report->arena, pay->card_count, sizeof *first_of_card);
	if (!first_of_card || !collect_plan(&w)) {
		dashboard->report->out_of_memory = true;
		return;
	}
	page_head(page, dashboard_label(dashboard, LABEL_WHAT_IF_TITLE));
	page_note(page, LABEL_WHAT_IF_NOTE);
	w.check = ++page->row;
	page->row++;
	write_plan(&w);
	write_bands(&w);
	uint32_t results = page->row;
	/* Room for them: a blank row, the section, headings, a row each. */
	page->row += (uint32_t)pay->card_count + 3;
	write_lines(&w, first_of_card);
	write_results(&w, results, first_of_card);
	page_close(page);
}
