/* Scorecards: one row a manager, to be filtered and sorted: score and rating
 * where there is a plan, each indicator with its change. */
#include <math.h>
#include <stdio.h>

#include "engine/base/language.h"
#include "io/export/dashboard/blocks.h"
#include "io/export/dashboard/verdict.h"

/* So many managers are listed: a sheet of more opens slowly, and kpi.csv has
 * all. */
enum { MANAGERS_MOST = 5000 };

static const struct scorecard *
card_of(const struct dashboard *dashboard, size_t subject)
{
	const struct pay_results *pay = dashboard->record->scores;
	return pay && pay->has_plan
		   ? pay_card(pay, dashboard->results->subjects[subject].id)
		   : NULL;
}

static bool
has_scores(const struct dashboard *dashboard)
{
	const struct pay_results *pay = dashboard->record->scores;
	for (size_t i = 0; pay && i < pay->card_count; i++)
		if (pay->cards[i].scored)
			return true;
	return false;
}

static const char *
title_of(const struct dashboard *dashboard)
{
	const struct pay_results *pay = dashboard->record->scores;
	double sum = 0;
	size_t scored = 0, best = 0, equal = 0;
	for (size_t i = 0; pay && i < pay->card_count; i++) {
		if (!pay->cards[i].scored)
			continue;
		decimal score = pay->cards[i].score;
		if (!scored || score > pay->cards[best].score) {
			best = i;
			equal = 0;
		}
		equal += score == pay->cards[best].score;
		sum += decimal_double(score);
		scored++;
	}
	if (!scored)
		return dashboard_format(
		    dashboard, LABEL_SCORECARDS_PLAIN, dashboard->managers);
	const struct subject *subject =
	    &dashboard->results->subjects[pay->cards[best].subject];
	if (scored == 1)
		return dashboard_format(dashboard, LABEL_SCORECARDS_ONE,
		    subject->name.data,
		    dashboard_number(dashboard, FORMAT_SCORE, sum));
	const char *mean =
	    dashboard_number(dashboard, FORMAT_SCORE, sum / (double)scored);
	const char *score = dashboard_number(
	    dashboard, FORMAT_SCORE, decimal_double(pay->cards[best].score));
	if (equal > 1 || card_is_thin(&pay->cards[best]))
		return dashboard_format(
		    dashboard, LABEL_SCORECARDS_HIGHEST, scored, mean, score);
	return dashboard_format(dashboard, LABEL_SCORECARDS_FOUND, scored, mean,
	    subject->name.data, score);
}

static void
write_score(struct page *page, size_t subject, int *column)
{
	const struct scorecard *card = card_of(page->dashboard, subject);
	bool scored = card && card->scored;
	sheet_real(page->sheet, page->row, (*column)++, ROLE_KEY, FORMAT_RATIO,
	    scored ? decimal_double(card->score) : NAN);
	sheet_text(page->sheet, page->row, (*column)++, ROLE_CENTRED,
	    scored ? card->rating : text_of(""));
}

/* The change since the prior period; of money, as a share of what it was. */
static void
write_change(struct page *page, const struct metric *metric,
    const struct estimate *e, enum role role, int column)
{
	double before = e->prior.defined ? quantity_double(e->prior) : 0;
	if (metric->unit != UNIT_MONEY)
		sheet_number(page->sheet, page->row, column, role,
		    dashboard_change_format(metric), e->change);
	else
		sheet_real(page->sheet, page->row, column, role,
		    FORMAT_PERCENT_CHANGE,
		    e->change.defined && before > 0
			? quantity_double(e->change) / before
			: NAN);
}

static void
write_row(struct page *page, size_t subject, const size_t *metrics,
    size_t count, bool scores)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	const struct subject *manager = &results->subjects[subject];
	int column = 2;
	page_manager(page, 0, subject);
	sheet_text(page->sheet, page->row, 1, ROLE_BODY,
	    manager->team == NO_ID ? text_of("")
				   : results->subjects[manager->team].name);
	if (scores)
		write_score(page, subject, &column);
	for (size_t i = 0; i < count; i++) {
		const struct metric *metric = &results->metrics[metrics[i]];
		const struct estimate *e =
		    dashboard_estimate(dashboard, subject, metrics[i]);
		sheet_number(page->sheet, page->row, column++,
		    e->flags & FLAG_SMALL_SAMPLE ? ROLE_MUTED : ROLE_BODY,
		    metric->unit == UNIT_MONEY ? FORMAT_SHORT_MONEY
					       : dashboard_value_format(metric),
		    e->value);
		write_change(page, metric, e,
		    dashboard_verdict_role(
			dashboard_verdict(dashboard, subject, metrics[i])),
		    column++);
	}
	page->row++;
}

static int
write_headings(
    struct page *page, const size_t *metrics, size_t count, bool scores)
{
	const struct dashboard *dashboard = page->dashboard;
	struct sheet *sheet = page->sheet;
	int column = 2;
	sheet_string(
	    sheet, page->row, 0, ROLE_HEADING, page_word(page, LABEL_MANAGER));
	sheet_string(
	    sheet, page->row, 1, ROLE_HEADING, page_word(page, LABEL_TEAM));
	if (scores) {
		sheet_string(sheet, page->row, column++, ROLE_HEADING_NUMBER,
		    page_word(page, LABEL_SCORE));
		sheet_string(sheet, page->row, column++, ROLE_HEADING_AFTER,
		    page_word(page, LABEL_RATING));
	}
	for (size_t i = 0; i < count; i++) {
		sheet_string(sheet, page->row, column++, ROLE_HEADING_NUMBER,
		    language_text(dashboard->language,
			dashboard->results->metrics[metrics[i]].label));
		sheet_string(sheet, page->row, column++, ROLE_HEADING_NUMBER,
		    page_word(page, LABEL_CHANGE));
	}
	page->row++;
	return column;
}

static void
shade(struct page *page, uint32_t first, const size_t *metrics, size_t count,
    bool scores)
{
	const struct metric *table = page->dashboard->results->metrics;
	uint32_t rows = page->row - first;
	if (scores)
		sheet_shade(
		    page->sheet, data_range(first, rows, 2), SHADING_BARS);
	for (size_t i = 0; i < count; i++) {
		int column = (scores ? 4 : 2) + 2 * (int)i;
		bool variance = table[metrics[i]].direction == DIRECTION_DOWN;
		sheet_shade(page->sheet, data_range(first, rows, column),
		    variance ? SHADING_VARIANCE : SHADING_BARS);
	}
}

void
fill_scorecards(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	struct sheet *sheet = page->sheet;
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	bool scores = has_scores(dashboard);
	page_head(page, title_of(dashboard));
	page_note(page, dashboard->managers <= PERSON_SHEETS_MOST
			    ? LABEL_MANAGERS_NOTE
			    : LABEL_TOO_MANY_SHEETS);
	uint32_t heading = ++page->row;
	int columns = write_headings(page, metrics, count, scores);
	size_t listed = 0;
	for (size_t s = 0; s < results->subject_count && listed < MANAGERS_MOST;
	     s++)
		if (results->subjects[s].scope == SCOPE_MANAGER) {
			write_row(page, s, metrics, count, scores);
			listed++;
		}
	if (page->row > heading + 1) {
		sheet_table(sheet, (struct range){ heading, page->row - 1, 0,
				       (uint16_t)(columns - 1) });
		shade(page, heading + 1, metrics, count, scores);
	}
	page_more(page, dashboard->managers - listed);
	sheet->freeze_row = heading + 1;
	sheet->freeze_column = 1;
	sheet->repeat_row = heading;
	for (int column = scores ? 4 : 2; column < columns; column++)
		sheet->widths[column] = 12.5; /* +12.3 điểm % */
	sheet_fit(sheet, 8, 26);
}
