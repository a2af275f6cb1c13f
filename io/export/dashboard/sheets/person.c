/* One sheet a manager (or a team, where managers are many): all metrics beside
 * the company's, the last quarters beside the managers' median, what the plan
 * pays for each indicator, and the records that count against them. */
#include <math.h>

#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/changes.h"
#include "io/export/dashboard/verdict.h"

static const struct scorecard *
card_of(const struct dashboard *dashboard, size_t subject)
{
	const struct subject *who = &dashboard->results->subjects[subject];
	const struct pay_results *scores = dashboard->record->scores;
	const struct scorecard *card = scores && who->scope == SCOPE_MANAGER
					   ? pay_card(scores, who->id)
					   : NULL;
	return card && card->scored ? card : NULL;
}

/* "Nguyễn Minh Anh: score 104.50 (B); 5 indicators better, 2 worse". */
static const char *
title_of(const struct dashboard *dashboard, size_t subject)
{
	const struct results *results = dashboard->results;
	const struct scorecard *card = card_of(dashboard, subject);
	const char *name = results->subjects[subject].name.data;
	const struct verdicts found = dashboard_verdicts(dashboard, subject);
	bool calm = found.better + found.worse == 0,
	     untold = calm && found.same == 0;
	if (!card)
		return untold
			   ? dashboard_format(dashboard, LABEL_TOO_LITTLE, name)
		       : calm ? dashboard_format(
				    dashboard, LABEL_PERSON_CALM, name)
			      : dashboard_format(dashboard, LABEL_PERSON_PLAIN,
				    name, found.better, found.worse, found.all);
	const char *score = dashboard_number(
	    dashboard, FORMAT_SCORE, decimal_double(card->score));
	return untold ? dashboard_format(dashboard, LABEL_PERSON_SCORED_ONLY,
			    name, score, card->rating.data)
	       : calm ? dashboard_format(dashboard, LABEL_PERSON_SCORED_CALM,
			    name, score, card->rating.data)
		      : dashboard_format(dashboard, LABEL_PERSON_SCORED, name,
			    score, card->rating.data, found.better, found.worse,
			    found.all);
}

/* ---- the plan: value against target, and what that pays ---- */

enum {
	STRIP_COLUMN = 8,
	STRIP_COLUMNS = 3,
	STRIP_CHARACTERS = 12,
	STRIP_WIDTH = 267,   /* of these columns, in pixels */
	ROW_PIXELS = 20,     /* 15 points */
	HEADING_PIXELS = 43, /* 32 points: two lines */
	MARGIN = 5           /* that a chart leaves around its plot */
};

/* Where the series of the strip stand among the charts' data. */
static const struct {
	enum label name;
	enum series_style style;
	int column;
} strip_parts[] = { { LABEL_PAYABLE, STYLE_SPAN, 1 },
	{ LABEL_PAYOUT, STYLE_BAR, 2 }, { LABEL_TARGET, STYLE_TICK, 3 } };

/* The most that a line can pay. */
static double
most_paid(const struct curve *curve)
{
	return curve->step_count
		   ? rational_nearest(
			 curve->steps[curve->step_count - 1].payout)
	       : curve->has_stretch ? rational_nearest(curve->high)
				    : 100;
}

/* Where the scale of the strip ends: a little behind the highest payout. */
static double
strip_end(const struct scorecard *card)
{
	double end = 160;
	for (size_t i = 0; i < card->line_count; i++)
		if (!card->lines[i].leaving)
			end = fmax(end,
			    10 * ceil(most_paid(&card->lines[i].curve) / 10 +
				      1));
	return end;
}

/* Three rows a line of the card (from, to, a gap) for each of: what can be
 * paid, what is paid, the target at 100 %. x stands in the first column, the
 * line's place in the column of its series. */
static uint32_t
strip_data(struct page *page, const struct scorecard *card, uint32_t *rows)
{
	struct dashboard *dashboard = page->dashboard;
	struct sheet *data = dashboard->data;
	const char *headings[] = { page_word(page, LABEL_PAYOUT),
		page_word(page, LABEL_PAYABLE), page_word(page, LABEL_PAYOUT),
		page_word(page, LABEL_TARGET) };
	*rows = (uint32_t)card->line_count * 9;
	uint32_t first = block_data(
	    dashboard, page_word(page, LABEL_AGAINST_PLAN), headings, 4, *rows);
	uint32_t row = first;
	for (size_t i = 0; i < card->line_count; i++) {
		const struct scorecard_line *line = &card->lines[i];
		const struct curve *curve = &line->curve;
		double least = rational_nearest(
		    curve->step_count ? curve->steps[0].payout : curve->low);
		double most = most_paid(curve);
		const double ends[3][2] = { { least, most },
			{ 0, line->payout }, { 100, 100 } };
		double place = (double)i + 1;
		for (int part = 0; part < 3; part++, row += 3) {
			if (line->leaving)
				continue;
			double half = part == 2 ? 0.3 : 0;
			for (uint32_t end = 0; end < 2; end++) {
				sheet_real(data, row + end, 0, ROLE_BODY,
				    FORMAT_RATIO, ends[part][end]);
				sheet_real(data, row + end, part + 1, ROLE_BODY,
				    FORMAT_RATIO, place + (end ? half : -half));
			}
		}
	}
	return first;
}

/* Beside the rows of the table, as high as they are. */
static void
draw_strip(struct page *page, const struct scorecard *card, uint32_t top)
{
	uint32_t rows, first = strip_data(page, card, &rows);
	struct chart chart = { .kind = CHART_STRIP,
		.description = page_word(page, LABEL_ALT_STRIP),
		.row = top - 1,
		.column = STRIP_COLUMN,
		.y_offset = HEADING_PIXELS - MARGIN,
		.width = STRIP_WIDTH,
		.height = (int)card->line_count * ROW_PIXELS + 2 * MARGIN,
		.values = { .has_low = true,
		    .has_high = true,
		    .low = 0.5,
		    .high = (double)card->line_count + 0.5,
		    .reversed = true },
		.categories = { .has_low = true,
		    .has_high = true,
		    .high = strip_end(card) } };
	struct chart *made = sheet_chart(page->sheet, &chart);
	for (size_t i = 0; i < 3; i++)
		chart_series(page->sheet, made,
		    &(struct series){
			.name = page_word(page, strip_parts[i].name),
			.sheet = page->dashboard->data,
			.categories = data_range(first, rows, 0),
			.values =
			    data_range(first, rows, strip_parts[i].column),
			.style = strip_parts[i].style });
}

/* As it is used; steps stand in the column of the target. */
static void
write_knot(struct page *page, const struct scorecard_line *line, enum knot knot)
{
	struct optional number = line_knot_number(line, knot);
	int column = 2 + (int)knot;
	if (knot == KNOT_TARGET && line->curve.step_count)
		sheet_string(page->sheet, page->row, column, ROLE_MUTED,
		    line_knot(page->dashboard->report->arena, line, knot));
	else
		sheet_real(page->sheet, page->row, column, ROLE_MUTED,
		    dashboard_value_format(line->measured),
		    number.defined ? number.value : NAN);
}

static void
write_card_line(struct page *page, const struct scorecard_line *line)
{
	const struct dashboard *dashboard = page->dashboard;
	struct sheet *sheet = page->sheet;
	sheet_string(sheet, page->row, 0, ROLE_LABEL,
	    dashboard_line_label(card_of(dashboard, page->subject), line,
		dashboard->language, dashboard->report->arena));
	sheet_number(sheet, page->row, 1, ROLE_KEY,
	    dashboard_value_format(line->measured),
	    dashboard_line_value(dashboard->results, line));
	for (int knot = KNOT_THRESHOLD; knot <= KNOT_STRETCH; knot++)
		write_knot(page, line, (enum knot)knot);
	sheet_real(
	    sheet, page->row, 5, ROLE_BODY, FORMAT_RATIO, line->weight_used);
	if (dashboard->record->without_pay) {
		sheet_real(sheet, page->row, 6, ROLE_BODY, FORMAT_RATIO,
		    line->leaving ? NAN : line->points);
		/* What a shut gate says is about pay. */
		sheet_string(sheet, page->row++, 7, ROLE_REMARK,
		    line->gate_shut ? "" : line->note[dashboard->language]);
		return;
	}
	sheet_real(sheet, page->row, 6,
	    line->payout >= 100 ? ROLE_GOOD : ROLE_BAD, FORMAT_RATIO,
	    line->leaving ? NAN : line->payout);
	sheet_real(sheet, page->row, 7, ROLE_BODY, FORMAT_RATIO,
	    line->leaving ? NAN : line->points);
	if (*line->note[dashboard->language])
		sheet_string(sheet, page->row,
		    line->leaving ? STRIP_COLUMN : STRIP_COLUMN + STRIP_COLUMNS,
		    ROLE_REMARK, line->note[dashboard->language]);
	sheet_height(sheet, page->row++, ROW_PIXELS * 0.75);
}

static void
write_card(struct page *page)
{
	static const struct heading headings[] = { { LABEL_INDICATOR, false },
		{ LABEL_VALUE, true }, { LABEL_THRESHOLD, true },
		{ LABEL_TARGET, true }, { LABEL_STRETCH, true },
		{ LABEL_WEIGHT_USED, true }, { LABEL_PAYOUT, true },
		{ LABEL_POINTS, true }, { LABEL_EMPTY, false },
		{ LABEL_EMPTY, false }, { LABEL_EMPTY, false } };
	static const struct heading without_pay[] = { { LABEL_INDICATOR,
							  false },
		{ LABEL_VALUE, true }, { LABEL_THRESHOLD, true },
		{ LABEL_TARGET, true }, { LABEL_STRETCH, true },
		{ LABEL_WEIGHT_USED, true }, { LABEL_POINTS, true } };
	const struct scorecard *card = card_of(page->dashboard, page->subject);
	bool pays = !page->dashboard->record->without_pay;
	if (!card)
		return;
	page_section(page, LABEL_AGAINST_PLAN);
	page_headings(page, pays ? headings : without_pay, pays ? 11 : 7);
	if (pays)
		sheet_string(page->sheet, page->row - 1, STRIP_COLUMN,
		    ROLE_HEADING_AFTER,
		    dashboard_format(page->dashboard, LABEL_PAYS_FROM,
			(int)strip_end(card)));
	uint32_t top = page->row;
	for (size_t i = 0; i < card->line_count; i++)
		write_card_line(page, &card->lines[i]);
	if (pays)
		draw_strip(page, card, top);
	for (int i = 0; i < STRIP_COLUMNS && pays; i++)
		page->sheet->widths[STRIP_COLUMN + i] = STRIP_CHARACTERS;
	int last = pays ? 7 : 6;
	sheet_string(page->sheet, page->row, 0, ROLE_TOTAL,
	    page_word(page, LABEL_SCORE));
	for (int column = 1; column < last; column++)
		sheet_string(page->sheet, page->row, column, ROLE_TOTAL, "");
	sheet_real(page->sheet, page->row++, last, ROLE_TOTAL, FORMAT_RATIO,
	    decimal_double(card->score));
	if (pays)
		page_note(page, LABEL_STRIP);
}

/* What would change the rating, a correction of a record a row. */
static void
write_changes(struct page *page)
{
	enum { CHANGES = 8 };
	const struct dashboard *dashboard = page->dashboard;
	const struct run_record *record = dashboard->record;
	const struct scorecard *card = card_of(dashboard, page->subject);
	const struct sensitivity *rows[CHANGES];
	if (!card || !record->sensitivities)
		return;
	size_t count = changes_choose(record->sensitivities, record->scores,
	    (size_t)(card - record->scores->cards), CHANGES_OF_ALL, rows,
	    CHANGES);
	page_section(page, LABEL_WOULD_CHANGE);
	for (size_t i = 0; i < count; i++)
		sheet_string(page->sheet, page->row++, 0, ROLE_SENTENCE,
		    change_sentence(record->scores, rows[i],
			dashboard->language, dashboard->report->arena));
	if (!count)
		page_note(page, LABEL_NOTHING_CHANGES);
	page->row++;
}

void
fill_person(struct page *page)
{
	struct sheet *sheet = page->sheet;
	page_head(page, title_of(page->dashboard, page->subject));
	/* The charts first, so that no end of a page cuts them. */
	block_history(page);
	page->row++;
	block_metrics(page, NULL, 0);
	write_card(page);
	write_changes(page);
	block_against(page);
	sheet->widths[0] = 30;
	sheet_fit(sheet, 12, 34);
}
