/* The plan, its steps and the rating bands as input cells, each row with what
 * the program would refuse in it. */
#include <stdlib.h>

#include "engine/model/steps.h"
#include "io/export/dashboard/what_if/parts.h"

enum { MESSAGE = 9, STEP_MESSAGE = 4, BAND_MESSAGE = 2 };

static int
by_level_and_metric(const void *left, const void *right)
{
	const struct placed_row *a = left, *b = right;
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

bool
what_if_collect_plan(struct what_if *w)
{
	size_t count = 0, kept = 0;
	for (size_t i = 0; i < w->pay->card_count; i++)
		count += w->pay->cards[i].line_count;
	w->plan = arena_allocate(w->arena, count, sizeof *w->plan);
	if (!w->plan)
		return false;
	count = 0;
	for (size_t i = 0; i < w->pay->card_count; i++)
		for (size_t k = 0; k < w->pay->cards[i].line_count; k++)
			w->plan[count++] =
			    (struct placed_row){ &w->pay->cards[i].lines[k], 0,
				    0 };
	if (count)
		qsort(w->plan, count, sizeof *w->plan, by_level_and_metric);
	for (size_t i = 0; i < count; i++)
		if (!kept ||
		    w->plan[kept - 1].line->row != w->plan[i].line->row)
			w->plan[kept++] = w->plan[i];
	w->plan_count = kept;
	return true;
}

const struct placed_row *
what_if_place(const struct what_if *w, const struct scorecard_line *line)
{
	const struct placed_row key = { line, 0, 0 };
	return bsearch(
	    &key, w->plan, w->plan_count, sizeof *w->plan, by_level_and_metric);
}

/* ---- what is wrong ---- */

/* Numbers within the bounds of a metric, and none on the scale of surveys where
 * 0 to 100 is meant; `cells` are compared one by one, blank ones not. */
static const char *
range_message(const struct what_if *w, const struct scorecard_line *line,
    const char *cells)
{
	const struct metric *metric = line->measured;
	const struct definitions *definitions = w->pay->results->definitions;
	decimal low, high, least = definitions->scale_min,
			   most = definitions->scale_max;
	const char *rest = "\"\"";
	if (line->metric == NO_METRIC || !plan_bounds(metric, &low, &high))
		return rest;
	const char *from = what_if_number(w, low);
	const char *to = what_if_number(w, high);
	if (metric->unit == UNIT_SCORE && low == 0 &&
	    most <= 10 * DECIMAL_ONE) {
		const char *scale_from = what_if_number(w, least);
		const char *scale_to = what_if_number(w, most);
		rest = what_if_wrong(w,
		    what_if_text(w, "AND(MIN(%s)>=%s,MAX(%s)<=%s)", cells,
			scale_from, cells, scale_to),
		    dashboard_format(w->page->dashboard, LABEL_ON_SCALE,
			scale_from, scale_to),
		    rest);
	}
	return what_if_wrong(w,
	    what_if_text(
		w, "OR(MIN(%s)<%s,MAX(%s)>%s)", cells, from, cells, to),
	    dashboard_format(w->page->dashboard, LABEL_OUT_OF_RANGE, from, to),
	    rest);
}

/* A row of the plan with threshold, target and stretch. */
static const char *
knots_message(
    const struct what_if *w, const struct scorecard_line *line, unsigned p)
{
	const struct page *page = w->page;
	bool down = line->curve.down;
	const char *worse = down ? "<" : ">", *better = down ? ">" : "<";
	const char *text =
	    range_message(w, line, what_if_text(w, "D%u:F%u", p, p));
	text = what_if_wrong(w, what_if_text(w, "H%u<100", p),
	    page_word(page, LABEL_PAYS_TOO_LITTLE), text);
	text = what_if_wrong(w, what_if_text(w, "OR(G%u<0,G%u>100)", p, p),
	    page_word(page, LABEL_PAYS_TOO_MUCH), text);
	text = what_if_wrong(w,
	    what_if_text(w,
		"OR(AND(D%u<>\"\",D%u%sE%u),AND(F%u<>\"\",F%u%sE%u))", p, p,
		worse, p, p, p, better, p),
	    page_word(page, down ? LABEL_ORDER_DOWN : LABEL_ORDER_UP), text);
	text = what_if_wrong(w,
	    what_if_text(w,
		"OR(ROUND(D%u,4)<>D%u,ROUND(E%u,4)<>E%u,ROUND(F%u,4)<>F%u,"
		"ROUND(G%u,4)<>G%u,ROUND(H%u,4)<>H%u)",
		p, p, p, p, p, p, p, p, p, p),
	    page_word(page, LABEL_FOUR_PLACES), text);
	text = what_if_wrong(w,
	    what_if_text(w, "COUNT(D%u:H%u)<COUNTA(D%u:H%u)", p, p, p, p),
	    page_word(page, LABEL_NO_NUMBER), text);
	text = what_if_wrong(w, what_if_text(w, "COUNT(G%u:H%u)<2", p, p),
	    page_word(page, LABEL_PAYOUT_EMPTY), text);
	return what_if_wrong(w, what_if_text(w, "COUNT(E%u)=0", p),
	    page_word(page, LABEL_TARGET_EMPTY), text);
}

static const char *
row_message(
    const struct what_if *w, const struct scorecard_line *line, unsigned p)
{
	const char *text =
	    line->row->steps.length ? "\"\"" : knots_message(w, line, p);
	text = what_if_wrong(w, what_if_text(w, "ROUND(C%u,4)<>C%u", p, p),
	    page_word(w->page, LABEL_FOUR_PLACES), text);
	return what_if_wrong(w, what_if_text(w, "OR(COUNT(C%u)=0,C%u<0)", p, p),
	    page_word(w->page, LABEL_WEIGHT_WRONG), text);
}

/* ---- the plan ---- */

/* Of a count, too, a target may have decimals. */
static enum measure_format
input_format(const struct scorecard_line *line)
{
	enum measure_format format = dashboard_value_format(line->measured);
	return format == FORMAT_COUNT ? FORMAT_PLAIN : format;
}

static void
write_plan_row(const struct what_if *w, struct placed_row *placed)
{
	const struct dashboard *dashboard = w->page->dashboard;
	const struct plan_row *row = placed->line->row;
	enum measure_format format = input_format(placed->line);
	struct sheet *sheet = w->page->sheet;
	uint32_t at = placed->at = w->page->row++;
	sheet_text(sheet, at, 0, ROLE_LABEL, row->level);
	sheet_string(sheet, at, 1, ROLE_BODY,
	    line_label(w->arena, placed->line, dashboard->language));
	what_if_input(w, at, 2, FORMAT_PLAIN, row->weight);
	if (row->steps.length) {
		sheet_string(sheet, at, 4, ROLE_BODY,
		    page_word(w->page, LABEL_STEPS_BELOW));
	} else {
		what_if_input(w, at, 3, format, row->threshold);
		what_if_input(w, at, 4, format, row->target);
		what_if_input(w, at, 5, format, row->stretch);
		what_if_input(w, at, 6, FORMAT_PLAIN, row->payout_threshold);
		what_if_input(w, at, 7, FORMAT_PLAIN, row->payout_stretch);
		what_if_accept(w, (struct range){ at, at, 3, 5 }, -1e12, 1e12,
		    LABEL_KNOTS, LABEL_KNOT_RULE);
		what_if_accept(w, (struct range){ at, at, 6, 7 }, 0, 1000,
		    LABEL_PAYOUT, LABEL_PAYOUT_RULE);
	}
	what_if_accept(w, (struct range){ at, at, 2, 2 }, 0, 100, LABEL_WEIGHT,
	    LABEL_WEIGHT_RULE);
	sheet_string(sheet, at, 8, ROLE_CENTRED,
	    row->gate ? page_word(w->page, LABEL_YES) : "");
	what_if_message(w, at, MESSAGE, row_message(w, placed->line, at + 1));
}

/* The sum of a plan's weights, in a line that turns red unless it is 100. */
static void
write_weights(const struct what_if *w, uint32_t first)
{
	struct sheet *sheet = w->page->sheet;
	uint32_t row = w->page->row++;
	sheet_string(
	    sheet, row, 0, ROLE_TOTAL, page_word(w->page, LABEL_WEIGHTS_SUM));
	sheet_string(sheet, row, 1, ROLE_TOTAL, "");
	sheet_formula(sheet, row, 2, ROLE_TOTAL, FORMAT_PLAIN,
	    what_if_text(w, "ROUND(SUM(C%u:C%u),4)", first + 1, row), 100,
	    NULL);
	for (int column = 3; column < MESSAGE; column++)
		sheet_string(sheet, row, column, ROLE_TOTAL, "");
	sheet_formula(sheet, row, MESSAGE, ROLE_TOTAL, FORMAT_PLAIN,
	    what_if_text(w, "IF(C%u=100,\"\",\"%s\")", row + 1,
		page_word(w->page, LABEL_MUST_BE_100)),
	    0, "");
	sheet_shade_as(sheet,
	    &(struct shade){ .range = { row, row, 0, MESSAGE },
		.shading = SHADING_WARNING,
		.formula = what_if_text(w, "=NOT($C$%u=100)", row + 1) });
}

/* ---- its steps ---- */

static const char *
step_message(const struct what_if *w, const struct placed_row *placed,
    unsigned row, bool first)
{
	const struct page *page = w->page;
	unsigned from = placed->steps_at + 1;
	unsigned count = (unsigned)placed->line->curve.step_count;
	bool down = placed->line->curve.down;
	const char *text = range_message(w, placed->line,
	    what_if_text(w, "C%u:C%u", from, from + count - 1));
	if (!first) {
		text =
		    what_if_wrong(w, what_if_text(w, "D%u<D%u", row, row - 1),
			page_word(page, LABEL_STEP_PAYS_LESS), text);
		text = what_if_wrong(w,
		    what_if_text(
			w, "C%u%sC%u", row, down ? ">=" : "<=", row - 1),
		    page_word(page, down ? LABEL_STEPS_FALL : LABEL_STEPS_RISE),
		    text);
	}
	text = what_if_wrong(w, what_if_text(w, "D%u<0", row),
	    page_word(page, LABEL_NOT_NEGATIVE), text);
	text = what_if_wrong(w,
	    what_if_text(w, "OR(ROUND(C%u,4)<>C%u,ROUND(D%u,4)<>D%u)", row, row,
		row, row),
	    page_word(page, LABEL_FOUR_PLACES), text);
	return what_if_wrong(w, what_if_text(w, "COUNT(C%u:D%u)<2", row, row),
	    page_word(page, LABEL_STEP_EMPTY), text);
}

static void
write_steps_of(struct what_if *w, struct placed_row *placed)
{
	const struct dashboard *dashboard = w->page->dashboard;
	const struct plan_row *row = placed->line->row;
	struct text rest = row->steps;
	struct step step;
	uint32_t first = placed->steps_at = w->page->row;
	while (steps_next(&rest, &step)) {
		uint32_t at = w->page->row++;
		sheet_text(w->page->sheet, at, 0, ROLE_LABEL, row->level);
		sheet_string(w->page->sheet, at, 1, ROLE_BODY,
		    line_label(w->arena, placed->line, dashboard->language));
		what_if_input(w, at, 2, input_format(placed->line), step.value);
		what_if_input(w, at, 3, FORMAT_PLAIN, step.payout);
		what_if_message(w, at, STEP_MESSAGE,
		    step_message(w, placed, at + 1, at == first));
	}
	what_if_accept(w, (struct range){ first, w->page->row - 1, 2, 2 },
	    -1e12, 1e12, LABEL_FROM_VALUE, LABEL_STEP_RULE);
	what_if_accept(w, (struct range){ first, w->page->row - 1, 3, 3 }, 0,
	    1000, LABEL_PAYOUT, LABEL_PAYOUT_RULE);
	what_if_count(w, first, w->page->row, STEP_MESSAGE);
}

static void
write_steps(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_PLAN, false },
		{ LABEL_INDICATOR, false }, { LABEL_FROM_VALUE, true },
		{ LABEL_PAYOUT, true }, { LABEL_WRONG, false } };
	bool any = false;
	for (size_t i = 0; i < w->plan_count; i++) {
		if (!w->plan[i].line->row->steps.length)
			continue;
		if (!any) {
			page_section(w->page, LABEL_STEPS_OF_PLAN);
			page_headings(w->page, headings,
			    sizeof headings / sizeof *headings);
		}
		any = true;
		write_steps_of(w, &w->plan[i]);
	}
}

void
what_if_plan(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_PLAN, false },
		{ LABEL_INDICATOR, false }, { LABEL_WEIGHT, true },
		{ LABEL_THRESHOLD, true }, { LABEL_TARGET, true },
		{ LABEL_STRETCH, true }, { LABEL_PAYOUT_THRESHOLD, true },
		{ LABEL_PAYOUT_STRETCH, true }, { LABEL_GATE, false },
		{ LABEL_WRONG, false } };
	if (w->plan_count == 0)
		return;
	page_section(w->page, LABEL_THE_PLAN);
	page_headings(w->page, headings, sizeof headings / sizeof *headings);
	uint32_t first = w->page->row, plan = first;
	for (size_t i = 0; i < w->plan_count; i++) {
		write_plan_row(w, &w->plan[i]);
		if (i + 1 < w->plan_count &&
		    text_equal(w->plan[i].line->row->level,
			w->plan[i + 1].line->row->level))
			continue;
		write_weights(w, plan);
		plan = w->page->row;
	}
	what_if_count(w, first, w->page->row, MESSAGE);
	write_steps(w);
}

/* ---- bands ---- */

/* The best band stands first; D is the rating below all of them, unless the
 * lowest begins at 0. */
static const char *
band_message(
    const struct what_if *w, const struct rating_bands *bands, size_t i)
{
	const struct page *page = w->page;
	unsigned row = w->bands + (unsigned)i + 1;
	const char *text = "\"\"";
	for (size_t b = 0; i + 1 == bands->count && b < bands->count; b++)
		if (text_equal(bands->rows[b].name, bands->otherwise))
			text = what_if_wrong(w, what_if_text(w, "B%u<>0", row),
			    page_word(page, LABEL_LOWEST_BAND), text);
	if (i)
		text =
		    what_if_wrong(w, what_if_text(w, "B%u>=B%u", row, row - 1),
			page_word(page, LABEL_BANDS_FALL), text);
	text = what_if_wrong(w, what_if_text(w, "ROUND(B%u,4)<>B%u", row, row),
	    page_word(page, LABEL_FOUR_PLACES), text);
	return what_if_wrong(w,
	    what_if_text(w, "OR(COUNT(B%u)=0,B%u<0)", row, row),
	    page_word(page, LABEL_NOT_NEGATIVE), text);
}

void
what_if_bands(struct what_if *w)
{
	static const struct heading headings[] = { { LABEL_RATING, false },
		{ LABEL_LEAST_SCORE, true }, { LABEL_WRONG, false } };
	const struct rating_bands *bands =
	    &w->pay->results->definitions->rating_bands;
	struct page *page = w->page;
	if (w->plan_count == 0)
		return;
	page_section(page, LABEL_BANDS);
	page_headings(page, headings, sizeof headings / sizeof *headings);
	w->bands = page->row;
	for (size_t i = 0; i < bands->count; i++) {
		sheet_text(
		    page->sheet, page->row, 0, ROLE_LABEL, bands->rows[i].name);
		what_if_input(
		    w, page->row, 1, FORMAT_PLAIN, bands->rows[i].least);
		what_if_message(
		    w, page->row++, BAND_MESSAGE, band_message(w, bands, i));
	}
	sheet_text(page->sheet, page->row, 0, ROLE_LABEL, bands->otherwise);
	sheet_string(page->sheet, page->row++, 1, ROLE_MUTED,
	    page_word(page, LABEL_OTHERWISE));
	if (bands->count == 0)
		return;
	what_if_accept(w, data_range(w->bands, (uint32_t)bands->count, 1), 0,
	    1000, LABEL_LEAST_SCORE, LABEL_PAYOUT_RULE);
	what_if_count(
	    w, w->bands, w->bands + (uint32_t)bands->count, BAND_MESSAGE);
}
