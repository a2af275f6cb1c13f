/* Blocks that several sheets have: metrics with their intervals, and the
 * numbers that charts are drawn from. */
#include <math.h>

#include "engine/base/arena.h"
#include "io/export/dashboard/blocks.h"
#include "engine/base/language.h"
#include "io/export/dashboard/verdict.h"

enum { ROW_POINTS = 15 };

/* ---- metrics, a row each ---- */

static void
optional(struct page *page, int column, enum measure_format format,
    struct optional number)
{
	sheet_real(page->sheet, page->row, column, ROLE_MUTED, format,
	    number.defined ? number.value : NAN);
}

static void
write_metric(struct page *page, size_t subject, size_t m)
{
	const struct dashboard *dashboard = page->dashboard;
	const struct metric *metric = &dashboard->results->metrics[m];
	const struct estimate *estimate =
	    dashboard_estimate(dashboard, subject, m);
	enum measure_format format = dashboard_value_format(metric);
	enum verdict verdict = dashboard_verdict(dashboard, subject, m);
	struct sheet *sheet = page->sheet;
	uint32_t row = page->row;
	int column = 0;
	sheet_string(sheet, row, column++,
	    metric->headline ? ROLE_LABEL : ROLE_BODY,
	    language_text(dashboard->language, metric->label));
	sheet_number(sheet, row, column++,
	    estimate->flags & FLAG_SMALL_SAMPLE ? ROLE_MUTED
	    : metric->headline                  ? ROLE_KEY
						: ROLE_BODY,
	    format, estimate->value);
	sheet_number(sheet, row, column++, ROLE_MUTED, format, estimate->prior);
	sheet_number(sheet, row, column++, dashboard_verdict_role(verdict),
	    dashboard_change_format(metric), estimate->change);
	sheet_string(sheet, row, column++, ROLE_REMARK,
	    dashboard_verdict_word(dashboard, verdict));
	if (subject)
		sheet_number(sheet, row, column++, ROLE_MUTED, format,
		    dashboard_estimate(dashboard, 0, m)->value);
	optional(page, column++, format, estimate->ci_low);
	optional(page, column++, format, estimate->ci_high);
	sheet_count(sheet, row, column++, estimate->n);
	sheet_string(sheet, row, column, ROLE_REMARK,
	    dashboard_remark(dashboard, estimate));
	sheet_height(sheet, page->row++, ROW_POINTS);
}

/* The eight indicators have a row even without a value. Another metric has one
 * only if the company has a value now, or the subject had one before. */
static bool
is_worth_a_row(const struct dashboard *dashboard, size_t subject, size_t m)
{
	return dashboard->results->metrics[m].headline ||
	       dashboard_estimate(dashboard, 0, m)->value.defined ||
	       dashboard_estimate(dashboard, subject, m)->prior.defined;
}

void
block_metrics(struct page *page, const char *const *ids, size_t count)
{
	static const struct heading headings[] = { { LABEL_INDICATOR, false },
		{ LABEL_VALUE, true }, { LABEL_PRIOR, true },
		{ LABEL_CHANGE, true }, { LABEL_VERDICT, false },
		{ LABEL_INTERVAL_LOW, true }, { LABEL_INTERVAL_HIGH, true },
		{ LABEL_COUNT, true }, { LABEL_REMARK, false } };
	static const struct heading beside[] = { { LABEL_INDICATOR, false },
		{ LABEL_VALUE, true }, { LABEL_PRIOR, true },
		{ LABEL_CHANGE, true }, { LABEL_VERDICT, false },
		{ LABEL_COMPANY, true }, { LABEL_INTERVAL_LOW, true },
		{ LABEL_INTERVAL_HIGH, true }, { LABEL_COUNT, true },
		{ LABEL_REMARK, false } };
	size_t subject = page->subject;
	page_headings(page, subject ? beside : headings, subject ? 10 : 9);
	if (!ids)
		count = page->dashboard->results->metric_count;
	for (size_t i = 0; i < count; i++) {
		size_t m = ids ? dashboard_metric(page->dashboard, ids[i]) : i;
		if (m != SIZE_MAX &&
		    is_worth_a_row(page->dashboard, subject, m))
			write_metric(page, subject, m);
	}
}

/* ---- tables for charts ---- */

uint32_t
block_data(struct dashboard *dashboard, const char *title,
    const char *const *headings, size_t count, uint32_t rows)
{
	uint32_t row = dashboard->data_row;
	sheet_string(dashboard->data, row, 0, ROLE_SECTION, title);
	for (size_t i = 0; i < count; i++)
		sheet_string(dashboard->data, row + 1, (int)i,
		    i ? ROLE_HEADING_NUMBER : ROLE_HEADING, headings[i]);
	dashboard->data_row = row + 3 + rows;
	return row + 2;
}

struct range
data_range(uint32_t first, uint32_t rows, int column)
{
	return (struct range){ first, first + rows - 1, (uint16_t)column,
		(uint16_t)column };
}
