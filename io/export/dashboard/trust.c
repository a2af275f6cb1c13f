/* How far the numbers can be trusted: rows that were left out and their money,
 * the data's end, scores and indicators that rest on little. */
#include "engine/base/arena.h"
#include "engine/base/language.h"
#include "engine/model/left_out.h"
#include "io/export/dashboard/blocks.h"

enum {
	NAMED = 5,
	END_SLACK = 15 /* days: a period may go on so much longer than the data
			  (metrics/README.md) */
};

/* A line: the sheet that has more of it, and what is to be said. */
static void
write_line(struct page *page, enum sheet_id sheet, bool warns, const char *text)
{
	const char *name = page->dashboard->sheets[sheet]->name;
	sheet_link(page->sheet, page->row, 0, text_of(name), name);
	if (warns && text)
		text =
		    arena_format(page->dashboard->report->arena, "⚠ %s", text);
	sheet_string(page->sheet, page->row++, 1, ROLE_SENTENCE, text);
}

/* "…, A, B": appends to a list; NULL without memory. */
static const char *
append(struct page *page, const char *list, const char *more)
{
	return list ? arena_format(page->dashboard->report->arena, "%s%s%s",
			  list, *list ? ", " : "", more)
		    : NULL;
}

/* ---- rows ---- */

struct loss {
	uint64_t rows, with_money;
	wide money, hours;
};

/* What all rejected rows are worth. */
static struct loss
find_loss(struct page *page)
{
	struct report *report = page->dashboard->report;
	struct left_out *reasons = NULL;
	struct loss loss = { 0 };
	size_t count = 0;
	enum status status = left_out_by_reason(
	    page->dashboard->results->data, report->arena, &reasons, &count);
	report->out_of_memory |= status == STATUS_MEMORY;
	for (size_t i = 0; !status && i < count; i++) {
		if (reasons[i].skipped)
			continue;
		loss.rows += reasons[i].rows;
		loss.with_money += reasons[i].with_money;
		loss.money += reasons[i].money;
		loss.hours += reasons[i].hours;
	}
	return loss;
}

static void
write_rows(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct dataset *data = dashboard->results->data;
	uint64_t rows = data->rejects.count;
	for (size_t i = 0; i < data->input_count; i++)
		rows += data->inputs[i].reconciliation.accepted;
	const char *all =
	    dashboard_number(dashboard, FORMAT_COUNT, (double)rows);
	if (data->rejects.count == 0) {
		write_line(page, SHEET_quality, false,
		    dashboard_format(dashboard, LABEL_TRUST_ALL_ROWS, all));
		return;
	}
	struct loss loss = find_loss(page);
	const char *text = dashboard_format(dashboard, LABEL_TRUST_ROWS,
	    dashboard_number(
		dashboard, FORMAT_COUNT, (double)data->rejects.count),
	    all);
	if (loss.with_money)
		text = append(page, text,
		    dashboard_format(dashboard, LABEL_TRUST_MONEY,
			dashboard_number(
			    dashboard, FORMAT_MONEY, wide_double(loss.money))));
	if (loss.hours)
		text = append(page, text,
		    dashboard_format(dashboard, LABEL_TRUST_HOURS,
			dashboard_number(
			    dashboard, FORMAT_COUNT, wide_double(loss.hours))));
	write_line(page, SHEET_quality, true, text);
}

/* ---- the end of the data ---- */

static void
write_end(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	const struct view *view = &results->views[results->run_period];
	date end = dataset_latest_day(results->data),
	     last = view->period.until - 1;
	if (end == DATE_NONE)
		return;
	const char *day = dashboard_day(dashboard, end);
	write_line(page, SHEET_about, last - end > END_SLACK,
	    end < last ? dashboard_format(dashboard, LABEL_TRUST_ENDS_EARLY,
			     day, (int)(last - end))
		       : dashboard_format(dashboard, LABEL_TRUST_ENDS, day));
}

/* ---- little behind it ---- */

static void
write_thin_scores(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct pay_results *pay = dashboard->record->scores;
	const char *names = "";
	size_t count = 0;
	for (size_t i = 0; pay && i < pay->card_count; i++) {
		const struct scorecard *card = &pay->cards[i];
		if (card_is_thin(card) && count++ < NAMED)
			names = append(page, names,
			    dashboard_subject_name(dashboard, card->subject)
				.data);
	}
	if (count > NAMED)
		names = append(page, names, "…");
	if (count && page->dashboard->sheets[SHEET_scorecards])
		write_line(page, SHEET_scorecards, true,
		    names ? dashboard_format(
				dashboard, LABEL_TRUST_THIN, count, names)
			  : NULL);
}

static void
write_few_records(struct page *page)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct results *results = dashboard->results;
	size_t metrics[INDICATORS_MOST],
	    count = dashboard_indicators(dashboard, metrics);
	const char *names = "";
	for (size_t i = 0; i < count; i++)
		if (dashboard_estimate(dashboard, 0, metrics[i])->flags &
		    FLAG_SMALL_SAMPLE)
			names = append(page, names,
			    language_text(dashboard->language,
				results->metrics[metrics[i]].label));
	if (!names || *names)
		write_line(page, SHEET_definitions, true,
		    names ? dashboard_format(dashboard, LABEL_TRUST_FEW, names)
			  : NULL);
}

void
block_trust(struct page *page)
{
	page_section(page, LABEL_TRUST);
	/* Of a part of a run the rows and the end of everybody's files are not
	 * said. */
	if (!dashboard_is_part(page->dashboard)) {
		write_rows(page);
		write_end(page);
	}
	write_thin_scores(page);
	write_few_records(page);
}
